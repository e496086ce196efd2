"""git as a test drives it: through our credential helper, or packet by packet where git itself would never go.

    class Pushes(GitTestCase): ...       # a repository of its own for each test, a work folder, git(...), raw requests
"""
import base64
import hashlib
import pathlib
import shutil
import struct
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.parse
import urllib.request
import uuid
import zlib

from harness import shared_server

ZERO = "0" * 40
TIMEOUT_SECONDS = 120


def packet(text):
    """One of git's packet lines."""
    data = text.encode() if isinstance(text, str) else text
    return b"%04x" % (len(data) + 4) + data


def packets(data):
    """The packets of an answer; None for a flush."""
    out = []
    while data:
        length = int(data[:4], 16)
        out.append(data[4:length] if length else None)
        data = data[max(length, 4):]
    return out


def packed_object(kind, contents, base=None):
    """An object as it stands in a pack: 1 commit, 2 tree, 3 blob, 7 a difference to the object `base`."""
    size, head = len(contents), bytearray()
    byte = kind << 4 | size & 15
    size >>= 4
    while size:
        head.append(byte | 0x80)
        byte, size = size & 0x7F, size >> 7
    head.append(byte)
    return bytes(head) + (bytes.fromhex(base) if base else b"") + zlib.compress(contents, 9)


def pack_of(*objects):
    """A pack of packed objects."""
    body = b"PACK" + struct.pack(">II", 2, len(objects)) + b"".join(objects)
    return body + hashlib.sha1(body).digest()


def object_id(kind, contents):
    return hashlib.sha1(b"%s %d\0" % (kind.encode(), len(contents)) + contents).hexdigest()


@unittest.skipUnless(shutil.which("git"), "git is not installed (Debian package git)")
class GitTestCase(unittest.TestCase):
    def setUp(self):
        self.server = self.make_server()
        self.client = self.server.client("codecommit")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stellwerk-codecommit-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.name, self.url = self.new_repository()

    def make_server(self):
        return shared_server()

    def new_repository(self, **more):
        name = "git-" + uuid.uuid4().hex[:8]
        made = self.client.create_repository(repositoryName=name, **more)["repositoryMetadata"]
        return name, made["cloneUrlHttp"]

    def git(self, *arguments, folder=None, credentials=None, good=True, environment=None, **options):
        command = ["git", "-c", f"credential.helper=!{self.server.binary} git-credential", "-c", "credential.useHttpPath=true",
                   "-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main",
                   "-c", "commit.gpgsign=false", *arguments]
        done = subprocess.run(command, cwd=folder or self.folder, env={**self.server.environment(credentials), **(environment or {})},
                              capture_output=True, text=True, timeout=TIMEOUT_SECONDS, errors="replace", **options)
        if good:
            self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def work(self, name="work"):
        """A fresh repository on this side, its remote `origin` the server's."""
        folder = self.folder / name
        self.git("init", "-q", str(folder))
        self.git("remote", "add", "origin", self.url, folder=folder)
        return folder

    def commit(self, folder, path="a.txt", content="one\n", message="m"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content)
        self.git("add", "-A", folder=folder)
        self.git("commit", "-q", "-m", message, folder=folder)
        return self.git("rev-parse", "HEAD", folder=folder).stdout.strip()

    def tip(self, branch="main"):
        return self.client.get_branch(repositoryName=self.name, branchName=branch)["branch"]["commitId"]

    def authorization(self, credentials=None):
        """The header that git would send."""
        where = urllib.parse.urlsplit(self.url)
        asked = f"protocol={where.scheme}\nhost={where.netloc}\npath={where.path.lstrip('/')}\n\n"
        told = subprocess.run([str(self.server.binary), "git-credential", "get"], input=asked, text=True, check=True,
                              capture_output=True, env=self.server.environment(credentials), timeout=20).stdout
        given = dict(line.split("=", 1) for line in told.split("\n") if "=" in line)
        return "Basic " + base64.b64encode(f"{given['username']}:{given['password']}".encode()).decode()

    def request(self, path, body=None, **headers):
        """(status, body) of a request below the repository's URL, as `git` makes it."""
        where = urllib.parse.urlsplit(self.url)
        request = urllib.request.Request(f"{self.server.endpoint}{where.path}/{path}", data=body, headers={
            "Authorization": self.authorization(), "Host": where.netloc, **headers})
        try:
            with urllib.request.urlopen(request, context=self.server.tls_context(), timeout=TIMEOUT_SECONDS) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def push_raw(self, commands, pack=b"", capabilities="report-status"):
        """Commands as (old, new, name); the packets of the report."""
        lines = [f"{old} {new} {name}" for old, new, name in commands]
        lines[0] += "\0" + capabilities
        body = b"".join(packet(line) for line in lines) + b"0000" + pack
        status, answer = self.request("git-receive-pack", body, **{"Content-Type": "application/x-git-receive-pack-request"})
        self.assertEqual(status, 200, answer)
        return packets(answer)
