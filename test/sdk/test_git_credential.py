"""`stellwerk git-credential`: git with our own helper, where the AWS CLI is not installed."""
import pathlib
import subprocess
import tempfile
import unittest

from harness import shared_server


class GitCredential(unittest.TestCase):
    def setUp(self):
        self.server = shared_server()
        self.directory = tempfile.TemporaryDirectory(prefix="stellwerk-git-")
        self.addCleanup(self.directory.cleanup)

    def git(self, *arguments, credentials=None, cwd=None, check=True):
        helper = f"!{self.server.binary} git-credential $@"
        return subprocess.run(
            ["git", "-c", "credential.helper=", "-c", f"credential.helper={helper}", "-c", "credential.UseHttpPath=true",
             "-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main", *arguments],
            cwd=cwd or self.directory.name, env=self.server.environment(credentials), text=True, capture_output=True,
            timeout=60, check=check)

    def test_push_and_clone(self):
        name = "git-credential-site"
        self.server.client("codecommit").create_repository(repositoryName=name)
        url = f"https://localhost:{self.server.port}/v1/repos/{name}"
        work = pathlib.Path(self.directory.name, "work")
        self.git("init", str(work))
        (work / "a.txt").write_text("hello\n")
        self.git("add", ".", cwd=work)
        self.git("commit", "-m", "one", cwd=work)
        self.git("push", url, "main", cwd=work)
        self.git("clone", "--branch", "main", url, "copy")
        self.assertEqual(pathlib.Path(self.directory.name, "copy", "a.txt").read_text(), "hello\n")

        nobody = self.server.user("git-credential-nobody")
        refused = self.git("clone", url, "other", credentials=nobody, check=False)
        self.assertNotEqual(refused.returncode, 0)

    def test_says_what_is_missing(self):
        environment = self.server.environment()
        del environment["AWS_ACCESS_KEY_ID"]
        done = subprocess.run([str(self.server.binary), "git-credential", "get"], input="protocol=https\nhost=a\n\n",
                              env=environment, text=True, capture_output=True, timeout=20)
        self.assertEqual(done.returncode, 1)
        self.assertIn("AWS_ACCESS_KEY_ID", done.stderr)

    def test_keeps_nothing(self):
        done = subprocess.run([str(self.server.binary), "git-credential", "store"], input="", text=True,
                              capture_output=True, timeout=20)
        self.assertEqual((done.returncode, done.stdout), (0, ""))


if __name__ == "__main__":
    unittest.main()
