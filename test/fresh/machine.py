"""A minimal Debian 12 of one's own: a root made by mmdebstrap, entered through pivot_root, with an ordinary user.

    with Machine(base) as machine:
        machine.run("./stellwerk up --yes")

It has its own mounts and processes; network and kernel are the host's. What the host has and a fresh machine has not
(terraform, its provider, the way to Debian's packages, the compiler's cache) is brought in as files. Needs root.
"""
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import tempfile

import harness
from harness import ROOT

HERE = pathlib.Path(__file__).resolve().parent
USER, UID = "anna", 1000
HOME = "/home/anna maria"  # spaces, as people have them
CHECKOUT = f"{HOME}/my projects/stellwerk"
CACHE, MIRROR = "/var/cache/ccache", "/usr/share/terraform-providers"
BEFOREHAND = "git,sudo,ca-certificates"  # what the README asks for, but terraform
PLACE = "/var/tmp"  # /tmp may be memory
COMMAND_SECONDS = 15 * 60
HOST_SETTINGS = ("etc/apt/apt.conf.d", "etc/apt/auth.conf.d", "etc/apt/keyrings", "etc/apt/trusted.gpg.d", "etc/hosts",
                 "etc/resolv.conf", "etc/npmrc", "etc/ssl/certs/ca-certificates.crt", "usr/local/share/ca-certificates")


NO_REGISTRY = re.compile(r"Could not (resolve|connect)|Temporary failure|unreachable|Unable to connect", re.IGNORECASE)


def make_base(folder):
    """(a tar of the root as Debian's packages make it, why there is none). Errors: AssertionError if it should have been made."""
    if os.geteuid() != 0:
        return None, "a root of one's own can only be entered by root"
    if not shutil.which("mmdebstrap"):
        return None, "mmdebstrap is missing: apt-get install mmdebstrap"
    base = pathlib.Path(folder) / "base.tar"
    done = subprocess.run(["mmdebstrap", "--quiet", "--variant=minbase", f"--include={BEFOREHAND}", "bookworm", str(base)],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0 and NO_REGISTRY.search(done.stderr):
        return None, f"Debian's packages cannot be reached: {done.stderr.strip().splitlines()[-1]}"
    if done.returncode != 0:
        raise AssertionError(f"mmdebstrap failed:\n{done.stderr}")
    return base, None


class Machine:
    def __init__(self, base):
        """`base`: what make_base answered."""
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stellwerk-fresh-", dir=PLACE))
        self.root = self.folder / "root"
        self._init = None
        try:
            self._unpack(base)
            self._furnish()
            self._enter()
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        if self._init:
            self._init.send_signal(signal.SIGKILL)  # the first process of a namespace takes all others with it
            self._init.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, command, user=USER, accept=(0,), directory=CHECKOUT, seconds=COMMAND_SECONDS, **variables):
        """Runs a line of bash as one would type it; answers what it printed."""
        done = self.start(command, user, directory, **variables)
        try:
            text, _ = done.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            done.kill()
            raise AssertionError(f"`{command}` did not end in {seconds} seconds") from None
        if accept is not None and done.returncode not in accept:
            raise AssertionError(f"`{command}` ended with {done.returncode}:\n{text[-8000:]}")
        return text

    def start(self, command, user=USER, directory=CHECKOUT, **variables):
        home = "/root" if user == "root" else HOME
        environment = {"HOME": home, "USER": user, "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin",
                       "TERM": "dumb", "LANG": "C.UTF-8", "CCACHE_DIR": CACHE, "CCACHE_READONLY": "1",
                       "CCACHE_TEMPDIR": "/tmp/ccache", **variables}
        return subprocess.Popen(
            ["nsenter", f"--target={self._first}", "--mount", "--pid", "--", "runuser", "-u", user, "--", "env", "-i",
             *(f"{name}={value}" for name, value in environment.items()), "bash", "-c", f"cd {shlex.quote(directory)} && {command}"],
            text=True, errors="replace", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def path(self, inside):
        """Where a path of the machine lies on the host."""
        return self.root / inside.lstrip("/")

    def give_terraform(self):
        shutil.copy(harness.find_terraform(), self.path("usr/local/bin/terraform"))

    # ---- making it

    def _unpack(self, base):
        self.root.mkdir()
        subprocess.run(["tar", "--extract", "--numeric-owner", f"--file={base}", f"--directory={self.root}"], check=True)

    def _furnish(self):
        for setting in HOST_SETTINGS:
            found = pathlib.Path("/", setting)
            if found.is_dir():
                shutil.copytree(found, self.path(setting), dirs_exist_ok=True)
            elif found.exists():
                self.path(setting).unlink(missing_ok=True)
                shutil.copy(found, self.path(setting))
        self._add_user()
        checkout = self.path(CHECKOUT)
        checkout.parent.mkdir(parents=True)
        self._copy_tree(checkout)
        for path in (checkout.parent, *checkout.rglob("*"), checkout):
            os.chown(path, UID, UID, follow_symlinks=False)
        self.path("usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n")  # packages start no services here
        self.path("usr/sbin/policy-rc.d").chmod(0o755)
        self.path("etc/dpkg/dpkg.cfg.d/unsafe-io").write_text("force-unsafe-io\n")  # nobody keeps this disk

    def _add_user(self):
        for name, line in {"passwd": f"{USER}:x:{UID}:{UID}::{HOME}:/bin/bash", "group": f"{USER}:x:{UID}:",
                           "shadow": f"{USER}:*:19000:0:99999:7:::"}.items():
            with open(self.path(f"etc/{name}"), "a") as file:
                file.write(line + "\n")
        self.path(HOME).mkdir()
        os.chown(self.path(HOME), UID, UID)
        self.path("etc/sudoers.d/anna").write_text(f"{USER} ALL=(ALL) NOPASSWD: ALL\n")

    @staticmethod
    def _copy_tree(target):
        """What git would clone, with what is not committed yet."""
        listed = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard", "-z"], check=True, text=True,
                                capture_output=True).stdout.split("\0")
        for name in filter(None, listed):
            if (ROOT / name).exists():
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, target / name, follow_symlinks=False)

    def _enter(self):
        """The cache and the provider can be read there, and nothing of the host can be written."""
        told = subprocess.run(["ccache", "--get-config", "cache_dir"], text=True, capture_output=True).stdout.strip()
        seen = {told: CACHE, str(harness.find_mirror()): MIRROR}
        arguments = [word for outside, inside in seen.items() if os.path.isdir(outside) for word in (outside, inside)]
        self._init = subprocess.Popen(
            ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation=private", "bash", str(HERE / "enter.sh"),
             str(self.root), *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        if self._init.stdout.readline() != "entered\n":
            raise RuntimeError("the root could not be entered")
        children = pathlib.Path(f"/proc/{self._init.pid}/task/{self._init.pid}/children").read_text()
        self._first = int(children.split()[0])
