"""Clients that ask before they send (Expect: 100-continue): each answer must be the one of its request."""
import io
import socket
import unittest
import uuid

from botocore.exceptions import ClientError

from harness import Server, shared_server

PATIENCE_SECONDS = 10


class Expecting:
    """Run over TLS and without."""

    def setUp(self):
        self.s3 = self.server.client("s3", read_timeout=PATIENCE_SECONDS, max_pool_connections=1)
        self.bucket = "expect-" + uuid.uuid4().hex[:8]
        self.s3.create_bucket(Bucket=self.bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})

    def put(self, key, body, **more):
        return self.s3.put_object(Bucket=self.bucket, Key=key, Body=io.BytesIO(body), **more)

    def test_a_put_after_an_empty_one(self):
        for body in (b"", b"x", b"", b"", b"y"):
            self.put("key", body)
            self.assertEqual(self.s3.get_object(Bucket=self.bucket, Key="key")["Body"].read(), body)

    def test_a_put_after_one_that_was_refused_early(self):
        self.put("key", b"first")
        for body in (b"", b"second"):
            with self.assertRaises(ClientError) as refused:
                self.put("key", body, IfNoneMatch="*")
            self.assertEqual(refused.exception.response["ResponseMetadata"]["HTTPStatusCode"], 412)
            self.put("other", b"third")
        self.assertEqual(self.s3.get_object(Bucket=self.bucket, Key="key")["Body"].read(), b"first")


class OverTls(Expecting, unittest.TestCase):
    @property
    def server(self):
        return shared_server()


class WithoutTls(Expecting, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(["--plain-http"])
        cls.addClassCleanup(cls.server.stop)

    def test_nothing_to_send_is_asked_for_all_the_same(self):
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=PATIENCE_SECONDS) as connection:
            head = (f"PUT /{self.bucket}/key HTTP/1.1", "Host: a", "Expect: 100-continue", "Content-Length: 0", "Connection: close")
            connection.sendall("\r\n".join((*head, "", "")).encode())
            answer = b""
            while piece := connection.recv(65536):
                answer += piece
        self.assertTrue(answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 403 "), answer)

    def test_addresses_in_answers_can_be_used(self):
        plain = f"http://localhost:{self.server.port}"
        upload = self.s3.create_multipart_upload(Bucket=self.bucket, Key="parts")["UploadId"]
        part = self.s3.upload_part(Bucket=self.bucket, Key="parts", UploadId=upload, PartNumber=1, Body=b"x")
        location = self.s3.complete_multipart_upload(
            Bucket=self.bucket, Key="parts", UploadId=upload,
            MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})["Location"]
        self.assertEqual(location, f"{plain}/{self.bucket}/parts")
        made = self.server.client("codecommit").create_repository(repositoryName="plain")["repositoryMetadata"]
        self.assertEqual(made["cloneUrlHttp"],
                         f"http://git-codecommit.eu-central-1.localhost:{self.server.port}/v1/repos/plain")
        self.assertIn(f"serves {plain}", self.server.log())


if __name__ == "__main__":
    unittest.main()
