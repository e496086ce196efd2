"""Clients that are not git itself: libgit2 by pygit2, and isomorphic-git."""
import base64
import json
import os
import shutil
import subprocess
import unittest

from git_client import GitTestCase
from harness import ROOT

CLIENTS = ROOT / "test" / "clients"

# Run by the system's Python, where Debian's package is: URL FOLDER CA, the credential on standard input.
PYGIT2 = """
import pathlib, sys, pygit2
url, folder, authority = sys.argv[1:]
name, password = sys.stdin.read().split("\\n")[:2]

class Callbacks(pygit2.RemoteCallbacks):
    def __init__(self):
        super().__init__(credentials=pygit2.UserPass(name, password))
        self.refused = {}
    def push_update_reference(self, name, message):
        if message:
            self.refused[name] = message

pygit2.settings.set_ssl_cert_locations(authority, None)
repository = pygit2.clone_repository(url, folder, callbacks=Callbacks())
pathlib.Path(folder, "lib.txt").write_text("from libgit2\\n")
repository.index.add("lib.txt")
repository.index.write()
who = pygit2.Signature("Lib", "lib@example.com")
commit = repository.create_commit("refs/heads/main", who, who, "Lib", repository.index.write_tree(), [repository.head.target])
callbacks = Callbacks()
repository.remotes["origin"].push(["refs/heads/main:refs/heads/main"], callbacks=callbacks)
assert not callbacks.refused, callbacks.refused
repository.remotes["origin"].push(["refs/heads/main:refs/heads/main/below"], callbacks=callbacks)
print(commit, callbacks.refused)
"""


class OtherClients(GitTestCase):
    def setUp(self):
        super().setUp()
        # These resolve names as the host does, and not every host knows those below localhost.
        self.url = f"{self.server.endpoint}/v1/repos/{self.name}"
        self.commit(work := self.work())
        self.git("push", "-q", "origin", "main", folder=work)

    def credential(self):
        """(user name, password) as the helper gives them to git."""
        return base64.b64decode(self.authorization().split()[1]).decode().split(":", 1)

    def test_isomorphic_git(self):
        if not shutil.which("npm"):
            self.skipTest("npm is not installed (Debian package npm)")
        folder = self.folder / "isomorphic-git"
        shutil.copytree(CLIENTS / "isomorphic-git", folder, ignore=shutil.ignore_patterns("node_modules"))
        installed = subprocess.run(["npm", "ci", "--prefer-offline", "--no-audit", "--no-fund"], cwd=folder, capture_output=True,
                                   text=True, timeout=120)
        if installed.returncode != 0:
            self.skipTest("npm cannot install isomorphic-git: " + installed.stderr.strip().splitlines()[-1])
        done = subprocess.run(["node", "round_trip.mjs", self.url, str(self.folder / "iso"), *self.credential()], cwd=folder,
                              env=dict(os.environ, NODE_EXTRA_CA_CERTS=self.server.ca_path), capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        told = json.loads(done.stdout)
        self.assertTrue(told["ok"])
        self.assertIn("folder", told["refused"])
        self.assertEqual(self.tip(), told["commit"])

    def test_libgit2(self):
        python = "/usr/bin/python3"
        if not os.access(python, os.X_OK) or subprocess.run([python, "-c", "import pygit2"], capture_output=True).returncode != 0:
            self.skipTest("pygit2 is not installed (Debian package python3-pygit2)")
        where = self.folder / "lib"
        done = subprocess.run([python, "-c", PYGIT2, self.url, str(where), self.server.ca_path], input="\n".join(self.credential()),
                              capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        commit, refused = done.stdout.strip().split(" ", 1)
        self.assertEqual(self.tip(), commit)
        self.assertIn("folder", refused)


if __name__ == "__main__":
    unittest.main()
