#!/usr/bin/env python3
"""Runs the tests that talk to a built server: test/run.py [FOLDER or FILE or NAME ...], default all of test/.

Prints the failures, the slowest tests, and as its last line "N passed, N failed" ("…, N skipped" if any were).
"""
import importlib.util
import pathlib
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))


def files_of(argument):
    for base in (HERE / argument, pathlib.Path(argument)):
        if base.is_file():
            return [base]
        if found := sorted(base.rglob("test_*.py")):
            return found
    matches = sorted(path for path in HERE.rglob("test_*.py") if argument in path.stem)
    if not matches:
        sys.exit(f"{argument}: no such test")
    return matches


def load(path):
    name = "_".join(path.resolve().relative_to(HERE).with_suffix("").parts)
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return unittest.defaultTestLoader.loadTestsFromModule(module)


class Timed(unittest.TextTestResult):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.times = []

    def startTest(self, test):
        self.began = time.monotonic()
        super().startTest(test)

    def stopTest(self, test):
        self.times.append((time.monotonic() - self.began, test.id()))
        super().stopTest(test)


def main(arguments):
    paths = [path for argument in arguments or [str(HERE)] for path in files_of(argument)]
    suite, broken = unittest.TestSuite(), []
    for path in dict.fromkeys(paths):
        try:
            suite.addTest(load(path))
        except Exception as failure:  # a file that cannot be loaded is a failed test
            broken.append(f"{path}: {type(failure).__name__}: {failure}")
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=1, resultclass=Timed).run(suite)
    for line in broken:
        print("ERROR", line)
    for test, reason in result.skipped:
        print("SKIPPED", test.id(), reason)
    for seconds, name in sorted(result.times, reverse=True)[:5]:
        print(f"{seconds:7.2f} s {name}")
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses) + len(broken)
    passed = max(0, result.testsRun + len(broken) - failed - len(result.skipped))
    skipped = f", {len(result.skipped)} skipped" if result.skipped else ""
    print(f"{passed} passed, {failed} failed{skipped}")
    return 1 if failed or result.testsRun == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
