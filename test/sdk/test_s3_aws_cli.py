"""The AWS CLI: cp, sync, presign, rb."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from harness import REGION, shared_server


@unittest.skipUnless(shutil.which("aws"), "aws is missing: apt-get install awscli")
class AwsCli(unittest.TestCase):
    def setUp(self):
        self.server = shared_server()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stellwerk-cli-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        settings = self.folder / "config"
        settings.write_text("[default]\ns3 =\n  addressing_style = path\n")
        self.environment = dict(self.server.environment(), AWS_CONFIG_FILE=str(settings), HOME=os.environ.get("HOME", "/"))

    def aws(self, *arguments):
        done = subprocess.run(self.server.aws_command(*arguments), env=self.environment, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=120, cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def test_copies_and_synchronises(self):
        site = self.folder / "site"
        (site / "docs").mkdir(parents=True)
        (site / "index.html").write_text("home")
        (site / "docs" / "a b.txt").write_text("text")
        (site / "big.bin").write_bytes(os.urandom(9 * 1024 * 1024))
        self.aws("s3", "mb", "s3://cli-site", "--region", REGION)
        self.aws("s3", "sync", str(site), "s3://cli-site/site")
        self.assertEqual(self.aws("s3", "sync", str(site), "s3://cli-site/site"), "")  # nothing left to do
        listed = self.aws("s3", "ls", "s3://cli-site/site/")
        self.assertIn("PRE docs/", listed)
        self.assertIn("big.bin", listed)
        back = self.folder / "back"
        self.aws("s3", "cp", "--recursive", "s3://cli-site/site", str(back))
        self.assertEqual((back / "big.bin").read_bytes(), (site / "big.bin").read_bytes())
        self.assertEqual((back / "docs" / "a b.txt").read_text(), "text")
        (site / "index.html").unlink()
        self.assertIn("delete", self.aws("s3", "sync", "--delete", str(site), "s3://cli-site/site"))
        self.aws("s3", "mv", "s3://cli-site/site/big.bin", "s3://cli-site/moved.bin")
        self.aws("s3", "rb", "--force", "s3://cli-site")


if __name__ == "__main__":
    unittest.main()
