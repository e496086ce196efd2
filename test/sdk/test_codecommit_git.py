"""What git clients send and how they are answered: the references they may make, the packs they may push."""
import concurrent.futures
import unittest
import uuid

from botocore.exceptions import ClientError

from git_client import ZERO, GitTestCase, object_id, pack_of, packed_object, packet, packets
from harness import Server, allow

REFUSED = "[remote rejected]"


class Pushes(GitTestCase):
    def test_from_a_shallow_clone(self):
        work = self.work()
        for number in range(3):
            self.commit(work, content=f"{number}\n")
        self.git("push", "-q", "origin", "main", folder=work)
        for protocol in ("0", "1", "2"):
            shallow = self.folder / ("shallow" + protocol)
            self.git("-c", f"protocol.version={protocol}", "clone", "-q", "--depth", "1", self.url, str(shallow))
            made = self.commit(shallow, path=f"new{protocol}")
            self.git("-c", f"protocol.version={protocol}", "push", "-q", "origin", "main", folder=shallow)
            self.assertEqual(self.tip(), made)

    def test_what_would_cut_the_history_off(self):
        work = self.work()
        for number in range(3):
            self.commit(work, content=f"{number}\n")
        self.git("clone", "-q", "--depth", "1", work.as_uri(), "shallow")
        pushed = self.git("push", self.url, "HEAD:main", folder=self.folder / "shallow", good=False)
        self.assertIn(REFUSED, pushed.stderr)
        self.assertIn("shallow update not allowed", pushed.stderr)
        self.assertEqual(self.client.list_branches(repositoryName=self.name)["branches"], [])

    def test_more_than_a_thousand_references(self):
        work = self.work()
        commit = self.commit(work)
        lines = "".join(f"create refs/heads/many/{number} {commit}\n" for number in range(1500))
        self.git("update-ref", "--stdin", folder=work, input=lines)
        self.git("push", "-q", "origin", "refs/heads/many/*:refs/heads/many/*", folder=work)
        self.assertEqual(len(self.git("ls-remote", "--heads", self.url).stdout.splitlines()), 1500)

    def test_more_references_than_aws_takes_at_once(self):
        work = self.work()
        commit = self.commit(work)
        lines = "".join(f"create refs/heads/many/{number} {commit}\n" for number in range(4001))
        self.git("update-ref", "--stdin", folder=work, input=lines)
        pushed = self.git("push", "origin", "refs/heads/many/*:refs/heads/many/*", folder=work, good=False)
        self.assertIn("at most 4,000 references", pushed.stderr)
        self.assertEqual(self.git("ls-remote", self.url).stdout, "")

    def test_each_refused_reference_says_why_and_the_others_go_through(self):
        arn = self.client.get_repository(repositoryName=self.name)["repositoryMetadata"]["Arn"]
        guarded = self.server.user("pushes-" + uuid.uuid4().hex[:8], allow("codecommit:*", resource=arn), {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Deny", "Action": "codecommit:GitPush", "Resource": arn,
                           "Condition": {"StringEqualsIfExists": {"codecommit:References": ["refs/heads/main"]},
                                         "Null": {"codecommit:References": "false"}}}]})
        work = self.work()
        self.commit(work)
        pushed = self.git("push", "origin", "main", "main:side", "main:side/below", folder=work, credentials=guarded, good=False)
        self.assertRegex(pushed.stderr, r"\[remote rejected\] main -> main \(.*explicit deny.*\)")
        self.assertRegex(pushed.stderr, r"\[remote rejected\] main -> side/below \(.*folder.*\)")
        self.assertEqual(self.client.list_branches(repositoryName=self.name)["branches"], ["side"])
        atomic = self.git("push", "--atomic", "origin", "main", "main:other", folder=work, credentials=guarded, good=False)
        self.assertIn("atomic push failure", atomic.stderr)
        self.assertEqual(self.client.list_branches(repositoryName=self.name)["branches"], ["side"])

    def test_a_disabled_key_is_the_reason(self):
        kms = self.server.client("kms")
        key = kms.create_key()["KeyMetadata"]["Arn"]
        self.name, self.url = self.new_repository(kmsKeyId=key)
        work = self.work()
        self.commit(work)
        kms.disable_key(KeyId=key)
        pushed = self.git("push", "origin", "main", folder=work, good=False)
        self.assertRegex(pushed.stderr, r"\[remote rejected\] main -> main \(.*disabled.*\)")
        kms.enable_key(KeyId=key)
        self.git("push", "-q", "origin", "main", folder=work)

    def test_names_that_git_refuses(self):
        work = self.work()
        commit = self.commit(work)
        self.git("push", "-q", "origin", "main", "main:dd", folder=work)
        for name, why in [("refs/heads/dd/e", "folder"), ("refs/heads/" + "n" * 257, "256 bytes"),
                          ("refs/heads/" + "n" * 251, "250 bytes"), ("refs/heads/a..b", "funny"),
                          ("refs/heads/-x", "does not allow"), ("refs/heads/HEAD", "does not allow"),
                          ("refs/heads/" + "a" * 40, "40 hexadecimal"), ("refs/other/x", "only branches and tags"),
                          ("refs/heads/x.lock", "funny"), ("refs/heads/a b", "funny"), ("refs/heads/", "funny")]:
            report = self.push_raw([(ZERO, commit, name)], pack_of())
            self.assertIn(why.encode(), report[1], name)
            self.assertTrue(report[1].startswith(b"ng "), name)
        work2 = self.folder / "again"
        self.git("clone", "-q", self.url, str(work2))
        self.git("push", "-q", "origin", "main:" + "n" * 120 + "/" + "m" * 120, ":dd", "main:dd/e", folder=work2)
        self.git("clone", "-q", self.url, "last")

    def test_a_name_that_is_no_text_does_not_end_the_server(self):
        work = self.work()
        commit = self.commit(work)
        self.git("push", "-q", "origin", "main", folder=work)
        body = packet(f"{ZERO} {commit} refs/heads/".encode() + b"\xff\0report-status") + b"0000" + pack_of()
        _, answer = self.request("git-receive-pack", body)
        self.assertIn(b"not UTF-8", answer)
        self.assertEqual(self.tip(), commit)

    def test_a_branch_leads_to_a_commit(self):
        work = self.work()
        self.commit(work)
        self.git("push", "-q", "origin", "main", folder=work)
        blob = self.git("rev-parse", "HEAD:a.txt", folder=work).stdout.strip()
        tree = self.git("rev-parse", "HEAD^{tree}", folder=work).stdout.strip()
        for found in (blob, tree):
            self.assertIn(b"must lead to a commit", self.push_raw([(ZERO, found, "refs/heads/bad")], pack_of())[1])
        self.git("tag", "-a", "v1", "-m", "v1", folder=work)
        self.git("push", "-q", "origin", "v1", folder=work)
        tag = self.git("rev-parse", "v1", folder=work).stdout.strip()
        self.assertIn(b"must lead to a commit", self.push_raw([(ZERO, tag, "refs/heads/bad")], pack_of())[1])
        self.git("clone", "-q", self.url, "again")

    def test_objects_that_were_never_sent(self):
        self.assertIn(b"missing necessary objects", self.push_raw([(ZERO, "1" * 40, "refs/heads/x")], pack_of())[1])
        tree = object_id("tree", b"")
        commit = f"tree {tree}\nparent {'2' * 40}\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nx\n".encode()
        report = self.push_raw([(ZERO, object_id("commit", commit), "refs/heads/x")],
                               pack_of(packed_object(2, b""), packed_object(1, commit)))
        self.assertNotEqual(report[0], b"unpack ok\n")
        self.assertEqual(self.client.list_branches(repositoryName=self.name)["branches"], [])

    def test_bytes_after_the_pack_and_a_side_band(self):
        commit = f"tree {object_id('tree', b'')}\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nx\n".encode()
        pack = pack_of(packed_object(2, b""), packed_object(1, commit))
        new = object_id("commit", commit)
        self.assertEqual(self.push_raw([(ZERO, new, "refs/heads/a")], pack + b"\0" * 5000),
                         [b"unpack ok\n", b"ok refs/heads/a\n", None])
        banded = self.push_raw([(ZERO, new, "refs/heads/b")], pack, "report-status side-band-64k")
        self.assertEqual(banded[-1], None)
        self.assertEqual(packets(b"".join(one[1:] for one in banded[:-1])), [b"unpack ok\n", b"ok refs/heads/b\n", None])
        self.assertEqual(self.push_raw([(new, ZERO, "refs/heads/b")], capabilities="delete-refs"), [])
        self.assertEqual(self.client.list_branches(repositoryName=self.name)["branches"], ["a"])

    def test_a_pack_that_would_fill_the_memory(self):
        # A blob of 64 MiB, and differences that each say "the same once more, sixteen times over".
        base = b"\0" * (64 << 20)
        copy = bytes([0x80 | 0x70, 0xFF, 0xFF, 0xFF])  # copy 0xFFFFFF bytes from the start
        size = 0xFFFFFF * 128

        def varint(number):
            out = bytearray()
            while number > 0x7F:
                out.append(number & 0x7F | 0x80)
                number >>= 7
            return bytes(out + bytes([number]))

        bomb = packed_object(7, varint(len(base)) + varint(size) + copy * 128, base=object_id("blob", base))
        report = self.push_raw([(ZERO, "1" * 40, "refs/heads/x")], pack_of(packed_object(3, base), bomb))
        self.assertIn(b"unpack", report[0])
        self.assertRegex(report[0], rb"512 MiB|times its size")
        many = pack_of(packed_object(3, base), *[
            packed_object(7, varint(len(base)) + varint(len(base)) + copy * 4 + bytes([0x90 | 0x20, 4]) + b"",
                          base=object_id("blob", base)) for _ in range(50)])
        self.assertIn(b"times its size", self.push_raw([(ZERO, "1" * 40, "refs/heads/x")], many)[0])

    def test_damaged_packs_and_requests(self):
        commit = f"tree {object_id('tree', b'')}\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nx\n".encode()
        pack = pack_of(packed_object(2, b""), packed_object(1, commit))
        update = [(ZERO, object_id("commit", commit), "refs/heads/a")]
        for damaged in (pack[:-1], pack[:20], pack[:-1] + b"x", b"PACK", b"", pack.replace(b"PACK", b"KCAP")):
            report = self.push_raw(update, damaged)
            self.assertFalse(report[0].startswith(b"unpack ok"), report)
            self.assertIn(b"unpacker error", report[1])
        for body in (b"", b"zzzz", b"0005", b"0009shall", packet("shallow x") + b"0000", packet("hello") + b"0000"):
            self.assertEqual(self.request("git-receive-pack", body)[0], 400, body)
        self.assertEqual(self.push_raw(update, pack)[1], b"ok refs/heads/a\n")


class Fetches(GitTestCase):
    def test_protocols(self):
        work = self.work()
        self.commit(work, path="big", content="x" * 100_000)
        self.git("push", "-q", "origin", "main", folder=work)
        for protocol in ("0", "1", "2"):
            for more in ([], ["--depth", "1"], ["--filter=blob:none"], ["--filter=tree:0"]):
                name = f"{protocol}-{'-'.join(more)}".replace("=", "-").replace(":", "-")
                self.git("-c", f"protocol.version={protocol}", "clone", "-q", *more, self.url, name)
                self.assertEqual((self.folder / name / "big").stat().st_size, 100_000, name)

    def test_the_first_protocol_without_a_side_band(self):
        commit = self.commit(work := self.work())
        self.git("push", "-q", "origin", "main", folder=work)
        for capabilities in ("", " ofs-delta", " multi_ack_detailed no-done", " side-band", " side-band-64k"):
            status, answer = self.request("git-upload-pack", packet(f"want {commit}{capabilities}\n") + b"0000" + packet("done\n"))
            self.assertEqual(status, 200)
            self.assertTrue(answer.startswith(b"0008NAK\n"), answer[:20])
            self.assertIn(b"PACK", answer)

    def test_what_is_not_there(self):
        status, answer = self.request("git-upload-pack", packet(f"want {'1' * 40}\n") + b"0000" + packet("done\n"))
        self.assertEqual(status, 200)
        self.assertIn(b"not our ref", answer)

    def test_thousands_of_common_commits(self):
        work = self.work()
        self.commit(work)
        stream = ["feature done\n"]
        for number in range(4000):
            stream.append(f"commit refs/heads/many/{number}\ncommitter T <t@e> {number + 1} +0000\ndata 1\nx\n"
                          f"M 644 inline f\ndata {len(str(number))}\n{number}\n")
        stream.append("done\n")
        self.git("fast-import", "--quiet", folder=work, input="".join(stream))
        self.git("push", "-q", "origin", "refs/heads/many/*:refs/heads/many/*", folder=work)
        for protocol in ("0", "2"):
            clone = self.folder / ("clone" + protocol)
            self.git("-c", f"protocol.version={protocol}", "clone", "-q", "--branch", "many/0", self.url, str(clone))
        self.commit(work, content="new\n")
        self.git("push", "-q", "origin", "main", folder=work)
        for protocol in ("0", "2"):
            self.git("-c", f"protocol.version={protocol}", "fetch", "-q", "--refmap=", self.url, "main:refs/x/main",
                     folder=self.folder / f"clone{protocol}")
        # All of them as `have` in one request, before git says a word; more such requests than the server has threads.
        haves = [line.split()[0] for line in self.git("ls-remote", self.url).stdout.splitlines()]
        body = packet(f"want {self.tip()} multi_ack_detailed side-band-64k\n") + b"0000" + b"".join(
            packet(f"have {have}\n") for have in haves for _ in range(3)) + packet("done\n")
        with concurrent.futures.ThreadPoolExecutor(40) as pool:
            answers = [pool.submit(self.request, "git-upload-pack", body) for _ in range(40)]
            self.assertEqual(self.client.get_repository(repositoryName=self.name)["repositoryMetadata"]["repositoryName"], self.name)
            for answer in answers:
                self.assertEqual(answer.result()[0], 200)
                self.assertIn(b"ACK", answer.result()[1])


class ThroughTheApi(GitTestCase):
    """What git pushed and the API then reads and changes."""

    def error(self, call, **arguments):
        with self.assertRaises(ClientError) as failure:
            call(repositoryName=self.name, **arguments)
        return failure.exception.response["Error"]["Code"]

    def test_submodules(self):
        work = self.work()
        self.commit(work)
        self.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},sub", folder=work)
        self.git("commit", "-q", "-m", "Submodule", folder=work)
        self.git("push", "-q", "origin", "main", folder=work)
        parts = self.client.get_folder(repositoryName=self.name, folderPath="/")
        self.assertEqual([one["relativePath"] for one in parts["subModules"]], ["sub"])
        changes = self.client.get_differences(repositoryName=self.name, afterCommitSpecifier="HEAD")["differences"]
        self.assertEqual({one["afterBlob"]["path"]: one["afterBlob"]["mode"] for one in changes}, {"a.txt": "100644", "sub": "160000"})
        at = {"branchName": "main", "parentCommitId": self.tip()}
        for path in ("sub", "sub/x"):
            self.assertEqual(self.error(self.client.put_file, filePath=path, fileContent=b"1", **at),
                             "FilePathConflictsWithSubmodulePathException")
        self.assertEqual(self.error(self.client.create_commit, deleteFiles=[{"filePath": "sub"}], **at),
                         "FilePathConflictsWithSubmodulePathException")
        self.assertEqual(self.error(self.client.delete_file, filePath="sub", **at), "FileDoesNotExistException")
        self.assertEqual(self.error(self.client.get_file, filePath="sub"), "FileDoesNotExistException")

    def test_a_folder_of_too_many_files(self):
        work = self.work()
        files = "".join(f"M 644 inline {'n' * 230}{number}\ndata 1\nx\n" for number in range(25_000))
        self.git("fast-import", "--quiet", folder=work, input="commit refs/heads/main\ncommitter T <t@e> 1 +0000\ndata 1\nx\n" + files)
        self.git("push", "-q", "origin", "main", folder=work)
        self.assertEqual(self.error(self.client.put_file, filePath="one-more", fileContent=b"1", branchName="main",
                                    parentCommitId=self.tip()), "FolderContentSizeLimitExceededException")

    def test_texts_in_no_known_encoding(self):
        work = self.work()
        (work / b"caf\xe9".decode(errors="surrogateescape")).write_text("1")
        self.git("add", "-A", folder=work)
        self.git("-c", "i18n.commitEncoding=latin1", "commit", "-q", "-F", "-", folder=work, input="m\n")
        tree = self.git("rev-parse", "HEAD^{tree}", folder=work).stdout.strip()
        raw = f"tree {tree}\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\n".encode() + b"caf\xe9\n"
        (self.folder / "raw").write_bytes(raw)
        made = self.git("hash-object", "-t", "commit", "-w", str(self.folder / "raw"), folder=work).stdout.strip()
        self.git("push", "-q", "origin", made + ":refs/heads/main", folder=work)
        self.assertEqual(self.client.get_commit(repositoryName=self.name, commitId=made)["commit"]["message"], "caf\ufffd\n")
        folder = self.client.get_folder(repositoryName=self.name, folderPath="/")
        self.assertEqual(folder["files"][0]["relativePath"], "caf\ufffd")


class WhatIsLeftBehind(GitTestCase):
    def make_server(self):
        server = Server()
        self.addCleanup(server.stop)
        return server

    def files(self):
        return [path for path in (self.server.home / "work").rglob("*") if path.is_file()]

    def test_refused_broken_and_killed_pushes_leave_nothing(self):
        work = self.work()
        self.commit(work)
        self.git("push", "-q", "origin", "main", folder=work)
        before = len(self.files())
        commit = f"tree {object_id('tree', b'')}\nparent {'2' * 40}\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nx\n".encode()
        pack = pack_of(packed_object(2, b""), packed_object(1, commit))
        self.push_raw([(ZERO, object_id("commit", commit), "refs/heads/x")], pack)
        self.push_raw([(ZERO, "1" * 40, "refs/heads/x")], pack[:-4])
        # A client that goes away in the middle.
        head = packet(f"{ZERO} {'1' * 40} refs/heads/x\0report-status") + b"0000" + b"PACK" + b"\0\0\0\2\0\0\0\1"
        path = self.url.split("/", 3)[3]
        host = self.url.split("/")[2]
        with self.server.connect() as connection:
            connection.sendall((f"POST /{path}/git-receive-pack HTTP/1.1\r\nHost: {host}\r\n"
                                f"Authorization: {self.authorization()}\r\nContent-Length: 100000\r\n\r\n").encode() + head)
        self.commit(work, content="two\n")
        self.git("push", "-q", "origin", "main", folder=work)
        left = [path for path in self.files() if "incoming" in path.parts]
        self.assertEqual(left, [])
        self.assertLessEqual(len(self.files()), before + 3)

    def test_a_stop_and_a_kill_keep_no_open_copy(self):
        work = self.work()
        commit = self.commit(work)
        self.git("push", "-q", "origin", "main", folder=work)
        self.assertTrue(self.files())
        self.server.stop(remove=False)
        self.assertEqual(self.files(), [])
        self.server.start()
        self.assertEqual(self.tip(), commit)
        self.git("clone", "-q", self.url, "first")
        self.server.kill()
        self.server.start()
        self.assertEqual(self.files(), [])
        self.git("clone", "-q", self.url, "second")

    def test_many_pushes_become_few_packs(self):
        work = self.work()
        for number in range(40):
            self.commit(work, content=f"{number}\n")
            self.git("push", "-q", "origin", "main", folder=work)
        self.git("clone", "-q", self.url, "whole")
        self.assertEqual(self.git("rev-list", "--count", "HEAD", folder=self.folder / "whole").stdout.strip(), "40")
        packs = [path for path in self.files() if path.suffix == ".pack"]
        self.assertLess(len(packs), 32)
        self.server.kill()
        self.server.start()
        self.git("clone", "-q", self.url, "after")
        self.assertEqual(self.git("rev-list", "--count", "HEAD", folder=self.folder / "after").stdout.strip(), "40")
        self.git("fsck", "--strict", folder=self.folder / "after")


if __name__ == "__main__":
    unittest.main()
