import datetime
import unittest

import botocore.auth
import botocore.awsrequest
import botocore.credentials
from botocore.exceptions import ClientError

from harness import shared_server


class CallerIdentity(unittest.TestCase):
    def setUp(self):
        self.server = shared_server()

    def refused(self, call, code, status=None):
        with self.assertRaises(ClientError) as caught:
            call()
        response = caught.exception.response
        self.assertEqual(response["Error"]["Code"], code)
        if status:
            self.assertEqual(response["ResponseMetadata"]["HTTPStatusCode"], status)
        return response["Error"]["Message"]

    def test_administrator(self):
        answer = self.server.client("sts").get_caller_identity()
        self.assertRegex(answer["Account"], r"^\d{12}$")
        self.assertEqual(answer["Arn"], f"arn:aws:iam::{answer['Account']}:user/administrator")
        self.assertRegex(answer["UserId"], r"^AIDA[A-Z0-9]{17}$")
        self.assertRegex(answer["ResponseMetadata"]["RequestId"], r"^[0-9a-f-]{36}$")

    def test_needs_no_permission(self):
        nobody = self.server.user("identity-nobody")
        answer = self.server.client("sts", nobody).get_caller_identity()
        self.assertTrue(answer["Arn"].endswith(":user/identity-nobody"))

    def test_denied_without_permission(self):
        nobody = self.server.user("denied-nobody")
        message = self.refused(lambda: self.server.client("iam", nobody).list_users(), "AccessDenied", 403)
        self.assertRegex(message, r"^User: arn:aws:iam::\d{12}:user/denied-nobody is not authorized to perform: "
                                  r"iam:ListUsers on resource: arn:aws:iam::\d{12}:user/ "
                                  r"because no identity-based policy allows the iam:ListUsers action$")

    def test_unknown_key(self):
        credentials = {"AccessKeyId": "AKIAAAAAAAAAAAAAAAAA", "SecretAccessKey": "x" * 40}
        self.refused(lambda: self.server.client("sts", credentials).get_caller_identity(), "InvalidClientTokenId", 403)
        self.refused(lambda: self.server.client("kms", credentials).list_keys(), "UnrecognizedClientException", 400)

    def test_wrong_secret(self):
        credentials = {"AccessKeyId": self.server.access_key_id, "SecretAccessKey": "x" * 40}
        self.refused(lambda: self.server.client("sts", credentials).get_caller_identity(), "SignatureDoesNotMatch", 403)
        self.refused(lambda: self.server.client("kms", credentials).list_keys(), "InvalidSignatureException", 400)

    def test_skewed_clock(self):
        request = self.signed_request(datetime.timedelta(minutes=-20))
        self.assertIn(b"SignatureDoesNotMatch", self.server.exchange(request))
        self.assertIn(b"Signature expired", self.server.exchange(request))

    def signed_request(self, shift):
        """GetCallerIdentity as signed by a client whose clock is wrong by `shift`."""
        credentials = botocore.credentials.Credentials(self.server.access_key_id, self.server.secret_access_key)
        request = botocore.awsrequest.AWSRequest(
            "POST", self.server.endpoint + "/", data="Action=GetCallerIdentity&Version=2011-06-15",
            headers={"Content-Type": "application/x-www-form-urlencoded", "Host": f"localhost:{self.server.port}"})
        signer = botocore.auth.SigV4Auth(credentials, "sts", "eu-central-1")
        stamp = (datetime.datetime.now(datetime.timezone.utc) + shift).strftime("%Y%m%dT%H%M%SZ")
        request.context["timestamp"] = stamp
        request.headers["X-Amz-Date"] = stamp
        canonical = signer.canonical_request(request)
        signature = signer.signature(signer.string_to_sign(request, canonical), request)
        signed = signer.signed_headers(signer.headers_to_sign(request))
        request.headers["Authorization"] = (f"AWS4-HMAC-SHA256 Credential={signer.scope(request)}, "
                                            f"SignedHeaders={signed}, Signature={signature}")
        body = request.body.encode() if isinstance(request.body, str) else request.body
        lines = [f"{name}: {value}" for name, value in request.headers.items()]
        return ("\r\n".join(["POST / HTTP/1.1", *lines, f"Content-Length: {len(body)}", "Connection: close", "", ""])
                ).encode() + body

    def test_signed_by_hand(self):
        self.assertIn(b"<Account>", self.server.exchange(self.signed_request(datetime.timedelta())))

    def test_presigned(self):
        url = self.server.client("sts").generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
        status, _, body = self.server.get(url.removeprefix(self.server.endpoint))
        self.assertEqual(status, 200, body)
        self.assertIn(b"user/administrator", body)

    def test_expired_presigned(self):
        url = self.server.client("sts").generate_presigned_url("get_caller_identity", ExpiresIn=1, HttpMethod="GET")
        import time
        time.sleep(2.1)
        status, _, body = self.server.get(url.removeprefix(self.server.endpoint))
        self.assertEqual(status, 403, body)
        self.assertIn(b"Signature expired", body)

    def test_changed_presigned(self):
        url = self.server.client("sts").generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
        path = url.removeprefix(self.server.endpoint).replace("Version=2011-06-15", "Version=2011-06-16")
        status, _, body = self.server.get(path)
        self.assertEqual(status, 403, body)
        self.assertIn(b"SignatureDoesNotMatch", body)


if __name__ == "__main__":
    unittest.main()
