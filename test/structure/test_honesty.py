"""No test hides a failure by a skip, and none asks another server than the one under test."""
import ast
import re
import unittest

from structure import tree

SKIPS = {"skipTest", "SkipTest"}


def skips_after_errors(source):
    """Lines on which an error that was caught becomes a skip."""
    for handler in ast.walk(ast.parse(source)):
        if isinstance(handler, ast.ExceptHandler):
            for node in ast.walk(handler):
                name = getattr(node, "attr", getattr(node, "id", None))
                if name in SKIPS:
                    yield node.lineno


class Honesty(unittest.TestCase):
    def test_no_caught_error_becomes_a_skip(self):
        found = [f"{path}:{line}" for path in tree.tracked() if path.startswith("test/") and path.endswith(".py")
                 for line in skips_after_errors(tree.text(path))]
        self.assertEqual(found, [])

    def test_every_call_of_the_aws_cli_names_this_server(self):
        """One that does not know AWS_ENDPOINT_URL would ask AWS itself; only harness.aws_command sees to that."""
        found = [path for path in tree.tracked() if path.startswith("test/") and path.endswith(".py")
                 and path != "test/harness.py" and re.search(r'\["' + 'aws", "(?!--version)', tree.text(path))]
        self.assertEqual(found, [])

    def test_an_error_that_becomes_a_skip_is_found(self):
        source = "try:\n  call()\nexcept Exception as e:\n  self.skipTest(str(e))\n"
        self.assertEqual(list(skips_after_errors(source)), [4])


if __name__ == "__main__":
    unittest.main()
