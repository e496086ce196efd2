"""The two websites, asked for as a browser would, without a resolver that knows *.localhost."""
import contextlib
import http.client
import json
import socket
import ssl

TIMEOUT_SECONDS = 10


class Site:
    def __init__(self, home, bucket):
        self._home = home
        self._host = f"{bucket}.s3-website.{home.region}.localhost"

    @property
    def url(self):
        return f"https://{self._host}:{self._home.edge_port}/"

    def version(self):
        """The commit that this site shows, or None as long as nothing was deployed."""
        with contextlib.suppress(OSError, ValueError, http.client.HTTPException):
            status, body = self._get("/version.json")
            return json.loads(body).get("commit") if status == 200 else None
        return None

    def _get(self, path):
        address = ("127.0.0.1", self._home.edge_port)
        tls = ssl.create_default_context(cafile=self._home.ca)
        connection = http.client.HTTPSConnection(self._host, self._home.edge_port, timeout=TIMEOUT_SECONDS)
        connection.sock = tls.wrap_socket(socket.create_connection(address, TIMEOUT_SECONDS),
                                          server_hostname=self._host)
        with contextlib.closing(connection):
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
