"""What `./stellwerk test` says last: which tests failed, and why others were skipped."""
import contextlib
import io
import pathlib
import sys
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from commands import ROOT, LauncherCase

from launcher import build, reports, suites, tests

FAILING = """\
echo 'src/vectors_test.cc:9: Skipped'
echo 'the cases are not here'
echo
echo '[  SKIPPED ] Vectors.Run (0 ms)'
echo '[  FAILED  ] Kms.Signs (3 ms)'
echo '[  PASSED  ] 4 tests.'
echo '[  SKIPPED ] 1 test, listed below:'
echo '[  SKIPPED ] Vectors.Run'
echo '[  FAILED  ] 1 test, listed below:'
echo '[  FAILED  ] Kms.Signs'
echo
echo ' 1 FAILED TEST'
exit 1
"""


class Suites(LauncherCase):
    def told(self, script, **environment):
        suite = suites.Suite("unit", "", reports.GOOGLETEST, lambda: [(["bash", "-c", script], ROOT)])
        with (mock.patch.object(tests, "named", lambda names: [suite]), mock.patch.object(build, "folder", lambda: self.folder),
              mock.patch.dict("os.environ", environment), contextlib.redirect_stdout(io.StringIO()) as out):
            tests.run([])
        return out.getvalue()

    def test_the_failed_tests_are_named_last(self):
        lines = self.told(FAILING).splitlines()
        self.assertEqual(lines[-2:], ["failed: unit: Kms.Signs", "4 passed, 1 failed, 1 skipped"])

    def test_a_skip_says_why(self):
        self.assertIn("skipped 1: the cases are not here", self.told(FAILING))

    def test_a_suite_that_ends_before_it_reports_has_failed(self):
        lines = self.told("exit 3").splitlines()
        self.assertEqual(lines[-2:], ["failed: unit: (ended before it could report)", "0 passed, 1 failed, 0 skipped"])

    def test_what_is_not_in_the_tree_is_found_where_the_environment_says(self):
        script = "echo \"$STELLWERK_VECTORS $STELLWERK_TERRAFORM_MIRROR $STELLWERK_HOME\"; exit 1"
        told = self.told(script, STELLWERK_VECTORS="/vectors", STELLWERK_TERRAFORM_MIRROR="/mirror", STELLWERK_HOME="/home/x")
        self.assertIn("    /vectors /mirror \n", told)


if __name__ == "__main__":
    unittest.main()
