"""KMS through boto3: envelope encryption, policies and grants as they are enforced."""
import json
import unittest

from botocore.exceptions import ClientError

from harness import allow, shared_server


def policy(principal, action="kms:*", effect="Allow", **more):
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": effect, "Principal": {"AWS": principal}, "Action": action, "Resource": "*", **more}]})


class Kms(unittest.TestCase):
    def setUp(self):
        self.server = shared_server()
        self.kms = self.server.client("kms")
        self.key = self.kms.create_key(Description=self.id())["KeyMetadata"]

    def error(self, call, **arguments):
        with self.assertRaises(ClientError) as failure:
            call(**arguments)
        return failure.exception.response["Error"]["Code"]

    def test_what_was_encrypted_is_decrypted_with_the_same_context_only(self):
        blob = self.kms.encrypt(KeyId=self.key["Arn"], Plaintext=b"secret", EncryptionContext={"a": "1"})["CiphertextBlob"]
        self.assertNotIn(b"secret", blob)
        self.assertEqual(self.kms.decrypt(CiphertextBlob=blob, EncryptionContext={"a": "1"})["Plaintext"], b"secret")
        self.assertEqual(self.error(self.kms.decrypt, CiphertextBlob=blob), "InvalidCiphertextException")
        self.assertEqual(self.error(self.kms.decrypt, CiphertextBlob=blob[:-1] + bytes([blob[-1] ^ 1]),
                                    EncryptionContext={"a": "1"}), "InvalidCiphertextException")
        self.assertEqual(self.error(self.kms.decrypt, CiphertextBlob=b"junk"), "InvalidCiphertextException")

    def test_old_ciphertexts_outlive_a_rotation(self):
        blob = self.kms.encrypt(KeyId=self.key["KeyId"], Plaintext=b"before")["CiphertextBlob"]
        self.kms.rotate_key_on_demand(KeyId=self.key["KeyId"])
        self.assertEqual(self.kms.decrypt(CiphertextBlob=blob)["Plaintext"], b"before")
        self.assertEqual(len(self.kms.list_key_rotations(KeyId=self.key["KeyId"])["Rotations"]), 1)

    def test_a_disabled_or_dying_key_does_nothing(self):
        blob = self.kms.encrypt(KeyId=self.key["KeyId"], Plaintext=b"x")["CiphertextBlob"]
        self.kms.disable_key(KeyId=self.key["KeyId"])
        self.assertEqual(self.error(self.kms.decrypt, CiphertextBlob=blob), "DisabledException")
        self.kms.enable_key(KeyId=self.key["KeyId"])
        self.kms.schedule_key_deletion(KeyId=self.key["KeyId"], PendingWindowInDays=7)
        self.assertEqual(self.error(self.kms.encrypt, KeyId=self.key["KeyId"], Plaintext=b"x"), "KMSInvalidStateException")
        self.kms.cancel_key_deletion(KeyId=self.key["KeyId"])
        self.assertEqual(self.kms.describe_key(KeyId=self.key["KeyId"])["KeyMetadata"]["KeyState"], "Disabled")

    def test_an_alias_leads_to_its_key_and_moves(self):
        name = "alias/" + self.key["KeyId"]
        self.kms.create_alias(AliasName=name, TargetKeyId=self.key["KeyId"])
        self.assertEqual(self.kms.describe_key(KeyId=name)["KeyMetadata"]["KeyId"], self.key["KeyId"])
        other = self.kms.create_key()["KeyMetadata"]["KeyId"]
        self.kms.update_alias(AliasName=name, TargetKeyId=other)
        self.assertEqual(self.kms.describe_key(KeyId=name)["KeyMetadata"]["KeyId"], other)
        self.assertEqual(self.error(self.kms.create_alias, AliasName=name, TargetKeyId=other), "AlreadyExistsException")
        self.kms.delete_alias(AliasName=name)
        self.assertEqual(self.error(self.kms.describe_key, KeyId=name), "NotFoundException")

    def test_a_key_policy_that_names_nobody_else_keeps_administrators_out(self):
        user = self.server.user("kms-owner", allow("kms:*"))
        arn = self.server.client("iam").get_user(UserName="kms-owner")["User"]["Arn"]
        self.kms.put_key_policy(KeyId=self.key["KeyId"], BypassPolicyLockoutSafetyCheck=True, Policy=policy(arn))
        self.assertEqual(self.error(self.kms.encrypt, KeyId=self.key["KeyId"], Plaintext=b"x"), "AccessDeniedException")
        self.assertIn("CiphertextBlob", self.server.client("kms", user).encrypt(KeyId=self.key["KeyId"], Plaintext=b"x"))

    def test_a_grant_allows_what_it_says_until_it_is_revoked(self):
        user = self.server.user("kms-grantee")
        arn = self.server.client("iam").get_user(UserName="kms-grantee")["User"]["Arn"]
        theirs = self.server.client("kms", user)
        self.assertEqual(self.error(theirs.encrypt, KeyId=self.key["Arn"], Plaintext=b"x"), "AccessDeniedException")
        grant = self.kms.create_grant(KeyId=self.key["KeyId"], GranteePrincipal=arn, Operations=["Encrypt"],
                                      Constraints={"EncryptionContextSubset": {"team": "a"}})["GrantId"]
        blob = theirs.encrypt(KeyId=self.key["Arn"], Plaintext=b"x", EncryptionContext={"team": "a"})["CiphertextBlob"]
        self.assertEqual(self.error(theirs.encrypt, KeyId=self.key["Arn"], Plaintext=b"x"), "AccessDeniedException")
        self.assertEqual(self.error(theirs.decrypt, CiphertextBlob=blob, EncryptionContext={"team": "a"}),
                         "AccessDeniedException")
        self.kms.revoke_grant(KeyId=self.key["KeyId"], GrantId=grant)
        self.assertEqual(self.error(theirs.encrypt, KeyId=self.key["Arn"], Plaintext=b"x", EncryptionContext={"team": "a"}),
                         "AccessDeniedException")

    def test_a_policy_that_would_lock_its_author_out_is_refused(self):
        self.server.user("kms-heir")
        heir = self.server.client("iam").get_user(UserName="kms-heir")["User"]["Arn"]
        root = f"arn:aws:iam::{self.server.account}:root"
        for locked in (policy(heir), policy(root, ["kms:Encrypt", "kms:Decrypt"]), policy("*", effect="Deny"),
                       policy(root, Condition={"StringEquals": {"aws:PrincipalTag/team": "nobody"}})):
            self.assertEqual(self.error(self.kms.put_key_policy, KeyId=self.key["KeyId"], Policy=locked),
                             "MalformedPolicyDocumentException")
            self.assertEqual(self.error(self.kms.create_key, Policy=locked), "MalformedPolicyDocumentException")
        self.kms.put_key_policy(KeyId=self.key["KeyId"], Policy=policy([root, heir]))
        self.kms.create_key(Policy=policy(heir), BypassPolicyLockoutSafetyCheck=True)

    def grantee(self, name):
        credentials = self.server.user(name)
        return self.server.client("kms", credentials), self.server.client("iam").get_user(UserName=name)["User"]["Arn"]

    def test_only_whom_a_grant_names_and_its_account_retire_it(self):
        grantee, grantee_arn = self.grantee("kms-retire-grantee")
        retiring, retiring_arn = self.grantee("kms-retire-retiring")
        stranger, _ = self.grantee("kms-retire-stranger")

        def grant(**more):
            return self.kms.create_grant(KeyId=self.key["KeyId"], GranteePrincipal=grantee_arn, **more)

        bare = grant(Operations=["Encrypt"])
        for who in (stranger, grantee, retiring):
            self.assertEqual(self.error(who.retire_grant, KeyId=self.key["Arn"], GrantId=bare["GrantId"]),
                             "AccessDeniedException")
            self.assertEqual(self.error(who.retire_grant, GrantToken=bare["GrantToken"]), "AccessDeniedException")
        self.assertEqual(self.error(self.kms.retire_grant, GrantToken=bare["GrantToken"], DryRun=True),
                         "DryRunOperationException")
        self.kms.retire_grant(GrantToken=bare["GrantToken"])  # the account's, by its own policies
        self.assertEqual(self.error(self.kms.retire_grant, KeyId=self.key["KeyId"], GrantId=bare["GrantId"]),
                         "NotFoundException")
        retiring.retire_grant(GrantToken=grant(Operations=["Encrypt"], RetiringPrincipal=retiring_arn)["GrantToken"])
        grantee.retire_grant(GrantToken=grant(Operations=["Encrypt", "RetireGrant"])["GrantToken"])
        # No policy of the key's lets others retire.
        root = f"arn:aws:iam::{self.server.account}:root"
        self.kms.put_key_policy(KeyId=self.key["KeyId"], Policy=policy([root, grantee_arn, retiring_arn]))
        kept = grant(Operations=["Encrypt"], RetiringPrincipal=retiring_arn)
        self.assertEqual(self.error(grantee.retire_grant, GrantToken=kept["GrantToken"]), "AccessDeniedException")
        listed = self.kms.list_retirable_grants(RetiringPrincipal=retiring_arn)["Grants"]
        self.assertEqual([one["GrantId"] for one in listed], [kept["GrantId"]])
        self.assertEqual(self.error(self.kms.retire_grant), "ValidationException")
        self.assertEqual(self.error(self.kms.retire_grant, GrantToken="bm9uZQ=="), "InvalidGrantTokenException")

    def test_a_grantee_hands_on_no_more_than_it_holds(self):
        grantee, arn = self.grantee("kms-hand-on")
        key = self.key["Arn"]
        self.kms.create_grant(KeyId=key, GranteePrincipal=arn, Operations=["Encrypt", "CreateGrant"],
                              Constraints={"EncryptionContextSubset": {"team": "a"}})

        def handed_on(operations, **constraints):
            return lambda **more: grantee.create_grant(KeyId=key, GranteePrincipal=arn, Operations=operations,
                                                       **({"Constraints": constraints} if constraints else {}), **more)

        for more in (handed_on(["Decrypt"], EncryptionContextSubset={"team": "a"}),
                     handed_on(["Encrypt", "RetireGrant"], EncryptionContextSubset={"team": "a"}),
                     handed_on(["Encrypt"]), handed_on(["Encrypt"], EncryptionContextSubset={"team": "b"}),
                     handed_on(["Encrypt"], EncryptionContextEquals={"other": "a"})):
            self.assertEqual(self.error(more), "AccessDeniedException")
        handed_on(["Encrypt"], EncryptionContextSubset={"team": "a"})()
        handed_on(["Encrypt"], EncryptionContextEquals={"team": "a", "line": "1"})()
        grantee.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext={"team": "a"})

    def test_a_grants_token_names_it(self):
        grantee, arn = self.grantee("kms-token")
        asked = dict(KeyId=self.key["KeyId"], GranteePrincipal=arn, Operations=["Encrypt", "DescribeKey"], Name="once",
                     Constraints={"EncryptionContextEquals": {"who": "${aws:username}"}})
        grant = self.kms.create_grant(**asked)
        self.assertEqual(self.kms.create_grant(**asked)["GrantId"], grant["GrantId"])
        self.assertNotEqual(self.kms.create_grant(**dict(asked, Operations=["Encrypt"]))["GrantId"], grant["GrantId"])
        used = dict(KeyId=self.key["Arn"], Plaintext=b"x", EncryptionContext={"who": "${aws:username}"})
        grantee.encrypt(**used, GrantTokens=[grant["GrantToken"]])
        grantee.describe_key(KeyId=self.key["Arn"], GrantTokens=[grant["GrantToken"]])
        # A constraint's value is text, no variable.
        self.assertEqual(self.error(grantee.encrypt, **dict(used, EncryptionContext={"who": "kms-token"})),
                         "AccessDeniedException")
        for token in ("AAAA", grant["GrantToken"][:-8] + "AAAAAAAA"):
            self.assertEqual(self.error(grantee.encrypt, **used, GrantTokens=[token]), "InvalidGrantTokenException")

    def test_a_principal_of_a_policy_or_grant_must_exist(self):
        absent = f"arn:aws:iam::{self.server.account}:role/kms-absent"
        root = f"arn:aws:iam::{self.server.account}:root"
        self.assertEqual(self.error(self.kms.put_key_policy, KeyId=self.key["KeyId"], Policy=policy([root, absent])),
                         "MalformedPolicyDocumentException")
        self.assertEqual(self.error(self.kms.create_key, Policy=policy([root, absent])), "MalformedPolicyDocumentException")
        for names in (dict(GranteePrincipal=absent), dict(GranteePrincipal=root, RetiringPrincipal=absent)):
            self.assertEqual(self.error(self.kms.create_grant, KeyId=self.key["KeyId"], Operations=["Encrypt"], **names),
                             "InvalidArnException")

    def test_whoever_comes_later_under_the_same_name_is_not_trusted(self):
        iam = self.server.client("iam")
        credentials = self.server.user("kms-namesake")
        first = iam.get_user(UserName="kms-namesake")["User"]
        root = f"arn:aws:iam::{self.server.account}:root"
        self.kms.put_key_policy(KeyId=self.key["KeyId"], Policy=policy([root, first["Arn"]]))
        self.kms.create_grant(KeyId=self.key["KeyId"], GranteePrincipal=first["Arn"], Operations=["Encrypt"])
        self.server.client("kms", credentials).encrypt(KeyId=self.key["Arn"], Plaintext=b"x")
        self.assertIn(first["Arn"], self.kms.get_key_policy(KeyId=self.key["KeyId"])["Policy"])
        iam.delete_access_key(UserName="kms-namesake", AccessKeyId=credentials["AccessKeyId"])
        iam.delete_user(UserName="kms-namesake")
        second = self.server.client("kms", self.server.user("kms-namesake"))
        self.assertEqual(self.error(second.encrypt, KeyId=self.key["Arn"], Plaintext=b"x"), "AccessDeniedException")
        shown = self.kms.get_key_policy(KeyId=self.key["KeyId"])["Policy"]
        self.assertIn(first["UserId"], shown)
        self.assertNotIn(first["Arn"], shown)
        self.assertEqual(self.kms.list_grants(KeyId=self.key["KeyId"])["Grants"][0]["GranteePrincipal"], first["UserId"])

    def test_conditions_see_the_key_and_the_request(self):
        name = "alias/conditions-" + self.key["KeyId"]
        self.kms.create_alias(AliasName=name, TargetKeyId=self.key["KeyId"])
        alias_arn = self.key["Arn"].split(":key/")[0] + ":" + name
        denials = {"kms:RequestAlias": name, "kms:ResourceAliases": name, "kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT",
                   "kms:MultiRegion": "false", "kms:KeySpec": "SYMMETRIC_DEFAULT", "kms:CallerAccount": self.server.account}
        for number, (key, value) in enumerate(denials.items()):
            deny = {"Version": "2012-10-17", "Statement": [
                {"Effect": "Deny", "Action": "kms:Encrypt", "Resource": "*",
                 "Condition": {"ForAnyValue:StringEquals": {key: value}}}]}
            user = self.server.client("kms", self.server.user(f"kms-condition-{number}", allow("kms:*"), deny))
            self.assertEqual(self.error(user.encrypt, KeyId=alias_arn, Plaintext=b"x"), "AccessDeniedException", key)

    def test_tags_at_creation_need_the_right_to_tag(self):
        makes = self.server.client("kms", self.server.user("kms-makes", allow("kms:CreateKey")))
        makes.create_key()
        self.assertEqual(self.error(makes.create_key, Tags=[{"TagKey": "a", "TagValue": "b"}]), "AccessDeniedException")
        tags = self.server.client("kms", self.server.user("kms-tags", allow("kms:CreateKey", "kms:TagResource")))
        tags.create_key(Tags=[{"TagKey": "a", "TagValue": "b"}])

    def test_a_denied_tag_key_cannot_be_removed(self):
        deny = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Deny", "Action": "kms:UntagResource", "Resource": "*",
             "Condition": {"ForAnyValue:StringEquals": {"aws:TagKeys": "owner"}}}]}
        user = self.server.client("kms", self.server.user("kms-untags", allow("kms:*"), deny))
        user.tag_resource(KeyId=self.key["KeyId"], Tags=[{"TagKey": "owner", "TagValue": "x"}, {"TagKey": "b", "TagValue": "y"}])
        self.assertEqual(self.error(user.untag_resource, KeyId=self.key["KeyId"], TagKeys=["owner"]), "AccessDeniedException")
        user.untag_resource(KeyId=self.key["KeyId"], TagKeys=["b"])
        self.assertEqual([tag["TagKey"] for tag in self.kms.list_resource_tags(KeyId=self.key["KeyId"])["Tags"]], ["owner"])

    def test_a_key_of_another_region_is_not_found_here(self):
        elsewhere = self.server.client("kms", region="us-east-1")
        self.assertEqual(self.error(elsewhere.describe_key, KeyId=self.key["Arn"]), "NotFoundException")
        blob = self.kms.encrypt(KeyId=self.key["Arn"], Plaintext=b"x")["CiphertextBlob"]
        self.assertEqual(self.error(elsewhere.decrypt, CiphertextBlob=blob), "AccessDeniedException")

    def test_what_is_encrypted_again_leaves_its_old_key(self):
        other = self.kms.create_key()["KeyMetadata"]["Arn"]
        blob = self.kms.encrypt(KeyId=self.key["Arn"], Plaintext=b"x", EncryptionContext={"a": "1"})["CiphertextBlob"]
        moved = self.kms.re_encrypt(CiphertextBlob=blob, SourceEncryptionContext={"a": "1"}, DestinationKeyId=other,
                                    DestinationEncryptionContext={"b": "2"})
        self.assertEqual((moved["SourceKeyId"], moved["KeyId"]), (self.key["Arn"], other))
        self.assertEqual(self.kms.decrypt(CiphertextBlob=moved["CiphertextBlob"], EncryptionContext={"b": "2"})["KeyId"], other)
        self.assertEqual(self.error(self.kms.decrypt, CiphertextBlob=moved["CiphertextBlob"], KeyId=self.key["Arn"],
                                    EncryptionContext={"b": "2"}), "IncorrectKeyException")
        self.assertEqual(self.error(self.kms.re_encrypt, CiphertextBlob=blob, DestinationKeyId=other),
                         "InvalidCiphertextException")
        # Each side by itself, and whether both are one.
        sides = self.server.client("kms", self.server.user("kms-moves", allow("kms:ReEncryptFrom")))
        self.assertEqual(self.error(sides.re_encrypt, CiphertextBlob=blob, SourceEncryptionContext={"a": "1"},
                                    DestinationKeyId=other), "AccessDeniedException")
        same_only = self.server.client("kms", self.server.user("kms-same", allow("kms:ReEncrypt*", Condition={
            "Bool": {"kms:ReEncryptOnSameKey": "true"}})))
        self.assertEqual(self.error(same_only.re_encrypt, CiphertextBlob=blob, SourceEncryptionContext={"a": "1"},
                                    DestinationKeyId=other), "AccessDeniedException")
        same_only.re_encrypt(CiphertextBlob=blob, SourceEncryptionContext={"a": "1"}, DestinationKeyId=self.key["Arn"])

    def test_rotation_is_switched_and_shown(self):
        key = dict(KeyId=self.key["KeyId"])
        self.assertFalse(self.kms.get_key_rotation_status(**key)["KeyRotationEnabled"])
        self.kms.enable_key_rotation(**key, RotationPeriodInDays=90)
        shown = self.kms.get_key_rotation_status(**key)
        self.assertEqual((shown["KeyRotationEnabled"], shown["RotationPeriodInDays"]), (True, 90))
        self.kms.disable_key_rotation(**key)
        self.assertFalse(self.kms.get_key_rotation_status(**key)["KeyRotationEnabled"])

    def test_data_keys_and_chance(self):
        sealed = self.kms.generate_data_key_without_plaintext(KeyId=self.key["Arn"], KeySpec="AES_256")
        self.assertNotIn("Plaintext", sealed)
        self.assertEqual(len(self.kms.decrypt(CiphertextBlob=sealed["CiphertextBlob"])["Plaintext"]), 32)
        bits = {self.kms.generate_random(NumberOfBytes=16)["Plaintext"] for _ in range(2)}
        self.assertEqual([len(bits), *map(len, bits)], [2, 16, 16])

    def test_a_key_is_described_as_it_was_last_named(self):
        self.kms.update_key_description(KeyId=self.key["KeyId"], Description="for tickets")
        self.assertEqual(self.kms.describe_key(KeyId=self.key["KeyId"])["KeyMetadata"]["Description"], "for tickets")
        self.assertEqual(self.kms.list_key_policies(KeyId=self.key["KeyId"])["PolicyNames"], ["default"])

    def test_lists_go_on_where_they_stopped(self):
        names = [f"alias/page-{number}-{self.key['KeyId']}" for number in range(3)]
        for name in names:
            self.kms.create_alias(AliasName=name, TargetKeyId=self.key["KeyId"])
        pages = self.kms.get_paginator("list_aliases").paginate(KeyId=self.key["KeyId"], PaginationConfig={"PageSize": 2})
        self.assertEqual([alias["AliasName"] for page in pages for alias in page["Aliases"]], names)
        self.assertEqual(self.error(self.kms.list_aliases, Marker="none-of-ours"), "InvalidMarkerException")

    def test_names_and_tags_that_cannot_be(self):
        key = self.key["KeyId"]
        self.assertEqual(self.error(self.kms.create_alias, AliasName="alias/aws/mine", TargetKeyId=key), "InvalidAliasNameException")
        self.assertEqual(self.error(self.kms.tag_resource, KeyId=key, Tags=[{"TagKey": "aws:x", "TagValue": ""}]), "TagException")
        self.assertEqual(self.error(self.kms.encrypt, KeyId=key, Plaintext=b"x", EncryptionAlgorithm="RSAES_OAEP_SHA_1"),
                         "InvalidKeyUsageException")
        large = policy(f"arn:aws:iam::{self.server.account}:root", Sid="x" * 32800)
        self.assertIn(self.error(self.kms.put_key_policy, KeyId=key, Policy=large),
                      ("LimitExceededException", "ValidationException"))

    def test_unusable_requests_are_refused(self):
        self.assertEqual(self.error(self.kms.create_key, KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY"),
                         "UnsupportedOperationException")
        self.assertEqual(self.error(self.kms.put_key_policy, KeyId=self.key["KeyId"], Policy="{}"),
                         "MalformedPolicyDocumentException")
        self.assertEqual(self.error(self.kms.generate_data_key, KeyId=self.key["KeyId"]), "ValidationException")


if __name__ == "__main__":
    unittest.main()
