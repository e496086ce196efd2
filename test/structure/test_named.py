"""Every operation and every error code that this code can answer is named in some test; what is not is listed, and the
lists only ever shrink."""
import functools
import re
import sys
import unittest

from structure import tree
from structure.unnamed import ERRORS, OPERATIONS

sys.path.insert(0, str(tree.ROOT / "codegen"))
import operations_list  # noqa: E402
from model import snake  # noqa: E402


@functools.cache
def words_of_tests():
    paths = [path for path in tree.tracked()
             if path.startswith("test/") and not path.startswith("test/structure/") or path.endswith("_test.cc")]
    return set(re.findall(r"[A-Za-z][\w-]*", "\n".join(tree.text(path) for path in paths)))


def operations():
    for folder in tree.SERVICES:
        for name in operations_list.read(folder / "operations.list"):
            # As a model, as Python's and as the command line's clients spell it.
            spellings = {name, name + "Request", snake(name), snake(name).replace("_", "-")}
            yield f"{folder.name}:{name}", bool(spellings & words_of_tests())


def errors():
    """Codes that a service's code makes."""
    for folder in tree.SERVICES:
        paths = [str(path.relative_to(tree.ROOT)) for path in sorted(folder.rglob("*.cc"))]
        codes = {code for path in paths if not tree.is_test(path) for code in re.findall(r"errors::(\w+)\(", tree.text(path))}
        for code in sorted(codes):
            yield f"{folder.name}:{code}", bool({code, code.removesuffix("Exception")} & words_of_tests())


class Named(unittest.TestCase):
    def check(self, entries, unnamed):
        entries = dict(entries)
        self.assertEqual([], sorted(name for name, is_named in entries.items() if not is_named and name not in unnamed),
                         "named in no test")
        self.assertEqual([], sorted(name for name in unnamed if entries.get(name, True)), "named by now: take it off the list")

    def test_every_operation_is_named_in_a_test(self):
        self.check(operations(), OPERATIONS)

    def test_every_error_is_named_in_a_test(self):
        self.check(errors(), ERRORS)
