"""Who only keeps connections shuts out nobody, on either port."""
import contextlib
import resource
import socket
import unittest

from harness import Server

FLOOD = 1500  # more than one address may have
REQUEST = b"GET /_stellwerk/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def served(context, port, request=REQUEST):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as raw:
        with context.wrap_socket(raw, server_hostname="localhost") as connection:
            connection.sendall(request)
            return connection.recv(65536).split(b"\r\n", 1)[0]


class Connections(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        before = resource.getrlimit(resource.RLIMIT_NOFILE)
        # As a shell gives it to the server, which must ask for more.
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(1024, before[0]), before[1]))
        cls.server = Server()
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(4 * FLOOD, before[1]), before[1]))
        cls.addClassCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, before)
        cls.addClassCleanup(cls.server.stop)

    def flood(self, port, first_bytes):
        with contextlib.ExitStack() as held:
            for number in range(FLOOD):
                connection = held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
                with contextlib.suppress(ConnectionError):
                    connection.sendall(first_bytes)
                if number % 250 == 249:
                    yield number + 1

    def test_half_open_ones_give_way(self):
        context = self.server.tls_context()
        for port, status in ((self.server.port, b"200"), (self.server.edge_port, b"404")):
            for first_bytes in (b"", b"\x16\x03\x01"):
                for count in self.flood(port, first_bytes):
                    self.assertIn(status, served(context, port), f"port {port} after {count} connections")

    def test_idle_ones_give_way(self):
        context = self.server.tls_context()
        with contextlib.ExitStack() as held:
            for _ in range(1100):
                raw = held.enter_context(socket.create_connection(("127.0.0.1", self.server.port), timeout=10))
                connection = held.enter_context(context.wrap_socket(raw, server_hostname="localhost"))
                connection.sendall(b"GET /_stellwerk/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
                self.assertIn(b"200", connection.recv(65536))
            self.assertIn(b"200", served(context, self.server.port))


if __name__ == "__main__":
    unittest.main()
