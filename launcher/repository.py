"""The outside developer's checkout of the frontend, and the first push."""
import os
import shlex
import shutil
import subprocess

from launcher.build import binary
from launcher.failure import Failure
from launcher.home import FRONTEND

BRANCH = "main"
PROFILE = "developer"


class Repository:
    def __init__(self, home, clone_url):
        self._home, self._clone_url = home, clone_url
        self.path = home.checkout

    def ensure(self):
        """Makes the checkout from platform/frontend; one that is there belongs to the user and keeps its files."""
        if not (self.path / ".git").exists():
            self._make()
        self._configure()

    def remote_commit(self):
        """What main of CodeCommit points at, or None."""
        told = self._git("ls-remote", "origin", f"refs/heads/{BRANCH}").split()
        return told[0] if told else None

    def local_commit(self):
        return self._git("rev-parse", BRANCH).strip()

    def push(self):
        self._git("push", "--set-upstream", "origin", BRANCH)

    def _make(self):
        draft = self.path.with_name(self.path.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(FRONTEND, draft, ignore=shutil.ignore_patterns("dist", "node_modules"))
        self._git("init", "--quiet", f"--initial-branch={BRANCH}", directory=draft)
        self._git("add", "--all", directory=draft)
        self._git("-c", "user.name=Stellwerk", "-c", "user.email=stellwerk@localhost", "commit", "--quiet",
                  "--no-gpg-sign", "--message=The public page of the disruption platform", directory=draft)
        draft.replace(self.path)

    def _configure(self):
        """Everything that git needs to sign for CodeCommit, in this repository's own configuration."""
        helper = (f"!AWS_CONFIG_FILE={shlex.quote(str(self._home.aws_config))} "
                  f"AWS_SHARED_CREDENTIALS_FILE={shlex.quote(str(self._home.aws_credentials))} "
                  f"{shlex.quote(str(binary()))} git-credential --profile {PROFILE}")
        self._git("config", "--replace-all", "credential.helper", "")  # those of the user would store what expires
        self._git("config", "--add", "credential.helper", helper)
        for name, value in {"credential.useHttpPath": "true", "http.sslCAInfo": str(self._home.ca),
                            "http.proxy": "", "remote.origin.url": self._clone_url,
                            "remote.origin.fetch": "+refs/heads/*:refs/remotes/origin/*"}.items():
            self._git("config", name, value)
        for name, value in {"user.name": "Developer", "user.email": "developer@example.com"}.items():
            if not self._git("config", "--default", "", "--get", name).strip():
                self._git("config", name, value)

    def _git(self, *arguments, directory=None):
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith(("GIT_", "AWS_"))}
        environment["GIT_TERMINAL_PROMPT"] = "0"
        done = subprocess.run(["git", *arguments], cwd=directory or self.path, text=True, capture_output=True,
                              stdin=subprocess.DEVNULL, env=environment)
        if done.returncode != 0:
            raise Failure(f"git {arguments[0]} failed:\n{done.stderr.strip()}")
        return done.stdout
