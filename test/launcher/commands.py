"""Runs ./stellwerk as on other machines: a PATH with programs of one's choice, a home of its own."""
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT))

LAUNCHER = [sys.executable, "-B", "-X", "utf8", str(ROOT / "launcher" / "__main__.py")]
TERRAFORM = '#!/bin/sh\necho \'{"terraform_version": "1.11.4"}\'\n'
SYSTEM_PROGRAMS = ("sh", "bash", "env", "true", "cat", "node", "bwrap")


class LauncherCase(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stellwerk-launcher-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.home = self.folder / "a home"
        self.programs = self.folder / "programs"
        self.programs.mkdir()
        for name in SYSTEM_PROGRAMS:
            if found := shutil.which(name):
                (self.programs / name).symlink_to(found)
        self.provide("terraform", TERRAFORM)

    def provide(self, name, script):
        """A program on the PATH of `launch`."""
        program = self.programs / name
        program.unlink(missing_ok=True)
        program.write_text(script)
        program.chmod(0o755)

    def launch(self, *arguments, code=None, **variables):
        """What the command printed, both streams."""
        environment = {"PATH": str(self.programs), "HOME": str(self.folder), "STELLWERK_HOME": str(self.home),
                       "LC_ALL": "C.UTF-8", **variables}
        done = subprocess.run([*LAUNCHER, *arguments], env=environment, text=True, errors="replace", capture_output=True,
                              stdin=subprocess.DEVNULL, timeout=60)
        told = done.stdout + done.stderr
        self.assertNotIn("Traceback", told)
        if code is not None:
            self.assertEqual(done.returncode, code, told)
        return told

    def refused(self, *words, **variables):
        """`preflight` names the obstacle and its remedy."""
        told = self.launch("preflight", code=1, **variables)
        for word in words:
            self.assertIn(word, told)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
