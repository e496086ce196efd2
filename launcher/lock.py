"""One command at a time on what bears one writer only."""
import contextlib
import fcntl
import json
import os
import time

from launcher.failure import Failure


@contextlib.contextmanager
def held(path, what):
    """Holds the lock file for the body; the kernel lets go when the process ends, however it ends. `what` is being worked on.

    Errors: Failure that names the holder.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failure(f"{_holder(file)} works on {what} already. Wait for its end, then run this again.") from None
        file.seek(0)
        file.truncate()
        json.dump({"process": os.getpid(), "command": _own_command(), "since": time.strftime("%H:%M:%S")}, file)
        file.flush()
        yield


def _holder(file):
    with contextlib.suppress(ValueError, KeyError):
        told = json.loads(file.read())
        return f"`{told['command']}` (process {told['process']}, since {told['since']})"
    return "Another command"


def _own_command():
    """`./stellwerk up`: the first argument says enough, and the others may be private."""
    arguments = open("/proc/self/cmdline").read().rstrip("\0").split("\0")
    program = next((number for number, word in enumerate(arguments) if word.endswith("__main__.py")), 0)
    return " ".join(["./stellwerk", *arguments[program + 1:program + 2]])
