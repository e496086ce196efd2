import base64
import concurrent.futures
import datetime
import hashlib
import io
import json
import os
import unittest
import urllib.error
import urllib.request
import zlib

import boto3.s3.transfer
from botocore.exceptions import ClientError

from harness import REGION, allow, shared_server
from s3_harness import S3Case

MIB = 1024 * 1024


class Buckets(S3Case):
    def test_life(self):
        head = self.s3.head_bucket(Bucket=self.bucket)
        self.assertEqual(head["BucketRegion"], REGION)
        self.assertIn(self.bucket, [bucket["Name"] for bucket in self.s3.list_buckets()["Buckets"]])
        self.assertEqual(self.s3.get_bucket_location(Bucket=self.bucket)["LocationConstraint"], REGION)
        self.put("a")
        self.refused("BucketNotEmpty", self.s3.delete_bucket, Bucket=self.bucket)
        self.s3.delete_object(Bucket=self.bucket, Key="a")
        self.s3.delete_bucket(Bucket=self.bucket)
        self.refused("404", self.s3.head_bucket, Bucket=self.bucket)
        self.refused("NoSuchBucket", self.s3.list_objects_v2, Bucket=self.bucket)

    def test_creation_rules(self):
        self.refused("BucketAlreadyOwnedByYou", self.s3.create_bucket, Bucket=self.bucket,
                     CreateBucketConfiguration={"LocationConstraint": REGION})
        self.refused("IllegalLocationConstraintException", self.s3.create_bucket, Bucket="s3-no-constraint")
        self.refused("IllegalLocationConstraintException", self.s3.create_bucket, Bucket="s3-other-constraint",
                     CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        self.refused("InvalidBucketName", self.s3.create_bucket, Bucket="s3-Upper",
                     CreateBucketConfiguration={"LocationConstraint": REGION})
        first = self.client(region="us-east-1")
        first.create_bucket(Bucket="s3-first-region")
        first.create_bucket(Bucket="s3-first-region")  # there it is no error
        self.assertIsNone(first.get_bucket_location(Bucket="s3-first-region").get("LocationConstraint"))

    def test_other_region_is_followed(self):
        # The wrong region is refused with the right one, and boto3 signs anew.
        self.assertEqual(self.client(region="eu-west-1").list_objects_v2(Bucket=self.bucket)["KeyCount"], 0)

    def test_what_is_not_configured(self):
        for code, call in [("NoSuchBucketPolicy", self.s3.get_bucket_policy),
                           ("NoSuchCORSConfiguration", self.s3.get_bucket_cors),
                           ("NoSuchWebsiteConfiguration", self.s3.get_bucket_website),
                           ("NoSuchLifecycleConfiguration", self.s3.get_bucket_lifecycle_configuration),
                           ("ReplicationConfigurationNotFoundError", self.s3.get_bucket_replication),
                           ("ObjectLockConfigurationNotFoundError", self.s3.get_object_lock_configuration),
                           ("NoSuchTagSet", self.s3.get_bucket_tagging)]:
            response = self.refused(code, call, Bucket=self.bucket)
            self.assertEqual(response["ResponseMetadata"]["HTTPStatusCode"], 404)
        self.assertNotIn("Status", self.s3.get_bucket_versioning(Bucket=self.bucket))
        self.assertNotIn("LoggingEnabled", self.s3.get_bucket_logging(Bucket=self.bucket))
        self.assertNotIn("Status", self.s3.get_bucket_accelerate_configuration(Bucket=self.bucket))
        self.assertNotIn("TopicConfigurations", self.s3.get_bucket_notification_configuration(Bucket=self.bucket))
        self.assertEqual(self.s3.get_bucket_request_payment(Bucket=self.bucket)["Payer"], "BucketOwner")
        acl = self.s3.get_bucket_acl(Bucket=self.bucket)
        self.assertEqual(acl["Grants"][0]["Grantee"], {"ID": acl["Owner"]["ID"], "Type": "CanonicalUser"})
        rule = self.s3.get_bucket_encryption(Bucket=self.bucket)["ServerSideEncryptionConfiguration"]["Rules"][0]
        self.assertEqual(rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"], "AES256")

    def test_configurations(self):
        s3, bucket = self.s3, self.bucket
        s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": [{"Key": "team", "Value": "a & b"}]})
        self.assertEqual(s3.get_bucket_tagging(Bucket=bucket)["TagSet"], [{"Key": "team", "Value": "a & b"}])
        control = self.server.client("s3control", inject_host_prefix=False)
        arn, account = f"arn:aws:s3:::{bucket}", self.server.account
        control.tag_resource(AccountId=account, ResourceArn=arn, Tags=[{"Key": "stage", "Value": "test"}])
        control.untag_resource(AccountId=account, ResourceArn=arn, TagKeys=["team"])
        self.assertEqual(control.list_tags_for_resource(AccountId=account, ResourceArn=arn)["Tags"],
                         [{"Key": "stage", "Value": "test"}])
        s3.delete_bucket_tagging(Bucket=bucket)
        self.assertEqual(control.list_tags_for_resource(AccountId=account, ResourceArn=arn)["Tags"], [])

        self.assertTrue(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]["BlockPublicAcls"])
        s3.delete_public_access_block(Bucket=bucket)
        self.refused("NoSuchPublicAccessBlockConfiguration", s3.get_public_access_block, Bucket=bucket)
        s3.delete_bucket_ownership_controls(Bucket=bucket)
        self.refused("OwnershipControlsNotFoundError", s3.get_bucket_ownership_controls, Bucket=bucket)
        self.refused("NotImplemented", s3.put_bucket_ownership_controls, Bucket=bucket,
                     OwnershipControls={"Rules": [{"ObjectOwnership": "ObjectWriter"}]})
        s3.put_bucket_ownership_controls(Bucket=bucket,
                                         OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]})
        website = {"IndexDocument": {"Suffix": "index.html"}, "ErrorDocument": {"Key": "error.html"},
                   "RoutingRules": [{"Condition": {"KeyPrefixEquals": "old/"}, "Redirect": {"ReplaceKeyPrefixWith": "new/"}}]}
        s3.put_bucket_website(Bucket=bucket, WebsiteConfiguration=website)
        answer = s3.get_bucket_website(Bucket=bucket)
        answer.pop("ResponseMetadata")
        self.assertEqual(answer, website)
        s3.delete_bucket_website(Bucket=bucket)
        with_wrong_md5 = {"Bucket": bucket, "Tagging": {"TagSet": []}, "ContentMD5": base64.b64encode(b"0" * 16).decode()}
        self.refused("BadDigest", s3.put_bucket_tagging, **with_wrong_md5)
        self.refused("NoSuchWebsiteConfiguration", s3.get_bucket_website, Bucket=bucket)
        self.refused("NotImplemented", s3.put_bucket_lifecycle_configuration, Bucket=bucket,
                     LifecycleConfiguration={"Rules": [{"Status": "Enabled", "Prefix": "", "Expiration": {"Days": 1}}]})
        self.refused("AccessControlListNotSupported", self.put, "a", ACL="public-read")


class Objects(S3Case):
    def test_headers_and_metadata(self):
        self.put("dir/a b+ü.txt", b"hello", ContentType="text/plain", CacheControl="max-age=60", Metadata={"colour": "red"},
                 ContentDisposition="attachment", ContentLanguage="de", Tagging="k=v&x=y")
        head = self.s3.head_object(Bucket=self.bucket, Key="dir/a b+ü.txt")
        self.assertEqual((head["ContentType"], head["CacheControl"], head["ContentLength"]), ("text/plain", "max-age=60", 5))
        self.assertEqual(head["Metadata"], {"colour": "red"})
        self.assertEqual(head["ETag"], f'"{hashlib.md5(b"hello").hexdigest()}"')
        self.assertEqual(head["ServerSideEncryption"], "AES256")
        self.assertNotIn("VersionId", head)
        answer = self.s3.get_object(Bucket=self.bucket, Key="dir/a b+ü.txt", ResponseContentType="text/html")
        self.assertEqual((answer["ContentType"], answer["TagCount"]), ("text/html", 2))
        self.assertEqual(answer["Body"].read(), b"hello")
        self.refused("404", self.s3.head_object, Bucket=self.bucket, Key="none")
        self.refused("NoSuchKey", self.s3.get_object, Bucket=self.bucket, Key="none")
        self.s3.put_object_tagging(Bucket=self.bucket, Key="dir/a b+ü.txt", Tagging={"TagSet": [{"Key": "n", "Value": "1"}]})
        self.assertEqual(self.s3.get_object_tagging(Bucket=self.bucket, Key="dir/a b+ü.txt")["TagSet"], [{"Key": "n", "Value": "1"}])

    def test_empty_and_ranges(self):
        self.put("empty", b"")
        self.assertEqual(self.get("empty"), b"")
        body = os.urandom(300_000)
        self.put("big", body)
        answer = self.s3.get_object(Bucket=self.bucket, Key="big", Range="bytes=65530-65545")
        self.assertEqual(answer["ResponseMetadata"]["HTTPStatusCode"], 206)
        self.assertEqual(answer["ContentRange"], "bytes 65530-65545/300000")
        self.assertEqual(answer["Body"].read(), body[65530:65546])
        self.assertEqual(self.get("big", Range="bytes=-10"), body[-10:])
        self.refused("InvalidRange", self.s3.get_object, Bucket=self.bucket, Key="big", Range="bytes=300000-")

    def test_checksums(self):
        for algorithm in ("CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"):
            if algorithm in ("CRC32C", "CRC64NVME"):
                continue  # boto3 needs its C library for them
            self.put(algorithm, b"checked", ChecksumAlgorithm=algorithm)
            answer = self.s3.get_object(Bucket=self.bucket, Key=algorithm, ChecksumMode="ENABLED")
            self.assertIn(f"Checksum{algorithm}", answer)
            self.assertEqual(answer["Body"].read(), b"checked")
        given = base64.b64encode(zlib.crc32(b"checked").to_bytes(4, "big")).decode()
        self.assertEqual(self.put("given", b"checked", ChecksumCRC32=given)["ChecksumCRC32"], given)
        self.refused("BadDigest", self.put, "wrong", b"other", ChecksumCRC32=given)
        self.refused("BadDigest", self.put, "wrong", b"other", ContentMD5=base64.b64encode(hashlib.md5(b"x").digest()).decode())
        attributes = self.s3.get_object_attributes(Bucket=self.bucket, Key="given",
                                                   ObjectAttributes=["ETag", "Checksum", "ObjectSize", "StorageClass"])
        self.assertEqual(attributes["Checksum"]["ChecksumCRC32"], given)
        self.assertEqual(attributes["ObjectSize"], 7)

    def test_conditions(self):
        etag = self.put("a", b"one")["ETag"]
        self.refused("304", self.s3.get_object, Bucket=self.bucket, Key="a", IfNoneMatch=etag)
        self.refused("PreconditionFailed", self.s3.get_object, Bucket=self.bucket, Key="a", IfMatch='"0"')
        modified = self.s3.head_object(Bucket=self.bucket, Key="a")["LastModified"]
        self.refused("304", self.s3.get_object, Bucket=self.bucket, Key="a", IfModifiedSince=modified)
        # A date yet to come is no condition.
        self.assertEqual(self.get("a", IfModifiedSince=modified + datetime.timedelta(hours=1)), b"one")
        self.refused("PreconditionFailed", self.put, "a", IfNoneMatch="*")
        self.refused("PreconditionFailed", self.put, "a", IfMatch='"0"')
        self.put("a", b"two", IfMatch=etag)
        self.refused("NoSuchKey", self.put, "none", IfMatch=etag)

    def test_only_one_creator(self):
        def create(number):
            try:
                self.put("lock", str(number).encode(), IfNoneMatch="*")
                return number
            except ClientError as error:
                self.assertIn(error.response["Error"]["Code"], ("PreconditionFailed", "ConditionalRequestConflict"))
                return None
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            winners = [number for number in pool.map(create, range(48)) if number is not None]
        self.assertEqual(len(winners), 1)
        self.assertEqual(self.get("lock"), str(winners[0]).encode())

    def test_copies(self):
        self.put("a", b"one", ContentType="text/plain", Metadata={"m": "1"})
        self.s3.copy_object(Bucket=self.bucket, Key="b", CopySource={"Bucket": self.bucket, "Key": "a"})
        head = self.s3.head_object(Bucket=self.bucket, Key="b")
        self.assertEqual((head["ContentType"], head["Metadata"]), ("text/plain", {"m": "1"}))
        self.refused("InvalidRequest", self.s3.copy_object, Bucket=self.bucket, Key="a",
                     CopySource={"Bucket": self.bucket, "Key": "a"})
        self.refused("NoSuchKey", self.s3.copy_object, Bucket=self.bucket, Key="c",
                     CopySource={"Bucket": self.bucket, "Key": "none"})

    def test_versions(self):
        self.put("a", b"zero")
        self.versioned()
        first = self.put("a", b"one")["VersionId"]
        second = self.put("a", b"two")["VersionId"]
        marker = self.s3.delete_object(Bucket=self.bucket, Key="a")
        self.assertTrue(marker["DeleteMarker"])
        response = self.refused("NoSuchKey", self.s3.get_object, Bucket=self.bucket, Key="a")
        self.assertEqual(response["ResponseMetadata"]["HTTPHeaders"]["x-amz-delete-marker"], "true")
        self.assertEqual(self.get("a", VersionId=first), b"one")
        self.assertEqual(self.get("a", VersionId="null"), b"zero")
        self.refused("MethodNotAllowed", self.s3.get_object, Bucket=self.bucket, Key="a", VersionId=marker["VersionId"])
        listed = self.s3.list_object_versions(Bucket=self.bucket)
        self.assertEqual([version["VersionId"] for version in listed["Versions"]], [second, first, "null"])
        self.assertTrue(listed["DeleteMarkers"][0]["IsLatest"])
        self.s3.delete_object(Bucket=self.bucket, Key="a", VersionId=marker["VersionId"])
        self.assertEqual(self.get("a"), b"two")
        bodies = [{"Key": "a", "VersionId": version} for version in (first, second, "null")]
        self.assertEqual(len(self.s3.delete_objects(Bucket=self.bucket, Delete={"Objects": bodies})["Deleted"]), 3)
        self.s3.delete_bucket(Bucket=self.bucket)


class Listings(S3Case):
    def test_2500_keys(self):
        keys = [f"{number % 25:02}/{number:04}" for number in range(2500)]
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda key: self.put(key, b""), keys))
        pages = list(self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket))
        self.assertEqual([len(page["Contents"]) for page in pages], [1000, 1000, 500])
        self.assertEqual([item["Key"] for page in pages for item in page["Contents"]], sorted(keys))
        rolled = self.s3.list_objects_v2(Bucket=self.bucket, Delimiter="/")
        self.assertEqual([item["Prefix"] for item in rolled["CommonPrefixes"]], [f"{number:02}/" for number in range(25)])
        self.assertNotIn("Contents", rolled)
        pages = self.s3.get_paginator("list_objects").paginate(Bucket=self.bucket, Delimiter="/", PaginationConfig={"PageSize": 10})
        self.assertEqual(sum(len(page["CommonPrefixes"]) for page in pages), 25)
        versions = self.s3.get_paginator("list_object_versions").paginate(Bucket=self.bucket, PaginationConfig={"PageSize": 999})
        self.assertEqual(sum(len(page["Versions"]) for page in versions), 2500)
        for start in range(0, 2500, 1000):
            batch = [{"Key": key} for key in keys[start:start + 1000]]
            self.assertNotIn("Errors", self.s3.delete_objects(Bucket=self.bucket, Delete={"Objects": batch, "Quiet": True}))
        self.s3.delete_bucket(Bucket=self.bucket)


class Uploads(S3Case):
    def test_multipart(self):
        body = os.urandom(11 * MIB + 17)
        config = boto3.s3.transfer.TransferConfig(multipart_threshold=5 * MIB, multipart_chunksize=5 * MIB)
        self.s3.upload_fileobj(io.BytesIO(body), self.bucket, "big", Config=config)
        head = self.s3.head_object(Bucket=self.bucket, Key="big")
        md5s = b"".join(hashlib.md5(body[start:start + 5 * MIB]).digest() for start in range(0, len(body), 5 * MIB))
        self.assertEqual(head["ETag"], f'"{hashlib.md5(md5s).hexdigest()}-3"')
        self.assertEqual(self.get("big"), body)
        self.assertEqual(self.get("big", PartNumber=3), body[10 * MIB:])
        self.assertEqual(self.get("big", Range=f"bytes={5 * MIB - 3}-{5 * MIB + 3}"), body[5 * MIB - 3:5 * MIB + 4])
        self.s3.copy({"Bucket": self.bucket, "Key": "big"}, self.bucket, "copy", Config=config)
        self.assertEqual(self.get("copy"), body)

    def test_steps(self):
        begun = self.s3.create_multipart_upload(Bucket=self.bucket, Key="a", ChecksumAlgorithm="SHA256")
        where = {"Bucket": self.bucket, "Key": "a", "UploadId": begun["UploadId"]}
        parts = []
        for number, body in ((1, b"x" * 5 * MIB), (2, b"y")):
            answer = self.s3.upload_part(PartNumber=number, Body=body, ChecksumAlgorithm="SHA256", **where)
            parts.append({"PartNumber": number, "ETag": answer["ETag"], "ChecksumSHA256": answer["ChecksumSHA256"]})
        self.assertEqual(len(self.s3.list_parts(**where)["Parts"]), 2)
        self.assertEqual(self.s3.list_multipart_uploads(Bucket=self.bucket)["Uploads"][0]["UploadId"], begun["UploadId"])
        self.refused("InvalidPartOrder", self.s3.complete_multipart_upload, MultipartUpload={"Parts": parts[::-1]}, **where)
        done = self.s3.complete_multipart_upload(MultipartUpload={"Parts": parts}, **where)
        self.assertTrue(done["ChecksumSHA256"].endswith("-2"))
        self.refused("NoSuchUpload", self.s3.abort_multipart_upload, **where)

    def test_200_mib_in_bounded_memory(self):
        def resident():
            with open(f"/proc/{self.server.process.pid}/status") as status:
                return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) // 1024

        class Zeros(io.RawIOBase):
            left = 200 * MIB

            def readable(self):
                return True

            def readinto(self, into):
                count = min(len(into), self.left)
                into[:count] = b"\0" * count
                self.left -= count
                return count
        before = resident()
        config = boto3.s3.transfer.TransferConfig(multipart_threshold=500 * MIB, max_concurrency=1)
        path = self.server.home / "zeros"
        with open(path, "wb") as file:
            file.truncate(200 * MIB)
        self.s3.upload_file(str(path), self.bucket, "zeros", Config=config)
        path.unlink()
        size = 0
        for piece in self.s3.get_object(Bucket=self.bucket, Key="zeros")["Body"].iter_chunks(MIB):
            size += len(piece)
        self.assertEqual(size, 200 * MIB)
        self.assertLess(resident() - before, 64)


class Permissions(S3Case):
    def test_identity_policies(self):
        objects = f"arn:aws:s3:::{self.bucket}/open/*"
        reader = self.client(self.server.user("s3-reader", allow("s3:GetObject", resource=objects)))
        self.put("open/a", b"yes")
        self.put("closed/a", b"no")
        self.assertEqual(reader.get_object(Bucket=self.bucket, Key="open/a")["Body"].read(), b"yes")
        self.refused("AccessDenied", reader.get_object, Bucket=self.bucket, Key="closed/a")
        response = self.refused("AccessDenied", reader.get_object, Bucket=self.bucket, Key="open/none")
        self.assertIn("s3:ListBucket", response["Error"]["Message"])
        self.refused("AccessDenied", reader.put_object, Bucket=self.bucket, Key="open/b", Body=b"")
        self.refused("403", reader.head_object, Bucket=self.bucket, Key="closed/a")
        lister = self.client(self.server.user("s3-lister", allow(
            "s3:ListBucket", resource=f"arn:aws:s3:::{self.bucket}", Condition={"StringLike": {"s3:prefix": "open/*"}})))
        self.assertEqual(lister.list_objects_v2(Bucket=self.bucket, Prefix="open/")["KeyCount"], 1)
        self.refused("AccessDenied", lister.list_objects_v2, Bucket=self.bucket)
        deleter = self.client(self.server.user("s3-deleter", allow("s3:DeleteObject", resource=objects)))
        answer = deleter.delete_objects(Bucket=self.bucket, Delete={"Objects": [{"Key": "open/a"}, {"Key": "closed/a"}]})
        self.assertEqual([item["Key"] for item in answer["Deleted"]], ["open/a"])
        self.assertEqual([(item["Key"], item["Code"]) for item in answer["Errors"]], [("closed/a", "AccessDenied")])

    def test_bucket_policies(self):
        self.put("a")
        arn = f"arn:aws:s3:::{self.bucket}/*"
        user = self.server.user("s3-named")
        named = self.client(user)
        self.refused("AccessDenied", named.get_object, Bucket=self.bucket, Key="a")
        principal = {"AWS": f"arn:aws:iam::{self.server.account}:user/s3-named"}
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=json.dumps(allow("s3:GetObject", resource=arn, Principal=principal)))
        named.get_object(Bucket=self.bucket, Key="a")
        deny = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": arn}]}
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=json.dumps(deny))
        self.refused("AccessDenied", self.s3.get_object, Bucket=self.bucket, Key="a")
        self.s3.delete_bucket_policy(Bucket=self.bucket)
        self.get("a")
        self.refused("MalformedPolicy", self.s3.put_bucket_policy, Bucket=self.bucket, Policy="{}")
        self.refused("MalformedPolicy", self.s3.put_bucket_policy, Bucket=self.bucket, Policy=json.dumps(
            allow("s3:GetObject", resource="arn:aws:s3:::another/*", Principal="*")))

    def test_the_public(self):
        self.put("a", b"for all")
        self.assertEqual(self.server.get(f"/{self.bucket}/a")[0], 403)
        public = json.dumps(allow("s3:GetObject", resource=f"arn:aws:s3:::{self.bucket}/*", Principal="*"))
        self.refused("AccessDenied", self.s3.put_bucket_policy, Bucket=self.bucket, Policy=public)
        self.open_to_public("s3:GetObject")
        self.assertTrue(self.s3.get_bucket_policy_status(Bucket=self.bucket)["PolicyStatus"]["IsPublic"])
        status, headers, body = self.server.get(f"/{self.bucket}/a")
        self.assertEqual((status, body), (200, b"for all"))
        self.assertEqual(self.server.get(f"/{self.bucket}/none")[0], 403)
        self.s3.put_public_access_block(Bucket=self.bucket, PublicAccessBlockConfiguration={"RestrictPublicBuckets": True})
        self.assertEqual(self.server.get(f"/{self.bucket}/a")[0], 403)
        self.get("a")

    def test_presigned(self):
        url = self.s3.generate_presigned_url("put_object", {"Bucket": self.bucket, "Key": "a b"}, ExpiresIn=60)
        context = self.server.tls_context()
        urllib.request.urlopen(urllib.request.Request(url, b"by link", method="PUT"), context=context)
        url = self.s3.generate_presigned_url("get_object", {"Bucket": self.bucket, "Key": "a b"}, ExpiresIn=60)
        self.assertEqual(urllib.request.urlopen(url, context=context).read(), b"by link")
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(url.replace("a%20b", "other"), context=context)
        self.assertEqual(caught.exception.code, 403)


class KmsEncryption(S3Case):
    def test_envelope(self):
        kms = self.server.client("kms")
        key = kms.create_key()["KeyMetadata"]["Arn"]
        answer = self.put("a", b"sealed", ServerSideEncryption="aws:kms", SSEKMSKeyId=key)
        self.assertEqual((answer["ServerSideEncryption"], answer["SSEKMSKeyId"]), ("aws:kms", key))
        self.assertEqual(self.get("a"), b"sealed")
        reader = self.client(self.server.user("s3-no-kms", allow("s3:*")))
        self.refused("AccessDenied", reader.get_object, Bucket=self.bucket, Key="a")
        self.refused("AccessDenied", reader.put_object, Bucket=self.bucket, Key="b", Body=b"",
                     ServerSideEncryption="aws:kms", SSEKMSKeyId=key)
        via = self.client(self.server.user("s3-via", allow("s3:*"), allow(
            "kms:Decrypt", resource=key, Condition={"StringEquals": {"kms:ViaService": f"s3.{REGION}.amazonaws.com"}})))
        self.assertEqual(via.get_object(Bucket=self.bucket, Key="a")["Body"].read(), b"sealed")
        kms.disable_key(KeyId=key)
        self.refused("KMS.DisabledException", self.s3.get_object, Bucket=self.bucket, Key="a")

    def test_bucket_default(self):
        key = self.server.client("kms").create_key()["KeyMetadata"]["Arn"]
        self.s3.put_bucket_encryption(Bucket=self.bucket, ServerSideEncryptionConfiguration={"Rules": [{
            "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}, "BucketKeyEnabled": True}]})
        answer = self.put("a", b"x" * 100_000)
        self.assertEqual(answer["SSEKMSKeyId"], key)
        self.assertTrue(answer["BucketKeyEnabled"])
        self.assertEqual(len(self.get("a")), 100_000)
        body = os.urandom(6 * MIB)
        config = boto3.s3.transfer.TransferConfig(multipart_threshold=5 * MIB, multipart_chunksize=5 * MIB)
        self.s3.upload_fileobj(io.BytesIO(body), self.bucket, "big", Config=config)
        self.assertEqual(self.get("big"), body)
        self.s3.put_bucket_encryption(Bucket=self.bucket, ServerSideEncryptionConfiguration={"Rules": [{
            "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]})
        self.assertIn(":key/", self.put("b", b"own key")["SSEKMSKeyId"])
        self.refused("NotImplemented", self.put, "c", SSECustomerAlgorithm="AES256", SSECustomerKey="k" * 32)


if __name__ == "__main__":
    unittest.main()
