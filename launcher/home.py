"""Where one installation lies, and the settings that all commands of it share."""
import configparser
import contextlib
import io
import json
import os
import pathlib

from launcher.failure import Failure

ROOT = pathlib.Path(__file__).resolve().parent.parent
INFRASTRUCTURE = ROOT / "platform" / "infrastructure"
FRONTEND = ROOT / "platform" / "frontend"
DEFAULT_PORT = 4566
DEFAULT_EDGE_PORT = 8443
DEFAULT_REGION = "eu-central-1"


def write_private(path, text):
    """Replaces the file whole, readable by its owner alone from its first moment on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)


class Home:
    """$STELLWERK_HOME or ~/.stellwerk. Ports: given now, else as given the first time, else the defaults."""

    def __init__(self, root=None, port=None, edge_port=None):
        usual = pathlib.Path.home() / ".stellwerk"
        self.root = pathlib.Path(root or os.environ.get("STELLWERK_HOME") or usual).absolute()
        self.is_usual = self.root == usual
        self.ca = self.root / "ca" / "ca.pem"
        self.aws_config = self.root / "aws" / "config"
        self.aws_credentials = self.root / "aws" / "credentials"
        self.run = self.root / "run"
        self.lock = self.root / "run" / "launcher.lock"
        self.logs = self.root / "log"
        self.terraform = self.root / "terraform"
        self.checkout = self.root / "checkouts" / "frontend"
        self._settings_path = self.root / "launcher.json"
        settings = self._kept_settings()
        self.port = _port(port or os.environ.get("STELLWERK_PORT") or settings.get("port", DEFAULT_PORT))
        self.edge_port = _port(edge_port or os.environ.get("STELLWERK_EDGE_PORT")
                               or settings.get("edge_port", DEFAULT_EDGE_PORT))

    def _kept_settings(self):
        """{} before the first start, and for a file that a full disk has cut short."""
        with contextlib.suppress(FileNotFoundError, NotADirectoryError, PermissionError, ValueError):
            settings = json.loads(self._settings_path.read_text())
            return settings if isinstance(settings, dict) else {}
        return {}

    @property
    def exists(self):
        return self.aws_credentials.exists()

    @property
    def endpoint(self):
        return f"https://localhost:{self.port}"

    @property
    def region(self):
        config = self._read(self.aws_config)
        return config.get("default", "region", fallback=DEFAULT_REGION)

    def keep_settings(self):
        """So that commands without options find this server, and so that aws does."""
        write_private(self._settings_path, json.dumps({"port": self.port, "edge_port": self.edge_port}) + "\n")
        config = self._read(self.aws_config)
        for section in config.sections():
            config[section].update(self._connection())
        self._write(self.aws_config, config)

    def keep_profile(self, name, settings, credentials=None):
        """Adds or corrects a profile of this home's aws files; ~/.aws is none of our business."""
        config = self._read(self.aws_config)
        config[f"profile {name}"] = {"region": self.region, **self._connection(), **settings}
        self._write(self.aws_config, config)
        if credentials:
            keys = self._read(self.aws_credentials)
            keys[name] = credentials
            self._write(self.aws_credentials, keys)

    def access_key(self, profile="default"):
        """(access key id, secret access key)"""
        keys = self._read(self.aws_credentials)
        if profile not in keys:
            raise Failure(f"There is no profile '{profile}' in {self.aws_credentials}. Run: ./stellwerk up")
        return keys[profile]["aws_access_key_id"], keys[profile]["aws_secret_access_key"]

    def environment(self, base=None):
        """For aws, terraform and SDKs. Whatever AWS settings were there before would only lead elsewhere."""
        base = os.environ if base is None else base
        out = {name: value for name, value in base.items() if not name.startswith("AWS_")}
        return {**out, **self.exports(base)}

    def exports(self, base):
        """What such a program needs beyond what `base` has."""
        out = {"AWS_CONFIG_FILE": str(self.aws_config), "AWS_SHARED_CREDENTIALS_FILE": str(self.aws_credentials),
               "AWS_CA_BUNDLE": str(self.ca), "AWS_ENDPOINT_URL": self.endpoint, "AWS_REGION": self.region,
               "NODE_EXTRA_CA_CERTS": str(self.ca)}
        if self.terraform_settings.exists():
            out["TF_CLI_CONFIG_FILE"] = str(self.terraform_settings)
        for name in ("NO_PROXY", "no_proxy"):  # a proxy for the world is none for this machine
            known = [host for host in base.get(name, "").split(",") if host]
            out[name] = ",".join(dict.fromkeys([*known, "localhost", ".localhost", "127.0.0.1"]))
        return out

    @property
    def terraform_settings(self):
        return self.terraform / "terraform.rc"

    def _connection(self):
        # Not every resolver knows that <bucket>.localhost is this machine, so S3 is asked by path.
        return {"endpoint_url": self.endpoint, "ca_bundle": str(self.ca), "s3": "\naddressing_style = path"}

    @staticmethod
    def _read(path):
        parser = configparser.ConfigParser(interpolation=None)
        parser.read(path)
        return parser

    @staticmethod
    def _write(path, parser):
        text = io.StringIO()
        parser.write(text)
        if not path.exists() or path.read_text() != text.getvalue():
            write_private(path, text.getvalue())


def _port(value):
    if not str(value).isdigit() or not 0 < int(value) < 65536:
        raise Failure(f"'{value}' is no port: give a number from 1 to 65535")
    return int(value)
