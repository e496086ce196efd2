"""EventBridge through boto3, as far as no pipeline is needed: rules, targets, buses, permissions."""
import json
import unittest
import uuid

from botocore.exceptions import ClientError

from harness import shared_server


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
