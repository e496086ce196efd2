"""KMS through boto3: envelope encryption, policies and grants as they are enforced."""
import json
import unittest

from botocore.exceptions import ClientError

from harness import allow, shared_server


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
        self.kms.put_key_policy(KeyId=self.key["KeyId"], Policy=json.dumps(
            {"Version": "2012-10-17",
             "Statement": [{"Effect": "Allow", "Principal": {"AWS": arn}, "Action": "kms:*", "Resource": "*"}]}))
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

    def test_unusable_requests_are_refused(self):
        self.assertEqual(self.error(self.kms.create_key, KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY"),
                         "UnsupportedOperationException")
        self.assertEqual(self.error(self.kms.put_key_policy, KeyId=self.key["KeyId"], Policy="{}"),
                         "MalformedPolicyDocumentException")
        self.assertEqual(self.error(self.kms.generate_data_key, KeyId=self.key["KeyId"]), "ValidationException")


if __name__ == "__main__":
    unittest.main()
