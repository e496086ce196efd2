"""`./stellwerk test`: builds what the suites need, runs them, sums up."""
import os
import time

from launcher import build, progress
from launcher.failure import Failure
from launcher.reports import Counts
from launcher.suites import Skipped, named

LAST_LINES = 60


def run(names):
    """Prints "N passed, N failed, N skipped" as its last line; answers the exit code."""
    suites = named(names)
    _results().mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    targets = sorted({target for suite in suites for target in suite.targets})
    results = {}
    if targets:
        results["build"] = _build(targets)
    if results.get("build", Counts()).failed == 0:
        for suite in suites:
            results[suite.name] = _run(suite)
    total = sum((counts for name, counts in results.items() if name != "build" or counts.failed), Counts())
    _show_table(results, time.monotonic() - began)
    _show_failures(suites, results)
    print(total, flush=True)
    return 1 if total.failed or not total.passed else 0


def _build(targets):
    try:
        with progress.step("build") as step:
            if os.environ.get("STELLWERK_BINARY"):
                step.detail = "STELLWERK_BINARY is tested; unit tests are those of the release build"
                targets = [target for target in targets if target != "stellwerk"]
            if targets:
                build.compile_targets(step, targets)
    except Failure as failure:
        print(failure)
        return Counts(failed=1)
    return Counts(passed=1)


def _run(suite):
    log = _log(suite)
    step = progress.Step(suite.name)
    try:
        counts = suite.run(step, log)
        step.detail = str(counts)
        step.end("failed" if counts.failed else "done")
    except Skipped as reason:
        counts = Counts(skipped=1)
        step.detail = f"skipped: {reason}"
        step.end("skipped")
    except BaseException as error:
        step.end("failed")
        if not isinstance(error, Failure):
            raise
        print(error)
        return Counts(failed=1)
    _show_skips(suite, log)
    if counts.failed:
        _show_end(log)
    return counts


def _show_skips(suite, log):
    """Why, and how to get what is missing: once for each reason."""
    found = suite.report.skips(log.read_text(errors="replace"))
    for reason in dict.fromkeys(found):
        progress.note(f"skipped {found.count(reason)}: {reason}")


def _show_end(log):
    lines = log.read_text(errors="replace").splitlines()
    print("\n".join(f"    {line}" for line in lines[-LAST_LINES:]))
    print(f"    (all of it: {log})", flush=True)


def _show_failures(suites, results):
    """By name, last, where one looks first."""
    for suite in suites:
        if not results.get(suite.name, Counts()).failed:
            continue
        text = _log(suite).read_text(errors="replace") if _log(suite).exists() else ""
        for name in suite.report.failures(text) or ["(ended before it could report)"]:
            print(f"{progress.painted('failed:', 'red')} {suite.name}: {name}")


def _results():
    return build.folder() / "test-results"


def _log(suite):
    return _results() / f"{suite.name}.log"


def _show_table(results, seconds):
    print(f"\n{'suite':<14}{'passed':>8}{'failed':>8}{'skipped':>9}")
    for name, counts in results.items():
        if name == "build" and not counts.failed:
            continue
        print(f"{name:<14}{counts.passed:>8}{counts.failed:>8}{counts.skipped:>9}")
    print(f"in {progress.duration(seconds)}; full reports in {_results()}/")
