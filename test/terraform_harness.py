"""Runs terraform against a server under test, with the provider from a local mirror or the network."""
import json
import pathlib
import shutil
import subprocess
import tempfile

import harness

TIMEOUT_SECONDS = 300


class Terraform:
    """A copy of a folder of .tf files in a directory of its own; leave the `with` block to remove it."""

    def __init__(self, server, folder, credentials=None):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="stellwerk-terraform-"))
        shutil.copytree(folder, self.directory, dirs_exist_ok=True)
        self.environment = harness.terraform_environment(server, self.directory, credentials)
        self.environment.update(TF_INPUT="0", TF_DATA_DIR=str(self.directory / ".terraform"))
        self.run("init", "-no-color")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.directory, ignore_errors=True)

    def run(self, *command, expected=(0,), variables=None):
        arguments = [f"-var={name}={value if isinstance(value, str) else json.dumps(value)}"
                     for name, value in (variables or {}).items()]
        done = subprocess.run([harness.find_terraform(), *command, *arguments], cwd=self.directory, env=self.environment, text=True,
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
