"""How the reports of test runners are read: how many passed, which failed, and why some were skipped."""
import dataclasses
import re


@dataclasses.dataclass
class Counts:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other):
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


@dataclasses.dataclass
class Format:
    """Of one runner. `failure` and `skip` are patterns, whose one group is a test's name, or a reason."""
    count: object  # text → Counts
    failure: str
    skip: str

    def failures(self, text):
        """The names of the tests that failed, each once."""
        return list(dict.fromkeys(re.findall(self.failure, text, re.MULTILINE)))

    def skips(self, text):
        """The reasons, as often as they were given."""
        return [" ".join(reason.split()) for reason in re.findall(self.skip, text, re.MULTILINE)]


def _number(pattern, text):
    return sum(int(found) for found in re.findall(pattern, text, re.MULTILINE))


def _googletest(text):
    return Counts(_number(r"^\[  PASSED  \] (\d+) test", text), _number(r"^\[  FAILED  \] (\d+) tests?, listed", text),
                  _number(r"^\[  SKIPPED \] (\d+) tests?, listed", text))


def _unittest(text):
    ran = _number(r"^Ran (\d+) tests?", text)
    failed = _number(r"\b(?:failures|errors)=(\d+)", text)
    skipped = _number(r"\bskipped=(\d+)", text)
    return Counts(ran - failed - skipped, failed, skipped)


def _runner(text):
    """test/run.py: "N passed, N failed, N skipped" as its last line."""
    last = text.rstrip().rpartition("\n")[2]
    return Counts(*(_number(rf"(\d+) {word}", last) for word in ("passed", "failed", "skipped")))


def _node(text):
    told = {word: _number(rf"^(?:#|ℹ) {word} (\d+)", text) for word in ("pass", "fail", "cancelled", "skipped", "todo")}
    return Counts(told["pass"], told["fail"] + told["cancelled"], told["skipped"] + told["todo"])


def _ctest(text):
    failed = _number(r"(\d+) tests? failed out of", text)
    return Counts(_number(r"tests? failed out of (\d+)", text) - failed, failed)


NEVER = r"(?!)()"
GOOGLETEST = Format(_googletest, r"^\[  FAILED  \] (\w+[./][^\s,]+)", r"^\S+:\d+: Skipped\n(.*(?:\n.+)*?)\n+(?=\[)")
UNITTEST = Format(_unittest, r"^(?:FAIL|ERROR): (.+)", NEVER)
RUNNER = Format(_runner, r"^(?:(?:FAIL|ERROR): |ERROR (?=\S+\.py: ))(.+)", r"^SKIPPED \S+ (.*)")
NODE = Format(_node, r"^\s*(?:✖|not ok \d+ -) (?!failing tests)(.+?)(?: \([\d.]+ms\))?$", r"^\s*(?:ok \d+ - |﹣ ).*# SKIP (.+)")
CTEST = Format(_ctest, r"^\s*\d+ - (\S+) \(", NEVER)
