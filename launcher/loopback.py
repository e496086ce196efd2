"""Leads terraform to *.localhost where the resolver does not know that these names are this machine (RFC 6761).

The AWS provider asks S3 Control at <account id>.localhost, and Go resolves names by itself. So terraform gets a proxy that
knows nothing but this. (Go never asks a proxy for plain `localhost`.)
"""
import contextlib
import socket
import socketserver
import threading

CHUNK_BYTES = 64 * 1024
HEAD_LIMIT_BYTES = 8 * 1024
IDLE_SECONDS = 300


class _Tunnel(socketserver.StreamRequestHandler):
    timeout = IDLE_SECONDS

    def handle(self):
        with contextlib.suppress(OSError, ValueError):
            method, target, _ = self.rfile.readline(HEAD_LIMIT_BYTES).decode().split()
            while self.rfile.readline(HEAD_LIMIT_BYTES).strip():
                pass
            host, _, port = target.rpartition(":")
            if method != "CONNECT" or not host.endswith(".localhost"):
                self.wfile.write(b"HTTP/1.1 403 Only for *.localhost\r\nContent-Length: 0\r\n\r\n")
                return
            with socket.create_connection(("127.0.0.1", int(port)), timeout=IDLE_SECONDS) as server:
                self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                back = threading.Thread(target=_copy, args=(server, self.connection), daemon=True)
                back.start()
                _copy(self.connection, server)
                back.join()


def _copy(source, target):
    with contextlib.suppress(OSError):
        while piece := source.recv(CHUNK_BYTES):
            target.sendall(piece)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)


class _Proxy(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextlib.contextmanager
def proxy():
    """Environment variables for a program whose requests to *.localhost shall come here."""
    with _Proxy(("127.0.0.1", 0), _Tunnel) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            address = f"http://127.0.0.1:{server.server_address[1]}"
            yield {"HTTPS_PROXY": address, "https_proxy": address, "NO_PROXY": "", "no_proxy": ""}
        finally:
            server.shutdown()
