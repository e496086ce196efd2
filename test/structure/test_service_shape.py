"""Every service has the same files, and one file for each operation that it lists."""
import json
import re
import sys
import unittest

from structure import tree

sys.path.insert(0, str(tree.ROOT / "codegen"))
import operations_list  # noqa: E402
from model import class_name, snake  # noqa: E402

# Services that keep nothing of their own, and so have no records.h.
STORES_NOTHING = {"sts": "sessions are IAM's", "s3control": "tags are S3's"}
FILES = ("README.md", "operations.list", "service.h", "face.cc", "resources.cc")


def listed(folder):
    return list(operations_list.read(folder / "operations.list"))


def class_of(folder):
    model = json.loads((tree.ROOT / "models" / f"{folder.name}.json").read_text())
    return class_name(folder.name, model["metadata"]["serviceId"])


class ServiceShape(unittest.TestCase):
    def each(self, check):
        found = [f"services/{folder.name}: {problem}" for folder in tree.SERVICES for problem in check(folder)]
        self.assertFalse(found, "\n" + "\n".join(found))

    def test_files(self):
        def check(folder):
            wanted = FILES + (() if folder.name in STORES_NOTHING else ("records.h",))
            yield from (f"no {name}" for name in wanted if not (folder / name).is_file())
        self.each(check)

    def test_one_file_for_each_operation(self):
        def check(folder):
            wanted = {snake(name) + ".cc" for name in listed(folder)}
            there = {path.name for path in (folder / "operations").iterdir() if not path.name.endswith("_test.cc")}
            yield from (f"operations/{name} is missing" for name in sorted(wanted - there))
            yield from (f"operations/{name} is of no listed operation" for name in sorted(there - wanted))
        self.each(check)

    def test_each_file_defines_that_operation(self):
        def check(folder):
            operations = {snake(name): name for name in listed(folder)}
            for path in sorted((folder / "operations").glob("*.cc")):
                code = tree.code_only(path.read_text())
                form = rf"^(?:::stellwerk::)?Result<[^;{{}}]*?>\s+(\w+)\(\s*{class_of(folder)}&\s*\w*,\s*(?:ports::)?Call&"
                defined = set(re.findall(form, code, re.M)) & set(operations)
                if path.stem in operations and defined != {path.stem}:
                    yield f"operations/{path.name} defines {sorted(defined) or 'no operation'}"
        self.each(check)

    def test_lists_are_sorted(self):
        def check(folder):
            names = listed(folder)
            if names != sorted(set(names)):
                yield "operations.list is not sorted, or names an operation twice"
        self.each(check)

    def test_a_readme_says_how_it_differs(self):
        def check(folder):
            page = folder / "README.md"
            if page.is_file() and not re.search(r"^(#+ )?Differences", page.read_text(), re.M):
                yield 'README.md has no line that begins "Differences"'
        self.each(check)
