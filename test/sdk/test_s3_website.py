import http.client
import json
import socket
import unittest

from harness import REGION, allow, shared_server


class Website(unittest.TestCase):
    def setUp(self):
        self.server = shared_server()
        self.s3 = self.server.client("s3", s3={"addressing_style": "path"})
        self.bucket = "web-" + self.id().rsplit(".", 1)[-1].replace("_", "-").removeprefix("test-")
        self.s3.create_bucket(Bucket=self.bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        self.s3.delete_public_access_block(Bucket=self.bucket)
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=json.dumps(
            allow("s3:GetObject", resource=f"arn:aws:s3:::{self.bucket}/*", Principal="*")))

    def configure(self, **configuration):
        configuration = configuration or {"IndexDocument": {"Suffix": "index.html"}, "ErrorDocument": {"Key": "error.html"}}
        self.s3.put_bucket_website(Bucket=self.bucket, WebsiteConfiguration=configuration)

    def put(self, key, body, content_type="text/html", **more):
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=body, ContentType=content_type, **more)

    def fetch(self, path, method="GET", headers=None, host=None):
        host = host or f"{self.bucket}.s3-website.{REGION}.localhost"
        raw = socket.create_connection(("127.0.0.1", self.server.edge_port), timeout=10)
        connection = http.client.HTTPSConnection(host)
        context = self.server.tls_context()
        context.check_hostname = False
        connection.sock = context.wrap_socket(raw, server_hostname=host)
        connection.request(method, path, headers={"Host": host, **(headers or {})})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, answer.headers, body

    def test_documents(self):
        self.configure()
        self.put("index.html", b"<p>home", CacheControl="max-age=5")
        self.put("docs/index.html", b"<p>docs")
        self.put("app.js", b"1", "text/javascript")
        self.put("error.html", b"<p>sorry")
        status, headers, body = self.fetch("/")
        self.assertEqual((status, body, headers["Content-Type"]), (200, b"<p>home", "text/html"))
        self.assertEqual(headers["Cache-Control"], "max-age=5")
        self.assertEqual(self.fetch("/app.js")[1]["Content-Type"], "text/javascript")
        self.assertEqual(self.fetch("/docs/")[2], b"<p>docs")
        status, moved, _ = self.fetch("/docs")
        self.assertEqual((status, moved["Location"]), (302, "/docs/"))
        self.assertEqual(self.fetch("/", headers={"If-None-Match": headers["ETag"]})[0], 304)
        status, head, body = self.fetch("/", "HEAD")
        self.assertEqual((status, body, head["Content-Length"]), (200, b"", "7"))
        self.assertEqual(self.fetch("/", headers={"Range": "bytes=3-"})[::2], (206, b"home"))
        self.assertEqual(self.fetch("/none")[::2], (403, b"<p>sorry"))
        self.assertEqual(self.fetch("/", "POST")[0], 405)
        self.assertEqual(self.fetch("/", host=f"{self.bucket}.s3-website-{REGION}.localhost")[2], b"<p>home")

    def test_missing_keys_are_404_for_listed_buckets(self):
        self.configure(IndexDocument={"Suffix": "index.html"})
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": "*", "Action": ["s3:GetObject", "s3:ListBucket"],
             "Resource": [f"arn:aws:s3:::{self.bucket}", f"arn:aws:s3:::{self.bucket}/*"]}]}))
        status, headers, body = self.fetch("/<none>")
        self.assertEqual(status, 404)
        self.assertIn(b"NoSuchKey", body)
        self.assertNotIn(b"<none>", body)

    def test_the_public_access_block_decides(self):
        self.configure()
        self.put("index.html", b"home")
        self.s3.put_public_access_block(Bucket=self.bucket, PublicAccessBlockConfiguration={"RestrictPublicBuckets": True})
        self.assertEqual(self.fetch("/")[0], 403)

    def test_redirects(self):
        self.put("old", b"", WebsiteRedirectLocation="https://example.com/new")
        self.configure(IndexDocument={"Suffix": "index.html"}, RoutingRules=[
            {"Condition": {"KeyPrefixEquals": "blog/"}, "Redirect": {"ReplaceKeyPrefixWith": "news/", "HttpRedirectCode": "302"}}])
        self.assertEqual(self.fetch("/old")[1]["Location"], "https://example.com/new")
        status, headers, _ = self.fetch("/blog/a")
        self.assertEqual(status, 302)
        self.assertTrue(headers["Location"].endswith("/news/a"))
        self.configure(RedirectAllRequestsTo={"HostName": "example.com", "Protocol": "https"})
        self.assertEqual(self.fetch("/a?b=c")[1]["Location"], "https://example.com/a?b=c")

    def test_no_website(self):
        self.assertEqual(self.fetch("/")[0], 404)
        self.assertEqual(self.fetch("/", host=f"absent.s3-website.{REGION}.localhost")[0], 404)


if __name__ == "__main__":
    unittest.main()
