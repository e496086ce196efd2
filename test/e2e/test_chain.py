"""The chain from `git push` to production with terraform, git and the AWS SDK as they are.

One platform, walked in order: each test stands on the one before. Needs terraform (or tofu), git and node.
"""
import pathlib
import shutil
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from botocore.exceptions import ClientError

import harness
import platform_run
from platform_run import PIPELINE, Platform

MISSING = [name for name, found in {"terraform": harness.find_terraform(), "git": shutil.which("git"),
                                    "node": shutil.which("node"), "bwrap": shutil.which("bwrap")}.items() if not found]


@unittest.skipIf(MISSING, f"not installed: {', '.join(MISSING)}; see README.md")
class Chain(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.platform = Platform()
        cls.addClassCleanup(cls.platform.close)
        cls.good = None

    def refused(self, call, **arguments):
        with self.assertRaises(ClientError) as refusal:
            call(**arguments)
        self.assertIn(refusal.exception.response["Error"]["Code"], ("AccessDenied", "AccessDeniedException"))

    def edit(self, path, old, new):
        file = self.platform.checkout / path
        text = file.read_text()
        self.assertIn(old, text)
        file.write_text(text.replace(old, new))

    def test_01_terraform_applies_and_the_second_plan_is_empty(self):
        self.platform.apply()
        plan = self.platform.terraform("plan", "-detailed-exitcode", "-no-color", accept=(0, 2))
        self.assertEqual(plan.returncode, 0, plan.stdout[-3000:])

    def test_02_a_push_reaches_staging_and_waits_for_approval(self):
        self.platform.clone_frontend(f"!{self.platform.server.binary} git-credential")
        commit = self.platform.push("First version")
        self.platform.wait_for(commit, "Approval", {"InProgress"})
        self.assertEqual(self.platform.version("staging"), commit)
        # Without leave to list, S3 does not tell an absent page from a forbidden one.
        self.assertEqual(self.platform.site("production")[0], 403)
        self.__class__.good = commit

    def test_03_approval_releases_to_production(self):
        self.platform.decide("Approved", "looks good")
        self.platform.wait_for(self.good, "Production", {"Succeeded"})
        self.assertEqual(self.platform.version("production"), self.good)
        status, body = self.platform.site("production", "/")
        self.assertEqual(status, 200)
        self.assertIn("<html", body)

    def test_04_the_developer_may_push_and_look_and_nothing_else(self):
        developer, server = self.platform.developer(), self.platform.server
        state = server.client("codepipeline", developer).get_pipeline_state(name=PIPELINE)
        self.assertEqual(state["pipelineName"], PIPELINE)
        self.refused(server.client("codepipeline", developer).start_pipeline_execution, name=PIPELINE)
        self.refused(server.client("s3", developer).list_buckets)
        self.refused(server.client("s3", developer).put_object, Bucket=self.platform.outputs["production_bucket"],
                     Key="index.html", Body=b"defaced")
        self.refused(server.client("iam", developer).list_users)

    def test_05_a_failing_unit_test_stops_the_pipeline_and_says_why(self):
        self.edit("src/app/filter.js", "one.lines.includes(line)", "!one.lines.includes(line)")
        commit = self.platform.push("Break the line filter")
        stage = self.platform.wait_for(commit, "Test", {"Failed", "Succeeded"})
        self.assertEqual(stage["latestExecution"]["status"], "Failed")
        self.assertEqual(self.platform.execution_of(commit)["status"], "Failed")
        self.assertIn("JobFailed", stage["actionStates"][0]["latestExecution"]["errorDetails"]["code"])
        self.assertIn("not ok", self.platform.build_log())
        self.assertEqual(self.platform.version("staging"), self.good)
        self.assertEqual(self.platform.version("production"), self.good)

    def test_06_a_killed_server_goes_on_where_it_was(self):
        self.edit("src/app/filter.js", "!one.lines.includes(line)", "one.lines.includes(line)")
        if shutil.which("aws"):
            self.platform.use_helper("!aws codecommit credential-helper --ignore-host-check $@")
        commit = self.platform.push("Mend the line filter")
        deadline = time.monotonic() + platform_run.STAGE_TIMEOUT_SECONDS
        while self.platform.execution_of(commit) is None:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.05)
        self.platform.server.kill()
        self.platform.server.start()
        self.platform.wait_for(commit, "Approval", {"InProgress"})
        self.assertEqual(self.platform.version("staging"), commit)

    def test_07_a_rejected_release_leaves_production_as_it_was(self):
        with self.assertRaises(ClientError):
            self.platform.decide("Approved", "let me", credentials=self.platform.developer())
        self.platform.decide("Rejected", "not this week")
        deadline = time.monotonic() + platform_run.STAGE_TIMEOUT_SECONDS
        while self.platform.stages()["Approval"]["latestExecution"]["status"] != "Failed":
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.1)
        self.assertEqual(self.platform.version("production"), self.good)

    def test_08_what_was_pushed_can_be_cloned_again(self):
        again = self.platform.folder / "again"
        self.platform.git("clone", "-q", "-c", f"credential.helper=!{self.platform.server.binary} git-credential",
                          "-c", "credential.useHttpPath=true", self.platform.outputs["clone_url"], str(again))
        ours = self.platform.git("rev-parse", "HEAD").stdout
        self.assertEqual(self.platform.run("git", "rev-parse", "HEAD", folder=again).stdout, ours)

    def test_09_nothing_in_the_data_directory_can_be_read(self):
        words = (b"velmo", b"disruptions-frontend", b"AKIA", b"BEGIN ", b"buildspec")
        for file in (self.platform.server.home / "data").rglob("*"):
            if file.is_file():
                content = file.read_bytes()
                for word in words:
                    self.assertNotIn(word, content, f"{word} in {file}")

    def test_10_the_plan_is_still_empty_and_destroy_leaves_nothing(self):
        plan = self.platform.terraform("plan", "-detailed-exitcode", "-no-color", accept=(0, 2))
        self.assertEqual(plan.returncode, 0, plan.stdout[-3000:])
        self.platform.terraform("destroy", "-auto-approve", "-no-color")
        self.platform.terraform("destroy", "-auto-approve", "-no-color", state=True)
        self.assertEqual(self.platform.server.client("s3").list_buckets()["Buckets"], [])
        with self.assertRaises(ClientError):
            self.platform.server.client("organizations").describe_organization()


if __name__ == "__main__":
    unittest.main()
