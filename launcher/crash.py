"""An error that nobody foresaw: what the user is told, and where the rest lies."""
import errno
import os
import tempfile
import time
import traceback

from launcher.home import Home

REMEDIES = {
    errno.ENOSPC: "The disk is full. Make room, then run the same command again: it goes on from here.",
    errno.EDQUOT: "Your disk quota is used up. Make room, then run the same command again: it goes on from here.",
    errno.EROFS: "That place cannot be written to. Name another for the home: STELLWERK_HOME=/path/to/home ./stellwerk up",
    errno.EACCES: "That belongs to someone else. Was an earlier command run as root, or as another user?",
    errno.EPERM: "That belongs to someone else. Was an earlier command run as root, or as another user?",
    errno.ENOENT: "A file or program that has to be there is missing; ./stellwerk up puts in place what it can.",
    errno.EMFILE: "Too many open files: raise the limit (ulimit -n 4096).",
    errno.ENOMEM: "Too little memory: end other programs, or build with fewer jobs (STELLWERK_JOBS=1).",
}
UNKNOWN = "This is a fault of Stellwerk's launcher. Running the same command again is safe."


def told(error):
    """A sentence on what happened, one on what to do, and the file with the traceback."""
    remedy = REMEDIES.get(error.errno, UNKNOWN) if isinstance(error, OSError) else UNKNOWN
    what = str(error) or type(error).__name__
    return f"{what}\n{remedy}\n{_kept(error)}".rstrip()


def _kept(error):
    text = f"{time.strftime('%Y-%m-%d %H:%M:%S')}\n{''.join(traceback.format_exception(error))}\n"
    for folder in (_log_folder(), tempfile.gettempdir()):
        try:
            path = os.path.join(folder, "launcher.log")
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600), "a") as file:
                file.write(text)
            return f"The whole report: {path}"
        except (OSError, TypeError):
            continue
    return ""


def _log_folder():
    try:
        return Home().logs
    except Exception:  # the home's own settings may be what is wrong
        return None
