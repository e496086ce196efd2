"""What one account may do with another's keys, secrets and parameters, and across Regions."""
import json
import unittest

from botocore.exceptions import ClientError

from harness import REGION, allow, shared_server


def open_to(account, *actions):
    policy = allow(*actions)
    policy["Statement"][0]["Principal"] = {"AWS": f"arn:aws:iam::{account}:root"}
    return json.dumps(policy)


class AcrossAccounts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = shared_server()
        cls.account = cls.server.account
        cls.other, cls.visitor = cls.server.member_account("across-accounts")

    def refused(self, code, call, **parameters):
        with self.assertRaises(ClientError) as caught:
            call(**parameters)
        self.assertEqual(caught.exception.response["Error"]["Code"], code, caught.exception)
        return caught.exception.response["Error"]["Message"]

    def test_the_default_key_keeps_a_secret_in_its_account(self):
        own, foreign = (self.server.client("secretsmanager", credentials) for credentials in (None, self.visitor))
        arn = own.create_secret(Name="across/secret", SecretString="x")["ARN"]
        own.put_resource_policy(SecretId=arn, ResourcePolicy=open_to(self.other, "secretsmanager:*"))
        self.assertEqual(foreign.describe_secret(SecretId=arn)["Name"], "across/secret")
        for call, more in ((foreign.get_secret_value, {}), (foreign.put_secret_value, {"SecretString": "y"}),
                           (foreign.update_secret, {"SecretString": "y"})):
            self.assertIn("default key", self.refused("InvalidRequestException", call, SecretId=arn, **more))
        key = self.server.client("kms").create_key()["KeyMetadata"]
        policy = json.loads(self.server.client("kms").get_key_policy(KeyId=key["KeyId"], PolicyName="default")["Policy"])
        policy["Statement"].append(json.loads(open_to(self.other, "kms:Decrypt", "kms:GenerateDataKey"))["Statement"][0])
        self.server.client("kms").put_key_policy(KeyId=key["KeyId"], Policy=json.dumps(policy))
        own.update_secret(SecretId=arn, KmsKeyId=key["KeyId"])
        self.assertEqual(foreign.get_secret_value(SecretId=arn)["SecretString"], "x")
        foreign.put_secret_value(SecretId=arn, SecretString="y")
        self.assertEqual(own.get_secret_value(SecretId=arn)["SecretString"], "y")
        self.refused("InvalidRequestException", foreign.update_secret, SecretId=arn, KmsKeyId="alias/aws/secretsmanager")

    def test_a_parameters_arn_names_its_account_and_region(self):
        own, foreign = (self.server.client("ssm", credentials) for credentials in (None, self.visitor))
        for client in (own, foreign):
            client.put_parameter(Name="/across/parameter", Value=client.meta.config.signature_version, Type="String")
        arn = f"arn:aws:ssm:{REGION}:{self.account}:parameter/across/parameter"
        for name in (arn, arn + ":1"):
            self.assertEqual(own.get_parameter(Name=name)["Parameter"]["ARN"], arn)
        for name in (arn, arn + ":1"):
            self.assertIn(f"resource: {arn} ", self.refused("AccessDeniedException", foreign.get_parameter, Name=name) + " ")
            self.refused("AccessDeniedException", foreign.get_parameters, Names=[name])
        self.refused("AccessDeniedException", foreign.get_parameter_history, Name=arn)
        self.refused("AccessDeniedException", foreign.delete_parameter, Name=arn)
        elsewhere = arn.replace(REGION, "eu-west-1")
        self.refused("ParameterNotFound", own.get_parameter, Name=elsewhere)
        self.assertEqual(own.get_parameters(Names=[elsewhere, arn])["InvalidParameters"], [elsewhere])

    def test_grants_are_listed_for_their_retiring_principal_in_whichever_account(self):
        there = self.server.client("kms", self.visitor)
        own = self.server.client("kms")
        self.server.user("across-retiring")
        retiring = f"arn:aws:iam::{self.account}:user/across-retiring"
        wanted = []
        for kms in (own, there, there):
            key = kms.create_key()["KeyMetadata"]["Arn"]
            grant = kms.create_grant(KeyId=key, GranteePrincipal=f"arn:aws:iam::{self.other}:root", Operations=["Encrypt"],
                                     RetiringPrincipal=retiring)
            wanted.append((key, grant["GrantId"]))
        listed = [(one["KeyId"], one["GrantId"]) for one in own.list_retirable_grants(RetiringPrincipal=retiring)["Grants"]]
        self.assertEqual(sorted(listed), sorted(wanted))
        first = own.list_retirable_grants(RetiringPrincipal=retiring, Limit=2)
        rest = own.list_retirable_grants(RetiringPrincipal=retiring, Limit=2, Marker=first["NextMarker"])
        self.assertEqual([one["GrantId"] for one in first["Grants"] + rest["Grants"]], [grant for _, grant in listed])
        self.assertFalse(rest["Truncated"])
        # Of one's own account only, and by leave.
        self.refused("InvalidArnException", there.list_retirable_grants, RetiringPrincipal=retiring)
        nobody = self.server.client("kms", self.server.user("across-nobody"))
        self.refused("AccessDeniedException", nobody.list_retirable_grants, RetiringPrincipal=retiring)
        self.assertEqual(self.server.client("kms", region="eu-west-1").list_retirable_grants(RetiringPrincipal=retiring)["Grants"], [])


if __name__ == "__main__":
    unittest.main()
