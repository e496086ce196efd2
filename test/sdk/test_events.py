"""EventBridge through boto3, as far as no pipeline is needed: rules, targets, buses, permissions."""
import json
import unittest
import uuid

from botocore.exceptions import ClientError

from harness import allow, shared_server


class Events(unittest.TestCase):
    def setUp(self):
        self.events = shared_server().client("events")
        self.account = shared_server().account
        self.rule = "rule-" + uuid.uuid4().hex[:8]

    def error(self, call, **arguments):
        with self.assertRaises(ClientError) as failure:
            call(**arguments)
        return failure.exception.response["Error"]

    def put_rule(self, **more):
        return self.events.put_rule(Name=self.rule, EventPattern=json.dumps({"source": ["a"]}), **more)["RuleArn"]

    def test_a_rule_comes_back_as_it_was_put(self):
        arn = self.put_rule(Description="d", State="DISABLED", Tags=[{"Key": "k", "Value": "v"}])
        rule = self.events.describe_rule(Name=self.rule)
        self.assertEqual((rule["Arn"], rule["State"], rule["Description"]), (arn, "DISABLED", "d"))
        self.assertEqual(json.loads(rule["EventPattern"]), {"source": ["a"]})
        self.assertEqual(self.events.list_tags_for_resource(ResourceARN=arn)["Tags"], [{"Key": "k", "Value": "v"}])
        self.events.enable_rule(Name=self.rule)
        self.assertEqual(self.events.describe_rule(Name=self.rule)["State"], "ENABLED")
        self.events.delete_rule(Name=self.rule)
        self.assertEqual(self.error(self.events.describe_rule, Name=self.rule)["Code"], "ResourceNotFoundException")

    def test_targets_that_cannot_be_reached_are_failed_entries(self):
        self.put_rule()
        role = f"arn:aws:iam::{self.account}:role/r"
        answer = self.events.put_targets(Rule=self.rule, Targets=[
            {"Id": "queue", "Arn": f"arn:aws:sqs:eu-central-1:{self.account}:q", "RoleArn": role},
            {"Id": "pipeline", "Arn": f"arn:aws:codepipeline:eu-central-1:{self.account}:p", "RoleArn": role},
            {"Id": "bare", "Arn": f"arn:aws:codepipeline:eu-central-1:{self.account}:p"}])
        self.assertEqual(answer["FailedEntryCount"], 2)
        self.assertEqual({entry["TargetId"] for entry in answer["FailedEntries"]}, {"queue", "bare"})
        targets = self.events.list_targets_by_rule(Rule=self.rule)["Targets"]
        self.assertEqual([target["Id"] for target in targets], ["pipeline"])
        self.assertIn("has targets", self.error(self.events.delete_rule, Name=self.rule)["Message"])
        self.events.remove_targets(Rule=self.rule, Ids=["pipeline"])
        self.events.delete_rule(Name=self.rule)

    def test_what_is_no_pattern_or_not_built_is_refused(self):
        self.assertEqual(self.error(self.events.put_rule, Name=self.rule, EventPattern='{"a":"b"}')["Code"],
                         "InvalidEventPatternException")
        self.assertEqual(self.error(self.events.put_rule, Name=self.rule, ScheduleExpression="rate(1 minute)")["Code"],
                         "ValidationException")
        self.assertEqual(self.error(self.events.put_rule, Name=self.rule)["Code"], "ValidationException")

    def test_callers_cannot_speak_as_a_service(self):
        answer = self.events.put_events(Entries=[
            {"Source": "aws.codecommit", "DetailType": "x", "Detail": "{}"},
            {"Source": "app", "DetailType": "x", "Detail": "not json"},
            {"Source": "app", "DetailType": "x", "Detail": "{}"}])
        self.assertEqual(answer["FailedEntryCount"], 2)
        self.assertEqual([entry.get("ErrorCode") for entry in answer["Entries"]],
                         ["NotAuthorizedForSourceException", "MalformedDetail", None])
        self.assertTrue(answer["Entries"][2]["EventId"])

    def test_rules_are_switched_and_found_by_target(self):
        self.put_rule()
        self.events.disable_rule(Name=self.rule)
        self.assertEqual(self.events.describe_rule(Name=self.rule)["State"], "DISABLED")
        pipeline = f"arn:aws:codepipeline:eu-central-1:{self.account}:{self.rule}"
        self.events.put_targets(Rule=self.rule, Targets=[
            {"Id": "p", "Arn": pipeline, "RoleArn": f"arn:aws:iam::{self.account}:role/r"}])
        self.assertEqual(self.events.list_rule_names_by_target(TargetArn=pipeline)["RuleNames"], [self.rule])

    def test_a_bus_is_described_anew(self):
        bus = "bus-" + uuid.uuid4().hex[:8]
        self.events.create_event_bus(Name=bus)
        self.events.update_event_bus(Name=bus, Description="d")
        self.assertEqual(self.events.describe_event_bus(Name=bus)["Description"], "d")
        statement = {"Effect": "Allow", "Principal": "*", "Action": "events:PutEvents", "Resource": "*"}
        policy = {"Version": "2012-10-17", "Statement": [{**statement, "Sid": f"s{number}" + "x" * 90} for number in range(80)]}
        self.assertEqual(self.error(self.events.put_permission, EventBusName=bus, Policy=json.dumps(policy))["Code"],
                         "PolicyLengthExceededException")

    def test_one_bad_entry_fails_alone(self):
        good = {"Source": "app", "DetailType": "x", "Detail": "{}"}
        answer = self.events.put_events(Entries=[
            good, {**good, "EventBusName": f"arn:aws:events:us-east-1:{self.account}:event-bus/default"},
            {**good, "Detail": '{"a":' * 63 + "1" + "}" * 63}, {**good, "Detail": "[]"}, {**good, "EventBusName": "none"}])
        self.assertEqual([entry.get("ErrorCode") for entry in answer["Entries"]],
                         [None, "ResourceNotFoundException", "MalformedDetail", "MalformedDetail", None])

    def test_patterns_are_tried_without_resources(self):
        event = {"id": "1", "account": "1", "source": "a", "time": "2020-01-01T00:00:00Z", "region": "r", "detail-type": "t",
                 "detail": {"state": {"status": "on"}}}
        pattern = {"detail": {"state.status": [{"anything-but": {"wildcard": "o*f"}}]}}
        self.assertTrue(self.events.test_event_pattern(EventPattern=json.dumps(pattern), Event=json.dumps(event))["Result"])
        refused = self.error(self.events.test_event_pattern, EventPattern='{"a":[{"cidr":"10.0.0.0/33"}]}', Event=json.dumps(event))
        self.assertEqual(refused["Code"], "InvalidEventPatternException")

    def test_what_lies_in_another_region_is_not_found(self):
        self.put_rule()
        elsewhere = f"arn:aws:events:us-east-1:{self.account}:"
        self.assertEqual(self.error(self.events.describe_event_bus, Name=elsewhere + "event-bus/default")["Code"],
                         "ResourceNotFoundException")
        self.assertEqual(self.error(self.events.list_rules, EventBusName=elsewhere + "event-bus/default")["Code"],
                         "ResourceNotFoundException")
        self.assertEqual(self.error(self.events.list_tags_for_resource, ResourceARN=elsewhere + "rule/" + self.rule)["Code"],
                         "ResourceNotFoundException")

    def test_tags_decide(self):
        arn = self.put_rule(Tags=[{"Key": "team", "Value": "red"}])
        bus = "bus-" + uuid.uuid4().hex[:8]
        bus_arn = self.events.create_event_bus(Name=bus, Tags=[{"Key": "team", "Value": "red"}])["EventBusArn"]
        reds = {"Effect": "Deny", "Action": "events:*", "Resource": "*",
                "Condition": {"StringEquals": {"aws:ResourceTag/team": "red"}}}
        policy = allow("events:*")
        policy["Statement"].append(reds)
        events = shared_server().client("events", shared_server().user("events-" + uuid.uuid4().hex[:8], policy))
        for call, arguments in ((events.delete_rule, {"Name": self.rule}), (events.describe_rule, {"Name": self.rule}),
                                (events.delete_event_bus, {"Name": bus}), (events.describe_event_bus, {"Name": bus}),
                                (events.untag_resource, {"ResourceARN": arn, "TagKeys": ["team"]}),
                                (events.tag_resource, {"ResourceARN": bus_arn, "Tags": [{"Key": "a", "Value": "b"}]})):
            self.assertEqual(self.error(call, **arguments)["Code"], "AccessDeniedException", call)

        keep = {"Effect": "Deny", "Action": "events:UntagResource", "Resource": "*",
                "Condition": {"ForAnyValue:StringEquals": {"aws:TagKeys": ["team"]}}}
        policy = allow("events:UntagResource", "events:PutRule")
        policy["Statement"].append(keep)
        events = shared_server().client("events", shared_server().user("events-" + uuid.uuid4().hex[:8], policy))
        self.assertEqual(self.error(events.untag_resource, ResourceARN=arn, TagKeys=["team"])["Code"], "AccessDeniedException")
        events.untag_resource(ResourceARN=arn, TagKeys=["other"])
        # Tags at creation need leave of their own.
        self.assertEqual(self.error(events.put_rule, Name=self.rule + "-2", EventPattern='{"source":["a"]}',
                                    Tags=[{"Key": "k", "Value": "v"}])["Code"], "AccessDeniedException")
        events.put_rule(Name=self.rule + "-2", EventPattern='{"source":["a"]}')

    def test_a_user_may_be_limited_to_sources(self):
        policy = {"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": "events:PutRule", "Resource": "*",
            "Condition": {"ForAllValues:StringEquals": {"events:source": ["mine"]}, "Null": {"events:source": "false"}}}]}
        events = shared_server().client("events", shared_server().user("events-" + uuid.uuid4().hex[:8], policy))
        events.put_rule(Name=self.rule, EventPattern='{"source":["mine"]}')
        for pattern in ('{"source":["mine","yours"]}', '{"source":[{"prefix":"m"}]}', '{"detail":{"a":[1]}}'):
            self.assertEqual(self.error(events.put_rule, Name=self.rule, EventPattern=pattern)["Code"], "AccessDeniedException")

    def test_a_bus_has_permissions_and_goes_when_empty(self):
        bus = "bus-" + uuid.uuid4().hex[:8]
        self.events.create_event_bus(Name=bus)
        self.events.put_permission(EventBusName=bus, Action="events:PutEvents", Principal="111122223333", StatementId="s")
        policy = json.loads(self.events.describe_event_bus(Name=bus)["Policy"])
        self.assertEqual(policy["Statement"][0]["Principal"], {"AWS": "arn:aws:iam::111122223333:root"})
        self.events.remove_permission(EventBusName=bus, StatementId="s")
        self.assertNotIn("Policy", self.events.describe_event_bus(Name=bus))
        self.events.put_rule(Name=self.rule, EventPattern='{"source":["a"]}', EventBusName=bus)
        self.assertEqual(self.error(self.events.delete_event_bus, Name=bus)["Code"], "ValidationException")
        self.events.delete_rule(Name=self.rule, EventBusName=bus)
        self.events.delete_event_bus(Name=bus)
        self.assertEqual(self.error(self.events.describe_event_bus, Name=bus)["Code"], "ResourceNotFoundException")
        self.assertIn("default", [one["Name"] for one in self.events.list_event_buses()["EventBuses"]])

    def test_a_pattern_is_tried_on_an_event(self):
        event = {"id": "1", "account": self.account, "source": "a", "time": "2026-11-26T00:00:00Z", "region": "eu-central-1",
                 "resources": [], "detail-type": "t", "detail": {}}
        for source, expected in (("a", True), ("b", False)):
            answer = self.events.test_event_pattern(EventPattern=json.dumps({"source": [source]}), Event=json.dumps(event))
            self.assertIs(answer["Result"], expected)
        self.assertEqual(self.error(self.events.test_event_pattern, EventPattern="{", Event=json.dumps(event))["Code"],
                         "InvalidEventPatternException")

    def test_rules_are_listed_by_prefix_and_by_target(self):
        self.put_rule()
        bus = f"arn:aws:events:eu-central-1:{self.account}:event-bus/default"
        self.assertEqual([rule["Name"] for rule in self.events.list_rules(NamePrefix=self.rule)["Rules"]], [self.rule])
        self.assertNotIn(self.rule, self.events.list_rule_names_by_target(TargetArn=bus)["RuleNames"])
        self.events.delete_rule(Name=self.rule)

    def test_a_bus_is_described_anew(self):
        bus = "bus-" + uuid.uuid4().hex[:8]
        self.events.create_event_bus(Name=bus)
        self.events.update_event_bus(Name=bus, Description="changed")
        self.assertEqual(self.events.describe_event_bus(Name=bus)["Description"], "changed")
        self.events.delete_event_bus(Name=bus)


if __name__ == "__main__":
    unittest.main()
