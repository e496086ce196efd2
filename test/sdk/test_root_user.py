"""The account's root user: what only it can undo, and the two ways to it (STS AssumeRoot, the master key's holder)."""
import json
import subprocess
import unittest

from botocore.exceptions import ClientError

from harness import Server, allow

UNLOCK = {"arn": "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy"}


def deny_all(bucket):
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Deny", "Principal": "*", "Action": "s3:*",
         "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]}]})


class RootUser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.stop)
        cls.account = cls.server.account

    def error(self, call, **arguments):
        with self.assertRaises(ClientError) as failure:
            call(**arguments)
        return failure.exception.response["Error"]["Code"]

    def locked_bucket(self, name, credentials=None):
        s3 = self.server.client("s3", credentials)
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        s3.put_bucket_policy(Bucket=name, Policy=deny_all(name))
        self.assertEqual(self.error(s3.delete_bucket_policy, Bucket=name), "AccessDenied")
        return s3

    def test_whoever_holds_the_master_key_can_be_root(self):
        s3 = self.locked_bucket("root-by-key")
        printed = json.loads(self.server.run("root-credentials", "--home", str(self.server.home), "--account", self.account))
        self.assertEqual(printed["Version"], 1)
        who = self.server.client("sts", printed).get_caller_identity()
        self.assertEqual((who["Arn"], who["UserId"]), (f"arn:aws:iam::{self.account}:root", self.account))
        root = self.server.client("s3", printed)
        self.assertEqual(self.error(root.get_bucket_tagging, Bucket="root-by-key"), "AccessDenied")  # denied to root too
        self.assertIn("Deny", root.get_bucket_policy(Bucket="root-by-key")["Policy"])
        root.delete_bucket_policy(Bucket="root-by-key")
        s3.delete_bucket(Bucket="root-by-key")
        with self.assertRaises(subprocess.CalledProcessError) as failure:
            self.server.run("root-credentials", "--home", str(self.server.home), "--account", "1")
        self.assertIn("12 digits", failure.exception.stderr)

    def test_the_management_account_enters_a_members_root_for_one_task(self):
        organizations, iam, sts = (self.server.client(name) for name in ("organizations", "iam", "sts"))
        organizations.create_organization(FeatureSet="ALL")
        member = organizations.create_account(Email="bus@example.com", AccountName="bus")["CreateAccountStatus"]["AccountId"]
        asked = dict(TargetPrincipal=member, TaskPolicyArn=UNLOCK)
        self.assertEqual(self.error(sts.assume_root, **asked), "AccessDenied")
        self.assertEqual(self.error(iam.enable_organizations_root_sessions), "ServiceAccessNotEnabledException")
        organizations.enable_aws_service_access(ServicePrincipal="iam.amazonaws.com")
        self.assertEqual(iam.list_organizations_features()["EnabledFeatures"], [])
        self.assertEqual(self.error(sts.assume_root, **asked), "AccessDenied")
        self.assertEqual(iam.enable_organizations_root_sessions()["EnabledFeatures"], ["RootSessions"])
        role = sts.assume_role(RoleArn=f"arn:aws:iam::{member}:role/OrganizationAccountAccessRole", RoleSessionName="in")
        s3 = self.locked_bucket("root-by-task", role["Credentials"])

        answer = sts.assume_root(**asked)
        self.assertNotIn("SourceIdentity", answer)
        root = self.server.client("s3", answer["Credentials"])
        self.assertEqual(self.server.client("sts", answer["Credentials"]).get_caller_identity()["Arn"],
                         f"arn:aws:iam::{member}:root")
        # The task and nothing else.
        self.assertEqual(self.error(root.create_bucket, Bucket="root-other"), "AccessDenied")
        self.assertEqual(self.error(self.server.client("iam", answer["Credentials"]).list_users), "AccessDenied")
        root.delete_bucket_policy(Bucket="root-by-task")
        s3.delete_bucket(Bucket="root-by-task")

        self.assertEqual(self.error(sts.assume_root, **dict(asked, TargetPrincipal=self.account)), "AccessDenied")
        self.assertEqual(self.error(sts.assume_root, **dict(asked, TargetPrincipal="999999999999")), "AccessDenied")
        self.assertEqual(self.error(sts.assume_root, **dict(asked, TargetPrincipal="someone-else")), "ValidationError")
        self.assertEqual(self.error(sts.assume_root, **asked, DurationSeconds=901), "ValidationError")
        self.assertEqual(self.error(sts.assume_root, TargetPrincipal=member,
                                    TaskPolicyArn={"arn": "arn:aws:iam::aws:policy/AdministratorAccess"}), "ValidationError")
        # Policies of the caller's account decide, by task too.
        other = {"StringEquals": {"sts:TaskPolicyArn": "arn:aws:iam::aws:policy/root-task/SQSUnlockQueuePolicy"}}
        for number, policies in enumerate(([], [allow("sts:AssumeRoot", Condition=other)])):
            theirs = self.server.client("sts", self.server.user(f"root-asks-{number}", *policies))
            self.assertEqual(self.error(theirs.assume_root, **asked), "AccessDenied")
        # A member manages nothing.
        inside = self.server.client("iam", role["Credentials"])
        self.assertEqual(self.error(inside.enable_organizations_root_sessions),
                         "AccountNotManagementOrDelegatedAdministratorException")
        self.assertEqual(iam.disable_organizations_root_sessions()["EnabledFeatures"], [])
        self.assertEqual(self.error(sts.assume_root, **asked), "AccessDenied")

    def test_without_an_organization_there_is_nothing_to_manage(self):
        with Server() as lone:
            self.assertEqual(self.error(lone.client("iam").list_organizations_features), "OrganizationNotFoundException")


if __name__ == "__main__":
    unittest.main()
