"""No update loses anyone's data: this build starts on a home of each earlier release and finds all that is in it."""
import base64
import io
import pathlib
import shutil
import tarfile
import tempfile
import unittest

from harness import Server

RELEASES = pathlib.Path(__file__).resolve().parent / "releases"


class ReleasesTest(unittest.TestCase):
    def test_each_release_is_kept(self):
        kept = sorted(RELEASES.glob("*.tar.xz.base64"))
        self.assertTrue(kept)
        for release in kept:
            with self.subTest(release.name):
                self.check(release)

    def check(self, release):
        home = pathlib.Path(tempfile.mkdtemp(prefix="stellwerk-release-"))
        self.addCleanup(shutil.rmtree, home, ignore_errors=True)
        with tarfile.open(fileobj=io.BytesIO(base64.decodebytes(release.read_bytes())), mode="r:xz") as archive:
            archive.extractall(home)
        authority = (home / "ca" / "ca.pem").read_bytes()
        for _ in range(2):  # the second start reads what the first one wrote
            with Server(home=home) as server:
                self.ask(server)
        # Releases up to 0.1.0 made authorities whose name constraints clients on mbedTLS cannot read.
        renewed = (home / "ca" / "ca.pem").read_bytes() != authority
        self.assertEqual((renewed, server.log().count("local authority was made anew")),
                         (True, 1) if "0.1.0" in release.name else (False, 0))

    def ask(self, server):
        found = server.client("s3").get_object(Bucket="kept", Key="object")
        self.assertEqual(found["Body"].read(), b"of an older release")
        self.assertEqual(found["Metadata"], {"mood": "calm"})
        kms = server.client("kms")
        self.assertEqual(kms.describe_key(KeyId="alias/kept")["KeyMetadata"]["Description"], "kept")
        states = {kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]["KeyState"] for key in kms.list_keys()["Keys"]}
        self.assertLessEqual({"Enabled"}, states)
        parameter = server.client("ssm").get_parameter(Name="/kept", WithDecryption=True)
        self.assertEqual(parameter["Parameter"]["Value"], "parameter")
        self.assertEqual(server.client("secretsmanager").get_secret_value(SecretId="kept")["SecretString"], "secret")
        self.assertEqual(server.client("iam").get_user(UserName="kept")["User"]["UserName"], "kept")
        events = server.client("logs").get_log_events(logGroupName="kept", logStreamName="stream", startFromHead=True)
        self.assertEqual([event["message"] for event in events["events"]], ["an event"])
        file = server.client("codecommit").get_file(repositoryName="kept", filePath="README")
        self.assertEqual(file["fileContent"], b"a file")


if __name__ == "__main__":
    unittest.main()
