"""What every protocol says to requests that the model does not allow, and to operations that are not listed."""
import time
import unittest

from botocore.exceptions import ClientError

from harness import shared_server


class Protocols(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = shared_server()
        # Wrong requests must reach the server.
        cls.client = staticmethod(lambda service: cls.server.client(service, parameter_validation=False))

    def refused(self, call, code, status, message=None):
        with self.assertRaises(ClientError) as caught:
            call()
        response = caught.exception.response
        self.assertEqual(response["Error"]["Code"], code)
        self.assertEqual(response["ResponseMetadata"]["HTTPStatusCode"], status)
        self.assertTrue(response["ResponseMetadata"]["RequestId"])
        if message:
            self.assertIn(message, response["Error"]["Message"])

    def test_unlisted_operations(self):
        self.refused(lambda: self.client("kms").describe_custom_key_stores(), "UnknownOperationException", 400)
        self.refused(lambda: self.client("iam").list_server_certificates(), "InvalidAction", 400,
                     "Could not find operation ListServerCertificates for version 2010-05-08")
        self.refused(lambda: self.client("s3").list_bucket_inventory_configurations(Bucket="protocols-none"),
                     "NotImplemented", 501, "inventory")

    def test_a_sub_resource_never_makes_a_bucket(self):
        s3 = self.client("s3")
        self.refused(lambda: s3.put_bucket_analytics_configuration(
            Bucket="protocols-never", Id="a", AnalyticsConfiguration={"Id": "a", "StorageClassAnalysis": {}}),
            "NotImplemented", 501)
        self.assertNotIn("protocols-never", [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]])

    def test_validation_in_json(self):
        kms = self.client("kms")
        self.refused(lambda: kms.describe_key(), "ValidationException", 400,
                     "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null")
        self.refused(lambda: kms.create_key(Origin="NOWHERE"), "ValidationException", 400, "Member must satisfy enum value set: [")
        self.refused(lambda: kms.list_keys(Limit=100000), "ValidationException", 400,
                     "Value '100000' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 1000")

    def test_validation_in_query(self):
        self.refused(lambda: self.client("iam").get_role(RoleName="a b/c"), "ValidationError", 400,
                     "Value 'a b/c' at 'roleName' failed to satisfy constraint: Member must satisfy regular expression pattern")

    def test_secrets_are_not_repeated(self):
        with self.assertRaises(ClientError) as caught:
            self.client("iam").create_login_profile(UserName="u", Password="\u4e2d-a-secret")
        self.assertNotIn("a-secret", str(caught.exception))

    def test_malformed_xml(self):
        name = f"protocols-{time.time_ns()}"
        s3 = self.client("s3")
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        self.addCleanup(s3.delete_bucket, Bucket=name)
        self.refused(lambda: s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "On"}), "MalformedXML", 400)
        self.assertEqual(s3.get_bucket_location(Bucket=name)["LocationConstraint"], "eu-central-1")
        self.assertNotIn("Status", s3.get_bucket_versioning(Bucket=name))


if __name__ == "__main__":
    unittest.main()
