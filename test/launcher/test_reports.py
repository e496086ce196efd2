"""Which tests failed, and why some were skipped, is read out of each runner's report."""
import pathlib
import sys
import unittest

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2]))

from launcher import reports
from launcher.reports import Counts

GOOGLETEST = """\
[ RUN      ] Kms.Signs
kms_test.cc:12: Failure
[  FAILED  ] Kms.Signs (3 ms)
[ RUN      ] Vectors/Query.Reads/0
src/vectors_test.cc:199: Skipped
the cases are not here: lay them there

[  SKIPPED ] Vectors/Query.Reads/0 (0 ms)
[  PASSED  ] 4 tests.
[  SKIPPED ] 1 test, listed below:
[  SKIPPED ] Vectors/Query.Reads/0
[  FAILED  ] 1 test, listed below:
[  FAILED  ] Kms.Signs

 1 FAILED TEST
"""
RUNNER = """\
FAIL: test_pages (sdk_test_s3.Pages.test_pages)
ERROR: setUpClass (sdk_test_iam.Users)
Ran 5 tests in 1.0s
ERROR test/sdk/test_kms.py: ImportError: no
SKIPPED sdk_test_cli.Cli.test_a aws is missing: apt-get install awscli
2 passed, 3 failed, 1 skipped
"""
NODE_TAP = "not ok 3 - the page filters\nok 4 - says so # SKIP no browser\n# pass 1\n# fail 1\n# cancelled 0\n# skipped 1\n# todo 0\n"
NODE_SPEC = "✖ the page filters (12.3ms)\nℹ pass 1\nℹ fail 1\nℹ cancelled 0\nℹ skipped 0\nℹ todo 0\n✖ failing tests:\n✖ the page filters (12.3ms)\n"
CTEST = "67% tests passed, 1 tests failed out of 3\n\nThe following tests FAILED:\n\t  2 - fuzz_json (Failed)\n"


class Reports(unittest.TestCase):
    def check(self, report, text, counts, failures, skips=()):
        self.assertEqual(report.count(text), Counts(*counts))
        self.assertEqual(report.failures(text), failures)
        self.assertEqual(report.skips(text), list(skips))

    def test_googletest(self):
        self.check(reports.GOOGLETEST, GOOGLETEST, (4, 1, 1), ["Kms.Signs"], ["the cases are not here: lay them there"])

    def test_unittest(self):
        text = "FAIL: test_x (golden.Golden)\nRan 3 tests in 0.1s\n\nFAILED (failures=1)\n"
        self.check(reports.UNITTEST, text, (2, 1, 0), ["test_x (golden.Golden)"])

    def test_own_runner(self):
        self.check(reports.RUNNER, RUNNER, (2, 3, 1),
                   ["test_pages (sdk_test_s3.Pages.test_pages)", "setUpClass (sdk_test_iam.Users)",
                    "test/sdk/test_kms.py: ImportError: no"], ["aws is missing: apt-get install awscli"])

    def test_node(self):
        self.check(reports.NODE, NODE_TAP, (1, 1, 1), ["the page filters"], ["no browser"])
        self.check(reports.NODE, NODE_SPEC, (1, 1, 0), ["the page filters"])

    def test_ctest(self):
        self.check(reports.CTEST, CTEST, (2, 1, 0), ["fuzz_json"])


if __name__ == "__main__":
    unittest.main()
