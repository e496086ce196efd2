"""Runs terraform against a server under test, with the provider from a local mirror or the network."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

MIRROR = pathlib.Path(os.environ.get("STELLWERK_TERRAFORM_MIRROR", "/opt/tf-plugins"))
TIMEOUT_SECONDS = 300


def is_installed():
    return shutil.which("terraform") is not None


class Terraform:
    """A copy of a folder of .tf files in a directory of its own; leave the `with` block to remove it."""

    def __init__(self, server, folder, credentials=None):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="stellwerk-terraform-"))
        shutil.copytree(folder, self.directory, dirs_exist_ok=True)
        self.environment = server.environment(credentials)
        self.environment.update(TF_IN_AUTOMATION="1", TF_INPUT="0", CHECKPOINT_DISABLE="1",
                                TF_DATA_DIR=str(self.directory / ".terraform"))
        if MIRROR.is_dir():
            configuration = self.directory / "mirror.tfrc"
            configuration.write_text(f'provider_installation {{ filesystem_mirror {{ path = "{MIRROR}" }} }}\n')
            self.environment["TF_CLI_CONFIG_FILE"] = str(configuration)
        self.run("init", "-no-color")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.directory, ignore_errors=True)

    def run(self, *command, expected=(0,), variables=None):
        arguments = [f"-var={name}={value if isinstance(value, str) else json.dumps(value)}"
                     for name, value in (variables or {}).items()]
        done = subprocess.run(["terraform", *command, *arguments], cwd=self.directory, env=self.environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=TIMEOUT_SECONDS)
        if done.returncode not in expected:
            raise AssertionError(f"terraform {' '.join(command)} ended with {done.returncode}:\n{done.stdout}")
        return done.stdout

    def apply(self, **variables):
        return self.run("apply", "-auto-approve", "-no-color", variables=variables)

    def assert_nothing_to_do(self, **variables):
        """The second plan must be empty."""
        self.run("plan", "-detailed-exitcode", "-no-color", variables=variables)

    def destroy(self, **variables):
        return self.run("destroy", "-auto-approve", "-no-color", variables=variables)

    def outputs(self):
        return {name: output["value"] for name, output in json.loads(self.run("output", "-json")).items()}
