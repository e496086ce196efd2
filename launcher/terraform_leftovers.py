"""What a terraform that was killed, or whose disk was full, leaves behind: a lock, and a state that it could not store."""
import contextlib
import json
import os
import pathlib
import socket

from launcher.failure import Failure
from launcher.home import write_private

UNSAVED = "errored.tfstate"  # terraform's own name for it
RESERVE_BYTES = 8 * 1024**2
PROGRAMS = ("terraform", "tofu")


def refuse_if_held(lock, home):
    """That nobody holds the lock any more: the caller holds the home's own lock, so no command of ours does; it was taken on
    this machine; and no terraform that may work on this home runs here. Errors: Failure that says who may hold it.
    """
    how = f"./stellwerk terraform force-unlock {lock.get('ID', 'ID')}"
    host = lock.get("Who", "").rpartition("@")[2]
    if host != socket.gethostname():
        raise Failure(f"The state is locked by {lock.get('Who')} since {lock.get('Created')}, which is not this machine. "
                      f"If nobody works there any more: {how}")
    if process := _running_terraform(home):
        raise Failure(f"The state is locked since {lock.get('Created')}, and a terraform (process {process}) still works here. "
                      f"Wait for its end, then run this again.")


def _running_terraform(home):
    """The process of a terraform on this machine that works on this home, or may."""
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (process / "comm").read_text().strip() not in PROGRAMS:
                continue
            try:
                environment = (process / "environ").read_bytes()
            except PermissionError:
                return process.name
            if any(word.encode() in environment for word in (str(home.root), home.endpoint)):
                return process.name
    return None


@contextlib.contextmanager
def room_for_state(folder):
    """Keeps some room on the disk, and gives it back when the body ends: a state must find a place even on a full one."""
    reserve = folder / "reserve"
    with open(reserve, "wb") as file:
        os.posix_fallocate(file.fileno(), 0, RESERVE_BYTES)
    try:
        yield
    finally:
        reserve.unlink(missing_ok=True)


def keep_unsaved(state, folder):
    write_private(folder / UNSAVED, json.dumps(state) + "\n")


def take_in_local(left, state_file):
    """The unsaved state becomes that of a local state file, if it is a later one of the same."""
    state = _read(left)
    with contextlib.suppress(FileNotFoundError, ValueError):
        stored = json.loads(state_file.read_text())
        if stored["lineage"] != state["lineage"] or stored["serial"] > state["serial"]:
            raise Failure(f"{left} is not a later state of {state_file}. Look at both; remove {left} if it is of no use.")
    write_private(state_file, left.read_text())


def _read(left):
    try:
        return json.loads(left.read_text())
    except ValueError:
        raise Failure(f"{left} is incomplete, so terraform's last changes are known to the server alone. Remove the file, and "
                      "import what terraform then wants to make again: ./stellwerk terraform import ADDRESS ID") from None
