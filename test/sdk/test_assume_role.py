import json
import time
import unittest

from botocore.exceptions import ClientError

from harness import allow, shared_server


def trust(principal, action="sts:AssumeRole", condition=None):
    statement = {"Effect": "Allow", "Principal": principal, "Action": action}
    if condition:
        statement["Condition"] = condition
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


class AssumeRole(unittest.TestCase):
    def setUp(self):
        self.server = shared_server()
        self.iam = self.server.client("iam")
        self.account = self.server.account

    def refused(self, code, call, **parameters):
        with self.assertRaises(ClientError) as caught:
            call(**parameters)
        self.assertEqual(caught.exception.response["Error"]["Code"], code, caught.exception)
        return caught.exception.response["Error"]["Message"]

    def role(self, name, trust_policy, *policies, iam=None, **more):
        iam = iam or self.iam
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust_policy, **more)["Role"]
        for number, policy in enumerate(policies):
            iam.put_role_policy(RoleName=name, PolicyName=f"p{number}", PolicyDocument=json.dumps(policy))
        return role["Arn"]

    def root(self, account=None):
        return {"AWS": f"arn:aws:iam::{account or self.account}:root"}

    def test_session(self):
        arn = self.role("sts-plain", trust(self.root()), allow("iam:ListUsers"))
        answer = self.server.client("sts").assume_role(RoleArn=arn, RoleSessionName="s-1", DurationSeconds=900)
        self.assertRegex(answer["AssumedRoleUser"]["AssumedRoleId"], "^AROA[A-Z2-7]{17}:s-1$")
        self.assertRegex(answer["Credentials"]["AccessKeyId"], "^ASIA[A-Z2-7]{16}$")
        left = answer["Credentials"]["Expiration"].timestamp() - time.time()
        self.assertTrue(880 < left <= 901, left)
        who = self.server.client("sts", answer["Credentials"]).get_caller_identity()
        self.assertEqual(who["Arn"], f"arn:aws:sts::{self.account}:assumed-role/sts-plain/s-1")
        self.assertEqual(who["UserId"], answer["AssumedRoleUser"]["AssumedRoleId"])
        session = self.server.client("iam", answer["Credentials"])
        session.list_users()
        message = self.refused("AccessDenied", session.list_roles)
        self.assertIn(f"User: arn:aws:sts::{self.account}:assumed-role/sts-plain/s-1 is not authorized to perform: iam:ListRoles", message)

    def test_changed_token_is_refused(self):
        arn = self.role("sts-token", trust(self.root()))
        credentials = self.server.client("sts").assume_role(RoleArn=arn, RoleSessionName="s1")["Credentials"]
        other = self.server.client("sts").assume_role(RoleArn=arn, RoleSessionName="s1")["Credentials"]
        mixed = dict(credentials, SessionToken=other["SessionToken"])
        self.refused("InvalidClientTokenId", self.server.client("sts", mixed).get_caller_identity)
        bare = {key: credentials[key] for key in ("AccessKeyId", "SecretAccessKey")}
        self.refused("InvalidClientTokenId", self.server.client("sts", bare).get_caller_identity)

    def test_trust_decides(self):
        user = self.server.client("sts", self.server.user("sts-user"))
        allowed = self.server.client("sts", self.server.user("sts-allowed", allow("sts:AssumeRole")))
        named = self.role("sts-named", trust({"AWS": f"arn:aws:iam::{self.account}:user/sts-user"}))
        rooted = self.role("sts-rooted", trust(self.root()))
        # Named by the trust policy: no identity policy needed. Account named: the identity policy decides.
        user.assume_role(RoleArn=named, RoleSessionName="s1")
        message = self.refused("AccessDenied", user.assume_role, RoleArn=rooted, RoleSessionName="s1")
        self.assertIn(f"is not authorized to perform: sts:AssumeRole on resource: {rooted}", message)
        allowed.assume_role(RoleArn=rooted, RoleSessionName="s1")
        self.refused("AccessDenied", allowed.assume_role, RoleArn=named, RoleSessionName="s1")
        self.refused("AccessDenied", allowed.assume_role, RoleArn=rooted + "-absent", RoleSessionName="s1")
        service = self.role("sts-service", trust({"Service": "codebuild.amazonaws.com"}))
        self.refused("AccessDenied", self.server.client("sts").assume_role, RoleArn=service, RoleSessionName="s1")

    def test_external_id(self):
        arn = self.role("sts-external", trust(self.root(), condition={"StringEquals": {"sts:ExternalId": "bus-4711"}}))
        sts = self.server.client("sts")
        self.refused("AccessDenied", sts.assume_role, RoleArn=arn, RoleSessionName="s1")
        self.refused("AccessDenied", sts.assume_role, RoleArn=arn, RoleSessionName="s1", ExternalId="bus-4712")
        sts.assume_role(RoleArn=arn, RoleSessionName="s1", ExternalId="bus-4711")

    def test_session_policies_limit(self):
        arn = self.role("sts-limited", trust(self.root()), allow("iam:List*"))
        sts = self.server.client("sts")
        answer = sts.assume_role(RoleArn=arn, RoleSessionName="s1", Policy=json.dumps(allow("iam:ListUsers", "iam:CreateUser")))
        self.assertGreater(answer["PackedPolicySize"], 0)
        session = self.server.client("iam", answer["Credentials"])
        session.list_users()
        message = self.refused("AccessDenied", session.list_roles)
        self.assertIn("because no session policy allows the iam:ListRoles action", message)
        self.refused("AccessDenied", session.create_user, UserName="sts-limited-made")
        answer = sts.assume_role(RoleArn=arn, RoleSessionName="s1",
                                 PolicyArns=[{"arn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}])
        self.refused("AccessDenied", self.server.client("iam", answer["Credentials"]).list_users)
        answer = sts.assume_role(RoleArn=arn, RoleSessionName="s1", Policy=json.dumps(allow("s3:*")),
                                 PolicyArns=[{"arn": "arn:aws:iam::aws:policy/IAMReadOnlyAccess"}])
        self.server.client("iam", answer["Credentials"]).list_users()
        self.refused("MalformedPolicyDocument", sts.assume_role, RoleArn=arn, RoleSessionName="s1", Policy="{}")

    def test_what_a_session_carries_has_a_limit(self):
        arn = self.role("sts-packed", trust(self.root(), action=["sts:AssumeRole", "sts:TagSession"]))
        sts = self.server.client("sts")
        asked = dict(RoleArn=arn, RoleSessionName="s1")
        self.refused("PackedPolicyTooLarge", sts.assume_role, **asked,
                     Tags=[{"Key": f"k{number}", "Value": "v" * 256} for number in range(20)])
        self.refused("ValidationError", sts.assume_role, **asked, Policy=json.dumps(allow("s3:" + "x" * 2048)))
        sts.assume_role(**asked, Tags=[{"Key": f"k{number}", "Value": "v"} for number in range(50)])

    def test_durations(self):
        arn = self.role("sts-duration", trust(self.root()), allow("sts:AssumeRole"), MaxSessionDuration=7200)
        sts = self.server.client("sts")
        credentials = sts.assume_role(RoleArn=arn, RoleSessionName="s1", DurationSeconds=7200)["Credentials"]
        self.assertIn("MaxSessionDuration", self.refused("ValidationError", sts.assume_role, RoleArn=arn, RoleSessionName="s1", DurationSeconds=7201))
        chained = self.server.client("sts", credentials)
        self.assertIn("1 hour session limit", self.refused("ValidationError", chained.assume_role, RoleArn=arn, RoleSessionName="s2", DurationSeconds=3601))
        chained.assume_role(RoleArn=arn, RoleSessionName="s2")
        unchecked = self.server.client("sts", parameter_validation=False)
        self.refused("ValidationError", unchecked.assume_role, RoleArn=arn, RoleSessionName="s1", DurationSeconds=1)

    def test_session_tags(self):
        actions = ["sts:AssumeRole", "sts:TagSession"]
        arn = self.role("sts-tags", trust(self.root(), actions),
                        {"Version": "2012-10-17", "Statement": [
                            {"Effect": "Allow", "Action": "iam:ListUsers", "Resource": "*",
                             "Condition": {"StringEquals": {"aws:PrincipalTag/line": "42"}}},
                            {"Effect": "Allow", "Action": actions, "Resource": "*"}]})
        untagged = self.role("sts-untagged", trust(self.root()))
        sts = self.server.client("sts")
        tags = [{"Key": "line", "Value": "42"}]
        self.refused("AccessDenied", sts.assume_role, RoleArn=untagged, RoleSessionName="s1", Tags=tags)
        first = sts.assume_role(RoleArn=arn, RoleSessionName="s1", Tags=tags, TransitiveTagKeys=["line"])["Credentials"]
        self.server.client("iam", first).list_users()
        second = self.server.client("sts", first).assume_role(RoleArn=arn, RoleSessionName="s2")["Credentials"]
        self.server.client("iam", second).list_users()
        plain = sts.assume_role(RoleArn=arn, RoleSessionName="s1")["Credentials"]
        self.refused("AccessDenied", self.server.client("iam", plain).list_users)
        self.refused("InvalidParameterValue", self.server.client("sts", first).assume_role, RoleArn=arn,
                     RoleSessionName="s2", Tags=[{"Key": "line", "Value": "43"}])

    def test_source_identity(self):
        actions = ["sts:AssumeRole", "sts:SetSourceIdentity"]
        arn = self.role("sts-source", trust(self.root(), actions), allow(*actions))
        sts = self.server.client("sts")
        answer = sts.assume_role(RoleArn=arn, RoleSessionName="s1", SourceIdentity="alice")
        self.assertEqual(answer["SourceIdentity"], "alice")
        chained = self.server.client("sts", answer["Credentials"])
        self.assertEqual(chained.assume_role(RoleArn=arn, RoleSessionName="s2")["SourceIdentity"], "alice")
        self.refused("AccessDenied", chained.assume_role, RoleArn=arn, RoleSessionName="s2", SourceIdentity="bob")

    def test_session_dies_with_its_role(self):
        arn = self.role("sts-mortal", trust(self.root()))
        credentials = self.server.client("sts").assume_role(RoleArn=arn, RoleSessionName="s1")["Credentials"]
        self.server.client("sts", credentials).get_caller_identity()
        self.iam.delete_role(RoleName="sts-mortal")
        self.refused("InvalidClientTokenId", self.server.client("sts", credentials).get_caller_identity)

    def test_user_session(self):
        key = self.server.user("sts-session-user", allow("iam:ListUsers", "s3:ListAllMyBuckets"))
        credentials = self.server.client("sts", key).get_session_token(DurationSeconds=900)["Credentials"]
        sts = self.server.client("sts", credentials)
        self.assertTrue(sts.get_caller_identity()["Arn"].endswith(":user/sts-session-user"))
        self.refused("AccessDenied", sts.get_session_token)
        # Without MFA such a session may not call IAM.
        self.refused("AccessDenied", self.server.client("iam", credentials).list_users)

    def test_across_accounts(self):
        other, entry = self.server.member_account("sts-other")
        self.assertEqual(self.server.client("sts", entry).get_caller_identity()["Account"], other)
        there = self.server.client("iam", entry)
        self.assertEqual(there.list_users()["Users"], [])
        # Both sides must allow.
        open_role = self.role("sts-visitor", trust(self.root(self.account)), allow("iam:ListUsers"), iam=there)
        nobody = self.server.client("sts", self.server.user("sts-visitor-nobody"))
        self.refused("AccessDenied", nobody.assume_role, RoleArn=open_role, RoleSessionName="s1")
        somebody = self.server.client("sts", self.server.user("sts-visitor-somebody", allow("sts:AssumeRole")))
        visit = somebody.assume_role(RoleArn=open_role, RoleSessionName="s1")["Credentials"]
        self.server.client("iam", visit).list_users()
        closed = self.role("sts-closed", trust({"AWS": f"arn:aws:iam::{other}:root"}), iam=there)
        self.refused("AccessDenied", somebody.assume_role, RoleArn=closed, RoleSessionName="s1")


if __name__ == "__main__":
    unittest.main()
