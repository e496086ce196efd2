"""What can be known before a build of minutes is told before it: all of it at once, each with its remedy."""
import contextlib
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile

from launcher import build, terraform
from launcher.failure import Failure
from launcher.server import Server

OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 18  # runs the tests of the frontend's build
NEEDED_BYTES = 2 * 1024**3
PROBE_SECONDS = 10
OTHER_PORTS = "Give others: ./stellwerk up --port 14566 --edge-port 18443"
HOW_TO_ALLOW_NAMESPACES = """\
Builds run in sandboxes of user namespaces, which this system refuses. Depending on who does, as root:
  sysctl -w kernel.unprivileged_userns_clone=1
  sysctl -w user.max_user_namespaces=15000
  sysctl -w kernel.apparmor_restrict_unprivileged_userns=0
(in a container, the container's own settings: docker run --security-opt seccomp=unconfined --security-opt systempaths=unconfined)"""


def check(home):
    """Before `up` changes anything. Errors: Failure with all that was found."""
    problems = []
    for look in (_python, _home, _space, _ports, _terraform, _sandbox, _node):
        try:
            look(home)
        except Failure as failure:
            problems.append(str(failure))
    if problems:
        raise Failure("\n\n".join(problems))


def _python(home):
    if sys.version_info < OLDEST_PYTHON:
        raise Failure(f"python3 is version {sys.version.split()[0]}; {'.'.join(map(str, OLDEST_PYTHON))} or newer is needed")


def _home(home):
    """That the home can be made, or written to."""
    folder = _nearest(home.root)
    if not folder.is_dir():
        raise Failure(f"{folder} is no folder, so {home.root} cannot be this installation's. {_other_home()}")
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Failure(f"{folder} cannot be written to ({error.strerror}), and everything of an installation lies in "
                      f"{home.root}. {_other_home()}") from None


def _other_home():
    return "Name another place: STELLWERK_HOME=/path/to/home ./stellwerk up"


def _space(home):
    for folder, purpose in {_nearest(home.root): "data, keys and checkouts", _nearest(build.folder()): "the build"}.items():
        with contextlib.suppress(OSError):
            free = shutil.disk_usage(folder).free
            if free < NEEDED_BYTES:
                raise Failure(f"Only {free / 1024**3:.1f} GiB are free at {folder}, for {purpose}; 2 GiB are needed. "
                              "Make room there, or name another place for the home: STELLWERK_HOME=/path/to/home ./stellwerk up")


def _ports(home):
    """That our server listens there already, or may."""
    server = Server(home)
    own = set(server.listens_at().values()) if server.pid() is not None else set()
    if home.port == home.edge_port:
        raise Failure(f"The API and the sites cannot both be at port {home.port}. {OTHER_PORTS}")
    for port in {home.port, home.edge_port} - own:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise Failure(f"Port {port} cannot be used ({error.strerror}{_listener(port)}). {OTHER_PORTS}") from None


def _listener(port):
    """", by process 12 (name)" as far as one may know."""
    with contextlib.suppress(OSError, ValueError):
        lines = (line.split() for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:])
        sockets = {f"socket:[{line[9]}]" for line in lines if line[3] == "0A" and int(line[1].rpartition(":")[2], 16) == port}
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if any(os.readlink(file) in sockets for file in (process / "fd").iterdir()):
                    return f", by process {process.name} ({(process / 'comm').read_text().strip()})"
    return ""


def _terraform(home):
    terraform.find_program()


def _sandbox(home):
    """Skipped before bubblewrap is installed."""
    if not shutil.which("bwrap"):
        return
    command = ["bwrap", "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-net", "--ro-bind", "/", "/",
               "--proc", "/proc", "--dev", "/dev", "true"]
    try:
        tried = subprocess.run(command, text=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=PROBE_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Failure(f"bwrap does not run: {error}") from None
    if tried.returncode != 0:
        raise Failure(f"{HOW_TO_ALLOW_NAMESPACES}\nIts own words: {tried.stderr.strip()}")


def _node(home):
    if not shutil.which("node"):
        return
    with contextlib.suppress(OSError, ValueError, subprocess.TimeoutExpired):
        told = subprocess.run(["node", "--version"], text=True, capture_output=True, timeout=PROBE_SECONDS).stdout.strip()
        if int(told.lstrip("v").split(".")[0]) < OLDEST_NODE:
            raise Failure(f"{shutil.which('node')} is version {told}; builds of the frontend need {OLDEST_NODE} or newer")


def _nearest(path):
    """The path itself, or the nearest above it that is there."""
    return next(folder for folder in (path, *path.parents) if os.path.exists(folder))
