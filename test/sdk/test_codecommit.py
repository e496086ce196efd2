"""CodeCommit through boto3 and git: what the API commits, git clones, and the other way round."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest
import uuid

from botocore.exceptions import ClientError

from harness import Server, allow, shared_server


@unittest.skipUnless(shutil.which("git"), "git is not installed (Debian package git)")
class CodeCommit(unittest.TestCase):
    def setUp(self):
        self.server = shared_server()
        self.client = self.server.client("codecommit")
        self.name = "repo-" + uuid.uuid4().hex[:8]
        self.repository = self.client.create_repository(repositoryName=self.name)["repositoryMetadata"]
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stellwerk-codecommit-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def git(self, *arguments, folder=None, credentials=None, good=True):
        command = ["git", "-c", f"credential.helper=!{self.server.binary} git-credential", "-c", "credential.useHttpPath=true",
                   "-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main", *arguments]
        done = subprocess.run(command, cwd=folder or self.folder, env=self.server.environment(credentials),
                              capture_output=True, text=True, timeout=60)
        if good:
            self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def error(self, call, **arguments):
        with self.assertRaises(ClientError) as failure:
            call(**arguments)
        return failure.exception.response["Error"]["Code"]

    def commit_file(self, path, content, parent=None):
        more = {"parentCommitId": parent} if parent else {}
        return self.client.put_file(repositoryName=self.name, branchName="main", filePath=path, fileContent=content,
                                    commitMessage=f"Put {path}", **more)["commitId"]

    def clone(self, name="clone"):
        self.git("clone", "-q", self.repository["cloneUrlHttp"], name)
        return self.folder / name

    def test_what_the_api_commits_git_clones(self):
        first = self.commit_file("docs/a.txt", b"one\n")
        second = self.commit_file("docs/b.txt", b"two\n", parent=first)
        clone = self.clone()
        self.assertEqual((clone / "docs/b.txt").read_text(), "two\n")
        self.assertEqual(self.git("log", "--format=%H", folder=clone).stdout.split(), [second, first])
        self.assertEqual(self.git("fsck", "--strict", folder=clone).returncode, 0)

    def test_what_git_pushes_the_api_reads(self):
        self.commit_file("a.txt", b"one\n")
        clone = self.clone()
        (clone / "run.sh").write_text("#!/bin/sh\n")
        (clone / "run.sh").chmod(0o755)
        (clone / "sub").mkdir()
        (clone / "sub/x").write_bytes(b"\x00\xff")
        self.git("add", "-A", folder=clone)
        self.git("commit", "-q", "-m", "More", folder=clone)
        self.git("push", "-q", "origin", "main", folder=clone)
        head = self.git("rev-parse", "HEAD", folder=clone).stdout.strip()
        self.assertEqual(self.client.get_branch(repositoryName=self.name, branchName="main")["branch"]["commitId"], head)
        self.assertEqual(self.client.get_file(repositoryName=self.name, filePath="sub/x")["fileContent"], b"\x00\xff")
        folder = self.client.get_folder(repositoryName=self.name, folderPath="/")
        self.assertEqual([one["relativePath"] for one in folder["subFolders"]], ["sub"])
        self.assertEqual({one["relativePath"]: one["fileMode"] for one in folder["files"]},
                         {"a.txt": "NORMAL", "run.sh": "EXECUTABLE"})
        commit = self.client.get_commit(repositoryName=self.name, commitId=head)["commit"]
        self.assertEqual(commit["author"]["email"], "t@example.com")
        changes = self.client.get_differences(repositoryName=self.name, beforeCommitSpecifier=commit["parents"][0],
                                              afterCommitSpecifier=head)["differences"]
        self.assertEqual({change["afterBlob"]["path"]: change["changeType"] for change in changes},
                         {"run.sh": "A", "sub/x": "A"})

    def test_a_push_from_an_old_state_is_rejected_and_loses_nothing(self):
        first = self.commit_file("a.txt", b"one\n")
        clone = self.clone()
        second = self.commit_file("b.txt", b"two\n", parent=first)
        (clone / "c.txt").write_text("three\n")
        self.git("add", "-A", folder=clone)
        self.git("commit", "-q", "-m", "Late", folder=clone)
        pushed = self.git("push", "origin", "main", folder=clone, good=False)
        self.assertNotEqual(pushed.returncode, 0)
        self.assertEqual(self.client.get_branch(repositoryName=self.name, branchName="main")["branch"]["commitId"], second)
        self.git("pull", "-q", "--rebase", "origin", "main", folder=clone)
        self.git("push", "-q", "origin", "main", folder=clone)

    def test_branches_and_tags_come_and_go(self):
        self.commit_file("a.txt", b"one\n")
        clone = self.clone()
        self.git("push", "-q", "origin", "main:feature/x", "main:release", folder=clone)
        self.git("tag", "-a", "v1", "-m", "Version 1", folder=clone)
        self.git("push", "-q", "origin", "v1", folder=clone)
        self.assertEqual(self.client.list_branches(repositoryName=self.name)["branches"], ["feature/x", "main", "release"])
        self.git("push", "-q", "origin", ":release", folder=clone)
        self.client.delete_branch(repositoryName=self.name, branchName="feature/x")
        self.assertEqual(self.client.list_branches(repositoryName=self.name)["branches"], ["main"])
        refused = self.git("push", "origin", ":main", folder=clone, good=False)
        self.assertIn("default branch", refused.stderr)
        self.assertIn("refs/tags/v1", self.git("ls-remote", self.repository["cloneUrlHttp"]).stdout)

    def test_only_who_may_pull_pulls_and_who_may_push_pushes(self):
        self.commit_file("a.txt", b"one\n")
        arn = self.repository["Arn"]
        reader = self.server.user("reader-" + self.name, allow("codecommit:GitPull", resource=arn))
        self.git("clone", "-q", self.repository["cloneUrlHttp"], "theirs", credentials=reader)
        clone = self.folder / "theirs"
        self.git("commit", "-q", "--allow-empty", "-m", "x", folder=clone)
        pushed = self.git("push", "origin", "main", folder=clone, credentials=reader, good=False)
        self.assertIn("403", pushed.stderr)
        self.assertIn("codecommit:GitPush", pushed.stderr)
        stranger = self.server.user("stranger-" + self.name)
        self.assertIn("403", self.git("clone", self.repository["cloneUrlHttp"], "none", credentials=stranger, good=False).stderr)
        guarded = self.server.user("guarded-" + self.name, allow("codecommit:GitPull", "codecommit:GitPush", resource=arn), {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Deny", "Action": "codecommit:GitPush", "Resource": arn,
                           "Condition": {"StringEqualsIfExists": {"codecommit:References": ["refs/heads/main"]},
                                         "Null": {"codecommit:References": "false"}}}]})
        self.git("push", "-q", "origin", "main:side", folder=clone, credentials=guarded)
        self.assertNotEqual(self.git("push", "origin", "main", folder=clone, credentials=guarded, good=False).returncode, 0)

    def test_a_large_push_and_its_clone(self):
        self.commit_file("a.txt", b"one\n")
        clone = self.clone()
        (clone / "big.bin").write_bytes(bytes(range(256)) * 4096 + os.urandom(8 << 20))
        self.git("add", "-A", folder=clone)
        self.git("commit", "-q", "-m", "Big", folder=clone)
        self.git("push", "-q", "origin", "main", folder=clone)
        again = self.clone("again")
        self.assertEqual((again / "big.bin").read_bytes(), (clone / "big.bin").read_bytes())
        shallow = self.folder / "shallow"
        self.git("clone", "-q", "--depth", "1", self.repository["cloneUrlHttp"], str(shallow))
        self.assertTrue((shallow / "big.bin").exists())

    def test_the_api_says_what_is_wrong(self):
        self.assertEqual(self.error(self.client.create_repository, repositoryName=self.name), "RepositoryNameExistsException")
        self.assertEqual(self.error(self.client.get_repository, repositoryName="none"), "RepositoryDoesNotExistException")
        self.assertEqual(self.error(self.client.get_branch, repositoryName=self.name, branchName="x"),
                         "BranchDoesNotExistException")
        first = self.commit_file("a.txt", b"one\n")
        self.commit_file("b.txt", b"two\n", parent=first)
        self.assertEqual(self.error(self.client.put_file, repositoryName=self.name, branchName="main", filePath="c",
                                    fileContent=b"x", parentCommitId=first), "ParentCommitIdOutdatedException")
        self.assertEqual(self.error(self.client.get_file, repositoryName=self.name, filePath="nope"), "FileDoesNotExistException")
        self.assertEqual(self.error(self.client.put_file, repositoryName=self.name, branchName="main", filePath="../x",
                                    fileContent=b"x"), "InvalidPathException")

    def test_an_invalid_branch_name_on_a_fresh_start(self):
        with Server() as server:
            client = server.client("codecommit")
            client.create_repository(repositoryName="r")
            self.assertEqual(self.error(client.create_branch, repositoryName="r", branchName="a..b", commitId="1" * 40),
                             "InvalidBranchNameException")
            self.assertEqual(client.list_repositories()["repositories"][0]["repositoryName"], "r")

    def test_commits_of_many_files(self):
        first = self.client.create_commit(
            repositoryName=self.name, branchName="main", authorName="Ä B", email="a@example.com", commitMessage="One",
            putFiles=[{"filePath": "a", "fileContent": b"1"}, {"filePath": "d/b", "fileContent": b"2", "fileMode": "EXECUTABLE"}])
        second = self.client.create_commit(
            repositoryName=self.name, branchName="main", parentCommitId=first["commitId"], keepEmptyFolders=True,
            putFiles=[{"filePath": "c", "sourceFile": {"filePath": "d/b", "isMove": True}}],
            setFileModes=[{"filePath": "a", "fileMode": "EXECUTABLE"}])
        self.assertEqual({one["absolutePath"] for one in second["filesAdded"]}, {"c", "d/.gitkeep"})
        gone = self.client.delete_file(repositoryName=self.name, branchName="main", filePath="a", parentCommitId=second["commitId"])
        batch = self.client.batch_get_commits(repositoryName=self.name, commitIds=[first["commitId"], gone["commitId"], "x"])
        self.assertEqual([one["author"]["name"] for one in batch["commits"]][0], "Ä B")
        self.assertEqual(batch["errors"][0]["commitId"], "x")
        clone = self.clone()
        self.assertEqual(sorted(path.name for path in clone.rglob("*") if path.is_file() and ".git/" not in str(path)), [".gitkeep", "c"])
        self.git("fsck", "--strict", folder=clone)
        self.assertEqual(self.error(self.client.create_commit, repositoryName=self.name, branchName="main",
                                    parentCommitId=gone["commitId"], authorName="a <b>", putFiles=[
                                        {"filePath": "x", "fileContent": b"1"}]), "InvalidParameterException")

    def test_repositories_change(self):
        other = self.name + "-x"
        self.client.update_repository_description(repositoryName=self.name, repositoryDescription="text")
        self.client.update_repository_name(oldName=self.name, newName=other)
        found = self.client.batch_get_repositories(repositoryNames=[self.name, other])
        self.assertEqual(found["repositoriesNotFound"], [self.name])
        self.assertEqual(found["repositories"][0]["repositoryDescription"], "text")
        self.client.update_repository_name(oldName=other, newName=self.name)
        arn = self.repository["Arn"]
        self.client.tag_resource(resourceArn=arn, tags={"team": "web"})
        self.client.untag_resource(resourceArn=arn, tagKeys=["team"])
        self.assertEqual(self.client.list_tags_for_resource(resourceArn=arn)["tags"], {})
        self.assertEqual(self.error(self.client.tag_resource, resourceArn=arn, tags={"AWS:x": "y"}), "InvalidSystemTagUsageException")
        first = self.commit_file("a", b"1")
        self.client.create_branch(repositoryName=self.name, branchName="dd", commitId=first)
        self.assertEqual(self.error(self.client.create_branch, repositoryName=self.name, branchName="dd/e", commitId=first),
                         "InvalidBranchNameException")
        self.client.update_default_branch(repositoryName=self.name, defaultBranchName="dd")
        self.assertEqual(self.error(self.client.delete_branch, repositoryName=self.name, branchName="dd"),
                         "DefaultBranchCannotBeDeletedException")
        blob = self.client.get_file(repositoryName=self.name, filePath="a", commitSpecifier="HEAD")["blobId"]
        self.assertEqual(self.client.get_blob(repositoryName=self.name, blobId=blob)["content"], b"1")
        key = self.server.client("kms").create_key()["KeyMetadata"]["Arn"]
        changed = self.client.update_repository_encryption_key(repositoryName=self.name, kmsKeyId=key)
        self.assertEqual(changed["kmsKeyId"], key)
        self.assertEqual(self.client.get_file(repositoryName=self.name, filePath="a")["fileContent"], b"1")
        self.assertEqual(self.error(self.client.get_differences, repositoryName=self.name, afterCommitSpecifier="HEAD", MaxResults=0),
                         "InvalidMaxResultsException")
        self.assertTrue(self.client.delete_repository(repositoryName=self.name)["repositoryId"])

    def test_tags_decide_on_git_and_pipelines_alike(self):
        tagged = self.client.create_repository(repositoryName=self.name + "-t", tags={"team": "web"})["repositoryMetadata"]
        self.addCleanup(self.client.delete_repository, repositoryName=self.name + "-t")
        only_web = self.server.user("web-" + self.name, allow("codecommit:*", **{
            "Condition": {"StringEquals": {"aws:ResourceTag/team": "web"}}}))
        self.git("ls-remote", tagged["cloneUrlHttp"], credentials=only_web)
        refused = self.git("ls-remote", self.repository["cloneUrlHttp"], credentials=only_web, good=False)
        self.assertIn("403", refused.stderr)

    def test_sizes_are_known_without_the_contents(self):
        clone = self.folder / "clone"
        self.git("init", "-q", str(clone))
        (clone / "large").write_bytes(b"\0" * (200 << 20))
        self.git("add", "-A", folder=clone)
        self.git("commit", "-q", "-m", "Large", folder=clone)
        self.git("push", "-q", self.repository["cloneUrlHttp"], "main", folder=clone)
        blob = self.git("rev-parse", "HEAD:large", folder=clone).stdout.strip()

        def memory():
            return int(pathlib.Path(f"/proc/{self.server.process.pid}/status").read_text().split("VmHWM:")[1].split()[0])
        before = memory()
        for _ in range(3):
            self.assertEqual(self.error(self.client.get_blob, repositoryName=self.name, blobId=blob), "FileTooLargeException")
            self.assertEqual(self.error(self.client.get_file, repositoryName=self.name, filePath="large"), "FileTooLargeException")
        self.assertLess(memory() - before, 50_000)


if __name__ == "__main__":
    unittest.main()
