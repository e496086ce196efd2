"""Signatures as S3's clients make them: presigned, streamed in chunks, with trailers; and what is refused."""
import base64
import datetime
import hashlib
import hmac
import http.client
import json
import unittest
import urllib.error
import urllib.parse
import urllib.request
import zlib

import botocore.auth
import botocore.awsrequest
import botocore.credentials
from botocore.exceptions import ClientError

from harness import REGION, allow, shared_server

BUCKET = "signatures-bucket"


class Signatures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = shared_server()
        cls.s3 = cls.server.client("s3", s3={"addressing_style": "path"})
        cls.s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})

    def fetch(self, url, method="GET", data=None, headers=None):
        """(status, body)"""
        request = urllib.request.Request(url, method=method, data=data, headers=headers or {})
        try:
            with urllib.request.urlopen(request, context=self.server.tls_context()) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def signed(self, method, path, body, payload_hash, headers=None, when=None):
        """Sends a request signed by header; (status, body). `body` is what goes over the wire."""
        when = when or datetime.datetime.now(datetime.timezone.utc)
        time = when.strftime("%Y%m%dT%H%M%SZ")
        scope = f"{time[:8]}/{REGION}/s3/aws4_request"
        headers = {"host": f"localhost:{self.server.port}", "x-amz-content-sha256": payload_hash, "x-amz-date": time,
                   **(headers or {})}
        names = sorted(headers)
        canonical = "\n".join([method, path, "", *(f"{name}:{headers[name]}" for name in names), "", ";".join(names),
                               payload_hash])
        to_sign = "\n".join(["AWS4-HMAC-SHA256", time, scope, hashlib.sha256(canonical.encode()).hexdigest()])
        key = self.signing_key(time[:8])
        signature = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
        headers["authorization"] = (f"AWS4-HMAC-SHA256 Credential={self.server.access_key_id}/{scope}, "
                                    f"SignedHeaders={';'.join(names)}, Signature={signature}")
        if callable(body):
            body = body(key, time, scope, signature)
        connection = http.client.HTTPSConnection("localhost", self.server.port, context=self.server.tls_context())
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        out = answer.status, answer.read()
        connection.close()
        return out

    def signing_key(self, date):
        key = ("AWS4" + self.server.secret_access_key).encode()
        for part in (date, REGION, "s3", "aws4_request"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        return key

    @staticmethod
    def chunks(content, size=65536, forge=False):
        """An aws-chunked body, signed chunk by chunk."""
        def made(key, time, scope, previous):
            out = b""
            empty = hashlib.sha256(b"").hexdigest()
            for start in [*range(0, len(content), size), len(content)]:
                piece = content[start:start + size]
                to_sign = "\n".join(["AWS4-HMAC-SHA256-PAYLOAD", time, scope, previous, empty,
                                     hashlib.sha256(piece).hexdigest()])
                previous = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
                if forge and start:
                    piece = bytes(len(piece))
                out += f"{len(piece):x};chunk-signature={previous}\r\n".encode() + piece + (b"\r\n" if piece else b"")
            return out + b"\r\n"
        return made

    def code(self, answer):
        text = answer[1].decode()
        return answer[0], text.partition("<Code>")[2].partition("</Code>")[0]

    def test_presigned_get_and_put(self):
        put = self.s3.generate_presigned_url("put_object", Params={"Bucket": BUCKET, "Key": "presigned/ä b+c"},
                                             ExpiresIn=60)
        self.assertEqual(self.fetch(put, "PUT", b"by anyone")[0], 200)
        get = self.s3.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "presigned/ä b+c"},
                                             ExpiresIn=60)
        self.assertEqual(self.fetch(get), (200, b"by anyone"))
        self.assertEqual(self.code(self.fetch(get.replace("presigned/", "presigned2/"))),
                         (403, "SignatureDoesNotMatch"))
        self.assertEqual(self.code(self.fetch(get, "DELETE")), (403, "SignatureDoesNotMatch"))
        self.assertEqual(self.code(self.fetch(get.replace("X-Amz-Expires=60", "X-Amz-Expires=6000"))),
                         (403, "SignatureDoesNotMatch"))
        self.assertEqual(self.code(self.fetch(get, headers={"x-amz-acl": "public-read"})), (403, "AccessDenied"))

    def test_presigned_ends(self):
        url = f"{self.server.endpoint}/{BUCKET}/x"
        request = botocore.awsrequest.AWSRequest("GET", url)
        credentials = botocore.credentials.Credentials(self.server.access_key_id, self.server.secret_access_key)
        botocore.auth.S3SigV4QueryAuth(credentials, "s3", REGION, expires=1).add_auth(request)
        query = urllib.parse.urlsplit(request.url).query
        old = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=30)).strftime("%Y%m%dT%H%M%SZ")
        date = urllib.parse.parse_qs(query)["X-Amz-Date"][0]
        answer = self.fetch(f"{url}?{query.replace(date, old)}")
        self.assertEqual(self.code(answer), (403, "AccessDenied"))
        self.assertIn(b"Request has expired", answer[1])
        too_long = query.replace("X-Amz-Expires=1&", "X-Amz-Expires=604801&")
        self.assertEqual(self.code(self.fetch(f"{url}?{too_long}")), (400, "AuthorizationQueryParametersError"))

    def presigned(self, method, path):
        """A URL signed as by SDKs that put headers into the query."""
        request = botocore.awsrequest.AWSRequest(method, self.server.endpoint + path)
        credentials = botocore.credentials.Credentials(self.server.access_key_id, self.server.secret_access_key)
        botocore.auth.S3SigV4QueryAuth(credentials, "s3", REGION, expires=60).add_auth(request)
        return request.url

    def test_headers_in_the_presigned_query_count(self):
        url = self.presigned("PUT", f"/{BUCKET}/hoisted?x-amz-meta-colour=blue&x-amz-storage-class=STANDARD_IA"
                                    "&x-amz-tagging=team%3Dred&x-amz-checksum-crc32=NhCmhg%3D%3D")
        self.assertEqual(self.fetch(url, "PUT", b"hello")[0], 200)
        head = self.s3.head_object(Bucket=BUCKET, Key="hoisted", ChecksumMode="ENABLED")
        self.assertEqual((head["Metadata"], head["StorageClass"], head["ChecksumCRC32"]),
                         ({"colour": "blue"}, "STANDARD_IA", "NhCmhg=="))
        tags = self.s3.get_object_tagging(Bucket=BUCKET, Key="hoisted")["TagSet"]
        self.assertEqual(tags, [{"Key": "team", "Value": "red"}])
        self.assertIn(b"BadDigest", self.fetch(url, "PUT", b"other")[1])
        self.assertIn(b"InvalidRequest", self.fetch(url, "PUT", b"hello", {"x-amz-meta-colour": "red"})[1])
        refused = self.presigned("PUT", f"/{BUCKET}/hoisted?x-amz-acl=public-read")
        self.assertIn(b"AccessControlListNotSupported", self.fetch(refused, "PUT", b"hello")[1])
        # A copy, whose telling header is in the query, is not an empty put.
        copy = self.presigned("PUT", f"/{BUCKET}/copied?x-amz-copy-source={BUCKET}/hoisted")
        self.assertIn(b"CopyObjectResult", self.fetch(copy, "PUT")[1])
        self.assertEqual(self.s3.get_object(Bucket=BUCKET, Key="copied")["Body"].read(), b"hello")

    def test_version_2_is_told_its_remedy(self):
        url = self.server.client("s3", signature_version="s3").generate_presigned_url(
            "get_object", Params={"Bucket": BUCKET, "Key": "x"})
        status, body = self.fetch(url)
        self.assertEqual(status, 400)
        self.assertIn(b"s3v4", body)

    def test_temporary_credentials_presign_too(self):
        token = self.server.client("sts").get_session_token()["Credentials"]
        s3 = self.server.client("s3", token, s3={"addressing_style": "path"})
        s3.put_object(Bucket=BUCKET, Key="by-session", Body=b"x")
        url = s3.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "by-session"})
        self.assertEqual(self.fetch(url), (200, b"x"))
        other = url.replace("X-Amz-Security-Token=", "X-Amz-Security-Token=A")
        self.assertEqual(self.code(self.fetch(other)), (400, "InvalidToken"))

    def test_trailers_of_each_algorithm(self):
        content = bytes(range(256)) * 5000
        for algorithm in ("CRC32", "SHA1", "SHA256"):
            key = f"trailer-{algorithm}"
            self.s3.put_object(Bucket=BUCKET, Key=key, Body=content, ChecksumAlgorithm=algorithm)
            self.assertEqual(self.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read(), content)

    def test_signed_chunks(self):
        content = bytes(range(256)) * 1000
        more = {"x-amz-decoded-content-length": str(len(content)), "content-encoding": "aws-chunked"}
        put = lambda body: self.signed("PUT", f"/{BUCKET}/chunks", body, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", more)
        self.assertEqual(put(self.chunks(content))[0], 200)
        self.assertEqual(self.s3.get_object(Bucket=BUCKET, Key="chunks")["Body"].read(), content)
        self.assertEqual(self.code(put(self.chunks(content, forge=True))), (403, "SignatureDoesNotMatch"))
        self.assertEqual(self.code(put(self.chunks(content, size=4096))), (403, "InvalidChunkSizeError"))
        self.assertEqual(self.code(put(self.chunks(content[:-1]))), (400, "IncompleteBody"))
        self.assertEqual(self.s3.get_object(Bucket=BUCKET, Key="chunks")["Body"].read(), content)

    def test_unsigned_chunks_with_a_wrong_checksum(self):
        content = b"timetable" * 100
        for checksum, expected in ((zlib.crc32(content), (200, "")), (1, (400, "BadDigest"))):
            value = base64.b64encode(checksum.to_bytes(4, "big")).decode()
            body = f"{len(content):x}\r\n".encode() + content + f"\r\n0\r\nx-amz-checksum-crc32:{value}\r\n\r\n".encode()
            answer = self.signed("PUT", f"/{BUCKET}/trailer", body, "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
                                 {"x-amz-decoded-content-length": str(len(content)),
                                  "x-amz-trailer": "x-amz-checksum-crc32"})
            self.assertEqual(self.code(answer), expected)

    def test_body_must_have_the_signed_hash(self):
        path, right = f"/{BUCKET}/hash", hashlib.sha256(b"body").hexdigest()
        self.assertEqual(self.signed("PUT", path, b"body", right)[0], 200)
        self.assertEqual(self.code(self.signed("PUT", path, b"bodY", right)), (400, "XAmzContentSHA256Mismatch"))
        self.assertEqual(self.signed("PUT", path, b"any", "UNSIGNED-PAYLOAD")[0], 200)
        self.assertEqual(self.code(self.signed("PUT", path, b"any", "nonsense")), (400, "InvalidArgument"))

    def test_clocks_must_agree(self):
        now = datetime.datetime.now(datetime.timezone.utc)
        empty = hashlib.sha256(b"").hexdigest()
        for minutes, expected in ((14, 200), (-14, 200), (16, 403), (-16, 403)):
            status, body = self.signed("GET", f"/{BUCKET}", b"", empty, when=now + datetime.timedelta(minutes=minutes))
            self.assertEqual(status, expected)
            if expected == 403:
                self.assertIn(b"RequestTimeTooSkewed", body)

    def test_unknown_key_and_wrong_secret(self):
        for credentials, s3_code, json_code, query_code in (
                ({"AccessKeyId": "AKIAAAAAAAAAAAAAAAAA", "SecretAccessKey": "x"},
                 "InvalidAccessKeyId", "UnrecognizedClientException", "InvalidClientTokenId"),
                ({"AccessKeyId": self.server.access_key_id, "SecretAccessKey": "x"},
                 "SignatureDoesNotMatch", "InvalidSignatureException", "SignatureDoesNotMatch")):
            for call, code in ((self.server.client("s3", credentials).list_buckets, s3_code),
                               (self.server.client("kms", credentials).list_keys, json_code),
                               (self.server.client("sts", credentials).get_caller_identity, query_code)):
                with self.assertRaises(ClientError) as caught:
                    call()
                self.assertEqual(caught.exception.response["Error"]["Code"], code)

    def test_bucket_policy_reaches_anonymous_callers(self):
        self.s3.put_object(Bucket=BUCKET, Key="open/a", Body=b"for all")
        url = f"{self.server.endpoint}/{BUCKET}/open/a"
        self.assertEqual(self.code(self.fetch(url)), (403, "AccessDenied"))
        self.s3.put_public_access_block(Bucket=BUCKET, PublicAccessBlockConfiguration={
            "BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": False,
            "RestrictPublicBuckets": False})
        policy = allow("s3:GetObject", resource=f"arn:aws:s3:::{BUCKET}/open/*", Principal="*")
        self.s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(policy))
        self.assertEqual(self.fetch(url), (200, b"for all"))
        policy["Statement"][0]["Condition"] = {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}
        self.s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(policy))
        self.assertEqual(self.code(self.fetch(url)), (403, "AccessDenied"))
        self.s3.delete_bucket_policy(Bucket=BUCKET)


if __name__ == "__main__":
    unittest.main()
