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

from launcher import build, reports
from launcher.failure import Failure
from launcher.home import FRONTEND, ROOT

BROWSER = ROOT / "test" / "browser"
TSAN_SUPPRESSIONS = ROOT / "test" / "sanitizers" / "tsan.supp"
TIMEOUT_SECONDS = 20 * 60
TOLD_TO_TESTS = ("STELLWERK_VECTORS", "STELLWERK_TERRAFORM_MIRROR")  # where what is not in the tree lies


class Skipped(Exception):
    """The suite cannot run here; the text says what is missing and how to get it."""


# ---- the suites

@dataclasses.dataclass
class Suite:
    name: str
    about: str
    report: reports.Format
    commands: object            # () → [(arguments, directory)], the last of which reports; may raise Skipped
    targets: tuple = ()         # of the release build
    by_name_only: bool = False  # too long for every run

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
        counts = self.report.count(text)
        if code != 0 and counts.failed == 0:
            counts.failed = 1  # it ended before it could report
        if code == 0 and counts == reports.Counts():
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
    out = {name: value for name, value in build.environment().items()
           if name in TOLD_TO_TESTS or not name.startswith(("AWS_", "GIT_", "STELLWERK_", "TF_VAR_"))}
    out.update(STELLWERK_BINARY=str(build.binary()), TMPDIR=temporary, FRONTEND_FOLDER=str(FRONTEND))
    for name in ("NO_PROXY", "no_proxy"):  # what they talk to is on this machine
        out[name] = ",".join(filter(None, (out.get(name), "localhost", ".localhost", "127.0.0.1")))
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
    # npm writes beside package.json, and the checkout is not ours to write to.
    folder = build.folder() / "browser"
    folder.mkdir(parents=True, exist_ok=True)
    for path in (*BROWSER.glob("*.mjs"), *BROWSER.glob("*.json")):
        shutil.copy2(path, folder)
    files = sorted(path.name for path in BROWSER.glob("*.test.mjs"))
    installed, wanted = folder / "node_modules" / ".package-lock.json", folder / "package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < wanted.stat().st_mtime:
        _install_npm_packages(folder)
    return [([_node(), "--test", *files], folder)]


def _install_npm_packages(folder):
    done = subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--cache", str(build.folder() / "npm")],
                          cwd=folder, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    if done.returncode != 0 and re.search(r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|network", done.stdout):
        raise Skipped(f"npm's registry cannot be reached for playwright-core: {done.stdout.strip().splitlines()[-1]}")
    if done.returncode != 0:
        raise Failure(f"npm ci failed in {folder}:\n{done.stdout.strip()}")


def _frontend():
    files = sorted(str(path.relative_to(FRONTEND)) for path in FRONTEND.glob("test/*.test.js"))
    return [([_node(), "--test", *files], FRONTEND)]


def _fuzz():
    folder = str(build.folder() / "fuzz")
    return [(["cmake", "--preset", "fuzz", "-B", folder], ROOT), (["ninja", "-C", folder, "fuzzers"], ROOT),
            (["ctest", "--test-dir", folder, "--output-on-failure", "-j2"], ROOT)]


def _sanitized(preset, option):
    """The unit tests of the rooms below the services; test/sanitizers/README.md tells how to run the whole."""
    def commands():
        folder = build.folder() / preset
        return [(["cmake", "--preset", preset, "-B", str(folder)], ROOT), (["ninja", "-C", str(folder), "room_tests"], ROOT),
                (["env", option, str(folder / "room_tests")], ROOT)]
    return commands


def _unit():
    return [([str(build.release() / "unit_tests")], ROOT)]


def _golden():
    return [([sys.executable, str(ROOT / "codegen" / "golden_test.py")], ROOT)]


# Folders of test/ in this order, then whatever else has been put there.
SERVER_FOLDERS = {"launcher": "./stellwerk itself",
                  "structure": "arrows, sizes, shape of the services, headers that stand alone",
                  "wire": "bytes that no client sends", "security": "attacks, and what became of them", "sdk": "the services through boto3",
                  "e2e": "the chain with terraform, git and aws as they are",
                  "fresh": "the two commands on a machine that has nothing"}


def all_suites():
    """In the order in which a fault is best found: the quick and fundamental first."""
    folders = {path.parent.name for path in (ROOT / "test").glob("*/test_*.py")}
    servers = [name for name in SERVER_FOLDERS if name in folders] + sorted(folders - set(SERVER_FOLDERS))
    suites = [Suite("codegen", "the generator's output", reports.UNITTEST, _golden),
              Suite("frontend", "unit tests of the page", reports.NODE, _frontend),
              Suite("unit", "unit tests beside their sources", reports.GOOGLETEST, _unit, ("unit_tests",))]
    for name in servers:
        targets = () if name in ("launcher", "structure") else ("stellwerk",)
        suites.append(Suite(name, SERVER_FOLDERS.get(name, f"test/{name}"), reports.RUNNER, _runner(name), targets))
    suites.append(Suite("browser", "the page in Chromium", reports.NODE, _browser))
    suites.append(Suite("fuzz", "readers of foreign bytes, briefly, under sanitizers", reports.CTEST, _fuzz))
    suites.append(Suite("asan", "unit tests of the rooms: memory, undefined behaviour", reports.GOOGLETEST,
                        _sanitized("asan", "UBSAN_OPTIONS=print_stacktrace=1"), by_name_only=True))
    suites.append(Suite("tsan", "unit tests of the rooms: races", reports.GOOGLETEST,
                        _sanitized("tsan", f"TSAN_OPTIONS=suppressions={TSAN_SUPPRESSIONS}"), by_name_only=True))
    return suites


def named(names):
    """The suites of these names; any other name is a file or test of test/."""
    known = {suite.name: suite for suite in all_suites()}
    if not names:
        return [suite for suite in known.values() if not suite.by_name_only]
    for name in names:
        if name not in known and not list((ROOT / "test").rglob(f"test_*{name.removeprefix('test_')}*.py")):
            raise Failure(f"There is no suite or test '{name}'. Suites: {', '.join(known)}")
    return [known.get(name) or Suite(name, "", reports.RUNNER, _runner(name), ("stellwerk",)) for name in names]
