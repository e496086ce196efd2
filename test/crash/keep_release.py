#!/usr/bin/env python3
"""Keeps a home of this release as an input of test_releases.py: test/crash/keep_release.py VERSION

Run it once for each release, with the release's own build. What is kept is text: a compressed archive in base64. The home
holds the keys of nobody but this test.
"""
import base64
import io
import pathlib
import sys
import tarfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from harness import Server  # noqa: E402

KEPT = ("keys", "ca", "aws", "data")
LEFT_OUT = ("RESERVE", "LOCK")


def fill(server):
    """One of each kind of thing that must outlive an update. test_releases.py asks for them."""
    s3 = server.client("s3")
    s3.create_bucket(Bucket="kept", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    s3.put_object(Bucket="kept", Key="object", Body=b"of an older release", Metadata={"mood": "calm"})
    key = server.client("kms").create_key(Description="kept")["KeyMetadata"]["KeyId"]
    server.client("kms").create_alias(AliasName="alias/kept", TargetKeyId=key)
    server.client("kms").schedule_key_deletion(KeyId=server.client("kms").create_key()["KeyMetadata"]["KeyId"],
                                               PendingWindowInDays=30)
    server.client("ssm").put_parameter(Name="/kept", Value="parameter", Type="SecureString")
    server.client("secretsmanager").create_secret(Name="kept", SecretString="secret")
    server.client("iam").create_user(UserName="kept")
    logs = server.client("logs")
    logs.create_log_group(logGroupName="kept")
    logs.create_log_stream(logGroupName="kept", logStreamName="stream")
    logs.put_log_events(logGroupName="kept", logStreamName="stream",
                        logEvents=[{"timestamp": int(time.time() * 1000), "message": "an event"}])
    git = server.client("codecommit")
    git.create_repository(repositoryName="kept")
    git.put_file(repositoryName="kept", branchName="main", filePath="README", fileContent=b"a file")


def main(version):
    server = Server()
    fill(server)
    server.kill()  # so that some of it lies in the log
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:xz", preset=9) as archive:
        for folder in KEPT:
            archive.add(server.home / folder, folder,
                        filter=lambda member: None if pathlib.Path(member.name).name in LEFT_OUT else member)
    (HERE / "releases" / f"{version}.tar.xz.base64").write_bytes(base64.encodebytes(packed.getvalue()))
    server.stop()


if __name__ == "__main__":
    main(sys.argv[1])
