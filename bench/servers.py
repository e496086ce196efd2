"""The two that are compared. Each can be started on a free port, asked who one is, and stopped."""
import contextlib
import os
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time

import botocore.auth
import botocore.awsrequest
import botocore.credentials

ROOT = pathlib.Path(__file__).resolve().parent.parent
REGION = "eu-central-1"
START_TIMEOUT_SECONDS = 60
FORM = "application/x-www-form-urlencoded; charset=utf-8"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def identity_request(port, key, secret):
    """The bytes of a signed GetCallerIdentity."""
    body = "Action=GetCallerIdentity&Version=2011-06-15"
    request = botocore.awsrequest.AWSRequest("POST", f"http://localhost:{port}/", {"Content-Type": FORM}, body)
    botocore.auth.SigV4Auth(botocore.credentials.Credentials(key, secret), "sts", REGION).add_auth(request)
    fields = {"Host": f"localhost:{port}", "Connection": "close", "Content-Length": str(len(body)), **dict(request.headers)}
    return ("POST / HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items()) + "\r\n" + body).encode()


class Server:
    """A process that answers on `port`. `ca`: its authority's certificate, None for plain HTTP."""
    name, ca, process = "", None, None
    key, secret = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

    def command(self):
        raise NotImplementedError

    def start(self):
        """Returns the seconds from starting the process to the whole answer to a signed request."""
        self.port = free_port()
        request = identity_request(self.port, self.key, self.secret)
        tls = ssl.create_default_context(cafile=self.ca) if self.ca else None
        began = time.monotonic()
        self.process = subprocess.Popen(self.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        stdin=subprocess.DEVNULL)
        while time.monotonic() < began + START_TIMEOUT_SECONDS:
            with contextlib.suppress(ConnectionError):
                answer = self._ask(request, tls)
                seconds = time.monotonic() - began
                if b" 200 " not in answer[:20]:
                    raise RuntimeError(f"{self.name} answered {answer[:300]!r}")
                return seconds
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.name} ended with {self.process.returncode}")
            time.sleep(0.0005)
        raise RuntimeError(f"{self.name} did not start")

    def _ask(self, request, tls):
        with socket.create_connection(("127.0.0.1", self.port), timeout=START_TIMEOUT_SECONDS) as connection:
            with tls.wrap_socket(connection, server_hostname="localhost") if tls else connection as stream:
                stream.sendall(request)
                answer = b""
                while piece := stream.recv(65536):
                    answer += piece
                return answer

    def resident_mebibytes(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def remove(self):
        self.stop()


class Stellwerk(Server):
    def __init__(self, binary, is_plain=False):
        self.name = "stellwerk, plain" if is_plain else "stellwerk"
        self.binary, self.is_plain = str(binary), is_plain
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="stellwerk-bench-"))
        subprocess.run([self.binary, "init", "--home", str(self.home)], check=True, stdout=subprocess.DEVNULL)
        self.ca = None if is_plain else str(self.home / "ca" / "ca.pem")
        lines = dict(line.split(" = ") for line in (self.home / "aws" / "credentials").read_text().splitlines() if " = " in line)
        self.key, self.secret = lines["aws_access_key_id"], lines["aws_secret_access_key"]

    def command(self):
        return [self.binary, "serve", "--home", str(self.home), "--port", str(self.port), "--edge-port", "0",
                *(["--plain-http"] if self.is_plain else [])]

    def remove(self):
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)


class Moto(Server):
    name = "moto"

    def command(self):
        found = shutil.which("moto_server")
        return [*([found] if found else [sys.executable, "-m", "moto.server"]), "-H", "127.0.0.1", "-p", str(self.port)]

    @staticmethod
    def is_here():
        if shutil.which("moto_server"):
            return True
        with open(os.devnull, "w") as nothing:
            return subprocess.run([sys.executable, "-c", "import moto.server"], stderr=nothing).returncode == 0
