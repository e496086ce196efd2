"""From sources to build/release/stellwerk."""
import functools
import os
import pathlib
import re
import subprocess
import time

from launcher import lock
from launcher.failure import Failure
from launcher.home import ROOT, Home

LAST_LINES = 40
NINJA_LINE = re.compile(r"^\[(\d+)/(\d+)\]\s*(.*)")


@functools.cache
def folder():
    """Beside the sources, as is usual; in the home where nothing may be written there."""
    beside = ROOT / "build"
    return beside if os.access(beside if beside.exists() else ROOT, os.W_OK) else Home().root / "build"


def release():
    return folder() / "release"


def binary():
    """$STELLWERK_BINARY for those who build by themselves, else the release build. It need not be there."""
    return pathlib.Path(os.environ.get("STELLWERK_BINARY") or release() / "stellwerk").absolute()


def built_binary():
    if not binary().exists():
        raise Failure(f"{binary()} is not built yet. Run: ./stellwerk build")
    return binary()


def build(step):
    """The program, unless the user built one. Errors: the compiler's own words."""
    if os.environ.get("STELLWERK_BINARY"):
        step.detail = f"{built_binary()}, as STELLWERK_BINARY says"
    else:
        compile_targets(step, ["stellwerk"])


def compile_targets(step, targets):
    """Configures and compiles what is out of date. Only those who ask for tests need the tests' packages."""
    with lock.held(folder() / "launcher.lock", folder()):
        if not _is_configured("unit_tests" in targets):
            step.update("configuring")
            _configure("unit_tests" in targets)
        compiled = _compile(step, targets)
    step.detail = f"{compiled} steps" if compiled else "nothing to do"


def _is_configured(with_tests):
    """As needed, from these sources: a folder may have been copied, or the configuring may have failed."""
    if not (release() / "build.ninja").exists():
        return False
    cache = (release() / "CMakeCache.txt").read_text(errors="replace").splitlines()
    return (f"CMAKE_HOME_DIRECTORY:INTERNAL={ROOT}" in cache
            and (not with_tests or "STELLWERK_TESTS:BOOL=ON" in cache))


def _configure(with_tests):
    command = ["cmake", "--preset", "release", "-B", str(release()), f"-DSTELLWERK_TESTS={'ON' if with_tests else 'OFF'}"]
    (release() / "CMakeCache.txt").unlink(missing_ok=True)
    done = subprocess.run(command, cwd=ROOT, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, env=environment())
    if done.returncode != 0:
        raise Failure(f"cmake failed:\n{_last_lines(done.stdout)}")


def environment():
    """For compilers. Objects in ccache serve every checkout and locale, and Python leaves nothing beside the sources."""
    kept = {name: value for name, value in os.environ.items() if name != "LANG" and not name.startswith("LC_")}
    return {"CCACHE_BASEDIR": str(ROOT), "CCACHE_NOHASHDIR": "true", **kept, "PYTHONDONTWRITEBYTECODE": "1"}


def _compile(step, targets):
    jobs = [f"-j{os.environ['STELLWERK_JOBS']}"] if os.environ.get("STELLWERK_JOBS") else []
    process = subprocess.Popen(["ninja", "-C", str(release()), *jobs, *targets], text=True, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment())
    lines, compiled, began = [], 0, time.monotonic()
    for line in process.stdout:
        lines.append(line)
        if match := NINJA_LINE.match(line):
            compiled, total = int(match[1]), int(match[2])
            step.update(f"[{compiled}/{total}] {_remaining(began, compiled, total)}{match[3]}")
    if process.wait() != 0:
        raise Failure(f"The build failed:\n{_last_lines(''.join(lines))}")
    return compiled


def _remaining(began, compiled, total):
    elapsed = time.monotonic() - began
    if elapsed < 10 or compiled < 10:
        return ""
    minutes = elapsed / compiled * (total - compiled) / 60
    return f"about {minutes:.0f} min more  " if minutes >= 1 else ""


def _last_lines(text):
    return "\n".join(text.splitlines()[-LAST_LINES:])
