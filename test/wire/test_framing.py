"""What no client would send: the answers must be AWS's, or the framing layer's plain 400."""
import contextlib
import json
import re
import unittest

import botocore.auth
import botocore.awsrequest
import botocore.credentials

from harness import REGION, Server, shared_server


class Wire(unittest.TestCase):
    def setUp(self):
        self.server = shared_server()

    def signed(self, service, body, headers=None, path="/", method="POST"):
        """Signs whatever it is given and returns (status, headers text, body)."""
        request = botocore.awsrequest.AWSRequest(
            method, self.server.endpoint + path, data=body,
            headers={"Host": f"localhost:{self.server.port}", **(headers or {})})
        credentials = botocore.credentials.Credentials(self.server.access_key_id, self.server.secret_access_key)
        signer = botocore.auth.S3SigV4Auth if service == "s3" else botocore.auth.SigV4Auth
        signer(credentials, service, REGION).add_auth(request)
        lines = [f"{name}: {value}" for name, value in request.headers.items()]
        raw = body.encode() if isinstance(body, str) else body
        head = "\r\n".join([f"{method} {path} HTTP/1.1", *lines, f"Content-Length: {len(raw)}", "Connection: close",
                            "", ""])
        return self.split(self.server.exchange(head.encode() + raw))

    def raw(self, text):
        return self.split(self.server.exchange(text if isinstance(text, bytes) else text.encode()))

    @staticmethod
    def split(answer):
        head, _, body = answer.partition(b"\r\n\r\n")
        return int(head.split()[1]), head.decode(), body


class Framing(Wire):
    def test_smuggling_is_refused(self):
        for fields, expected in (("Content-Length: 3\r\nTransfer-Encoding: chunked", 400),
                                 ("Transfer-Encoding: chunked\r\nContent-Length: 3", 400),
                                 ("Content-Length: 3\r\nContent-Length: 5", 400),
                                 ("Transfer-Encoding: chunked, identity", 501)):
            status, head, _ = self.raw(f"POST / HTTP/1.1\r\nHost: a\r\n{fields}\r\n\r\nabc")
            self.assertEqual(status, expected, fields)
            self.assertIn("Connection: close", head)

    def test_not_http(self):
        self.assertEqual(self.raw(b"\x00\x01\x02\r\n\r\n")[0], 400)
        self.assertEqual(self.raw("GET / HTTP/1.1\r\n\r\n")[0], 400)

    def test_plain_http_to_tls_port(self):
        import socket
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=10) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            with contextlib.suppress(ConnectionResetError):
                self.assertNotIn(b"200", connection.recv(1000))

    def test_too_large_for_a_bounded_body(self):
        status, _, _ = self.raw("POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                                "Content-Length: 999999999\r\nConnection: close\r\n\r\n")
        self.assertEqual(status, 413)
        # Where nothing can come of it, not a byte is read.
        status, _, _ = self.raw("POST / HTTP/1.1\r\nHost: a\r\nX-Amz-Target: TrentService.ListKeys\r\n"
                                "Content-Length: 999999999\r\nConnection: close\r\n\r\n")
        self.assertEqual(status, 400)


class Unsigned(Wire):
    def test_json(self):
        status, _, body = self.raw("POST / HTTP/1.1\r\nHost: a\r\nX-Amz-Target: TrentService.ListKeys\r\n"
                                   "Content-Type: application/x-amz-json-1.1\r\nContent-Length: 2\r\n"
                                   "Connection: close\r\n\r\n{}")
        self.assertEqual(status, 400)
        self.assertTrue(json.loads(body)["__type"].endswith("MissingAuthenticationTokenException"), body)

    def test_query(self):
        body = "Action=GetCallerIdentity&Version=2011-06-15"
        status, _, body = self.raw("POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                                   f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}")
        self.assertEqual(status, 403)
        self.assertIn(b"<Code>MissingAuthenticationToken</Code>", body)

    def test_malformed_authorization(self):
        body = "Action=GetCallerIdentity&Version=2011-06-15"
        status, _, body = self.raw("POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                                   "Authorization: AWS4-HMAC-SHA256 Credential=AKIA/20260101/eu-central-1/sts/aws4_request\r\n"
                                   f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}")
        self.assertEqual(status, 400)
        self.assertIn(b"<Code>IncompleteSignature</Code>", body)

    def test_health(self):
        status, _, body = self.server.get("/_stellwerk/health")
        self.assertEqual(status, 200)
        self.assertTrue(json.loads(body)["ready"])

    def test_metrics_count_calls_by_operation_and_outcome(self):
        def counted(outcome):
            status, headers, body = self.server.get("/_stellwerk/metrics")
            self.assertEqual((status, headers["Content-Type"].split(";")[0]), (200, "text/plain"))
            name = f'stellwerk_calls_total{{service="kms",operation="ListKeys",outcome="{outcome}"}}'
            return next((int(line.split()[-1]) for line in body.decode().splitlines() if line.startswith(name)), 0)

        headers = {"X-Amz-Target": "TrentService.ListKeys", "Content-Type": "application/x-amz-json-1.1"}
        before = counted("succeeded"), counted("refused")
        self.assertEqual(self.signed("kms", "{}", headers)[0], 200)
        self.assertEqual(self.signed("kms", '{"Marker": "not ours"}', headers)[0], 400)
        self.assertEqual((counted("succeeded"), counted("refused")), (before[0] + 1, before[1] + 1))
        self.assertEqual(self.server.get("/_stellwerk/metrics/all")[0], 404)


class Malformed(Wire):
    def test_json(self):
        headers = {"X-Amz-Target": "TrentService.ListKeys", "Content-Type": "application/x-amz-json-1.1"}
        for body in ("{", "[]", '{"Limit": "many"}', "\xff"):
            status, _, answer = self.signed("kms", body, headers)
            self.assertEqual(status, 400, body)
            self.assertTrue(json.loads(answer)["__type"].endswith("SerializationException"), (body, answer))

    def test_unknown_json_operation(self):
        headers = {"X-Amz-Target": "TrentService.MakeCoffee", "Content-Type": "application/x-amz-json-1.1"}
        status, _, answer = self.signed("kms", "{}", headers)
        self.assertEqual(status, 400)
        self.assertTrue(json.loads(answer)["__type"].endswith("UnknownOperationException"), answer)

    def test_unknown_query_action(self):
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        status, _, answer = self.signed("iam", "Action=MakeCoffee&Version=2010-05-08", headers)
        self.assertEqual(status, 400)
        self.assertIn(b"<Code>InvalidAction</Code>", answer)

    def test_query_without_action(self):
        status, _, answer = self.signed("iam", "", {"Content-Type": "application/x-www-form-urlencoded"})
        self.assertEqual(status, 400)
        self.assertIn(b"<Code>MissingAction</Code>", answer)

    def test_missing_parameter(self):
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        status, _, answer = self.signed("iam", "Action=CreateUser&Version=2010-05-08", headers)
        self.assertEqual(status, 400)
        self.assertIn(b"<Code>ValidationError</Code>", answer)

    def test_unknown_service(self):
        status, _, answer = self.signed("coffee", "{}", {"Content-Type": "application/x-amz-json-1.1"})
        self.assertEqual(status, 404)
        self.assertIn(b"UnknownService", answer)

    def test_bad_region(self):
        request_region = "nowhere"
        request = botocore.awsrequest.AWSRequest(
            "POST", self.server.endpoint + "/", data="Action=GetCallerIdentity&Version=2011-06-15",
            headers={"Host": f"localhost:{self.server.port}", "Content-Type": "application/x-www-form-urlencoded"})
        credentials = botocore.credentials.Credentials(self.server.access_key_id, self.server.secret_access_key)
        botocore.auth.SigV4Auth(credentials, "sts", request_region).add_auth(request)
        lines = [f"{name}: {value}" for name, value in request.headers.items()]
        head = "\r\n".join(["POST / HTTP/1.1", *lines, "Content-Length: 43", "Connection: close", "", ""])
        status, _, answer = self.split(self.server.exchange(head.encode() + request.data.encode()))
        self.assertEqual(status, 403, answer)
        self.assertIn(b"valid region", answer)

    def test_body_differs_from_signature(self):
        headers = {"Host": f"localhost:{self.server.port}", "Content-Type": "application/x-www-form-urlencoded"}
        request = botocore.awsrequest.AWSRequest("POST", self.server.endpoint + "/", data="Action=ListUsers&Version=2010-05-08",
                                                 headers=headers)
        credentials = botocore.credentials.Credentials(self.server.access_key_id, self.server.secret_access_key)
        botocore.auth.SigV4Auth(credentials, "iam", "us-east-1").add_auth(request)
        lines = [f"{name}: {value}" for name, value in request.headers.items()]
        head = "\r\n".join(["POST / HTTP/1.1", *lines, "Content-Length: 35", "Connection: close", "", ""])
        status, _, answer = self.split(self.server.exchange(head.encode() + b"Action=ListRoles&Version=2010-05-08"))
        self.assertEqual(status, 403, answer)
        self.assertIn(b"<Code>SignatureDoesNotMatch</Code>", answer)


class Life(unittest.TestCase):
    def test_plain_http_when_asked_for(self):
        with Server(["--plain-http"]) as server:
            self.assertIn("Arn", server.client("sts").get_caller_identity())

    def test_keeps_everything_over_a_restart(self):
        with Server() as server:
            account = server.account
            key = server.user("survivor")
            server.stop(remove=False)
            server.start()
            self.assertEqual(server.account, account)
            server.kill()
            server.start()
            self.assertTrue(server.client("sts", key).get_caller_identity()["Arn"].endswith("/survivor"))

    def test_init_twice_changes_nothing(self):
        with Server() as server:
            before = {path: path.read_bytes() for path in (server.home / "aws").iterdir()}
            server.run("init", "--home", str(server.home))
            self.assertEqual(before, {path: path.read_bytes() for path in (server.home / "aws").iterdir()})
            self.assertEqual((server.home / "aws" / "credentials").stat().st_mode & 0o777, 0o600)
            self.assertEqual((server.home / "keys" / "master.key").stat().st_mode & 0o777, 0o600)
            self.assertNotIn(server.secret_access_key, server.log())

    def test_second_server_is_refused(self):
        with Server() as server:
            import subprocess
            second = subprocess.run([str(server.binary), "serve", "--home", str(server.home), "--port", "0",
                                     "--edge-port", "0"], capture_output=True, text=True, timeout=20)
            self.assertEqual(second.returncode, 1)
            self.assertRegex(second.stderr, re.compile("process|lock", re.I))


if __name__ == "__main__":
    unittest.main()
