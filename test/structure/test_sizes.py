"""Files, functions and READMEs that fit in a head; file names that say what is inside."""
import ast
import re
import unittest

from structure import tree

FILE_LINES = 500
FUNCTION_LINES = 60
README_LINES = 40
BANNED_NAME_PARTS = {"util", "utils", "helper", "helpers", "common", "manager", "misc"}
LOOKED_AT = ("src/", "codegen/", "tools/", "test/", "bench/", "fuzz/", ".ci/", "launcher/", "stellwerk")
GENERATED = ("codegen/golden/expected/", "fuzz/corpus/", "test/browser/package-lock.json")

# file:function → why it may be longer than a page.
LONG_FUNCTIONS = {
    f"src/services/iam/managed_policies_{kind}.cc:{kind}_policies": "a table of policy documents"
    for kind in ("application", "delivery", "general", "operations")
}


def programs():
    return [path for path in tree.tracked() if path.startswith(LOOKED_AT) and not path.startswith(GENERATED)
            and (path.endswith((".cc", ".h", ".py", ".mjs", ".js", ".sh")) or path in ("stellwerk", ".ci/run"))]


def python_functions(path):
    for node in ast.walk(ast.parse(tree.text(path))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, node.lineno, node.end_lineno - node.lineno + 1


def shell_functions(path):
    for match in re.finditer(r"^(\w+)\(\) [{(]\n(.*?)^[})]", tree.text(path), re.M | re.S):
        yield match.group(1), tree.text(path).count("\n", 0, match.start()) + 1, match.group(2).count("\n") + 2


def functions(path):
    if path.endswith((".cc", ".h")):
        return tree.functions(path)
    if path.endswith(".py") or tree.text(path).startswith("#!/usr/bin/env python3"):
        return python_functions(path)
    return shell_functions(path) if not path.endswith((".js", ".mjs")) else []


class Sizes(unittest.TestCase):
    def assert_none(self, found):
        self.assertFalse(found, "\n" + "\n".join(found))

    def test_files(self):
        lengths = {path: tree.text(path).count("\n") for path in programs()}
        self.assert_none([f"{path}: {lines} lines, at most {FILE_LINES}: split it by noun"
                          for path, lines in lengths.items() if lines > FILE_LINES])

    def test_functions(self):
        self.assert_none([f"{path}:{line}: {name} has {lines} lines, at most {FUNCTION_LINES}"
                          for path in programs() for name, line, lines in functions(path)
                          if lines > FUNCTION_LINES and f"{path}:{name}" not in LONG_FUNCTIONS])

    def test_functions_are_found(self):
        """The counter itself: a file that is all functions must not look empty."""
        found = {name for name, _, _ in tree.functions("src/base/bytes.cc")}
        self.assertGreater(len(found), 5)
        self.assertGreater(sum(len(functions(path)) for path in programs() if path.endswith(".cc")), 500)

    def test_names(self):
        self.assert_none([path for path in programs() if BANNED_NAME_PARTS & set(re.split(r"[_\-./]", path.rsplit("/", 1)[-1]))])

    def test_every_room_has_a_short_readme(self):
        rooms = {"src/" + tree.room_of(path) for path in tree.sources() if path.count("/") > 1}
        rooms |= {top for top in ("codegen", "test", "bench", "fuzz") if (tree.ROOT / top).is_dir()}
        problems = []
        for room in sorted(rooms):
            page = tree.ROOT / room / "README.md"
            lines = page.read_text().count("\n") if page.is_file() else 0
            if not 3 <= lines <= README_LINES:
                problems.append(f"{room}/README.md: {lines} lines, wanted 3 to {README_LINES}")
        self.assert_none(problems)
