"""TLS as clients see it: versions, protocol, resumption, the certificate."""
import socket
import ssl
import unittest

from harness import shared_server

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


if __name__ == "__main__":
    unittest.main()
