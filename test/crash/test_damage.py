"""Damaged and missing files: named at the start, recovered only when told to."""
import pathlib
import shutil
import subprocess
import unittest

from harness import Server

HEAD_BYTES = 4096
OBJECTS = 80  # more than a block of the log, behind which it can be read again


def newest_log(server):
    return max((server.home / "data").glob("*.log"))


def flip(path, position):
    data = bytearray(path.read_bytes())
    data[position] ^= 1
    path.write_bytes(data)


class DamageTest(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(shutil.rmtree, self.server.home, ignore_errors=True)
        self.addCleanup(lambda: self.server.kill())  # whichever process it is by then
        self.s3 = self.server.client("s3")
        self.s3.create_bucket(Bucket="damage", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        for number in range(OBJECTS):
            self.s3.put_object(Bucket="damage", Key=f"{number:02}", Body=b"x" * 1000)
        self.server.kill()

    def command(self, *arguments):
        return subprocess.run([str(self.server.binary), *arguments, "--home", str(self.server.home)], text=True,
                              capture_output=True, timeout=60)

    def keys(self):
        self.server.start()
        return [entry["Key"] for entry in self.s3.list_objects_v2(Bucket="damage").get("Contents", [])]

    def test_nothing_acknowledged_is_missing_after_a_kill(self):
        self.assertEqual(len(self.keys()), OBJECTS)

    def test_a_damaged_log_is_named_and_recovered_only_when_told_to(self):
        log = newest_log(self.server)
        flip(log, HEAD_BYTES + (log.stat().st_size - HEAD_BYTES) // 4)
        before = log.read_bytes()
        for _ in range(2):
            refused = self.command("serve", "--port", "0", "--edge-port", "0")
            self.assertEqual(refused.returncode, 1)
            self.assertIn(log.name, refused.stderr)
            self.assertIn("stellwerk recover", refused.stderr)
        told = self.command("recover")
        self.assertEqual(told.returncode, 1, told.stdout + told.stderr)
        self.assertIn(f"{log.name} was changed", told.stdout)
        self.assertIn("s3.", told.stdout)  # the tables that lose something
        self.assertEqual(log.read_bytes(), before)
        done = self.command("recover", "--accept-loss")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        keys = self.keys()
        self.assertLess(len(keys), OBJECTS)
        self.assertEqual(keys, [f"{number:02}" for number in range(len(keys))])  # the first ones, without a hole
        aside = pathlib.Path(done.stdout.split("kept in ")[1].strip())
        self.assertEqual((aside / log.name).read_bytes(), before)

    def test_a_deleted_file_is_named(self):
        for name in ("CURRENT", newest_log(self.server).name, "SEAL"):
            with self.subTest(name):
                path = self.server.home / "data" / name
                kept = path.read_bytes()
                path.unlink()
                refused = self.command("serve", "--port", "0", "--edge-port", "0")
                self.assertEqual(refused.returncode, 1)
                self.assertIn(f"{name} is missing", refused.stderr)
                path.write_bytes(kept)
        self.assertEqual(len(self.keys()), OBJECTS)

    def test_a_damaged_identity_is_named_and_mended_without_loss(self):
        flip(self.server.home / "data" / "IDENTITY", 20)
        refused = self.command("serve", "--port", "0", "--edge-port", "0")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("IDENTITY", refused.stderr)
        self.assertIn("nothing that was acknowledged", self.command("recover").stdout)
        self.assertEqual(self.command("recover", "--accept-loss").returncode, 0)
        self.assertEqual(len(self.keys()), OBJECTS)

    def test_no_new_master_key_is_made_beside_old_data(self):
        key = self.server.home / "keys" / "master.key"
        kept = key.read_bytes()
        key.unlink()
        for command in (["init"], ["serve", "--port", "0", "--edge-port", "0"], ["recover"]):
            refused = self.command(*command)
            self.assertEqual(refused.returncode, 1)
            self.assertIn("master.key is missing", refused.stderr)
            self.assertFalse(key.exists())
        key.write_bytes(kept)
        key.chmod(0o600)
        self.assertEqual(len(self.keys()), OBJECTS)


if __name__ == "__main__":
    unittest.main()
