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

    def test_a_first_version_is_the_current_one(self):
        self.secrets.create_secret(Name="sm-first")
        first = self.secrets.put_secret_value(SecretId="sm-first", SecretString="a", VersionStages=["mine"])
        self.assertEqual(sorted(first["VersionStages"]), ["AWSCURRENT", "mine"])
        self.assertEqual(self.value(SecretId="sm-first"), "a")
        later = self.secrets.put_secret_value(SecretId="sm-first", SecretString="b", VersionStages=["AWSPENDING"])
        self.assertEqual(later["VersionStages"], ["AWSPENDING"])
        listed = self.secrets.list_secret_version_ids(SecretId="sm-first")["Versions"]
        self.assertEqual({version["VersionId"]: sorted(version["VersionStages"]) for version in listed},
                         {first["VersionId"]: ["AWSCURRENT", "mine"], later["VersionId"]: ["AWSPENDING"]})

    def test_a_version_that_is_current_no_more_is_pending_no_more(self):
        def stages():
            versions = self.secrets.list_secret_version_ids(SecretId="sm-pending")["Versions"]
            return {version["VersionId"]: version["VersionStages"] for version in versions}

        first = self.secrets.create_secret(Name="sm-pending", SecretString="1")["VersionId"]
        second = self.secrets.put_secret_value(SecretId="sm-pending", SecretString="2", VersionStages=["AWSPENDING"])["VersionId"]
        self.secrets.update_secret_version_stage(SecretId="sm-pending", VersionStage="AWSCURRENT", MoveToVersionId=second,
                                                 RemoveFromVersionId=first)
        self.assertEqual(stages(), {first: ["AWSPREVIOUS"], second: ["AWSCURRENT", "AWSPENDING"]})
        third = self.secrets.update_secret(SecretId="sm-pending", SecretString="3")["VersionId"]
        self.assertEqual(stages(), {second: ["AWSPREVIOUS"], third: ["AWSCURRENT"]})
        fourth = self.secrets.put_secret_value(SecretId="sm-pending", SecretString="4", VersionStages=["AWSPENDING"])["VersionId"]
        fifth = self.secrets.put_secret_value(SecretId="sm-pending", SecretString="5")["VersionId"]
        self.assertEqual(stages(), {third: ["AWSPREVIOUS"], fourth: ["AWSPENDING"], fifth: ["AWSCURRENT"]})

    def test_a_name_that_cannot_be_is_refused_everywhere(self):
        for name in ("Inv Name", " a", "a*", "a:b"):
            which = {"SecretId": name}
            for call, more in ((self.secrets.create_secret, None), (self.secrets.describe_secret, {}),
                               (self.secrets.get_secret_value, {}), (self.secrets.list_secret_version_ids, {}),
                               (self.secrets.put_secret_value, {"SecretString": "x"}),
                               (self.secrets.update_secret, {"Description": "d"}), (self.secrets.untag_resource, {"TagKeys": ["a"]}),
                               (self.secrets.delete_secret, {"ForceDeleteWithoutRecovery": True})):
                self.refused("ValidationException", call, **({"Name": name} if more is None else {**which, **more}))
        gone = self.secrets.delete_secret(SecretId="sm-never", ForceDeleteWithoutRecovery=True)
        self.assertRegex(gone["ARN"], f"^arn:aws:secretsmanager:eu-central-1:{self.account}:secret:sm-never-[A-Za-z0-9]{{6}}$")

    def test_an_update_changes_what_it_names(self):
        self.secrets.create_secret(Name="sm-update", SecretString="a", Description="d")
        self.assertNotIn("VersionId", self.secrets.update_secret(SecretId="sm-update", Description="e"))
        updated = self.secrets.update_secret(SecretId="sm-update", SecretString="b")
        self.assertEqual(self.value(SecretId="sm-update", VersionId=updated["VersionId"]), "b")
        self.assertEqual(self.secrets.describe_secret(SecretId="sm-update")["Description"], "e")

    def test_versions_with_labels_have_a_limit(self):
        self.secrets.create_secret(Name="sm-labels", SecretString="0")
        for number in range(98):
            self.secrets.put_secret_value(SecretId="sm-labels", SecretString=str(number), VersionStages=[f"l{number}"])
        with self.assertRaises(ClientError) as caught:
            for number in range(98, 104):
                self.secrets.put_secret_value(SecretId="sm-labels", SecretString=str(number), VersionStages=[f"l{number}"])
        self.assertIn(caught.exception.response["Error"]["Code"], ("LimitExceededException",))

    def test_a_filter_of_words_finds_them_anywhere(self):
        self.secrets.create_secret(Name="sm-words/timetable", Description="Feed of the buses",
                                   Tags=[{"Key": "smwords", "Value": "Depot West"}])
        for words, found in (("timetable", 1), ("smwords west", 1), ("BUSES sm-words", 1), ("smwords train", 0)):
            names = [one["Name"] for one in self.secrets.list_secrets(Filters=[{"Key": "all", "Values": [words]}])["SecretList"]]
            self.assertEqual(len(names), found, (words, names))

    def test_filters(self):
        for name, description in (("smf1/one", "a secret"), ("/smf2/two", "an secret"), ("smf3/three", "asecret"),
                                  ("/smf4/four", "thesecret")):
            self.secrets.create_secret(Name=name, Description=description, Tags=[{"Key": "smf-Key", "Value": "Blue-Line"}])
        only = {"Key": "tag-key", "Values": ["smf-"]}
        for key, text, found in (
                ("name", "/", "24"), ("name", "!/", "13"), ("name", "smf1 one", ""), ("name", "SMF1", ""),
                ("description", "a", "123"), ("description", "!a", "4"), ("description", "A SEC", "12"), ("description", "!c", "1234"),
                ("description", "secret a", "12"), ("tag-key", "smf-key", ""), ("tag-value", "Blue", "1234"), ("tag-value", "!Blue", ""),
                ("all", "line thr", "3"), ("all", "secr FOUR", ""), ("all", "thesecret four", "4"), ("primary-region", "eu-", "1234"),
                ("owning-service", "rds", "")):
            listed = self.secrets.list_secrets(SortBy="name", SortOrder="asc", Filters=[only, {"Key": key, "Values": [text]}])["SecretList"]
            self.assertEqual("".join(sorted(secret["Name"].strip("/")[3] for secret in listed)), found, (key, text))

    def test_another_key_opens_what_is_in_use_and_the_first_still_does(self):
        kms = self.server.client("kms")
        one, two = (kms.create_key()["KeyMetadata"]["Arn"] for _ in range(2))
        old = self.secrets.create_secret(Name="sm-two-keys", SecretString="1", KmsKeyId=one)["VersionId"]
        for text in ("2", "3"):
            self.secrets.put_secret_value(SecretId="sm-two-keys", SecretString=text)
        self.secrets.update_secret(SecretId="sm-two-keys", KmsKeyId=two)
        versions = self.secrets.list_secret_version_ids(SecretId="sm-two-keys", IncludeDeprecated=True)["Versions"]
        self.assertEqual({version["VersionId"] == old: version["KmsKeyIds"] for version in versions}, {True: [one], False: [one, two]})
        for working, key in (("first", one), ("second", two)):
            reader = self.server.client("secretsmanager", self.server.user(f"sm-{working}-key", allow("secretsmanager:GetSecretValue"),
                                                                           allow("kms:Decrypt", resource=key)))
            self.assertEqual(reader.get_secret_value(SecretId="sm-two-keys")["SecretString"], "3")
            self.assertEqual(reader.get_secret_value(SecretId="sm-two-keys", VersionStage="AWSPREVIOUS")["SecretString"], "2")
        self.refused("AccessDeniedException", reader.get_secret_value, SecretId="sm-two-keys", VersionId=old)
        kms.disable_key(KeyId=one)
        self.assertEqual(self.value(SecretId="sm-two-keys"), "3")
        kms.disable_key(KeyId=two)
        self.refused("DecryptionFailure", self.secrets.get_secret_value, SecretId="sm-two-keys")

    def test_a_principal_of_a_policy_must_exist_and_is_itself(self):
        iam = self.server.client("iam")
        self.secrets.create_secret(Name="sm-namesake", SecretString="x")
        policy = allow("secretsmanager:GetSecretValue")
        policy["Statement"][0]["Principal"] = {"AWS": f"arn:aws:iam::{self.account}:user/sm-namesake"}
        put = dict(SecretId="sm-namesake", ResourcePolicy=json.dumps(policy))
        self.refused("MalformedPolicyDocumentException", self.secrets.put_resource_policy, **put)
        first = self.server.user("sm-namesake")
        self.secrets.put_resource_policy(**put)
        self.server.client("secretsmanager", first).get_secret_value(SecretId="sm-namesake")
        iam.delete_access_key(UserName="sm-namesake", AccessKeyId=first["AccessKeyId"])
        iam.delete_user(UserName="sm-namesake")
        second = self.server.client("secretsmanager", self.server.user("sm-namesake"))
        self.refused("AccessDeniedException", second.get_secret_value, SecretId="sm-namesake")
        shown = json.loads(self.secrets.get_resource_policy(SecretId="sm-namesake")["ResourcePolicy"])
        self.assertRegex(shown["Statement"][0]["Principal"]["AWS"], "^AIDA")
        self.secrets.delete_resource_policy(SecretId="sm-namesake")
        self.assertNotIn("ResourcePolicy", self.secrets.get_resource_policy(SecretId="sm-namesake"))

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
