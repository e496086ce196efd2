"""Rights that requests need beside the plain one, and the condition keys that policies stand on, service by service."""
import json
import unittest

from botocore.exceptions import ClientError

from harness import allow, shared_server


def deny(action, **condition):
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": action, "Resource": "*", "Condition": condition}]}


class Authorisation(unittest.TestCase):
    def setUp(self):
        self.server = shared_server()
        self.count = 0

    def refused(self, call, **arguments):
        with self.assertRaises(ClientError) as failure:
            call(**arguments)
        self.assertEqual(failure.exception.response["Error"]["Code"], "AccessDeniedException")
        return failure.exception.response["Error"]["Message"]

    def as_user(self, service, *policies):
        self.count += 1
        name = f"authorisation-{self.id().split('.')[-1][-30:]}-{self.count}"
        return self.server.client(service, self.server.user(name, *policies))

    def test_event_buses_and_rules_made_with_tags_need_the_right_to_tag(self):
        tags = [{"Key": "team", "Value": "bus"}]
        makes = self.as_user("events", allow("events:CreateEventBus", "events:PutRule"))
        makes.create_event_bus(Name="authorisation-plain")
        makes.put_rule(Name="authorisation-plain", EventPattern='{"source":["bus"]}')
        self.assertIn("events:TagResource", self.refused(makes.create_event_bus, Name="authorisation-bus", Tags=tags))
        self.assertIn("events:TagResource", self.refused(makes.put_rule, Name="authorisation-rule", Tags=tags,
                                                         EventPattern='{"source":["bus"]}'))
        may_tag = self.as_user("events", allow("events:CreateEventBus", "events:PutRule", "events:TagResource"))
        may_tag.create_event_bus(Name="authorisation-bus", Tags=tags)
        may_tag.put_rule(Name="authorisation-rule", EventPattern='{"source":["bus"]}', Tags=tags)

    def test_tags_of_event_buses_and_rules_count(self):
        events = self.server.client("events")
        tags = [{"Key": "stage", "Value": "production"}]
        bus = events.create_event_bus(Name="authorisation-tagged", Tags=tags)["EventBusArn"]
        rule = events.put_rule(Name="authorisation-tagged", EventPattern='{"source":["bus"]}', Tags=tags)["RuleArn"]
        theirs = self.as_user("events", allow("events:*"),
                              deny("events:*", StringEquals={"aws:ResourceTag/stage": "production"}))
        self.refused(theirs.describe_event_bus, Name="authorisation-tagged")
        self.refused(theirs.put_events, Entries=[{"EventBusName": "authorisation-tagged", "Source": "a", "DetailType": "b",
                                                  "Detail": "{}"}])
        for call in (theirs.describe_rule, theirs.delete_rule, theirs.disable_rule):
            self.refused(call, Name="authorisation-tagged")
        self.refused(theirs.put_rule, Name="authorisation-tagged", EventPattern='{"source":["other"]}')
        for arn in (bus, rule):
            self.refused(theirs.untag_resource, ResourceARN=arn, TagKeys=["stage"])
            self.refused(theirs.tag_resource, ResourceARN=arn, Tags=[{"Key": "stage", "Value": "test"}])
            self.refused(theirs.list_tags_for_resource, ResourceARN=arn)

    def test_a_bus_is_open_to_whom_its_policy_names_and_to_no_namesake(self):
        events, iam = self.server.client("events"), self.server.client("iam")
        bus = events.create_event_bus(Name="authorisation-named")["EventBusArn"]
        policy = allow("events:PutEvents", resource=bus)
        policy["Statement"][0].update(Sid="named", Principal={"AWS": f"arn:aws:iam::{self.server.account}:user/authorisation-bus"})
        put = dict(EventBusName="authorisation-named", Policy=json.dumps(policy))
        with self.assertRaises(ClientError) as failure:
            events.put_permission(**put)
        self.assertIn("Invalid principal in policy", failure.exception.response["Error"]["Message"])
        event = dict(Entries=[{"EventBusName": bus, "Source": "bus", "DetailType": "x", "Detail": "{}"}])
        first = self.server.user("authorisation-bus")
        events.put_permission(**put)
        self.server.client("events", first).put_events(**event)
        self.assertEqual(json.loads(events.describe_event_bus(Name="authorisation-named")["Policy"]), policy)
        iam.delete_access_key(UserName="authorisation-bus", AccessKeyId=first["AccessKeyId"])
        iam.delete_user(UserName="authorisation-bus")
        self.refused(self.server.client("events", self.server.user("authorisation-bus")).put_events, **event)
        listed = {one["Name"]: one for one in events.list_event_buses()["EventBuses"]}
        self.assertRegex(json.loads(listed["authorisation-named"]["Policy"])["Statement"][0]["Principal"]["AWS"], "^AIDA")

    def test_a_rule_may_be_kept_to_a_source(self):
        theirs = self.as_user("events", allow("events:PutRule", Condition={
            "ForAllValues:StringEquals": {"events:source": "bus"}, "Null": {"events:source": "false"}}))
        theirs.put_rule(Name="authorisation-source", EventPattern='{"source":["bus"]}')
        self.refused(theirs.put_rule, Name="authorisation-source", EventPattern='{"source":["bus","train"]}')
        self.refused(theirs.put_rule, Name="authorisation-source", EventPattern='{"detail-type":["x"]}')

    def test_a_tag_that_may_not_be_removed_stays(self):
        events = self.server.client("events")
        rule = events.put_rule(Name="authorisation-kept", EventPattern='{"source":["bus"]}',
                               Tags=[{"Key": "owner", "Value": "a"}])["RuleArn"]
        theirs = self.as_user("events", allow("events:*"), deny(
            "events:UntagResource", **{"ForAnyValue:StringEquals": {"aws:TagKeys": "owner"}}))
        self.refused(theirs.untag_resource, ResourceARN=rule, TagKeys=["owner"])
        theirs.untag_resource(ResourceARN=rule, TagKeys=["other"])


if __name__ == "__main__":
    unittest.main()
