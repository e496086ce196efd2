"""`stellwerk backup` of a running server, and `stellwerk restore` into a new home."""
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from harness import Server

LARGE = b"large body " * 20_000  # in a file of its own; small bodies lie in the database


class BackupTest(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.stop)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stellwerk-backup-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.s3 = self.server.client("s3")
        self.s3.create_bucket(Bucket="backup", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        self.s3.put_object(Bucket="backup", Key="small", Body=b"small")
        self.s3.put_object(Bucket="backup", Key="large", Body=LARGE)
        self.server.client("ssm").put_parameter(Name="/backup", Value="secret", Type="SecureString")

    def command(self, *arguments):
        return subprocess.run([str(self.server.binary), *map(str, arguments)], text=True, capture_output=True,
                              timeout=60)

    def back_up(self):
        done = self.command("backup", self.folder / "copy", "--home", self.server.home)
        self.assertEqual(done.returncode, 0, done.stderr)

    def new_home(self, key):
        home = self.folder / "home"
        (home / "keys").mkdir(parents=True)
        (home / "keys" / "master.key").write_bytes(key)
        (home / "keys" / "master.key").chmod(0o600)
        return home

    def key(self):
        return (self.server.home / "keys" / "master.key").read_bytes()

    def test_a_running_servers_backup_becomes_another_server(self):
        self.back_up()
        self.s3.put_object(Bucket="backup", Key="later", Body=b"later")
        self.s3.delete_object(Bucket="backup", Key="large")
        home = self.new_home(self.key())
        done = self.command("restore", self.folder / "copy", "--home", home)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.server.kill()
        with Server(home=home) as restored:
            s3 = restored.client("s3")
            self.assertEqual(s3.get_object(Bucket="backup", Key="small")["Body"].read(), b"small")
            self.assertEqual(s3.get_object(Bucket="backup", Key="large")["Body"].read(), LARGE)
            self.assertEqual(len(s3.list_objects_v2(Bucket="backup")["Contents"]), 2)
            self.assertEqual(restored.client("ssm").get_parameter(Name="/backup", WithDecryption=True)["Parameter"]
                             ["Value"], "secret")

    def test_a_stopped_servers_too(self):
        self.server.stop(remove=False)
        self.back_up()
        home = self.new_home(self.key())
        self.assertEqual(self.command("restore", self.folder / "copy", "--home", home).returncode, 0)
        self.server.start()

    def test_nothing_in_it_is_readable_without_the_key(self):
        self.back_up()
        secret = (self.server.home / "aws" / "credentials").read_text().split("aws_secret_access_key = ")[1][:40]
        for path in (self.folder / "copy").rglob("*"):
            if path.is_file():
                for planted in (b"PRIVATE KEY", secret.encode(), b"large body", self.key().strip()):
                    self.assertNotIn(planted, path.read_bytes(), path)

    def test_what_cannot_be_done_is_said(self):
        self.back_up()
        again = self.command("backup", self.folder / "copy", "--home", self.server.home)
        self.assertEqual(again.returncode, 1)
        self.assertIn("exists", again.stderr)
        over = self.command("restore", self.folder / "copy", "--home", self.server.home)
        self.assertEqual(over.returncode, 1)
        self.assertIn("holds data already", over.stderr)
        home = self.new_home(b"00" * 32)
        other_key = self.command("restore", self.folder / "copy", "--home", home)
        self.assertEqual(other_key.returncode, 1)
        self.assertIn("another master key", other_key.stderr)
        (home / "keys" / "master.key").unlink()
        no_key = self.command("restore", self.folder / "copy", "--home", home)
        self.assertEqual(no_key.returncode, 1)
        self.assertIn("master key", no_key.stderr)
        self.assertFalse((home / "data").exists())

    def test_a_damaged_backup_is_refused(self):
        self.back_up()
        manifest = next((self.folder / "copy" / "data").glob("MANIFEST-*"))
        manifest.write_bytes(manifest.read_bytes()[:-1])
        home = self.new_home(self.key())
        refused = self.command("restore", self.folder / "copy", "--home", home)
        self.assertEqual(refused.returncode, 1)
        self.assertIn(manifest.name, refused.stderr)
        self.assertFalse((home / "data").exists())


if __name__ == "__main__":
    unittest.main()
