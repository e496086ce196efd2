"""Each header compiles alone. A header that passed is not tried again until it, or something it includes, changes."""
import concurrent.futures
import hashlib
import os
import shutil
import subprocess
import sys
import unittest

from structure import tree

sys.path.insert(0, str(tree.ROOT / "codegen"))
from generate import generate  # noqa: E402

WORKPLACE = tree.ROOT / "build/structure"
GENERATED = WORKPLACE / "generated"
PASSED = WORKPLACE / "headers-that-compile"
FLAGS = ["-std=gnu++23", "-fsyntax-only", "-w", "-x", "c++", "-DSTELLWERK_VERSION=\"\"",
         f"-I{tree.ROOT / 'src'}", f"-I{GENERATED}"]


def find(what):
    return next((path for path in (tree.ROOT / "src" / what, GENERATED / what) if path.is_file()), None)


def closure(path, seen):
    """This header and all of ours that it includes, directly or not."""
    if path not in seen:
        seen[path] = path.read_bytes()
        for mark, what in tree.INCLUDE.findall(seen[path].decode()):
            other = find(what) if mark == '"' else None
            if other:
                closure(other, seen)
    return seen


def fingerprint(path):
    digest = hashlib.sha256(" ".join(FLAGS[:3]).encode())
    for name, content in sorted((str(name.relative_to(tree.ROOT)), content) for name, content in closure(path, {}).items()):
        digest.update(name.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()


def compile_alone(path):
    done = subprocess.run([os.environ.get("CXX", "g++"), *FLAGS, str(path)], capture_output=True, text=True)
    return None if done.returncode == 0 else f"{path.relative_to(tree.ROOT)}:\n{done.stderr[:600]}"


@unittest.skipUnless(shutil.which(os.environ.get("CXX", "g++")), "no compiler")
class Headers(unittest.TestCase):
    def test_each_compiles_alone(self):
        for model in sorted((tree.ROOT / "models").glob("*.json")):
            if (tree.ROOT / "src/services" / model.stem / "operations.list").is_file():
                generate(model, model.stem, GENERATED)
        passed = set(PASSED.read_text().split()) if PASSED.is_file() else set()
        headers = {tree.ROOT / path: "" for path in tree.sources("src/", ".h")}
        headers = {path: fingerprint(path) for path in headers}
        new = [path for path, mark in headers.items() if mark not in passed]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            problems = [problem for problem in pool.map(compile_alone, new) if problem]
        broken = {problem.split(":")[0] for problem in problems}
        PASSED.parent.mkdir(parents=True, exist_ok=True)
        PASSED.write_text("\n".join(sorted(mark for path, mark in headers.items()
                                           if str(path.relative_to(tree.ROOT)) not in broken)) + "\n")
        self.assertFalse(problems, "\n" + "\n".join(problems))
