"""The test suites: what each needs, how it runs, and how its own report is counted."""
import dataclasses
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

from launcher.build import BUILD, binary
from launcher.failure import Failure
from launcher.home import FRONTEND, ROOT

BROWSER = ROOT / "test" / "browser"
FUZZ_BUILD = ROOT / "build" / "fuzz"
TIMEOUT_SECONDS = 20 * 60
TOLD_TO_TESTS = ("STELLWERK_VECTORS", "STELLWERK_TERRAFORM_MIRROR")  # where what is not in the tree lies


@dataclasses.dataclass
class Counts:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other):
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


class Skipped(Exception):
    """The suite cannot run here; the text says what is missing and how to get it."""


# ---- how a report is counted: text → Counts

def _number(pattern, text):
    return sum(int(found) for found in re.findall(pattern, text, re.MULTILINE))


def count_googletest(text):
    return Counts(_number(r"^\[  PASSED  \] (\d+) test", text), _number(r"^\[  FAILED  \] (\d+) tests?, listed", text),
                  _number(r"^\[  SKIPPED \] (\d+) tests?, listed", text))


def count_unittest(text):
    ran = _number(r"^Ran (\d+) tests?", text)
    failed = _number(r"\b(?:failures|errors)=(\d+)", text)
    skipped = _number(r"\bskipped=(\d+)", text)
    return Counts(ran - failed - skipped, failed, skipped)


def count_runner(text):
    """test/run.py: "N passed, N failed, N skipped" as its last line."""
    last = text.rstrip().rpartition("\n")[2]
    return Counts(*(_number(rf"(\d+) {word}", last) for word in ("passed", "failed", "skipped")))


def count_node(text):
    told = {word: _number(rf"^(?:#|ℹ) {word} (\d+)", text) for word in ("pass", "fail", "cancelled", "skipped", "todo")}
    return Counts(told["pass"], told["fail"] + told["cancelled"], told["skipped"] + told["todo"])


def count_ctest(text):
    failed = _number(r"(\d+) tests? failed out of", text)
    return Counts(_number(r"tests? failed out of (\d+)", text) - failed, failed)


# ---- the suites

@dataclasses.dataclass
class Suite:
    name: str
    about: str
    count: object               # text → Counts
    commands: object            # () → [(arguments, directory)], the last of which reports; may raise Skipped
    targets: tuple = ()         # of the release build

    def run(self, step, log):
        """Counts of one run; its whole output goes to the file `log`."""
        temporary = tempfile.mkdtemp(prefix="stellwerk-tests-")
        try:
            with open(log, "w") as out:
                for arguments, directory in self.commands():
                    text, code = _run(arguments, directory, step, out, temporary)
                    if code != 0:
                        break
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        counts = self.count(text)
        if code != 0 and counts.failed == 0:
            counts.failed = 1  # it ended before it could report
        if code == 0 and counts == Counts():
            counts.failed = 1  # a report that nobody can read proves nothing
        return counts


def _run(arguments, directory, step, out, temporary):
    """(output, exit code). A suite ends with all that it started."""
    process = subprocess.Popen(arguments, cwd=directory, text=True, errors="replace", stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
                               env=_environment(temporary))
    alarm = threading.Timer(TIMEOUT_SECONDS, lambda: _end_group(process.pid))
    alarm.start()
    lines = []
    try:
        for line in process.stdout:
            lines.append(line)
            out.write(line)
            if line.strip():
                step.update(line)
        return "".join(lines), process.wait()
    finally:
        alarm.cancel()
        _end_group(process.pid)


def _end_group(pid):
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def _environment(temporary):
    """Nothing of the user's own AWS, git or Stellwerk reaches the tests."""
    out = {name: value for name, value in os.environ.items()
           if name in TOLD_TO_TESTS or not name.startswith(("AWS_", "GIT_", "STELLWERK_", "TF_VAR_"))}
    out.update(STELLWERK_BINARY=str(binary()), TMPDIR=temporary, PYTHONDONTWRITEBYTECODE="1")
    return out


def _python():
    """One that has boto3."""
    for candidate in (sys.executable, "python3", "/usr/bin/python3"):
        if subprocess.run([candidate, "-c", "import boto3"], capture_output=True).returncode == 0:
            return candidate
    raise Skipped("boto3 is missing: apt-get install python3-boto3")


def _node():
    if not shutil.which("node"):
        raise Skipped("node is missing: apt-get install nodejs")
    return "node"


def _runner(argument):
    return lambda: [([_python(), str(ROOT / "test" / "run.py"), argument], ROOT)]


def _browser():
    for program, package in (("npm", "npm"), (os.environ.get("CHROMIUM", "chromium"), "chromium")):
        if not shutil.which(program):
            raise Skipped(f"{program} is missing: apt-get install {package}")
    files = sorted(path.name for path in BROWSER.glob("*.test.mjs"))
    installed, wanted = BROWSER / "node_modules" / ".package-lock.json", BROWSER / "package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < wanted.stat().st_mtime:
        _install_npm_packages()
    return [([_node(), "--test", *files], BROWSER)]


def _install_npm_packages():
    done = subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--cache", str(ROOT / "build" / "npm")],
                          cwd=BROWSER, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    if done.returncode != 0 and re.search(r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|network", done.stdout):
        raise Skipped(f"npm's registry cannot be reached for playwright-core: {done.stdout.strip().splitlines()[-1]}")
    if done.returncode != 0:
        raise Failure(f"npm ci failed in {BROWSER}:\n{done.stdout.strip()}")


def _frontend():
    files = sorted(str(path.relative_to(FRONTEND)) for path in FRONTEND.glob("test/*.test.js"))
    return [([_node(), "--test", *files], FRONTEND)]


def _fuzz():
    return [(["cmake", "--preset", "fuzz"], ROOT), (["ninja", "-C", str(FUZZ_BUILD), "fuzzers"], ROOT),
            (["ctest", "--test-dir", str(FUZZ_BUILD), "--output-on-failure", "-j2"], ROOT)]


def _unit():
    return [([str(BUILD / "unit_tests")], ROOT)]


def _golden():
    return [([sys.executable, str(ROOT / "codegen" / "golden_test.py")], ROOT)]


# Folders of test/ in this order, then whatever else has been put there.
SERVER_FOLDERS = {"structure": "arrows, sizes, shape of the services, headers that stand alone",
                  "wire": "bytes that no client sends", "sdk": "the services through boto3",
                  "e2e": "the chain with terraform, git and aws as they are"}


def all_suites():
    """In the order in which a fault is best found: the quick and fundamental first."""
    folders = {path.parent.name for path in (ROOT / "test").glob("*/test_*.py")}
    servers = [name for name in SERVER_FOLDERS if name in folders] + sorted(folders - set(SERVER_FOLDERS))
    suites = [Suite("codegen", "the generator's output", count_unittest, _golden),
              Suite("frontend", "unit tests of the page", count_node, _frontend),
              Suite("unit", "unit tests beside their sources", count_googletest, _unit, ("unit_tests",))]
    for name in servers:
        targets = () if name == "structure" else ("stellwerk",)
        suites.append(Suite(name, SERVER_FOLDERS.get(name, f"test/{name}"), count_runner, _runner(name), targets))
    suites.append(Suite("browser", "the page in Chromium", count_node, _browser))
    suites.append(Suite("fuzz", "readers of foreign bytes, briefly, under sanitizers", count_ctest, _fuzz))
    return suites


def named(names):
    """The suites of these names; any other name is a file or test of test/."""
    known = {suite.name: suite for suite in all_suites()}
    if not names:
        return list(known.values())
    for name in names:
        if name not in known and not list((ROOT / "test").rglob(f"test_*{name.removeprefix('test_')}*.py")):
            raise Failure(f"There is no suite or test '{name}'. Suites: {', '.join(known)}")
    return [known.get(name) or Suite(name, "", count_runner, _runner(name), ("stellwerk",)) for name in names]
