"""What every protocol says to requests that the model does not allow, and to operations that are not listed."""
import http.client
import json
import time
import unittest
import xml.etree.ElementTree

import botocore.auth
import botocore.awsrequest
import botocore.credentials
from botocore.exceptions import ClientError

from harness import REGION, shared_server


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

    def test_each_service_has_its_own_codes(self):
        self.refused(lambda: self.client("logs").create_log_group(logGroupName="a b"), "InvalidParameterException", 400,
                     "at 'logGroupName' failed to satisfy constraint")
        self.refused(lambda: self.client("organizations").describe_account(AccountId="x"), "InvalidInputException", 400)
        self.refused(lambda: self.client("codebuild").batch_get_projects(names=[]), "InvalidInputException", 400)
        codecommit = self.client("codecommit")
        self.refused(lambda: codecommit.get_branch(repositoryName="a b", branchName="c"), "InvalidRepositoryNameException", 400)
        self.refused(lambda: codecommit.create_branch(repositoryName="a", branchName="b"), "CommitIdRequiredException", 400)

    def test_what_is_not_built_is_refused(self):
        s3 = self.client("s3")
        self.refused(lambda: s3.delete_object(Bucket="protocols-none", Key="k", MFA="serial 123456"), "NotImplemented", 501,
                     "MFA is not supported here: there is no MFA delete")
        self.refused(lambda: self.client("events").put_rule(Name="r", ScheduleExpression="rate(1 day)"), "ValidationException",
                     400, "give an EventPattern")
        self.refused(lambda: self.client("codebuild").start_build(projectName="p", debugSessionEnabled=True),
                     "InvalidInputException", 400, "debugSessionEnabled is not supported here")
        self.refused(lambda: self.client("kms").list_key_policies(KeyId="alias/none", Marker="m"),
                     "UnsupportedOperationException", 400)

    def signed(self, service, method, path, body, **headers):
        """(status, body) of a request that no client would send, signed as it is."""
        credentials = botocore.credentials.Credentials(self.server.access_key_id, self.server.secret_access_key)
        request = botocore.awsrequest.AWSRequest(method, self.server.endpoint + path, data=body, headers=headers)
        (botocore.auth.S3SigV4Auth if service == "s3" else botocore.auth.SigV4Auth)(credentials, service, REGION).add_auth(request)
        connection = http.client.HTTPSConnection("localhost", self.server.port, context=self.server.tls_context(), timeout=20)
        self.addCleanup(connection.close)
        connection.request(method, path, body, dict(request.headers.items()))
        answer = connection.getresponse()
        return answer.status, answer.read()

    def test_bytes_that_are_no_text_get_an_answer_that_is(self):
        s3 = self.client("s3")
        bucket = f"protocols-bytes-{time.time_ns()}"
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        logs = self.client("logs")
        logs.create_log_group(logGroupName=bucket)
        logs.create_log_stream(logGroupName=bucket, logStreamName="s")
        event = b'{"logGroupName":"%s","logStreamName":"s","logEvents":[{"timestamp":%d,"message":"a\xffb"}]}' % (
            bucket.encode(), time.time_ns() // 1_000_000)
        json_type, form_type = "application/x-amz-json-1.1", "application/x-www-form-urlencoded"
        for service, method, path, body, headers in (
                ("kms", "POST", "/", b'{"Description":"\xff"}', {"X-Amz-Target": "TrentService.CreateKey", "Content-Type": json_type}),
                ("logs", "POST", "/", event, {"X-Amz-Target": "Logs_20140328.PutLogEvents", "Content-Type": json_type}),
                ("events", "POST", "/", b'{"Entries":[{"Source":"a","DetailType":"b","Detail":"{\\"c\\":\\"\xfe\\"}"}]}',
                 {"X-Amz-Target": "AWSEvents.PutEvents", "Content-Type": json_type}),
                ("iam", "POST", "/", b"Action=CreateUser&Version=2010-05-08&UserName=a%FFb", {"Content-Type": form_type}),
                ("iam", "POST", "/", b"Action=GetUser&Version=2010-05-08&UserName=\xff", {"Content-Type": form_type}),
                ("iam", "POST", "/", b"Action=CreateUser&Version=2010-05-08&UserName=bytes&Tags.member.1.Key=a&Tags.member.1.Value=%FF",
                 {"Content-Type": form_type}),
                ("sts", "GET", "/?Action=%FF&Version=2011-06-15", b"", {}),
                ("s3", "GET", f"/{bucket}/a%FFb", b"", {}),
                ("s3", "GET", f"/{bucket}?list-type=2&prefix=%FF", b"", {}),
                ("s3", "PUT", f"/{bucket}/a", b"", {"x-amz-tagging": "a=%FF"}),
                ("s3", "PUT", f"/{bucket}?tagging", b"<Tagging><TagSet><Tag><Key>a</Key><Value>\xff</Value></Tag></TagSet></Tagging>", {})):
            with self.subTest(service=service, method=method, path=path, body=body):
                status, answer = self.signed(service, method, path, body, **headers)
                self.assertIn(status, (400, 404), answer)
                text = answer.decode()  # UTF-8
                if text.startswith("<"):
                    xml.etree.ElementTree.fromstring(text)
                else:
                    json.loads(text)

    def test_good_answers_have_their_own_status(self):
        name = f"protocols-{time.time_ns()}"
        s3 = self.client("s3")
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        self.addCleanup(s3.delete_bucket, Bucket=name)
        statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteBucketWebsite", "Resource": f"arn:aws:s3:::{name}"}
        for answer in (s3.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": statement})),
                       s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": [{"Key": "a", "Value": "b"}]}),
                       s3.delete_bucket_policy(Bucket=name)):
            self.assertEqual(answer["ResponseMetadata"]["HTTPStatusCode"], 204)
        answer = s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        self.assertEqual(answer["ResponseMetadata"]["HTTPStatusCode"], 200)

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
