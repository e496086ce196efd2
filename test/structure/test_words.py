"""What must stand nowhere in the tree."""
import pathlib
import re
import subprocess
import sys
import unittest

from structure import tree

# The tree speaks of the project, never of the workshop it was made in. Written in pieces so as not to find themselves.
WORKSHOP = ["/wo" + r"rk/", r"\bhel" + r"per-\d", r"\bissue" + r" #?\d", r"\bthe" + r" brief\b", "/tmp/" + r"land\b",
            r"\bwt-" + r"[a-z]+\b", "clau" + "de", "anth" + "ropic", r"\bsub-?" + r"agents?\b", "language" + " model"]
DATA = ("models/", "platform/frontend/data/", "test/browser/package-lock.json")


class Words(unittest.TestCase):
    def test_no_coroutines(self):
        """GCC 12 frees twice what is built inside a co_await expression; fibers carry the waiting instead."""
        found = [path for path in tree.sources() if re.search(r"\bco_(await|yield|return)\b", tree.code_only(tree.text(path)))]
        self.assertEqual([], found)

    def test_only_the_project_is_spoken_of(self):
        pattern = re.compile("|".join(WORKSHOP), re.I)
        found = [f"{path}:{number}: {line.strip()[:120]}"
                 for path in tree.tracked() if not path.startswith(DATA)
                 for number, line in enumerate(tree.text(path).splitlines(), 1) if pattern.search(line)]
        self.assertFalse(found, "\n" + "\n".join(found))

    def test_documents_name_files_that_exist(self):
        tracked = tree.tracked()
        known = set(tracked) | {path.removeprefix("src/") for path in tracked} | {path.rsplit("/", 1)[-1] for path in tracked}
        missing = [f"{path}: {name}" for path in tracked if path.endswith(".md") and path != "CHANGELOG.md"
                   for name in re.findall(r"`([\w./-]+\.(?:h|cc|py|list|md|sh))`", tree.text(path))
                   if name not in known and str(pathlib.PurePosixPath(path).parent / name) not in known]
        self.assertFalse(missing, "\n" + "\n".join(missing))

    def test_assembled_documents_are_current(self):
        for program in ("coverage.py", "differences.py"):
            done = subprocess.run([sys.executable, str(tree.ROOT / "tools" / program), "--check"], capture_output=True, text=True)
            self.assertEqual(0, done.returncode, done.stderr)
