"""TLS as clients see it: versions, ciphers, protocol, resumption, the certificate."""
import json
import os
import socket
import ssl
import subprocess
import unittest
import uuid

from harness import shared_server

PYTHON = "/usr/bin/python3"
# Arguments: the authority's file, the repository, the login.
CLONE = """
import json, sys, tempfile
import pygit2
authority, url, login = sys.argv[1:]
login = json.loads(login)
pygit2.settings.set_ssl_cert_locations(authority, None)
class Callbacks(pygit2.RemoteCallbacks):
    def credentials(self, url, username, allowed):
        return pygit2.UserPass(login["username"], login["password"])
with tempfile.TemporaryDirectory() as folder:
    clone = pygit2.clone_repository(url, folder, callbacks=Callbacks())
    print(clone.revparse_single("HEAD").tree["a.txt"].data.decode())
"""
REQUEST = b"GET /_stellwerk/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


class Tls(unittest.TestCase):
    def setUp(self):
        self.server = shared_server()

    def connect(self, context, name="localhost", **options):
        raw = socket.create_connection(("127.0.0.1", self.server.port), timeout=10)
        return context.wrap_socket(raw, server_hostname=name, **options)

    def test_speaks_http_1_1_by_alpn(self):
        context = self.server.tls_context()
        context.set_alpn_protocols(["h2", "http/1.1"])
        with self.connect(context) as connection:
            self.assertEqual(connection.selected_alpn_protocol(), "http/1.1")
            self.assertIn(connection.version(), ("TLSv1.2", "TLSv1.3"))

    def test_refuses_old_versions(self):
        context = self.server.tls_context()
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.maximum_version = ssl.TLSVersion.TLSv1_1
        with self.assertRaises((ssl.SSLError, ConnectionResetError, ValueError)):
            self.connect(context).close()

    def test_tls_1_2_without_cbc(self):
        context = self.server.tls_context()
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        with self.connect(context) as connection:
            self.assertIn("GCM", connection.cipher()[0])
        context.set_ciphers("ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES256-SHA:ECDHE-ECDSA-AES256-CCM")
        with self.assertRaises((ssl.SSLError, ConnectionResetError)):
            self.connect(context).close()

    def test_resumes_sessions(self):
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context = self.server.tls_context()
            context.maximum_version = version
            with self.connect(context) as connection:
                connection.sendall(REQUEST)
                self.assertIn(b"200 OK", connection.recv(65536))  # by then a ticket has come
                session = connection.session
            with self.connect(context, session=session) as connection:
                self.assertTrue(connection.session_reused, version)

    def test_certificate_covers_service_hosts(self):
        for name in ("localhost", "bucket.s3.eu-central-1.localhost", "bucket.s3-website.eu-central-1.localhost",
                     "git-codecommit.eu-central-1.localhost"):
            with self.connect(self.server.tls_context(), name) as connection:
                connection.sendall(REQUEST)
                self.assertIn(b"200 OK", connection.recv(65536), name)

    def test_is_not_trusted_without_its_authority(self):
        with self.assertRaises(ssl.SSLCertVerificationError):
            self.connect(ssl.create_default_context()).close()

    @unittest.skipUnless(os.path.exists(PYTHON) and subprocess.run([PYTHON, "-c", "import pygit2"], capture_output=True).returncode == 0,
                         "Debian's pygit2 is not installed (package python3-pygit2)")
    def test_mbedtls_connects(self):
        """Debian's libgit2 is built on it: a real clone."""
        repository = self.server.client("codecommit")
        name = "mbedtls-" + uuid.uuid4().hex[:8]
        repository.create_repository(repositoryName=name)
        url = f"{self.server.endpoint}/v1/repos/{name}"  # libgit2 asks the system, which may not know names below localhost
        repository.put_file(repositoryName=name, branchName="main", filePath="a.txt", fileContent=b"one", commitMessage="one")
        host, _, path = url.removeprefix("https://").partition("/")
        login = subprocess.run([str(self.server.binary), "git-credential", "get"], env=self.server.environment(), text=True,
                               input=f"protocol=https\nhost={host}\npath={path}\n\n", capture_output=True, check=True).stdout
        done = subprocess.run([PYTHON, "-c", CLONE, self.server.ca_path, url,
                               json.dumps(dict(line.split("=", 1) for line in login.splitlines() if line))],
                              capture_output=True, text=True, timeout=60)
        self.assertEqual((done.returncode, done.stdout.strip()), (0, "one"), done.stderr)


if __name__ == "__main__":
    unittest.main()
