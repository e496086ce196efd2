"""A disk that others filled: reads and deletions go on, writes are refused, and all comes back by itself."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import botocore.exceptions  # noqa: E402

from harness import Server, find_binary  # noqa: E402

DISK_MEBIBYTES = 250


def fill(disk, leave_bytes):
    """As somebody else would who shares the disk."""
    with open(disk / "filler", "ab", buffering=0) as filler:
        while (status := os.statvfs(disk)).f_bavail * status.f_frsize > leave_bytes:
            try:
                filler.write(b"f" * 256 * 1024)
            except OSError:
                return


def refused(call):
    try:
        call()
    except botocore.exceptions.ClientError as error:
        return error.response["ResponseMetadata"]["HTTPStatusCode"], error.response["Error"]["Code"]
    return None


def scenario(disk):
    server = Server(home=disk / "home")
    s3, ssm = server.client("s3"), server.client("ssm")
    s3.create_bucket(Bucket="full", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    for key in ("kept", "unwanted"):
        s3.put_object(Bucket="full", Key=key, Body=b"x" * 5000)

    fill(disk, 8 * 1024 * 1024)
    put = lambda: s3.put_object(Bucket="full", Key="new", Body=b"n" * 5000)  # noqa: E731
    assert refused(put) == (503, "ServiceUnavailable"), refused(put)
    parameter = lambda: ssm.put_parameter(Name="/full", Value="v", Type="String")  # noqa: E731
    assert refused(parameter) == (503, "ServiceUnavailable"), refused(parameter)
    assert len(s3.get_object(Bucket="full", Key="kept")["Body"].read()) == 5000
    s3.delete_object(Bucket="full", Key="unwanted")
    assert [entry["Key"] for entry in s3.list_objects_v2(Bucket="full")["Contents"]] == ["kept"]

    fill(disk, 0)
    assert len(s3.get_object(Bucket="full", Key="kept")["Body"].read()) == 5000
    server.kill()
    server.start()  # on its reserve
    assert len(s3.get_object(Bucket="full", Key="kept")["Body"].read()) == 5000

    (disk / "filler").unlink()
    put()
    parameter()
    server.stop(remove=False)
    server.start()
    assert len(s3.list_objects_v2(Bucket="full")["Contents"]) == 2
    server.stop(remove=False)


class FullDiskTest(unittest.TestCase):
    def test_a_full_disk_keeps_nobody_from_reading_and_no_server_from_starting(self):
        # A mount namespace of its own, and a user namespace for who may not make one.
        own = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]
        if subprocess.run([*own, "true"], capture_output=True).returncode != 0:
            self.skipTest("this host lets nobody make a mount namespace")
        with tempfile.TemporaryDirectory(prefix="stellwerk-disk-") as disk:
            command = 'mount -t tmpfs -o size="$1"m none "$2" && exec "$3" "$4" "$2"'
            done = subprocess.run([*own, "sh", "-c", command, "sh", str(DISK_MEBIBYTES), disk, sys.executable, __file__],
                                  text=True, capture_output=True, timeout=120,
                                  env=dict(os.environ, STELLWERK_BINARY=str(find_binary().resolve())))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    home = pathlib.Path(sys.argv[1])
    try:
        scenario(home)
    except BaseException:
        print((home / "home" / "server.log").read_text(errors="replace")[-4000:], file=sys.stderr)
        raise
