import json
import unittest

from botocore.exceptions import ClientError

from harness import allow, shared_server


class Secrets(unittest.TestCase):
    def setUp(self):
        self.server = shared_server()
        self.secrets = self.server.client("secretsmanager")
        self.account = self.server.account

    def refused(self, code, call, **parameters):
        with self.assertRaises(ClientError) as caught:
            call(**parameters)
        self.assertEqual(caught.exception.response["Error"]["Code"], code, caught.exception)
        return caught.exception.response["Error"]["Message"]

    def value(self, **which):
        return self.secrets.get_secret_value(**which)["SecretString"]

    def test_round_trip_and_versions(self):
        made = self.secrets.create_secret(Name="sm/one", Description="d", SecretString="v1", Tags=[{"Key": "team", "Value": "bus"}])
        self.assertRegex(made["ARN"], f"^arn:aws:secretsmanager:eu-central-1:{self.account}:secret:sm/one-[A-Za-z0-9]{{6}}$")
        self.assertEqual(self.value(SecretId="sm/one"), "v1")
        self.assertEqual(self.value(SecretId=made["ARN"]), "v1")
        self.assertEqual(self.value(SecretId=made["ARN"][:-7]), "v1")
        second = self.secrets.put_secret_value(SecretId="sm/one", SecretString="v2")
        self.assertEqual(second["VersionStages"], ["AWSCURRENT"])
        self.assertEqual(self.value(SecretId="sm/one"), "v2")
        self.assertEqual(self.value(SecretId="sm/one", VersionStage="AWSPREVIOUS"), "v1")
        described = self.secrets.describe_secret(SecretId="sm/one")
        self.assertEqual(described["VersionIdsToStages"], {made["VersionId"]: ["AWSPREVIOUS"], second["VersionId"]: ["AWSCURRENT"]})
        self.assertEqual(described["Tags"], [{"Key": "team", "Value": "bus"}])
        self.assertNotIn("KmsKeyId", described)
        self.secrets.update_secret_version_stage(SecretId="sm/one", VersionStage="AWSCURRENT",
                                                 MoveToVersionId=made["VersionId"], RemoveFromVersionId=second["VersionId"])
        self.assertEqual(self.value(SecretId="sm/one"), "v1")
        self.assertEqual(self.value(SecretId="sm/one", VersionStage="AWSPREVIOUS"), "v2")
        self.refused("ResourceExistsException", self.secrets.create_secret, Name="sm/one", SecretString="x")

    def test_binary_and_idempotence(self):
        token = "a" * 32
        first = self.secrets.create_secret(Name="sm-binary", SecretBinary=b"\x00\xff", ClientRequestToken=token)
        again = self.secrets.create_secret(Name="sm-binary", SecretBinary=b"\x00\xff", ClientRequestToken=token)
        self.assertEqual(first["ARN"], again["ARN"])
        self.assertEqual(self.secrets.get_secret_value(SecretId="sm-binary")["SecretBinary"], b"\x00\xff")
        self.refused("ResourceExistsException", self.secrets.put_secret_value, SecretId="sm-binary", SecretString="x", ClientRequestToken=token)

    def test_deletion_and_recovery(self):
        self.secrets.create_secret(Name="sm-deleted", SecretString="x")
        self.secrets.delete_secret(SecretId="sm-deleted", RecoveryWindowInDays=7)
        self.assertIn("marked for deletion", self.refused("InvalidRequestException", self.secrets.get_secret_value, SecretId="sm-deleted"))
        self.assertIn("scheduled for deletion", self.refused("InvalidRequestException", self.secrets.create_secret, Name="sm-deleted", SecretString="y"))
        self.assertIn("DeletedDate", self.secrets.describe_secret(SecretId="sm-deleted"))
        names = [secret["Name"] for secret in self.secrets.list_secrets()["SecretList"]]
        self.assertNotIn("sm-deleted", names)
        self.secrets.restore_secret(SecretId="sm-deleted")
        self.assertEqual(self.value(SecretId="sm-deleted"), "x")
        self.secrets.delete_secret(SecretId="sm-deleted", ForceDeleteWithoutRecovery=True)
        self.refused("ResourceNotFoundException", self.secrets.describe_secret, SecretId="sm-deleted")
        self.refused("InvalidParameterException", self.secrets.delete_secret, SecretId="x", RecoveryWindowInDays=31)

    def test_resource_policy_is_enforced(self):
        arn = self.secrets.create_secret(Name="sm-policy", SecretString="x")["ARN"]
        reader = self.server.client("secretsmanager", self.server.user("sm-reader"))
        message = self.refused("AccessDeniedException", reader.get_secret_value, SecretId="sm-policy")
        self.assertIn("is not authorized to perform: secretsmanager:GetSecretValue on resource:", message)
        policy = allow("secretsmanager:GetSecretValue")
        policy["Statement"][0]["Principal"] = {"AWS": f"arn:aws:iam::{self.account}:user/sm-reader"}
        self.secrets.put_resource_policy(SecretId="sm-policy", ResourcePolicy=json.dumps(policy), BlockPublicPolicy=True)
        self.assertEqual(json.loads(self.secrets.get_resource_policy(SecretId="sm-policy")["ResourcePolicy"]), policy)
        self.assertEqual(reader.get_secret_value(SecretId=arn)["SecretString"], "x")
        policy["Statement"].append(dict(policy["Statement"][0], Effect="Deny"))
        self.secrets.put_resource_policy(SecretId="sm-policy", ResourcePolicy=json.dumps(policy))
        self.assertIn("with an explicit deny in a resource-based policy",
                      self.refused("AccessDeniedException", reader.get_secret_value, SecretId="sm-policy"))
        public = dict(policy, Statement=[dict(policy["Statement"][0], Principal="*")])
        self.refused("PublicPolicyException", self.secrets.put_resource_policy, SecretId="sm-policy",
                     ResourcePolicy=json.dumps(public), BlockPublicPolicy=True)
        self.refused("MalformedPolicyDocumentException", self.secrets.put_resource_policy, SecretId="sm-policy", ResourcePolicy="{}")

    def test_own_key(self):
        kms = self.server.client("kms")
        key = kms.create_key()["KeyMetadata"]
        self.secrets.create_secret(Name="sm-key", SecretString="x", KmsKeyId=key["Arn"])
        user = self.server.client("secretsmanager", self.server.user("sm-key-user", allow("secretsmanager:GetSecretValue")))
        self.assertIn("Access to KMS is not allowed", self.refused("AccessDeniedException", user.get_secret_value, SecretId="sm-key"))
        self.server.client("iam").put_user_policy(UserName="sm-key-user", PolicyName="key",
                                                  PolicyDocument=json.dumps(allow("kms:Decrypt", resource=key["Arn"])))
        self.assertEqual(user.get_secret_value(SecretId="sm-key")["SecretString"], "x")
        kms.disable_key(KeyId=key["KeyId"])
        self.refused("DecryptionFailure", self.secrets.get_secret_value, SecretId="sm-key")
        self.refused("EncryptionFailure", self.secrets.put_secret_value, SecretId="sm-key", SecretString="y")

    def test_list_and_password(self):
        for name in ("sm-list-a", "sm-list-b", "sm-list-c"):
            self.secrets.create_secret(Name=name)
        pages = list(self.secrets.get_paginator("list_secrets").paginate(
            Filters=[{"Key": "name", "Values": ["sm-list-"]}], SortOrder="asc", PaginationConfig={"PageSize": 2}))
        self.assertEqual([secret["Name"] for page in pages for secret in page["SecretList"]], ["sm-list-a", "sm-list-b", "sm-list-c"])
        self.refused("ResourceNotFoundException", self.secrets.get_secret_value, SecretId="sm-list-a")
        password = self.secrets.get_random_password(PasswordLength=20, ExcludePunctuation=True)["RandomPassword"]
        self.assertRegex(password, "^[A-Za-z0-9]{20}$")


if __name__ == "__main__":
    unittest.main()
