"""Answers of S3 in every detail that clients of AWS have come to rely on: members of errors, odd keys, odd headers."""
import base64
import hashlib
import json
import unittest
import urllib.error
import urllib.request
import uuid

import botocore.auth
import botocore.awsrequest
import botocore.credentials

from harness import REGION
from s3_harness import S3Case

FOREIGN_VERSION = "0" * 32


class Answers(S3Case):
    def members(self, code, call, *arguments, **keywords):
        """The refusal's members beside code and message."""
        error = self.refused(code, call, *arguments, **keywords)["Error"]
        return {name: value for name, value in error.items() if name not in ("Code", "Message")}

    def send(self, method, key="", headers=None, body=b"", query=""):
        """A signed request in words that no SDK would send; (status, body)."""
        request = botocore.awsrequest.AWSRequest(
            method, f"{self.server.endpoint}/{self.bucket}/{key}{query}", data=body, headers=dict(headers or {}))
        credentials = botocore.credentials.Credentials(self.server.access_key_id, self.server.secret_access_key)
        botocore.auth.S3SigV4Auth(credentials, "s3", REGION).add_auth(request)
        sent = urllib.request.Request(request.url, method=method, data=body or None, headers=dict(request.headers))
        try:
            with urllib.request.urlopen(sent, context=self.server.tls_context()) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def test_errors_name_what_was_wrong(self):
        self.put("a")
        get, s3 = self.s3.get_object, self.s3
        where = {"Bucket": self.bucket, "Key": "a"}
        self.assertEqual(self.members("NoSuchKey", get, Bucket=self.bucket, Key="none"), {"Key": "none"})
        self.assertEqual(self.members("NoSuchBucket", get, Bucket="no-such-bucket-here", Key="a"),
                         {"BucketName": "no-such-bucket-here"})
        self.assertEqual(self.members("InvalidArgument", get, VersionId=FOREIGN_VERSION, **where),
                         {"ArgumentName": "versionId", "ArgumentValue": FOREIGN_VERSION})
        self.assertEqual(self.members("InvalidPartNumber", get, PartNumber=2, **where),
                         {"PartNumberRequested": "2", "ActualPartCount": "1"})
        self.assertEqual(self.members("InvalidArgument", get, PartNumber=0, **where),
                         {"ArgumentName": "partNumber", "ArgumentValue": "0"})
        self.assertEqual(self.members("InvalidArgument", s3.list_objects_v2, Bucket=self.bucket,
                                      ContinuationToken=base64.b64encode(b"key").decode()),
                         {"ArgumentName": "continuation-token"})
        self.assertEqual(self.members("InvalidTag", s3.put_object_tagging, Tagging={"TagSet": [
            {"Key": "k", "Value": "1"}, {"Key": "k", "Value": "2"}]}, **where), {"TagKey": "k"})
        self.refused("InvalidBucketOwnerAWSAccountID", get, ExpectedBucketOwner="abc", **where)
        self.refused("AccessDenied", get, ExpectedBucketOwner="999999999999", **where)
        gone = s3.delete_objects(Bucket=self.bucket, Delete={"Objects": [{"Key": "a", "VersionId": FOREIGN_VERSION}]})
        self.assertEqual(gone["Errors"][0]["Code"], "NoSuchVersion")

    def test_requests_that_break_a_rule(self):
        s3, bucket = self.s3, self.bucket
        where = {"Bucket": bucket, "Key": "a"}
        self.refused("KeyTooLongError", self.put, "k" * 1025)
        self.refused("MetadataTooLarge", self.put, "a", Metadata={"m": "x" * 2049})
        self.refused("InvalidStorageClass", self.put, "a", StorageClass="ATTIC")
        self.assertIn(b"InvalidURI", self.send("PUT", "%FF%FE", body=b"x")[1])
        self.put("a")
        tags = [{"Key": str(number), "Value": ""} for number in range(51)]
        self.refused("BadRequest", s3.put_object_tagging, Tagging={"TagSet": tags[:11]}, **where)
        self.refused("BadRequest", s3.put_bucket_tagging, Bucket=bucket, Tagging={"TagSet": tags})
        s3.put_object_tagging(Tagging={"TagSet": tags[:10]}, **where)
        s3.delete_object_tagging(**where)
        self.assertEqual(s3.get_object_tagging(**where)["TagSet"], [])
        self.refused("NotImplemented", s3.delete_object, MFA="serial 123456", **where)
        self.refused("IllegalVersioningConfigurationException", s3.put_bucket_versioning, Bucket=bucket,
                     VersioningConfiguration={})
        make = {"CreateBucketConfiguration": {"LocationConstraint": REGION}}
        self.refused("InvalidBucketAclWithObjectOwnership", s3.create_bucket, Bucket=bucket + "-2", ACL="public-read", **make)
        self.refused("InvalidLocationConstraint", self.client(region="us-east-1").create_bucket, Bucket=bucket + "-2",
                     CreateBucketConfiguration={"LocationConstraint": "us-east-1"})

    def test_policies_name_those_who_exist(self):
        def policy(principal):
            return json.dumps({"Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Principal": {"AWS": principal}, "Action": "s3:GetObject",
                "Resource": f"arn:aws:s3:::{self.bucket}/*"}]})
        name = "reader-" + uuid.uuid4().hex[:8]
        arn = f"arn:aws:iam::{self.server.account}:user/{name}"
        self.refused("MalformedPolicy", self.s3.put_bucket_policy, Bucket=self.bucket, Policy=policy(arn))
        keys = self.server.user(name)
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=policy(arn))
        self.assertEqual(json.loads(self.s3.get_bucket_policy(Bucket=self.bucket)["Policy"]), json.loads(policy(arn)))
        self.put("a")
        self.client(keys).get_object(Bucket=self.bucket, Key="a")
        # Another of the same name is another.
        iam = self.server.client("iam")
        iam.delete_access_key(UserName=name, AccessKeyId=keys["AccessKeyId"])
        iam.delete_user(UserName=name)
        self.refused("AccessDenied", self.client(self.server.user(name)).get_object, Bucket=self.bucket, Key="a")

    def test_configurations_can_be_deleted_that_were_never_put(self):
        for what in ("cors", "lifecycle", "replication", "encryption"):
            answer = getattr(self.s3, "delete_bucket_" + what)(Bucket=self.bucket)
            self.assertEqual(answer["ResponseMetadata"]["HTTPStatusCode"], 204, what)
        self.s3.put_bucket_encryption(Bucket=self.bucket, ServerSideEncryptionConfiguration={
            "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]})
        self.s3.delete_bucket_encryption(Bucket=self.bucket)
        rules = self.s3.get_bucket_encryption(Bucket=self.bucket)["ServerSideEncryptionConfiguration"]["Rules"]
        self.assertEqual(rules[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"], "AES256")

    def test_pages_continue(self):
        for key in ("a", "b/1", "b/2", "c"):
            self.put(key)
        first = self.s3.list_objects_v2(Bucket=self.bucket, MaxKeys=2, Delimiter="/")
        rest = self.s3.list_objects_v2(Bucket=self.bucket, Delimiter="/", ContinuationToken=first["NextContinuationToken"])
        self.assertEqual([item["Key"] for item in rest["Contents"]], ["c"])
        self.assertNotIn("Delimiter", self.s3.list_objects_v2(Bucket=self.bucket, Delimiter=""))
        self.assertNotIn("Delimiter", self.s3.list_objects(Bucket=self.bucket, Delimiter=""))

    def test_encryption_is_not_asked_for_on_reads(self):
        self.put("a")
        encrypted = {"x-amz-server-side-encryption": "AES256"}
        status, body = self.send("GET", "a", encrypted)
        self.assertEqual(status, 400)
        self.assertIn(b"x-amz-server-side-encryption header is not supported for this operation.", body)
        self.assertEqual(self.send("HEAD", "a", encrypted), (400, b""))
        self.assertEqual(self.send("PUT", "a", encrypted, b"x")[0], 200)

    def test_metadata_beyond_ascii(self):
        word = "=?UTF-8?B?" + base64.b64encode("grün".encode()).decode() + "?="
        self.s3.put_object(Bucket=self.bucket, Key="a", Metadata={"colour": word, "plain": "red"})
        self.assertEqual(self.s3.head_object(Bucket=self.bucket, Key="a")["Metadata"], {"colour": word, "plain": "red"})
        self.put("b", Metadata={"colour": "=?UTF-8?Q?red_and_blue?="})
        self.assertEqual(self.s3.head_object(Bucket=self.bucket, Key="b")["Metadata"], {"colour": "red and blue"})

    def test_content_encoding_is_kept(self):
        self.put("a", ContentEncoding="gzip,  br")
        self.assertEqual(self.s3.head_object(Bucket=self.bucket, Key="a")["ContentEncoding"], "gzip,  br")

    def test_dates_and_etags_in_other_forms(self):
        etag = self.put("a")["ETag"]
        modified = self.s3.head_object(Bucket=self.bucket, Key="a")["LastModified"]
        for zone in ("GMT", "+0000", "-0000"):
            date = modified.strftime("%a, %d %b %Y %H:%M:%S ") + zone
            self.assertEqual(self.send("GET", "a", {"If-Modified-Since": date})[0], 304, zone)
        for text in (etag, etag.strip('"'), etag[1:], etag[:-1]):
            self.assertEqual(self.get("a", IfMatch=text), b"content")

    def test_parameters_that_no_header_can_hold(self):
        self.put("a")
        answer = self.s3.get_object(Bucket=self.bucket, Key="a", ResponseContentDisposition='attachment; filename="a"')
        self.assertEqual(answer["ContentDisposition"], 'attachment; filename="a"')
        self.assertEqual(self.members("InvalidArgument", self.s3.get_object, Bucket=self.bucket, Key="a",
                                      ResponseContentLanguage="文"),
                         {"ArgumentName": "response-content-language", "ArgumentValue": "文"})

    def test_composite_checksums(self):
        upload = self.s3.create_multipart_upload(Bucket=self.bucket, Key="a", ChecksumAlgorithm="SHA256")["UploadId"]
        part = self.s3.upload_part(Bucket=self.bucket, Key="a", UploadId=upload, PartNumber=1, Body=b"x",
                                   ChecksumAlgorithm="SHA256")
        self.s3.complete_multipart_upload(Bucket=self.bucket, Key="a", UploadId=upload, MultipartUpload={"Parts": [
            {"PartNumber": 1, "ETag": part["ETag"], "ChecksumSHA256": part["ChecksumSHA256"]}]})
        raw = hashlib.sha256(b"x").digest()
        composite = base64.b64encode(hashlib.sha256(raw).digest()).decode()
        head = self.s3.head_object(Bucket=self.bucket, Key="a", ChecksumMode="ENABLED")
        self.assertEqual((head["ChecksumSHA256"], head["ChecksumType"]), (composite + "-1", "COMPOSITE"))
        shown = self.s3.get_object_attributes(Bucket=self.bucket, Key="a", ObjectAttributes=["Checksum", "ObjectParts"])
        self.assertEqual(shown["Checksum"], {"ChecksumSHA256": composite, "ChecksumType": "COMPOSITE"})
        by_part = self.s3.head_object(Bucket=self.bucket, Key="a", ChecksumMode="ENABLED", PartNumber=1)
        self.assertEqual(by_part["ChecksumSHA256"], base64.b64encode(raw).decode())
        self.refused("InvalidRequest", self.s3.create_multipart_upload, Bucket=self.bucket, Key="b",
                     ChecksumType="COMPOSITE")

    def test_control_characters(self):
        body = b"<Delete><Object><Key>a&#x1;b</Key></Object></Delete>"
        digest = base64.b64encode(hashlib.md5(body).digest()).decode()
        status, answer = self.send("POST", headers={"content-md5": digest}, body=body, query="?delete=")
        self.assertEqual(status, 400)
        self.assertIn(b"MalformedXML", answer)
        # boto3 asks for encoded keys, so it can tell them apart.
        self.put("a\x01b")
        self.assertEqual([item["Key"] for item in self.s3.list_objects_v2(Bucket=self.bucket)["Contents"]], ["a\x01b"])

    def test_configurations_that_are_absent_can_be_deleted(self):
        for call in (self.s3.delete_bucket_cors, self.s3.delete_bucket_lifecycle, self.s3.delete_bucket_replication,
                     self.s3.delete_bucket_encryption):
            self.assertEqual(call(Bucket=self.bucket)["ResponseMetadata"]["HTTPStatusCode"], 204)
        rule = self.s3.get_bucket_encryption(Bucket=self.bucket)["ServerSideEncryptionConfiguration"]["Rules"][0]
        self.assertEqual(rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"], "AES256")

    def test_tags_of_an_object_come_off(self):
        self.s3.put_object(Bucket=self.bucket, Key="k", Body=b"v", Tagging="a=1")
        answer = self.s3.delete_object_tagging(Bucket=self.bucket, Key="k")
        self.assertEqual(answer["ResponseMetadata"]["HTTPStatusCode"], 204)
        self.assertEqual(self.s3.get_object_tagging(Bucket=self.bucket, Key="k")["TagSet"], [])


if __name__ == "__main__":
    unittest.main()
