"""The server process of a home: started detached, found again, stopped."""
import contextlib
import http.client
import json
import os
import signal
import ssl
import subprocess
import time

from launcher import progress
from launcher.build import binary, built_binary
from launcher.failure import Failure

START_SECONDS = 30
STOP_SECONDS = 30
POLL_SECONDS = 0.02
LOG_LIMIT_BYTES = 50 * 1024 * 1024
LAST_LINES = 15


class Server:
    def __init__(self, home):
        self._home = home
        self.log = home.logs / "server.log"

    def initialise(self):
        """First start: keys, CA, the management account. Later: nothing."""
        made = subprocess.run([str(built_binary()), "init", "--home", str(self._home.root), "--port",
                               str(self._home.port)], text=True, capture_output=True)
        if made.returncode != 0:
            raise Failure(made.stderr.strip())

    def pid(self):
        """Of the running server, or None. A number left behind by a crash may be anyone's by now."""
        with contextlib.suppress(OSError, ValueError):
            pid = int((self._home.run / "stellwerk.pid").read_text())
            arguments = open(f"/proc/{pid}/cmdline").read().split("\0")
            if "serve" in arguments and str(self._home.root) in arguments:
                return pid
        return None

    def runs_current_build(self):
        pid = self.pid()
        if pid is None:
            return False
        # The server tells it: its process is closed to others.
        built = os.stat(binary())
        with contextlib.suppress(OSError):
            return (self._home.run / "program").read_text().split() == [str(built.st_dev), str(built.st_ino)]
        return False

    def listens_at(self):
        """{"api": port, "edge": port} of the running server."""
        with contextlib.suppress(OSError, ValueError):
            lines = (line.split() for line in (self._home.run / "ports").read_text().splitlines())
            return {name: int(port) for name, port in lines}
        return {}

    def ensure(self, step):
        """Running, this build, these ports: starts or restarts as needed."""
        wanted = {"api": self._home.port, "edge": self._home.edge_port}
        if self.pid() is not None and (not self.runs_current_build() or self.listens_at() != wanted):
            step.update("restarting with the new build or ports")
            self.stop()
        was_running = self.pid() is not None
        if not was_running:
            known = self._authority()
            self.start()
            if known and self._authority() != known:
                progress.note(f"The certificate of the local authority was made anew: {self._home.ca}. Copies of the old one "
                              "still hold, as its key is the same; programs built on mbedTLS need the new one.")
        version = self.health()["version"]
        step.detail = f"{self._home.endpoint}, version {version}{', runs already' if was_running else ''}"

    def _authority(self):
        return self._home.ca.read_bytes() if self._home.ca.exists() else b""

    def start(self):
        self._home.logs.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT_BYTES:
            self.log.replace(self.log.with_name("server.log.1"))
        with open(self.log, "ab") as log:
            process = subprocess.Popen(
                [str(built_binary()), "serve", "--home", str(self._home.root), "--port", str(self._home.port),
                 "--edge-port", str(self._home.edge_port)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", start_new_session=True)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise Failure(f"The server ended at once:\n{self.last_lines()}")
            if self.pid() == process.pid and self.health():
                return
            time.sleep(POLL_SECONDS)
        process.kill()
        raise Failure(f"The server was not ready after {START_SECONDS} seconds:\n{self.last_lines()}")

    def stop(self):
        """Whether there was one. What runs in it gets its time to end."""
        pid = self.pid()
        if pid is None:
            return False
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline:
            if not _is_alive(pid):
                return True
            time.sleep(POLL_SECONDS)
        os.kill(pid, signal.SIGKILL)
        return True

    def health(self):
        """What the server says of itself; {} if it does not answer."""
        if not self._home.ca.exists():
            return {}
        connection = http.client.HTTPSConnection("localhost", self._home.port, timeout=5,
                                                 context=ssl.create_default_context(cafile=self._home.ca))
        with contextlib.closing(connection), contextlib.suppress(OSError, ValueError, http.client.HTTPException):
            connection.request("GET", "/_stellwerk/health")
            answer = connection.getresponse()
            return json.loads(answer.read()) if answer.status == 200 else {}
        return {}

    def require(self):
        if not self.health():
            raise Failure("The server does not run. Start it with: ./stellwerk up")

    def last_lines(self):
        with contextlib.suppress(OSError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-LAST_LINES:])
        return ""


def _is_alive(pid):
    """Our own child stays as a zombie until it is waited for."""
    with contextlib.suppress(ChildProcessError):
        if os.waitpid(pid, os.WNOHANG)[0] == pid:
            return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
