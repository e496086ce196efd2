"""What the tests of S3 have in common."""
import json
import unittest

from botocore.exceptions import ClientError

from harness import REGION, allow, shared_server


class S3Case(unittest.TestCase):
    """A bucket for each test, in the shared server."""

    def setUp(self):
        self.server = shared_server()
        self.s3 = self.client()
        self.bucket = "s3-" + self.id().rsplit(".", 1)[-1].replace("_", "-").removeprefix("test-")[:50]
        self.make(self.bucket)

    def client(self, credentials=None, region=REGION, **config):
        return self.server.client("s3", credentials, region, s3={"addressing_style": "path"}, **config)

    def make(self, name):
        self.s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})

    def put(self, key, body=b"content", **more):
        return self.s3.put_object(Bucket=self.bucket, Key=key, Body=body, **more)

    def get(self, key, **more):
        return self.s3.get_object(Bucket=self.bucket, Key=key, **more)["Body"].read()

    def refused(self, code, call, *arguments, **keywords):
        with self.assertRaises(ClientError) as caught:
            call(*arguments, **keywords)
        response = caught.exception.response
        self.assertEqual(response["Error"]["Code"], code, response["Error"].get("Message"))
        return response

    def versioned(self, status="Enabled"):
        self.s3.put_bucket_versioning(Bucket=self.bucket, VersioningConfiguration={"Status": status})

    def open_to_public(self, *actions, resource="/*"):
        self.s3.delete_public_access_block(Bucket=self.bucket)
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=json.dumps(allow(
            *actions, resource=f"arn:aws:s3:::{self.bucket}{resource}", Principal="*")))
