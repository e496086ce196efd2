"""CodeBuild through boto3: builds that really run."""
import io
import json
import pathlib
import time
import unittest
import urllib.request
import zipfile

import botocore
import botocore.exceptions
import dateutil
import jmespath
import six
import urllib3

from harness import Server, allow, shared_server

IMAGE = "aws/codebuild/standard:7.0"
ROLE_PERMISSIONS = [
    allow("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"),
    allow("s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", resource="arn:aws:s3:::codebuild-*"),
    allow("kms:GenerateDataKey", "kms:Decrypt"),
]


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def spec(build=(), **more):
    """A buildspec, as JSON, which is YAML too."""
    return json.dumps({"version": 0.2, "phases": {"build": {"commands": list(build)}}, **more})


class CodeBuildCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = shared_server()
        cls.codebuild = cls.server.client("codebuild")
        cls.logs = cls.server.client("logs")
        cls.s3 = cls.server.client("s3", s3={"addressing_style": "path"})

    def role(self, name, *policies):
        iam = self.server.client("iam")
        trust = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "codebuild.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
        arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
        for number, policy in enumerate(policies):
            iam.put_role_policy(RoleName=name, PolicyName=f"p{number}", PolicyDocument=json.dumps(policy))
        return arn

    def project(self, name, buildspec="", source=None, artifacts=None, variables=(), permissions=ROLE_PERMISSIONS, **more):
        name = f"codebuild-{name}-{time.time_ns()}"
        source = dict(source or {"type": "NO_SOURCE"})
        if buildspec:
            source["buildspec"] = buildspec
        answer = self.codebuild.create_project(
            name=name, source=source, artifacts=artifacts or {"type": "NO_ARTIFACTS"}, serviceRole=self.role(name, *permissions),
            environment={"type": "LINUX_CONTAINER", "image": IMAGE, "computeType": "BUILD_GENERAL1_SMALL",
                         "environmentVariables": list(variables)}, **more)["project"]
        self.addCleanup(self.codebuild.delete_project, name=name)
        return answer

    def wait(self, build, seconds=40):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = self.codebuild.batch_get_builds(ids=[build["id"]])["builds"][0]
            if found["buildComplete"]:
                return found
            time.sleep(0.05)
        self.fail(f"the build did not end: {found}")

    def run_build(self, project, **overrides):
        return self.wait(self.codebuild.start_build(projectName=project["name"], **overrides)["build"])

    def output(self, build):
        pages = self.logs.get_paginator("filter_log_events").paginate(
            logGroupName=build["logs"]["groupName"], logStreamNames=[build["logs"]["streamName"]])
        return "".join(event["message"] for page in pages for event in page["events"])

    def phases(self, build):
        return {phase["phaseType"]: phase.get("phaseStatus") for phase in build["phases"]}

    def context(self, build, phase):
        return next(p for p in build["phases"] if p["phaseType"] == phase)["contexts"][0]

    def refused(self, code, call, **arguments):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            call(**arguments)
        self.assertEqual(caught.exception.response["Error"]["Code"], code)
        return caught.exception.response["Error"]["Message"]


class Projects(CodeBuildCase):
    def test_defaults_as_terraform_reads_them(self):
        project = self.project("defaults", spec(["true"]), tags=[{"key": "a", "value": "b"}])
        found = self.codebuild.batch_get_projects(names=[project["arn"], "codebuild-none"])
        self.assertEqual(found["projectsNotFound"], ["codebuild-none"])
        found = found["projects"][0]
        self.assertEqual(found["timeoutInMinutes"], 60)
        self.assertEqual(found["queuedTimeoutInMinutes"], 480)
        self.assertEqual(found["badge"], {"badgeEnabled": False})
        self.assertEqual(found["cache"], {"type": "NO_CACHE"})
        self.assertEqual(found["projectVisibility"], "PRIVATE")
        self.assertEqual(found["logsConfig"], {"cloudWatchLogs": {"status": "ENABLED"},
                                               "s3Logs": {"status": "DISABLED", "encryptionDisabled": False}})
        self.assertTrue(found["encryptionKey"].endswith(":alias/aws/s3"))
        self.assertEqual(found["tags"], [{"key": "a", "value": "b"}])
        self.assertEqual(found["environment"]["imagePullCredentialsType"], "CODEBUILD")
        self.assertEqual(self.codebuild.update_project(name=project["name"], description="d")["project"]["description"], "d")
        self.refused("ResourceAlreadyExistsException", self.codebuild.create_project, name=project["name"],
                     source={"type": "NO_SOURCE", "buildspec": spec()}, artifacts={"type": "NO_ARTIFACTS"},
                     serviceRole=project["serviceRole"],
                     environment={"type": "LINUX_CONTAINER", "image": IMAGE, "computeType": "BUILD_GENERAL1_SMALL"})
        self.assertIn(project["name"], self.codebuild.list_projects()["projects"])

    def test_refuses_what_it_cannot_do(self):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            self.project("github", source={"type": "GITHUB", "location": "https://github.com/a/b"})
        self.assertEqual(caught.exception.response["Error"]["Code"], "InvalidInputException")
        role = self.role(f"codebuild-untrusted-{time.time_ns()}")
        project = {"source": {"type": "NO_SOURCE", "buildspec": spec()}, "artifacts": {"type": "NO_ARTIFACTS"},
                   "environment": {"type": "LINUX_CONTAINER", "image": IMAGE, "computeType": "BUILD_GENERAL1_SMALL"}}
        self.refused("InvalidInputException", self.codebuild.create_project, name="codebuild-privileged", serviceRole=role,
                     **{**project, "environment": {**project["environment"], "privilegedMode": True}})
        message = self.refused("InvalidInputException", self.codebuild.create_project, name="codebuild-untrusted",
                               serviceRole=role + "-none", **project)
        self.assertIn("ot authorized to perform", message)

    def test_passing_a_role_needs_leave(self):
        project = self.project("pass", spec(["true"]))
        user = self.server.user(project["name"], allow("codebuild:*"))
        limited = self.server.client("codebuild", user)
        message = self.refused("AccessDeniedException", limited.update_project, name=project["name"],
                               serviceRole=project["serviceRole"])
        self.assertIn("iam:PassRole", message)


class Builds(CodeBuildCase):
    def test_runs_and_logs(self):
        project = self.project("runs", json.dumps({
            "version": 0.2,
            "env": {"variables": {"GREETING": "hello"}, "exported-variables": ["ANSWER"]},
            "phases": {"install": {"runtime-versions": {"python": "3.x"}, "commands": ["ANSWER=42; cd /tmp"]},
                       "pre_build": {"commands": ["echo at $(pwd)"]},
                       "build": {"commands": ["echo $GREETING $NAME number $CODEBUILD_BUILD_NUMBER",
                                              "test -z \"$(ls -A $CODEBUILD_SRC_DIR)\"", "env | sort"],
                                 "finally": ["echo finally"]}}}),
            variables=[{"name": "NAME", "value": "world", "type": "PLAINTEXT"}])
        build = self.run_build(project)
        output = self.output(build)
        self.assertEqual(build["buildStatus"], "SUCCEEDED", output)
        self.assertIn("hello world number 1\n", output)
        self.assertIn("at /tmp\n", output)
        self.assertRegex(output, r"\[Container\] \d{4}/\d\d/\d\d \d\d:\d\d:\d\d\.\d{6} Running command echo finally\n")
        self.assertIn("\nfinally\n", output)
        self.assertEqual(build["exportedEnvironmentVariables"], [{"name": "ANSWER", "value": "42"}])
        self.assertEqual([phase["phaseType"] for phase in build["phases"]],
                         ["SUBMITTED", "QUEUED", "PROVISIONING", "DOWNLOAD_SOURCE", "INSTALL", "PRE_BUILD", "BUILD",
                          "POST_BUILD", "UPLOAD_ARTIFACTS", "FINALIZING", "COMPLETED"])
        self.assertEqual(build["currentPhase"], "COMPLETED")
        self.assertIn(f"CODEBUILD_BUILD_ID={build['id']}\n", output)
        self.assertNotIn("AWS_SECRET_ACCESS_KEY=", output)
        self.assertEqual(self.codebuild.list_builds_for_project(projectName=project["name"])["ids"], [build["id"]])
        self.assertEqual(self.codebuild.batch_delete_builds(ids=[build["id"]])["buildsDeleted"], [build["arn"]])

    def test_bytes_that_are_no_text_end_no_answer(self):
        project = self.project("bytes", spec(
            ["V=$'a\\xff\\xfeb'", "echo \"said $V\"", "echo $'\\xc3('", "printf '\\377' > $'name\\xff.txt'", "ls"],
            env={"exported-variables": ["V"]}))
        build = self.run_build(project)
        output = self.output(build)
        self.assertEqual(build["buildStatus"], "SUCCEEDED", output)
        self.assertEqual(build["exportedEnvironmentVariables"], [{"name": "V", "value": "a\ufffd\ufffdb"}])
        self.assertIn("said a\ufffd\ufffdb\n", output)
        self.assertIn("\n\ufffd(\n", output)
        failed = self.run_build(self.project("bytes-fail", spec(["$'false\\xff'"])))
        self.assertEqual(failed["buildStatus"], "FAILED")
        self.assertIn("exit status 127", self.context(failed, "BUILD")["message"])

    def test_failure_says_where(self):
        project = self.project("fails", json.dumps({"version": 0.2, "phases": {
            "build": {"commands": ["echo before", "exit 3", "echo never"], "finally": ["echo cleanup"]},
            "post_build": {"commands": ["echo succeeding $CODEBUILD_BUILD_SUCCEEDING"]}}}))
        build = self.run_build(project)
        self.assertEqual(build["buildStatus"], "FAILED")
        self.assertEqual(self.context(build, "BUILD"), {
            "statusCode": "COMMAND_EXECUTION_ERROR",
            "message": "Error while executing command: exit 3. Reason: exit status 3"})
        output = self.output(build)
        self.assertNotIn("never\n", output.replace("echo never", ""))
        self.assertIn("\ncleanup\n", output)
        self.assertIn("\nsucceeding 0\n", output)
        build = self.run_build(project, buildspecOverride="version: 0.2\nphases: {pre_build: {commands: [exit 1]}, build: {commands: [echo x]}}")
        self.assertNotIn("BUILD", self.phases(build))
        build = self.run_build(project, buildspecOverride="version: 0.2\nphases:\n  build:\n    commands:\n      - echo a: b\n")
        self.assertEqual(self.context(build, "DOWNLOAD_SOURCE")["statusCode"], "YAML_FILE_ERROR")
        self.assertIn("Expected Commands[0] to be of string type", self.context(build, "DOWNLOAD_SOURCE")["message"])

    def test_missing_runtime(self):
        project = self.project("runtime", json.dumps({"version": 0.2, "phases": {
            "install": {"runtime-versions": {"nodejs": "3"}}, "build": {"commands": ["true"]}}}))
        build = self.run_build(project)
        self.assertEqual(self.phases(build)["INSTALL"], "FAILED")
        self.assertIn("Unknown runtime version named '3' of nodejs", self.context(build, "INSTALL")["message"])

    def test_stops(self):
        project = self.project("stops", spec(["echo started; sleep 600"]))
        build = self.codebuild.start_build(projectName=project["name"])["build"]
        self.assertEqual(build["buildStatus"], "IN_PROGRESS")
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            current = self.codebuild.batch_get_builds(ids=[build["id"]])["builds"][0]
            if current["currentPhase"] == "BUILD" and "started\n" in self.output(current):
                break
            time.sleep(0.05)
        begun = time.monotonic()
        self.codebuild.stop_build(id=build["id"])
        build = self.wait(build)
        self.assertLess(time.monotonic() - begun, 5)
        self.assertEqual(build["buildStatus"], "STOPPED")
        self.assertEqual(self.phases(build)["BUILD"], "STOPPED")
        retried = self.codebuild.retry_build(id=build["id"])["build"]
        self.codebuild.stop_build(id=retried["id"])
        self.assertEqual(self.wait(retried)["buildStatus"], "STOPPED")

    def test_idempotency_and_limit(self):
        project = self.project("twice", spec(["sleep 1"]), concurrentBuildLimit=1)
        first = self.codebuild.start_build(projectName=project["name"], idempotencyToken="t")["build"]
        again = self.codebuild.start_build(projectName=project["name"], idempotencyToken="t")["build"]
        self.assertEqual(first["id"], again["id"])
        third = self.codebuild.start_build(projectName=project["name"])["build"]
        self.codebuild.stop_build(id=third["id"])
        third = self.wait(third)
        self.assertEqual(self.phases(third), {"SUBMITTED": "SUCCEEDED", "QUEUED": "STOPPED", "COMPLETED": None})
        second = self.wait(self.codebuild.start_build(projectName=project["name"])["build"])
        first = self.wait(first)
        starts = [next(p for p in b["phases"] if p["phaseType"] == "PROVISIONING")["startTime"] for b in (first, second)]
        self.assertGreaterEqual(starts[1], first["endTime"])

    def test_logs_denied_but_builds(self):
        project = self.project("silent", spec(["true"]), permissions=[])
        build = self.run_build(project)
        self.assertEqual(build["buildStatus"], "SUCCEEDED")
        self.assertIn("does not allow AWS CodeBuild to create Amazon CloudWatch Logs", self.context(build, "PROVISIONING")["message"])
        quiet = self.project("disabled", spec(["true"]), logsConfig={"cloudWatchLogs": {"status": "DISABLED"}})
        self.assertNotIn("groupName", self.run_build(quiet)["logs"])


class ArtifactsAndSources(CodeBuildCase):
    def bucket(self, name):
        bucket = f"codebuild-{name}-{time.time_ns()}"
        self.s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        return bucket

    def test_zip_in_zip_out(self):
        bucket = self.bucket("zip")
        self.s3.put_object(Bucket=bucket, Key="in/source.zip", Body=zipped({
            "buildspec.yml": "version: 0.2\nphases:\n  build:\n    commands:\n      - mkdir -p dist/sub\n"
                             "      - tr a-z A-Z < hello.txt > dist/sub/HELLO.txt\n      - ln -s /etc/passwd dist/link\n"
                             "      - echo x > dist/left.map\nartifacts:\n  base-directory: dist\n  files: ['**/*']\n"
                             "  exclude-paths: ['**/*.map']\n", "hello.txt": "hello"}))
        project = self.project("zip", source={"type": "S3", "location": f"{bucket}/in/source.zip"},
                               artifacts={"type": "S3", "location": bucket, "path": "out", "name": "site.zip", "packaging": "ZIP"})
        build = self.run_build(project)
        self.assertEqual(build["buildStatus"], "SUCCEEDED", self.output(build))
        self.assertEqual(build["artifacts"]["location"], f"arn:aws:s3:::{bucket}/out/site.zip")
        stored = self.s3.get_object(Bucket=bucket, Key="out/site.zip")
        self.assertEqual(stored["ServerSideEncryption"], "aws:kms")
        with zipfile.ZipFile(io.BytesIO(stored["Body"].read())) as archive:
            self.assertEqual(archive.namelist(), ["sub/HELLO.txt"])
            self.assertEqual(archive.read("sub/HELLO.txt"), b"HELLO")

    def test_files_and_secondary_artifacts(self):
        bucket = self.bucket("files")
        project = self.project("files", json.dumps({
            "version": 0.2, "phases": {"build": {"commands": ["echo '<p>' > index.html; echo r > report.txt"]}},
            "artifacts": {"files": ["*.html"], "name": "v-$CODEBUILD_BUILD_NUMBER",
                          "secondary-artifacts": {"report": {"files": ["report.txt"]}}}}),
            artifacts={"type": "S3", "location": bucket, "name": "/", "overrideArtifactName": True},
            secondaryArtifacts=[{"type": "S3", "location": bucket, "name": "report.zip", "packaging": "ZIP",
                                 "artifactIdentifier": "report"}])
        build = self.run_build(project)
        self.assertEqual(build["buildStatus"], "SUCCEEDED", self.output(build))
        page = self.s3.get_object(Bucket=bucket, Key="v-1/index.html")
        self.assertEqual(page["ContentType"], "text/html")
        self.s3.head_object(Bucket=bucket, Key="report.zip")

    def test_nothing_matches_and_no_leave(self):
        bucket = self.bucket("none")
        project = self.project("none", json.dumps({
            "version": 0.2, "phases": {"build": {"commands": ["true"]}}, "artifacts": {"files": ["dist/**/*"]}}),
            artifacts={"type": "S3", "location": bucket, "name": "x"})
        build = self.run_build(project)
        self.assertEqual(self.context(build, "UPLOAD_ARTIFACTS")["message"], "no matching artifact paths found")
        denied = self.project("denied", source={"type": "S3", "location": f"{bucket}/none.zip"},
                              permissions=ROLE_PERMISSIONS[:1])
        build = self.run_build(denied)
        self.assertEqual(self.context(build, "DOWNLOAD_SOURCE")["statusCode"], "ACCESS_DENIED")


class InsideABuild(CodeBuildCase):
    def test_secrets_are_fetched_as_the_role_and_masked(self):
        self.server.client("ssm").put_parameter(Name="/codebuild/p", Value="parameter-value", Type="SecureString")
        self.server.client("secretsmanager").create_secret(Name="codebuild-s", SecretString='{"key":"secret-value"}')
        project = self.project("secrets", spec(["echo $P; echo $S; test ${#S} -eq 12"],
                                               env={"parameter-store": {"P": "/codebuild/p"}}),
                               variables=[{"name": "S", "value": "codebuild-s:key", "type": "SECRETS_MANAGER"}],
                               permissions=ROLE_PERMISSIONS + [allow("ssm:GetParameters", "secretsmanager:GetSecretValue")])
        build = self.run_build(project)
        output = self.output(build)
        self.assertEqual(build["buildStatus"], "SUCCEEDED", output)
        self.assertNotIn("parameter-value", output)
        self.assertNotIn("secret-value", output)
        self.assertIn("\n***\n", output)

    def test_sdk_inside_acts_as_the_role(self):
        bucket = f"codebuild-sdk-{time.time_ns()}"
        self.s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        files = {"call.py": "import os, sys; sys.path.insert(0, 'lib')\nimport botocore.session\n"
                            "s, url = botocore.session.get_session(), os.environ['AWS_ENDPOINT_URL']\n"
                            "print('ARN', s.create_client('sts', endpoint_url=url).get_caller_identity()['Arn'])\n"
                            "s3 = s.create_client('s3', endpoint_url=url)\n"
                            f"s3.put_object(Bucket='{bucket}', Key='from-build', Body=b'x')\n"}
        self.vendor(files, ("sts", "s3"))
        self.s3.put_object(Bucket=bucket, Key="source.zip", Body=zipped(files))
        project = self.project("sdk", spec(["/usr/bin/python3 call.py"]), {"type": "S3", "location": f"{bucket}/source.zip"})
        build = self.run_build(project)
        output = self.output(build)
        self.assertEqual(build["buildStatus"], "SUCCEEDED", output)
        self.assertIn(f"assumed-role/{project['name']}/AWSCodeBuild-", output)
        self.s3.head_object(Bucket=bucket, Key="from-build")

    def vendor(self, files, services):
        """Puts botocore with a few services' models into an archive's lib/."""
        for module in (botocore, dateutil, jmespath, urllib3):
            root = pathlib.Path(module.__file__).parent
            for path in root.rglob("*"):
                inner = path.relative_to(root.parent)
                is_data = len(inner.parts) > 2 and inner.parts[:2] == ("botocore", "data") and path.parent.name != "data"
                if path.is_file() and path.suffix != ".pyc" and not (is_data and inner.parts[2] not in services):
                    files[f"lib/{inner}"] = path.read_bytes()
        files["lib/six.py"] = pathlib.Path(six.__file__).read_bytes()

    def test_credentials_only_with_the_token_and_only_while_it_runs(self):
        ask = ('node -e "fetch(process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI, {headers: {%s}})'
               ".then(answer => console.log('CODE', answer.status))\"")
        project = self.project("token", spec([
            ask % "", ask % "Authorization: 'wrong'", ask % "Authorization: process.env.AWS_CONTAINER_AUTHORIZATION_TOKEN",
            "echo URL $AWS_CONTAINER_CREDENTIALS_FULL_URI", "echo TOKEN $AWS_CONTAINER_AUTHORIZATION_TOKEN"]))
        output = self.output(self.run_build(project))
        self.assertEqual([line.split()[1] for line in output.splitlines() if line.startswith("CODE ")], ["403", "403", "200"])
        self.assertIn("\nTOKEN ***\n", output)
        url = next(line.split()[1] for line in output.splitlines() if line.startswith("URL "))
        # It stands in the build's own network, and nowhere else.
        with self.assertRaises(OSError):
            urllib.request.urlopen(url, timeout=1)

    def test_cannot_read_the_server(self):
        project = self.project("peek", spec([f"ls {self.server.home} 2>&1 || echo hidden",
                                             "cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -c '[s]tellwerk serve' || true"]))
        output = self.output(self.run_build(project))
        self.assertIn("\nhidden\n", output)
        self.assertIn("\n0\n", output)


class Restart(unittest.TestCase):
    def survives(self, end):
        with Server() as server:
            case = Builds()
            case.server, case.codebuild = server, server.client("codebuild")
            case.logs = server.client("logs")
            project = CodeBuildCase.project(case, "restart", spec(["echo begun", "sleep 3", "echo done"]))
            build = case.codebuild.start_build(projectName=project["name"])["build"]
            self.await_first_line(case, build)
            end(server)
            server.start()
            case.codebuild, case.logs = server.client("codebuild"), server.client("logs")
            build = case.wait(build)
            self.assertEqual(build["buildStatus"], "SUCCEEDED")
            self.assertEqual(len([p for p in build["phases"] if p["phaseType"] == "BUILD"]), 1)
            leftovers = list((server.home / "work").glob("build-*"))
            self.assertEqual(leftovers, [])

    def await_first_line(self, case, build):
        """That the build has begun: its command has spoken."""
        deadline = time.monotonic() + 30
        while True:
            current = case.codebuild.batch_get_builds(ids=[build["id"]])["builds"][0]
            if current["currentPhase"] == "BUILD" and "begun\n" in case.output(current):
                return
            self.assertLess(time.monotonic(), deadline, "the build never began")
            time.sleep(0.05)

    def test_after_a_crash_the_build_begins_again(self):
        self.survives(lambda server: server.kill())

    def test_a_stop_does_not_wait_for_builds(self):
        begun = []

        def stop(server):
            begun.append(time.monotonic())
            server.stop(remove=False)
            begun.append(time.monotonic())

        self.survives(stop)
        self.assertLess(begun[1] - begun[0], 3)


if __name__ == "__main__":
    unittest.main()
