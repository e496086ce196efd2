"""terraform (or OpenTofu) as it is, applied to platform/infrastructure."""
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess

from launcher import loopback
from launcher.failure import Failure
from launcher.home import INFRASTRUCTURE, write_private

OLDEST = (1, 11)  # the first with S3 state locking by lock file that is no experiment
LOG_LIMIT_BYTES = 20 * 1024 * 1024
MIRROR_ROOTS = ("/opt", "/usr/share", "/usr/local/share", "~/.terraform.d", "~/.local/share")
MIRROR_DEPTH = 3
PROVIDER = "registry.terraform.io/hashicorp/aws"
NO_REGISTRY = re.compile(r"registry|provider packages", re.IGNORECASE)
CHANGES = {"add": "created", "change": "changed", "remove": "destroyed"}
HOW_TO_GET = """\
terraform is not on PATH; it is no Debian package. Either of these installs it:
  HashiCorp's own   https://developer.hashicorp.com/terraform/install  (their apt repository: apt-get install terraform)
  OpenTofu          https://opentofu.org/docs/intro/install/deb/       (their apt repository: apt-get install tofu)
Version 1.11 or newer. Then run ./stellwerk up again: it goes on from here."""


def find_program():
    """Path of a terraform that is new enough."""
    program = shutil.which("terraform") or shutil.which("tofu")
    if not program:
        raise Failure(HOW_TO_GET)
    told = subprocess.run([program, "version", "-json"], text=True, capture_output=True,
                          env={**os.environ, "CHECKPOINT_DISABLE": "1"})
    version = json.loads(told.stdout or "{}").get("terraform_version", "0.0.0")
    if tuple(int(part) for part in re.findall(r"\d+", version)[:2]) < OLDEST:
        raise Failure(f"{program} is version {version}; {'.'.join(map(str, OLDEST))} or newer is needed.\n"
                      + HOW_TO_GET.split("\n", 1)[1])
    return program


class Terraform:
    """Two configurations: `state`, the bucket for the other's state, with its own in this home; and `platform`."""

    def __init__(self, home):
        self._home = home
        self._program = find_program()
        self._log = home.logs / "terraform.log"
        self._applied = home.terraform / "applied.json"
        self._state_file = home.terraform / "state.tfstate"
        self._changes = dict.fromkeys(CHANGES, 0)

    # ---- what was applied

    def outputs(self):
        """Of the last good apply, without the sensitive ones; {} before it."""
        return applied_outputs(self._home)

    def is_current(self):
        """Nothing that goes into the platform changed since the last good apply."""
        return self._applied.exists() and json.loads(self._applied.read_text())["inputs"] == self._inputs()

    def _inputs(self):
        digest = hashlib.sha256(f"{self._home.port} {self._home.edge_port}\n".encode())
        for name in sorted(name for name in os.environ if name.startswith("TF_VAR_")):
            digest.update(f"{name}={os.environ[name]}\n".encode())
        for path in sorted(INFRASTRUCTURE.rglob("*")):
            if path.is_file() and ".terraform" not in str(path.relative_to(INFRASTRUCTURE)):
                digest.update(str(path.relative_to(INFRASTRUCTURE)).encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()

    # ---- commands

    def apply(self, step):
        """Both configurations; answers the platform's outputs, the sensitive ones too."""
        self._start_log()
        step.update("init state")
        self._init("state")
        self._apply("state", step, f"-state={self._state_file}")
        bucket = self._read_outputs("state", f"-state={self._state_file}")["bucket"]["value"]
        step.update("init platform")
        self._init("platform", "-reconfigure", f"-backend-config=bucket={bucket}",
                   f"-backend-config=region={self._home.region}")
        if not self._applied.exists():
            # The workload account has to be there before its role can be entered.
            self._apply("platform", step, "-target=module.organization")
        self._apply("platform", step)
        outputs = self._read_outputs("platform")
        self._remember(outputs)
        return {name: output["value"] for name, output in outputs.items()}

    def destroy(self, step):
        self._start_log()
        self._applied.unlink(missing_ok=True)
        self._run_json("platform", step, "destroy", "-auto-approve")
        self._run_json("state", step, "destroy", "-auto-approve", f"-state={self._state_file}")

    def pass_through(self, arguments):
        """`./stellwerk terraform plan`: the user's own command on the platform. Answers its exit code."""
        command = [self._program, f"-chdir={INFRASTRUCTURE}", *arguments]
        if arguments[:1] == ["init"]:  # goes out to the registry
            return subprocess.run(command, env=self._environment("platform")).returncode
        with loopback.proxy() as variables:
            return subprocess.run(command, env={**self._environment("platform"), **variables}).returncode

    # ---- beneath

    def _remember(self, outputs):
        kept = {name: output["value"] for name, output in outputs.items() if not output["sensitive"]}
        write_private(self._applied, json.dumps({"inputs": self._inputs(), "outputs": kept}, indent=2) + "\n")

    def _read_outputs(self, name, *arguments):
        """Not into the log: the developer's secret key is among them."""
        done = subprocess.run([self._program, f"-chdir={_directory(name)}", "output", *arguments, "-json"], text=True,
                              capture_output=True, stdin=subprocess.DEVNULL, env=self._environment(name))
        if done.returncode != 0:
            raise Failure(f"terraform output failed:\n{done.stderr.strip()}")
        return json.loads(done.stdout)

    def _init(self, name, *arguments):
        command = ("init", "-input=false", "-no-color", *arguments)
        done = self._run(name, *command)
        if done.returncode != 0 and NO_REGISTRY.search(done.stdout) and self._use_mirror():
            done = self._run(name, *command)
        if done.returncode != 0:
            hint = ""
            if NO_REGISTRY.search(done.stdout):
                hint = ("\nWithout access to the registry, lay a mirror (terraform providers mirror) below one of: "
                        + ", ".join(MIRROR_ROOTS))
            raise Failure(f"terraform init failed:\n{done.stdout.strip()}{hint}")

    def _apply(self, name, step, *arguments):
        self._run_json(name, step, "apply", "-auto-approve", *arguments)

    def _run(self, name, *arguments):
        done = subprocess.run([self._program, f"-chdir={_directory(name)}", *arguments], text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              env=self._environment(name))
        self._write_log(f"$ terraform {' '.join(arguments)}\n{done.stdout}")
        return done

    def _run_json(self, name, step, *arguments):
        """Runs a command that reports in JSON lines, and tells the step how far it is."""
        command = [self._program, f"-chdir={_directory(name)}", *arguments, "-json", "-input=false",
                   "-lock-timeout=5s"]
        report = Report(step)
        self._write_log(f"$ terraform {' '.join(arguments)}\n")
        with loopback.proxy() as variables:
            code = self._follow(command, {**self._environment(name), **variables}, report)
        if code != 0:
            raise Failure(f"terraform {arguments[0]} failed:\n{report.problems()}\nAll of it: {self._log}")
        for kind in self._changes:
            self._changes[kind] += report.changes.get(kind, 0)
        step.detail = (", ".join(f"{self._changes[kind]} {word}" for kind, word in CHANGES.items() if self._changes[kind])
                       or "no changes")

    def _follow(self, command, environment, report):
        process = subprocess.Popen(command, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, env=environment)
        try:
            for line in process.stdout:
                self._write_log(line)
                report.read(line)
        except KeyboardInterrupt:
            process.wait()  # it was interrupted too, and finishes what it is at
            raise
        except BaseException:
            process.send_signal(signal.SIGINT)
            process.wait()
            raise
        return process.wait()

    def _environment(self, name):
        out = self._home.environment()
        cache = self._home.terraform / "providers"
        cache.mkdir(parents=True, exist_ok=True)
        out.setdefault("TF_PLUGIN_CACHE_DIR", str(cache))
        out.update(TF_DATA_DIR=str(self._home.terraform / name), TF_IN_AUTOMATION="1", CHECKPOINT_DISABLE="1",
                   AWS_EC2_METADATA_DISABLED="true")
        return out

    def _use_mirror(self):
        """Whether there is a folder with the provider, now used instead of the registry."""
        mirror = find_mirror()
        if not mirror or self._home.terraform_settings.exists():
            return False
        self._home.terraform_settings.parent.mkdir(parents=True, exist_ok=True)
        self._home.terraform_settings.write_text(
            "# Written by ./stellwerk up, as the registry could not be reached.\n"
            f'provider_installation {{\n  filesystem_mirror {{\n    path = "{mirror}"\n  }}\n}}\n')
        return True

    def _start_log(self):
        self._log.parent.mkdir(parents=True, exist_ok=True)
        if self._log.exists() and self._log.stat().st_size > LOG_LIMIT_BYTES:
            self._log.replace(self._log.with_name("terraform.log.1"))

    def _write_log(self, text):
        with open(os.open(self._log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as log:
            log.write(text)


class Report:
    """What terraform's JSON lines say: https://developer.hashicorp.com/terraform/internals/machine-readable-ui"""

    def __init__(self, step):
        self._step = step
        self._total, self._done = 0, 0
        self.changes, self._diagnostics = {}, []

    def read(self, line):
        try:
            event = json.loads(line)
        except ValueError:
            return
        kind = event.get("type")
        if kind == "change_summary":
            self.changes = event["changes"]
            if self.changes["operation"] == "plan":
                self._total = sum(self.changes.get(kind, 0) for kind in CHANGES)
        elif kind in ("apply_start", "apply_complete", "refresh_start") and event["hook"].get("action") != "read":
            self._done += kind == "apply_complete"
            counted = f"[{self._done}/{self._total}] " if self._total else ""
            self._step.update(counted + event["hook"]["resource"]["addr"])
        elif kind == "diagnostic" and event["diagnostic"]["severity"] == "error":
            self._diagnostics.append(event["diagnostic"])

    def problems(self):
        return "\n".join(f"{one.get('address', '')} {one['summary']}\n  {one.get('detail', '')}".strip()
                         for one in self._diagnostics) or "(no reason given)"


def applied_outputs(home):
    """As Terraform.outputs, for commands that need no terraform."""
    path = home.terraform / "applied.json"
    return json.loads(path.read_text())["outputs"] if path.exists() else {}


def find_mirror():
    """A folder laid out as `terraform providers mirror` does it, with hashicorp/aws in it."""
    for root in (os.environ.get("STELLWERK_TERRAFORM_MIRROR", MIRROR_ROOTS[0]), *MIRROR_ROOTS):
        level = [pathlib.Path(root).expanduser()]
        for _ in range(MIRROR_DEPTH):
            for folder in level:
                if (folder / PROVIDER).is_dir():
                    return folder
            level = [child for folder in level for child in _folders(folder)]
    return None


def _folders(path):
    try:
        return sorted(child for child in path.iterdir() if child.is_dir() and not child.is_symlink())
    except OSError:
        return []


def _directory(name):
    return INFRASTRUCTURE / "state" if name == "state" else INFRASTRUCTURE
