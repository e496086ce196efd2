"""A Stellwerk of one's own for a test: started on free ports with a fresh home, stopped and removed afterwards.

    with Server() as server:
        server.client("sts").get_caller_identity()

Most tests share one server per run: `shared_server()`. Needs Python's standard library and boto3.
"""
import atexit
import configparser
import contextlib
import json
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
import unittest
import urllib.request

import boto3
import botocore.config

import client_models

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT))
_client_models = client_models.provide()  # removed with the last reference
for _name in ("NO_PROXY", "no_proxy"):  # all servers under test are on this machine
    os.environ[_name] = ",".join(filter(None, (os.environ.get(_name), "localhost", ".localhost", "127.0.0.1")))

from launcher.providers import find_mirror, mirror_settings  # noqa: E402  (found through the line above)

START_TIMEOUT_SECONDS = 20
STOP_TIMEOUT_SECONDS = 30
REGION = "eu-central-1"


def find_binary():
    """$STELLWERK_BINARY, else the newest build."""
    if os.environ.get("STELLWERK_BINARY"):
        return pathlib.Path(os.environ["STELLWERK_BINARY"])
    built = [path for path in ROOT.glob("build/*/stellwerk") if path.is_file()]
    if not built:
        raise RuntimeError("no build/*/stellwerk: build it first, or set STELLWERK_BINARY")
    return max(built, key=lambda path: path.stat().st_mtime)


def resolve_localhost():
    """RFC 6761 gives every *.localhost name to loopback; not every resolver knows."""
    plain = socket.getaddrinfo

    def getaddrinfo(host, *arguments, **options):
        name = host.decode() if isinstance(host, bytes) else host
        return plain("127.0.0.1" if name and name.endswith(".localhost") else host, *arguments, **options)

    socket.getaddrinfo = getaddrinfo


resolve_localhost()


class Server:
    """Starts at construction's end; stop() or leaving the `with` block ends it."""

    def __init__(self, arguments=(), home=None, binary=None, user=None):
        """`user`: the id of an ordinary user that it runs as, where the tests are root's."""
        self.binary = pathlib.Path(binary or find_binary())
        self.as_user = []
        if user is not None:
            self.as_user = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"]
            home = home or tempfile.mkdtemp(prefix="stellwerk-test-", dir="/tmp")  # $TMPDIR may be root's alone
            os.chown(home, user, user)
        self.owns_home = home is None or user is not None
        self.home = pathlib.Path(home or tempfile.mkdtemp(prefix="stellwerk-test-"))
        self.arguments = list(arguments)
        self.log_path = self.home / "server.log"
        self.process = None
        self.port = self.edge_port = 0
        self.initialise()
        self.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def run(self, *command, **options):
        """Runs `stellwerk <command>` and returns its standard output."""
        done = subprocess.run([*self.as_user, str(self.binary), *command], check=True, text=True, capture_output=True, timeout=60,
                              **options)
        return done.stdout

    def initialise(self):
        self.run("init", "--home", str(self.home))
        credentials = configparser.ConfigParser()
        credentials.read(self.home / "aws" / "credentials")
        self.access_key_id = credentials["default"]["aws_access_key_id"]
        self.secret_access_key = credentials["default"]["aws_secret_access_key"]

    def start(self):
        """Also after stop(remove=False) or kill(): the same home and ports again, as clients know them."""
        with contextlib.suppress(FileNotFoundError):
            (self.home / "run" / "ports").unlink()
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                [*self.as_user, str(self.binary), "serve", "--home", str(self.home), "--port", str(self.port), "--edge-port", str(self.edge_port),
                 *self.arguments], stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        self._read_ports()

    def _read_ports(self):
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}:\n{self.log()}")
            with contextlib.suppress(FileNotFoundError):
                lines = dict(line.split() for line in (self.home / "run" / "ports").read_text().splitlines())
                self.port, self.edge_port = int(lines["api"]), int(lines["edge"])
                return
            time.sleep(0.005)
        raise RuntimeError(f"the server did not start:\n{self.log()}")

    def stop(self, remove=True):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP_TIMEOUT_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise RuntimeError(f"the server did not stop:\n{self.log()}") from None
            if self.process.returncode != 0:
                raise RuntimeError(f"the server ended with {self.process.returncode}:\n{self.log()}")
        if remove and self.owns_home:
            shutil.rmtree(self.home, ignore_errors=True)

    def kill(self):
        """As a power failure would, as far as a process can tell."""
        self.process.kill()
        self.process.wait()

    def log(self):
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    @property
    def is_plain(self):
        return "--plain-http" in self.arguments

    @property
    def endpoint(self):
        return f"{'http' if self.is_plain else 'https'}://localhost:{self.port}"

    @property
    def ca_path(self):
        return str(self.home / "ca" / "ca.pem")

    @property
    def account(self):
        return self.client("sts").get_caller_identity()["Account"]

    def session(self, credentials=None, region=REGION):
        """`credentials`: as AssumeRole or CreateAccessKey answer them; default: the administrator's."""
        credentials = credentials or {"AccessKeyId": self.access_key_id, "SecretAccessKey": self.secret_access_key}
        return boto3.session.Session(
            aws_access_key_id=credentials["AccessKeyId"], aws_secret_access_key=credentials["SecretAccessKey"],
            aws_session_token=credentials.get("SessionToken"), region_name=region)

    def client(self, service, credentials=None, region=REGION, **config):
        """A boto3 client. Errors come at once: nothing is tried again."""
        config.setdefault("retries", {"total_max_attempts": 1})
        return self.session(credentials, region).client(
            service, endpoint_url=self.endpoint, verify=False if self.is_plain else self.ca_path,
            config=botocore.config.Config(**config))

    def environment(self, credentials=None):
        """For programs: terraform, aws, git."""
        credentials = credentials or {"AccessKeyId": self.access_key_id, "SecretAccessKey": self.secret_access_key}
        out = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        out.update(AWS_ACCESS_KEY_ID=credentials["AccessKeyId"], AWS_SECRET_ACCESS_KEY=credentials["SecretAccessKey"],
                   AWS_REGION=REGION, AWS_DEFAULT_REGION=REGION, AWS_ENDPOINT_URL=self.endpoint,
                   AWS_CA_BUNDLE=self.ca_path, SSL_CERT_FILE=self.ca_path, GIT_SSL_CAINFO=self.ca_path,
                   AWS_EC2_METADATA_DISABLED="true", GIT_TERMINAL_PROMPT="0", HOME=str(self.home))
        if credentials.get("SessionToken"):
            out["AWS_SESSION_TOKEN"] = credentials["SessionToken"]
        return out

    def aws_command(self, *arguments):
        """For the AWS CLI: one that does not know AWS_ENDPOINT_URL, as Debian's, would ask AWS itself."""
        return ["aws", "--endpoint-url", self.endpoint, *arguments]

    def user(self, name, *policies, account_client=None):
        """Makes an IAM user with these inline policies (dicts) and returns credentials."""
        iam = account_client or self.client("iam")
        iam.create_user(UserName=name)
        for number, policy in enumerate(policies):
            iam.put_user_policy(UserName=name, PolicyName=f"policy-{number}", PolicyDocument=json.dumps(policy))
        return iam.create_access_key(UserName=name)["AccessKey"]

    def member_account(self, name):
        """Makes an account of the organization, which it founds if need be; (account id, its administrator's credentials)."""
        organizations = self.client("organizations")
        with contextlib.suppress(organizations.exceptions.AlreadyInOrganizationException):
            organizations.create_organization(FeatureSet="ALL")
        account = organizations.create_account(Email=f"{name}@example.org", AccountName=name)["CreateAccountStatus"]["AccountId"]
        return account, self.client("sts").assume_role(
            RoleArn=f"arn:aws:iam::{account}:role/OrganizationAccountAccessRole", RoleSessionName="administrator")["Credentials"]

    def tls_context(self):
        return ssl.create_default_context(cafile=self.ca_path)

    def connect(self):
        """A raw connection to the API port, for requests that no client would send."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        if self.is_plain:
            return connection
        return self.tls_context().wrap_socket(connection, server_hostname="localhost")

    def exchange(self, request):
        """Sends bytes; answers all that comes back until the server closes."""
        with self.connect() as connection:
            connection.sendall(request)
            out = b""
            with contextlib.suppress(ConnectionResetError, TimeoutError):
                while piece := connection.recv(65536):
                    out += piece
            return out

    def get(self, path, headers=None):
        """(status, headers, body) of an unsigned GET."""
        request = urllib.request.Request(self.endpoint + path, headers=headers or {})
        try:
            with urllib.request.urlopen(request, context=None if self.is_plain else self.tls_context()) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()


def find_terraform():
    return shutil.which("terraform") or shutil.which("tofu")


def terraform_environment(server, folder, credentials=None):
    """For terraform run in `folder`: providers from a mirror on this machine, else from the registry."""
    if not find_terraform():
        raise unittest.SkipTest("terraform is missing: https://developer.hashicorp.com/terraform/install")
    out = dict(server.environment(credentials), TF_IN_AUTOMATION="1", CHECKPOINT_DISABLE="1")
    if mirror := find_mirror():
        settings = pathlib.Path(folder) / "terraform.rc"
        settings.write_text(mirror_settings(mirror))
        out["TF_CLI_CONFIG_FILE"] = str(settings)
    return out


def allow(*actions, resource="*", **more):
    """A policy document that allows these actions."""
    return {"Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": resource, **more}]}


_shared = None


def shared_server():
    """One server for all tests of a run that do not need one of their own."""
    global _shared
    if _shared is None:
        _shared = Server()
        atexit.register(_shared.stop)
    return _shared
