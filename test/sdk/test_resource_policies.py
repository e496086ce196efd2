"""Every kind of policy that lies with a resource, alike: whom it may name, whom it means, and that nobody locks all out."""
import json
import unittest
import uuid

from botocore.exceptions import ClientError

from harness import REGION, shared_server


def statement(principal, action, resource="*", effect="Allow"):
    return {"Effect": effect, "Principal": principal, "Action": action, **({"Resource": resource} if resource else {})}


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


class Kind:
    """A resource with a policy: `put` lets a principal use it, `use` does so, `shown` is the principal as it is read back."""

    def __init__(self, server):
        self.server, self.account, self.name = server, server.account, "policies-" + uuid.uuid4().hex[:8]
        self.root = {"AWS": f"arn:aws:iam::{self.account}:root"}
        self.make()

    def client(self, service, credentials=None):
        return self.server.client(service, credentials)


class Key(Kind):
    refusal, code = "MalformedPolicyDocumentException", "AccessDeniedException"

    def make(self):
        self.arn = self.client("kms").create_key()["KeyMetadata"]["Arn"]

    def put(self, principal):
        self.client("kms").put_key_policy(KeyId=self.arn, Policy=document(
            statement(self.root, "kms:*"), statement(principal, "kms:Encrypt")))

    def use(self, credentials):
        self.client("kms", credentials).encrypt(KeyId=self.arn, Plaintext=b"x")

    def shown(self):
        return json.loads(self.client("kms").get_key_policy(KeyId=self.arn, PolicyName="default")["Policy"])["Statement"][1]["Principal"]


class Grant(Key):
    refusal = "InvalidArnException"

    def put(self, principal):
        self.client("kms").create_grant(KeyId=self.arn, GranteePrincipal=principal["AWS"], Operations=["Encrypt"])

    def shown(self):
        return {"AWS": self.client("kms").list_grants(KeyId=self.arn)["Grants"][0]["GranteePrincipal"]}


class Bucket(Kind):
    refusal, code = "MalformedPolicy", "AccessDenied"

    def make(self):
        self.client("s3").create_bucket(Bucket=self.name, CreateBucketConfiguration={"LocationConstraint": REGION})

    def put(self, principal):
        self.client("s3").put_bucket_policy(Bucket=self.name, Policy=document(
            statement(principal, "s3:PutObject", f"arn:aws:s3:::{self.name}/*")))

    def use(self, credentials):
        self.client("s3", credentials).put_object(Bucket=self.name, Key="a", Body=b"x")

    def shown(self):
        return json.loads(self.client("s3").get_bucket_policy(Bucket=self.name)["Policy"])["Statement"][0]["Principal"]


class Secret(Kind):
    refusal, code = "MalformedPolicyDocumentException", "AccessDeniedException"

    def make(self):
        self.client("secretsmanager").create_secret(Name=self.name, SecretString="x")

    def put(self, principal):
        self.client("secretsmanager").put_resource_policy(SecretId=self.name, ResourcePolicy=document(
            statement(principal, "secretsmanager:GetSecretValue")))

    def use(self, credentials):
        self.client("secretsmanager", credentials).get_secret_value(SecretId=self.name)

    def shown(self):
        policy = self.client("secretsmanager").get_resource_policy(SecretId=self.name)["ResourcePolicy"]
        return json.loads(policy)["Statement"][0]["Principal"]


class Bus(Kind):
    refusal, code = "ValidationException", "AccessDeniedException"

    def make(self):
        self.arn = self.client("events").create_event_bus(Name=self.name)["EventBusArn"]

    def put(self, principal):
        self.client("events").put_permission(EventBusName=self.name, Policy=document(
            {"Sid": "a", **statement(principal, "events:PutEvents", self.arn)}))

    def use(self, credentials):
        self.client("events", credentials).put_events(
            Entries=[{"EventBusName": self.arn, "Source": "a", "DetailType": "b", "Detail": "{}"}])

    def shown(self):
        return json.loads(self.client("events").describe_event_bus(Name=self.name)["Policy"])["Statement"][0]["Principal"]


class Trust(Kind):
    refusal, code = "MalformedPolicyDocument", "AccessDenied"

    def make(self):
        self.arn = self.client("iam").create_role(RoleName=self.name, AssumeRolePolicyDocument=document(
            statement(self.root, "sts:AssumeRole", None)))["Role"]["Arn"]

    def put(self, principal):
        self.client("iam").update_assume_role_policy(RoleName=self.name, PolicyDocument=document(
            statement(principal, "sts:AssumeRole", None)))

    def use(self, credentials):
        self.client("sts", credentials).assume_role(RoleArn=self.arn, RoleSessionName="session")

    def shown(self):
        return self.client("iam").get_role(RoleName=self.name)["Role"]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]


KINDS = (Key, Grant, Bucket, Secret, Bus, Trust)


class ResourcePolicies(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = shared_server()
        cls.account = cls.server.account
        cls.iam = cls.server.client("iam")

    def each_kind(self, check):
        for kind in KINDS:
            with self.subTest(kind.__name__):
                check(kind(self.server))

    def refused(self, code, call, *arguments):
        with self.assertRaises(ClientError) as caught:
            call(*arguments)
        self.assertEqual(caught.exception.response["Error"]["Code"], code, caught.exception)

    def test_a_principal_that_does_not_exist_is_refused(self):
        def check(one):
            for absent in (f"arn:aws:iam::{self.account}:user/policies-absent", f"arn:aws:iam::{self.account}:role/policies-absent",
                           f"arn:aws:iam::{self.account}:user/elsewhere/administrator", "arn:aws:iam::999999999999:role/a"):
                self.refused(one.refusal, one.put, {"AWS": absent})
            # Whole accounts are taken as they come: those of others (a monitoring service's) exist at AWS only.
            one.put({"AWS": "arn:aws:iam::999999999999:root"})
            one.put({"AWS": f"arn:aws:iam::{self.account}:user/administrator"})

        self.each_kind(check)

    def test_an_id_that_does_not_exist_is_refused(self):
        self.each_kind(lambda one: self.refused(one.refusal, one.put, {"AWS": "AIDA" + "A" * 17}))

    def user(self, name):
        credentials = self.server.user(name)
        user = self.iam.get_user(UserName=name)["User"]

        def forget():
            self.iam.delete_access_key(UserName=name, AccessKeyId=credentials["AccessKeyId"])
            self.iam.delete_user(UserName=name)

        return user["Arn"], user["UserId"], credentials, forget

    def role(self, name):
        role = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(
            statement({"AWS": f"arn:aws:iam::{self.account}:root"}, "sts:AssumeRole", None)))["Role"]
        session = self.server.client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="session")["Credentials"]
        return role["Arn"], role["RoleId"], session, lambda: self.iam.delete_role(RoleName=name)

    def test_whoever_comes_later_under_the_same_name_is_not_meant(self):
        def check(one):
            for number, make in enumerate((self.user, self.role)):
                name = f"{one.name}-{number}"
                arn, unique_id, first, forget = make(name)
                self.refused(one.code, one.use, first)
                if isinstance(one, Grant):
                    one.make()  # it has one for the user already
                one.put({"AWS": arn})
                self.assertEqual(one.shown(), {"AWS": arn})
                one.use(first)
                forget()
                _, _, second, forget = make(name)
                self.refused(one.code, one.use, second)
                self.assertEqual(one.shown(), {"AWS": unique_id})
                forget()

        self.each_kind(check)

    def test_nobody_is_locked_out_for_good(self):
        everyone = {"AWS": "*"}
        key = Key(self.server)
        kms = self.server.client("kms")
        self.refused("MalformedPolicyDocumentException", lambda: kms.put_key_policy(
            KeyId=key.arn, Policy=document(statement(everyone, "kms:*", effect="Deny"))))
        # A trust policy lies with IAM, where an administrator's own policies count.
        trust = Trust(self.server)
        self.iam.update_assume_role_policy(RoleName=trust.name, PolicyDocument=document(
            statement(everyone, "sts:AssumeRole", None, effect="Deny")))
        trust.put({"AWS": f"arn:aws:iam::{self.account}:root"})
        # A bucket's is taken away by the account's root user: see test_root_user.py.
        root = json.loads(self.server.run("root-credentials", "--home", str(self.server.home), "--account", self.account))
        bucket = Bucket(self.server)
        s3 = self.server.client("s3")
        s3.put_bucket_policy(Bucket=bucket.name, Policy=document(
            statement(everyone, "s3:*", [f"arn:aws:s3:::{bucket.name}"], effect="Deny")))
        self.refused("AccessDenied", lambda: s3.delete_bucket_policy(Bucket=bucket.name))
        self.server.client("s3", root).delete_bucket_policy(Bucket=bucket.name)


if __name__ == "__main__":
    unittest.main()
