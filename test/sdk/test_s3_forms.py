"""Uploads by HTML forms, as generate_presigned_post prepares them for browsers."""
import json
import unittest
import urllib.error
import urllib.parse
import urllib.request
import uuid

from harness import allow
from s3_harness import S3Case


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Forms(S3Case):
    def post(self, form, content=b"hello", file_name="a.txt", fields=None, url=None):
        """Sends the form as a browser would; (status, headers, body)."""
        boundary = uuid.uuid4().hex
        body = b""
        for name, value in {**form["fields"], **(fields or {})}.items():
            body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        if content is not None:
            body += (f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{file_name}"\r\n'
                     "Content-Type: text/plain\r\n\r\n").encode() + content + b"\r\n"
        body += f"--{boundary}--\r\n".encode()
        request = urllib.request.Request(url or form["url"], data=body, method="POST", headers={
            "Content-Type": f"multipart/form-data; boundary={boundary}"})
        opener = urllib.request.build_opener(
            urllib.request.HTTPSHandler(context=self.server.tls_context()), NoRedirects())
        try:
            with opener.open(request) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def presigned(self, key="up/${filename}", fields=None, conditions=(), s3=None, expires=60):
        conditions = [*conditions, *({name: value} for name, value in (fields or {}).items())]
        return (s3 or self.s3).generate_presigned_post(self.bucket, key, Fields=fields, Conditions=conditions,
                                                       ExpiresIn=expires)

    def test_a_form_becomes_an_object(self):
        status, headers, body = self.post(self.presigned(fields={
            "Content-Type": "text/css", "x-amz-meta-colour": "red", "x-amz-tagging": "team=blue",
            "success_action_status": "201"}), b"one\r\n--two\r\n")
        self.assertEqual(status, 201, body)
        self.assertIn(f"<Bucket>{self.bucket}</Bucket><Key>up/a.txt</Key>".encode(), body)
        answer = self.s3.get_object(Bucket=self.bucket, Key="up/a.txt")
        self.assertEqual((answer["ContentType"], answer["Metadata"], answer["TagCount"]),
                         ("text/css", {"colour": "red"}, 1))
        self.assertEqual(answer["Body"].read(), b"one\r\n--two\r\n")
        self.assertEqual(headers["ETag"], answer["ETag"])

    def test_a_forms_tags_are_the_objects_and_need_leave(self):
        def tagging(*tags):
            return "<Tagging><TagSet>" + "".join(f"<Tag><Key>{key}</Key><Value>{value}</Value></Tag>" for key, value in tags) + \
                "</TagSet></Tagging>"

        tags = tagging(("team", "blue &amp; red"), ("line", "7"))
        self.assertEqual(self.post(self.presigned("tagged", fields={"tagging": tags}))[0], 204)
        self.assertEqual(self.s3.get_object_tagging(Bucket=self.bucket, Key="tagged")["TagSet"],
                         [{"Key": "team", "Value": "blue & red"}, {"Key": "line", "Value": "7"}])
        for code, fields in (("MalformedXML", {"tagging": "<Tagging>"}), ("MalformedXML", {"tagging": "<Tags/>"}),
                             ("MalformedXML", {"tagging": "<Tagging><TagSet><Tag><Key>a</Key></Tag></TagSet></Tagging>"}),
                             ("InvalidArgument", {"tagging": tags, "x-amz-tagging": "a=b"}),
                             ("InvalidTag", {"tagging": tagging(("aws:a", "b"))})):
            status, _, body = self.post(self.presigned("tagged", fields=fields))
            self.assertEqual((status, f"<Code>{code}</Code>".encode() in body), (400, True), (fields, body))
        leave = allow("s3:PutObject", "s3:PutObjectTagging", resource="*")
        leave["Statement"][0]["Condition"] = {"StringEqualsIfExists": {"s3:RequestObjectTag/line": "7"}}
        s3 = self.client(self.server.user("form-" + uuid.uuid4().hex[:8], leave))
        self.assertEqual(self.post(self.presigned("mine", fields={"tagging": tags}, s3=s3))[0], 204)
        self.assertEqual(self.post(self.presigned("mine", fields={"tagging": tagging(("line", "8"))}, s3=s3))[0], 403)

    def test_answers(self):
        status, _, body = self.post(self.presigned())
        self.assertEqual((status, body), (204, b""))
        self.assertEqual(self.post(self.presigned(fields={"success_action_status": "200"}))[0], 200)
        status, headers, _ = self.post(self.presigned(fields={"success_action_redirect": "https://example.com/done?x=1"}))
        self.assertEqual(status, 303)
        query = urllib.parse.parse_qs(urllib.parse.urlparse(headers["Location"]).query)
        self.assertEqual((query["x"], query["bucket"], query["key"]), (["1"], [self.bucket], ["up/a.txt"]))

    def test_the_policy_is_kept_to(self):
        def refused(code, *arguments, **keywords):
            status, _, body = self.post(*arguments, **keywords)
            self.assertGreaterEqual(status, 400)
            self.assertIn(f"<Code>{code}</Code>".encode(), body)
            return body

        form = self.presigned(conditions=[["starts-with", "$Content-Type", "image/"], ["content-length-range", 2, 10]])
        image = {"Content-Type": "image/png"}
        self.assertEqual(self.post(form, fields=image)[0], 204)
        self.assertIn(b"Policy Condition failed", refused("AccessDenied", form, fields={"Content-Type": "text/html"}))
        self.assertIn(b"Extra input fields: x-amz-meta-a", refused("AccessDenied", form, fields={**image, "x-amz-meta-a": "1"}))
        self.assertEqual(self.post(form, fields={**image, "x-ignore-a": "1"})[0], 204)
        refused("EntityTooLarge", form, b"x" * 11, fields=image)
        refused("EntityTooSmall", form, b"x", fields=image)
        refused("AccessDenied", self.presigned("other"), fields={"key": "elsewhere"})
        refused("AccessDenied", self.presigned(), url=form["url"] + "-other")
        self.assertIn(b"Policy expired", refused("AccessDenied", self.presigned(expires=-1)))
        refused("SignatureDoesNotMatch", self.presigned(), fields={"x-amz-signature": "0" * 64})
        refused("InvalidAccessKeyId", self.presigned(), fields={
            "x-amz-credential": self.presigned()["fields"]["x-amz-credential"].replace(self.server.access_key_id, "AKIDUNKNOWN")})
        refused("InvalidArgument", self.presigned(), None)
        refused("MaxPostPreDataLengthExceeded", self.presigned(), fields={"x-ignore-a": "x" * 30_000})
        refused("InvalidArgument", self.presigned(), fields={"x-amz-copy-source": "/a/b"})
        form = self.presigned()
        form["fields"]["policy"] = "e30="
        refused("SignatureDoesNotMatch", form)
        old = self.presigned(s3=self.client(signature_version="s3"))
        self.assertIn(b"s3v4", refused("InvalidRequest", old))

    def test_policies_of_bucket_and_user_decide_too(self):
        user = self.server.user("form-" + uuid.uuid4().hex[:8], allow("s3:PutObject", resource=f"arn:aws:s3:::{self.bucket}/mine/*"))
        s3 = self.client(user)
        self.assertEqual(self.post(self.presigned("mine/a", s3=s3))[0], 204)
        self.assertIn(b"AccessDenied", self.post(self.presigned("yours/a", s3=s3))[2])
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [{
            "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{self.bucket}/*",
            "Condition": {"StringEquals": {"s3:authType": "POST"}}}]}))
        self.assertIn(b"AccessDenied", self.post(self.presigned("mine/a", s3=s3))[2])
        self.s3.put_object(Bucket=self.bucket, Key="mine/a", Body=b"x")
        anonymous = {"url": self.presigned()["url"], "fields": {"key": "public/a"}}
        self.assertIn(b"AccessDenied", self.post(anonymous)[2])


if __name__ == "__main__":
    unittest.main()
