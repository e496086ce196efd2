"""terraform (or OpenTofu) as it is, applied to platform/infrastructure."""
import contextlib
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess

from launcher import loopback, providers, terraform_leftovers
from launcher.failure import Failure
from launcher.home import INFRASTRUCTURE, write_private
from launcher.terraform_report import CHANGES, Report, lock_in

OLDEST = (1, 11)  # the first with S3 state locking by lock file that is no experiment
VERSION_SECONDS = 30
LOG_LIMIT_BYTES = 20 * 1024 * 1024
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
    version = _version(program)
    if tuple(int(part) for part in re.findall(r"\d+", version)[:2]) < OLDEST:
        raise Failure(f"{program} is version {version}; {'.'.join(map(str, OLDEST))} or newer is needed.\n"
                      + HOW_TO_GET.split("\n", 1)[1])
    return program


def _version(program):
    try:
        told = subprocess.run([program, "version", "-json"], text=True, capture_output=True, stdin=subprocess.DEVNULL,
                              timeout=VERSION_SECONDS, env={**os.environ, "CHECKPOINT_DISABLE": "1"})
        return json.loads(told.stdout)["terraform_version"]
    except (OSError, ValueError, KeyError, TypeError, subprocess.TimeoutExpired) as error:
        raise Failure(f"{program} does not run here: {error}\n" + HOW_TO_GET.split("\n", 1)[1]) from None


class Terraform:
    """Two configurations: `state`, the bucket for the other's state, with its own in this home; and `platform`."""

    def __init__(self, home):
        self._home = home
        self._program = find_program()
        self._log = home.logs / "terraform.log"
        self._applied = home.terraform / "applied.json"
        self._state_file = home.terraform / "state.tfstate"
        self._configuration = home.terraform / "configuration"
        self._changes = dict.fromkeys(CHANGES, 0)

    # ---- what was applied

    def outputs(self):
        """Of the last good apply, without the sensitive ones; {} before it."""
        return applied_outputs(self._home)

    def is_current(self):
        """Nothing that goes into the platform changed since the last good apply."""
        with contextlib.suppress(FileNotFoundError, ValueError, KeyError):
            return json.loads(self._applied.read_text())["inputs"] == self._inputs()
        return False

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
        self._start(step)
        self._apply("state", step)
        self._init_platform(step)
        if not self._applied.exists():
            # The workload account has to be there before its role can be entered.
            self._apply("platform", step, "-target=module.organization")
        self._apply("platform", step)
        outputs = self._read_outputs("platform")
        self._remember(outputs)
        return {name: output["value"] for name, output in outputs.items()}

    def destroy(self, step):
        self._start(step)
        self._init_platform(step)
        self._applied.unlink(missing_ok=True)
        self._run_json("platform", step, "destroy", "-auto-approve")
        self._run_json("state", step, "destroy", "-auto-approve", f"-state={self._state_file}")

    def pass_through(self, arguments):
        """`./stellwerk terraform plan`: the user's own command on the platform. Answers its exit code."""
        self._lay_out()
        command = [self._program, f"-chdir={self._folder('platform')}", *arguments]
        if arguments[:1] == ["init"]:  # goes out to the registry
            return subprocess.run(command, env=self._environment("platform")).returncode
        with loopback.proxy() as variables:
            return subprocess.run(command, env={**self._environment("platform"), **variables}).returncode

    # ---- steps of these

    def _start(self, step):
        self._start_log()
        self._lay_out()
        step.update("init state")
        self._init("state")
        left = self._folder("state") / terraform_leftovers.UNSAVED
        if left.exists():
            terraform_leftovers.take_in_local(left, self._state_file)
            left.unlink()

    def _init_platform(self, step):
        step.update("init platform")
        bucket = self._read_outputs("state", f"-state={self._state_file}")["bucket"]["value"]
        self._init("platform", "-reconfigure", f"-backend-config=bucket={bucket}",
                   f"-backend-config=region={self._home.region}")
        left = self._folder("platform") / terraform_leftovers.UNSAVED
        if left.exists():
            step.update("storing what an earlier run could not")
            self._store("platform", left)
            left.unlink()

    def _store(self, name, left):
        code, text = self._run(name, "state", "push", str(left))
        if lock := lock_in(text):
            self._unlock(name, lock)
            code, text = self._run(name, "state", "push", str(left))
        if code != 0:
            raise Failure(f"terraform state push failed for {left}:\n{text.strip()}")

    def _unlock(self, name, lock):
        terraform_leftovers.refuse_if_held(lock, self._home)
        code, text = self._run(name, "force-unlock", "-force", lock["ID"])
        if code != 0:
            raise Failure(f"terraform force-unlock failed:\n{text.strip()}")

    def _lay_out(self):
        """terraform runs on a copy in the home: it writes beside its configuration, and the checkout is not ours to write to."""
        self._configuration.mkdir(parents=True, exist_ok=True, mode=0o700)
        for path in self._configuration.rglob("*.tf"):
            if not (INFRASTRUCTURE / path.relative_to(self._configuration)).exists():
                path.unlink()
        for path in INFRASTRUCTURE.rglob("*"):
            place = self._configuration / path.relative_to(INFRASTRUCTURE)
            if path.is_file() and not any(part.startswith(".terraform") for part in place.parts) and "tfstate" not in path.name:
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, place)

    def _folder(self, name):
        return self._configuration / "state" if name == "state" else self._configuration

    # ---- beneath

    def _remember(self, outputs):
        kept = {name: output["value"] for name, output in outputs.items() if not output["sensitive"]}
        write_private(self._applied, json.dumps({"inputs": self._inputs(), "outputs": kept}, indent=2) + "\n")

    def _read_outputs(self, name, *arguments):
        """Not into the log: the developer's secret key is among them."""
        done = subprocess.run([self._program, f"-chdir={self._folder(name)}", "output", *arguments, "-json"], text=True,
                              capture_output=True, stdin=subprocess.DEVNULL, env=self._environment(name))
        if done.returncode != 0:
            raise Failure(f"terraform output failed:\n{done.stderr.strip()}")
        return json.loads(done.stdout)

    def _init(self, name, *arguments):
        command = ("init", "-input=false", "-no-color", *arguments)
        code, text = self._run(name, *command)
        if code != 0 and providers.is_out_of_reach(text) and providers.use_mirror(self._home.terraform_settings):
            code, text = self._run(name, *command)
        if code != 0:
            hint = f"\n{providers.HOW_TO_MIRROR}" if providers.is_out_of_reach(text) else ""
            raise Failure(f"terraform init failed:\n{text.strip()}{hint}")

    def _apply(self, name, step, *arguments):
        where = [f"-state={self._state_file}"] if name == "state" else []
        self._run_json(name, step, "apply", "-auto-approve", *where, *arguments)

    def _run(self, name, *arguments):
        """(exit code, output)"""
        done = subprocess.run([self._program, f"-chdir={self._folder(name)}", *arguments], text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              env=self._environment(name))
        self._write_log(f"$ terraform {' '.join(arguments)}\n{done.stdout}")
        return done.returncode, done.stdout

    def _run_json(self, name, step, *arguments):
        """Runs a command that reports in JSON lines, and tells the step how far it is."""
        code, report = self._try_json(name, step, *arguments)
        if lock := lock_in(report.problems()):
            self._unlock(name, lock)
            code, report = self._try_json(name, step, *arguments)
        if code != 0:
            raise Failure(f"terraform {arguments[0]} failed:\n{report.problems()}\nAll of it: {self._log}")
        for kind in self._changes:
            self._changes[kind] += report.changes.get(kind, 0)
        step.detail = (", ".join(f"{self._changes[kind]} {word}" for kind, word in CHANGES.items() if self._changes[kind])
                       or "no changes")

    def _try_json(self, name, step, *arguments):
        """(exit code, report)"""
        command = [self._program, f"-chdir={self._folder(name)}", *arguments, "-json", "-input=false",
                   "-lock-timeout=5s"]
        report = Report(step)
        self._write_log(f"$ terraform {' '.join(arguments)}\n")
        try:
            with loopback.proxy() as variables, terraform_leftovers.room_for_state(self._home.terraform):
                return self._follow(command, {**self._environment(name), **variables}, report), report
        finally:
            if report.unsaved_state:
                terraform_leftovers.keep_unsaved(report.unsaved_state, self._folder(name))

    def _follow(self, command, environment, report):
        process = subprocess.Popen(command, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, env=environment)
        try:
            for line in process.stdout:
                self._write_log(report.read(line))
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

    def _start_log(self):
        self._log.parent.mkdir(parents=True, exist_ok=True)
        if self._log.exists() and self._log.stat().st_size > LOG_LIMIT_BYTES:
            self._log.replace(self._log.with_name("terraform.log.1"))

    def _write_log(self, text):
        """A log that finds no room is no reason to stop a terraform in its midst."""
        with contextlib.suppress(OSError), open(os.open(self._log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as log:
            log.write(text)


def applied_outputs(home):
    """As Terraform.outputs, for commands that need no terraform."""
    path = home.terraform / "applied.json"
    with contextlib.suppress(FileNotFoundError, ValueError, KeyError):  # one that was cut short is written again
        return json.loads(path.read_text())["outputs"]
    return {}
