"""CloudWatch Logs through boto3 and the AWS CLI."""
import json
import shutil
import subprocess
import time
import unittest

import botocore.exceptions

from harness import allow, shared_server


class LogsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = shared_server()
        cls.logs = cls.server.client("logs")

    def group(self, name, **more):
        group = f"logs-{name}-{time.time_ns()}"
        self.logs.create_log_group(logGroupName=group, **more)
        self.addCleanup(self.logs.delete_log_group, logGroupName=group)
        return group

    def stream(self, group, name="s", count=0):
        self.logs.create_log_stream(logGroupName=group, logStreamName=name)
        if count:
            now = int(time.time() * 1000)
            self.logs.put_log_events(logGroupName=group, logStreamName=name,
                                     logEvents=[{"timestamp": now, "message": f"{name} {i}"} for i in range(count)])
        return name

    def refused(self, code, call, **arguments):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            call(**arguments)
        self.assertEqual(caught.exception.response["Error"]["Code"], code)
        return caught.exception.response["Error"]["Message"]

    def test_group_as_terraform_reads_it(self):
        group = self.group("terraform", tags={"team": "a"})
        self.logs.put_retention_policy(logGroupName=group, retentionInDays=14)
        found = self.logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
        self.assertEqual(len(found), 1)
        self.assertEqual(found[0]["retentionInDays"], 14)
        self.assertEqual(found[0]["arn"], found[0]["logGroupArn"] + ":*")
        self.assertEqual(found[0]["logGroupClass"], "STANDARD")
        arn = found[0]["logGroupArn"]
        self.logs.tag_resource(resourceArn=arn, tags={"stage": "test"})
        self.logs.untag_resource(resourceArn=arn, tagKeys=["team"])
        self.assertEqual(self.logs.list_tags_for_resource(resourceArn=arn)["tags"], {"stage": "test"})
        self.logs.delete_retention_policy(logGroupName=group)
        self.assertNotIn("retentionInDays", self.logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"][0])
        self.refused("ResourceAlreadyExistsException", self.logs.create_log_group, logGroupName=group)
        self.refused("InvalidParameterException", self.logs.put_retention_policy, logGroupName=group, retentionInDays=2)

    def test_events_in_pages(self):
        group = self.group("pages")
        self.stream(group, "a", 5)
        pages = self.logs.get_paginator("filter_log_events").paginate(logGroupName=group,
                                                                      PaginationConfig={"PageSize": 2})
        messages = [event["message"] for page in pages for event in page["events"]]
        self.assertEqual(messages, [f"a {i}" for i in range(5)])
        got = self.logs.get_log_events(logGroupName=group, logStreamName="a", startFromHead=True, limit=3)
        self.assertEqual([event["message"] for event in got["events"]], ["a 0", "a 1", "a 2"])
        more = self.logs.get_log_events(logGroupName=group, logStreamName="a", nextToken=got["nextForwardToken"])
        self.assertEqual([event["message"] for event in more["events"]], ["a 3", "a 4"])
        last = self.logs.get_log_events(logGroupName=group, logStreamName="a", nextToken=more["nextForwardToken"])
        self.assertEqual((last["events"], last["nextForwardToken"]), ([], more["nextForwardToken"]))
        streams = self.logs.describe_log_streams(logGroupName=group, orderBy="LastEventTime", descending=True)
        self.assertIn("lastEventTimestamp", streams["logStreams"][0])

    def test_refusals(self):
        group = self.group("refusals")
        self.refused("ResourceNotFoundException", self.logs.put_log_events, logGroupName=group, logStreamName="none",
                     logEvents=[{"timestamp": int(time.time() * 1000), "message": "x"}])
        self.stream(group)
        now = int(time.time() * 1000)
        self.assertIn("chronological", self.refused(
            "InvalidParameterException", self.logs.put_log_events, logGroupName=group, logStreamName="s",
            logEvents=[{"timestamp": now, "message": "b"}, {"timestamp": now - 1, "message": "a"}]))
        answer = self.logs.put_log_events(logGroupName=group, logStreamName="s", logEvents=[
            {"timestamp": now - 15 * 86400000, "message": "old"}, ])
        self.assertEqual(answer["rejectedLogEventsInfo"], {"tooOldLogEventEndIndex": 1})

    def test_only_what_the_policy_allows(self):
        group = self.group("policy")
        self.stream(group)
        arn = self.logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"][0]["arn"]
        writer = self.server.client("logs", self.server.user(group, allow("logs:PutLogEvents", resource=arn)))
        event = [{"timestamp": int(time.time() * 1000), "message": "x"}]
        writer.put_log_events(logGroupName=group, logStreamName="s", logEvents=event)
        message = self.refused("AccessDeniedException", writer.get_log_events, logGroupName=group, logStreamName="s")
        self.assertIn("logs:GetLogEvents", message)

    def test_encrypted_under_a_key(self):
        kms = self.server.client("kms")
        key = kms.create_key()["KeyMetadata"]["Arn"]
        self.refused("InvalidParameterException", self.logs.create_log_group, logGroupName="logs-key-refused", kmsKeyId=key)
        policy = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{self.server.account}:root"}, "Action": "kms:*",
             "Resource": "*"},
            {"Effect": "Allow", "Principal": {"Service": "logs.eu-central-1.amazonaws.com"},
             "Action": ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*"}]}
        kms.put_key_policy(KeyId=key, PolicyName="default", Policy=json.dumps(policy))
        group = self.group("key", kmsKeyId=key)
        self.assertEqual(self.logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"][0]["kmsKeyId"], key)
        self.stream(group, "s", 2)
        self.logs.disassociate_kms_key(logGroupName=group)
        self.stream(group, "t", 1)
        messages = {event["message"] for event in self.logs.filter_log_events(logGroupName=group)["events"]}
        self.assertEqual(messages, {"s 0", "s 1", "t 0"})

    def test_following_as_tail_does(self):
        """Asks again from the last time seen on, and passes over the event ids it has."""
        group = self.group("follow")
        self.stream(group, "s", 2)
        seen, messages, start = set(), [], int(time.time() * 1000) - 60_000
        for round_ in range(3):
            for page in self.logs.get_paginator("filter_log_events").paginate(logGroupName=group, interleaved=True,
                                                                              startTime=start):
                for event in page["events"]:
                    start = max(start, event["timestamp"])
                    if event["eventId"] not in seen:
                        seen.add(event["eventId"])
                        messages.append(event["message"])
            self.logs.put_log_events(logGroupName=group, logStreamName="s",
                                     logEvents=[{"timestamp": int(time.time() * 1000), "message": f"later {round_}"}])
        self.assertEqual(messages, ["s 0", "s 1", "later 0", "later 1"])

    @unittest.skipUnless(shutil.which("aws"), "aws is missing: apt-get install awscli")
    def test_tail_follows(self):
        group = self.group("tail")
        self.stream(group, "s", 1)
        environment = dict(self.server.environment(), PYTHONUNBUFFERED="1")
        if subprocess.run(["aws", "--version"], env=environment, capture_output=True, text=True).stdout.startswith("aws-cli/1"):
            self.skipTest("version 1 of the AWS CLI has no logs tail")
        tail = subprocess.Popen(self.server.aws_command("logs", "tail", group, "--follow", "--format", "short"), env=environment,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.addCleanup(tail.stdout.close)
        self.addCleanup(tail.wait)
        self.addCleanup(tail.kill)
        self.assertIn("s 0", tail.stdout.readline())
        self.logs.put_log_events(logGroupName=group, logStreamName="s",
                                 logEvents=[{"timestamp": int(time.time() * 1000), "message": "came later"}])
        self.assertIn("came later", tail.stdout.readline())

    def test_tags_by_the_older_operations(self):
        group = self.group("older")
        self.logs.tag_log_group(logGroupName=group, tags={"a": "1", "b": "2"})
        self.logs.untag_log_group(logGroupName=group, tags=["a"])
        self.assertEqual(self.logs.list_tags_log_group(logGroupName=group)["tags"], {"b": "2"})

    def test_a_deleted_stream_is_gone_and_its_group_stays(self):
        group = self.group("streams")
        self.stream(group, count=2)
        self.logs.delete_log_stream(logGroupName=group, logStreamName="s")
        self.assertEqual(self.logs.describe_log_streams(logGroupName=group)["logStreams"], [])
        self.refused("ResourceNotFoundException", self.logs.delete_log_stream, logGroupName=group, logStreamName="s")

    def test_a_protected_group_is_not_deleted(self):
        group = self.group("protected")
        self.logs.put_log_group_deletion_protection(logGroupIdentifier=group, deletionProtectionEnabled=True)
        self.refused("ValidationException", self.logs.delete_log_group, logGroupName=group)
        self.logs.put_log_group_deletion_protection(logGroupIdentifier=group, deletionProtectionEnabled=False)

    def test_a_key_that_does_not_exist_encrypts_no_group(self):
        group = self.group("key")
        arn = f"arn:aws:kms:eu-central-1:{self.server.account}:key/00000000-0000-4000-8000-000000000000"
        self.refused("InvalidParameterException", self.logs.associate_kms_key, logGroupName=group, kmsKeyId=arn)


if __name__ == "__main__":
    unittest.main()
