"""Just enough of an AWS client: JSON calls and AssumeRole, signed with Signature Version 4.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""
import datetime
import hashlib
import hmac
import http.client
import json
import re
import ssl
import time
import urllib.parse
import xml.etree.ElementTree

from launcher.failure import Failure

TIMEOUT_SECONDS = 30
REFRESH_SECONDS = 45 * 60  # a session lives for an hour
TARGETS = {"codepipeline": "CodePipeline_20150709", "codebuild": "CodeBuild_20161006", "logs": "Logs_20140328",
           "organizations": "AWSOrganizationsV20161128"}


class AwsError(Failure):
    """`code` as AWS names it."""

    def __init__(self, code, message):
        super().__init__(f"{code}: {message}")
        self.code = code


class Client:
    """Calls as the user whose key it is given, or as the role that this user may assume."""

    def __init__(self, home, key, role_arn=None):
        self._home, self._key, self._role_arn = home, key, role_arn
        self._tls = ssl.create_default_context(cafile=home.ca)
        self._session, self._session_began, self._expires = None, 0, None

    def call(self, service, operation, **arguments):
        """json 1.1: the answer as a dict. Errors: AwsError."""
        headers = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": f"{TARGETS[service]}.{operation}"}
        status, body = self._send(service, headers, json.dumps(arguments), self._credentials())
        answer = json.loads(body or b"{}")
        if status != 200:
            raise AwsError(answer.get("__type", str(status)).split("#")[-1],
                           answer.get("message") or answer.get("Message") or "")
        return answer

    def credentials(self):
        """Of the role, in the words of AssumeRole's answer."""
        key_id, secret, token = self._credentials()
        return {"AccessKeyId": key_id, "SecretAccessKey": secret, "SessionToken": token, "Expiration": self._expires}

    def _credentials(self):
        if not self._role_arn:
            return (*self._key, None)
        if not self._session or time.monotonic() - self._session_began > REFRESH_SECONDS:
            self._session, self._session_began = self._assume_role(), time.monotonic()
        return self._session

    def _assume_role(self):
        form = urllib.parse.urlencode({"Action": "AssumeRole", "Version": "2011-06-15", "RoleArn": self._role_arn,
                                       "RoleSessionName": "stellwerk-launcher"})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        status, body = self._send("sts", headers, form, (*self._key, None))
        answer = {re.sub("{.*}", "", node.tag): node.text for node in xml.etree.ElementTree.fromstring(body).iter()}
        if status != 200:
            raise AwsError(answer.get("Code", str(status)), answer.get("Message", ""))
        self._expires = answer["Expiration"]
        return answer["AccessKeyId"], answer["SecretAccessKey"], answer["SessionToken"]

    def _send(self, service, headers, body, credentials):
        host = f"localhost:{self._home.port}"
        signed = sign(service, self._home.region, host, headers, body.encode(), credentials)
        connection = http.client.HTTPSConnection(host, timeout=TIMEOUT_SECONDS, context=self._tls)
        try:
            connection.request("POST", "/", body.encode(), signed)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise AwsError("Unreachable", f"{self._home.endpoint} does not answer: {error}. "
                           "Does the server run? ./stellwerk status, ./stellwerk up") from None
        finally:
            connection.close()


def sign(service, region, host, headers, body, credentials, now=None):
    """Headers for a POST to /, with those that sign it."""
    key_id, secret, token = credentials
    now = now or datetime.datetime.now(datetime.timezone.utc)
    moment, day = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
    headers = {**headers, "Host": host, "X-Amz-Date": moment}
    if token:
        headers["X-Amz-Security-Token"] = token
    lower = sorted((name.lower(), value) for name, value in headers.items())
    names = ";".join(name for name, _ in lower)
    canonical = "\n".join(["POST", "/", "", *(f"{name}:{value}" for name, value in lower), "", names,
                           hashlib.sha256(body).hexdigest()])
    scope = f"{day}/{region}/{service}/aws4_request"
    to_sign = "\n".join(["AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    signing_key = f"AWS4{secret}".encode()
    for part in (day, region, service, "aws4_request"):
        signing_key = hmac.digest(signing_key, part.encode(), "sha256")
    signature = hmac.digest(signing_key, to_sign.encode(), "sha256").hex()
    headers["Authorization"] = (f"AWS4-HMAC-SHA256 Credential={key_id}/{scope}, SignedHeaders={names}, "
                                f"Signature={signature}")
    return headers
