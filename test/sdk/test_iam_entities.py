"""IAM's entities through all that can be done to them, each kind from its making to its end."""
import json
import unittest

from botocore.exceptions import ClientError

from harness import allow, shared_server

TRUST = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]})
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
TAGS = [{"Key": "line", "Value": "4"}, {"Key": "town", "Value": "Ulm"}]
DOCUMENT = json.dumps(allow("s3:GetObject"))


class Entities(unittest.TestCase):
    def setUp(self):
        self.server = shared_server()
        self.iam = self.server.client("iam")
        self.account = self.server.account

    def refused(self, code, call, **parameters):
        with self.assertRaises(ClientError) as caught:
            call(**parameters)
        self.assertEqual(caught.exception.response["Error"]["Code"], code, caught.exception)

    def test_a_user_from_making_to_end(self):
        iam, name = self.iam, dict(UserName="entity-user")
        iam.create_user(**name, Path="/drivers/", Tags=TAGS, PermissionsBoundary=READ_ONLY)
        user = iam.get_user(**name)["User"]
        self.assertEqual(user["PermissionsBoundary"],
                         {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": READ_ONLY})
        iam.put_user_policy(**name, PolicyName="own", PolicyDocument=DOCUMENT)
        self.assertEqual(iam.get_user_policy(**name, PolicyName="own")["PolicyDocument"], json.loads(DOCUMENT))
        self.assertEqual(iam.list_user_policies(**name)["PolicyNames"], ["own"])
        iam.attach_user_policy(**name, PolicyArn=READ_ONLY)
        self.assertEqual(iam.list_attached_user_policies(**name)["AttachedPolicies"],
                         [{"PolicyName": "ReadOnlyAccess", "PolicyArn": READ_ONLY}])
        iam.untag_user(**name, TagKeys=["line"])
        iam.tag_user(**name, Tags=[{"Key": "depot", "Value": "west"}])
        self.assertEqual([tag["Key"] for tag in iam.list_user_tags(**name)["Tags"]], ["depot", "town"])
        iam.create_group(GroupName="entity-users-group")
        iam.add_user_to_group(**name, GroupName="entity-users-group")
        self.assertEqual([one["GroupName"] for one in iam.list_groups_for_user(**name)["Groups"]], ["entity-users-group"])
        keys = [iam.create_access_key(**name)["AccessKey"]["AccessKeyId"] for _ in range(2)]
        self.refused("LimitExceeded", iam.create_access_key, **name)
        iam.update_access_key(**name, AccessKeyId=keys[0], Status="Inactive")
        listed = {key["AccessKeyId"]: key["Status"] for key in iam.list_access_keys(**name)["AccessKeyMetadata"]}
        self.assertEqual(listed, {keys[0]: "Inactive", keys[1]: "Active"})
        self.assertEqual(iam.get_access_key_last_used(AccessKeyId=keys[0])["UserName"], "entity-user")
        # Nothing goes while something hangs on it.
        self.refused("DeleteConflict", iam.delete_user, **name)
        for key in keys:
            iam.delete_access_key(**name, AccessKeyId=key)
        self.refused("DeleteConflict", iam.delete_user, **name)
        iam.remove_user_from_group(**name, GroupName="entity-users-group")
        self.refused("DeleteConflict", iam.delete_user, **name)
        iam.detach_user_policy(**name, PolicyArn=READ_ONLY)
        iam.delete_user_policy(**name, PolicyName="own")
        self.refused("NoSuchEntity", iam.delete_user_policy, **name, PolicyName="own")
        iam.delete_user_permissions_boundary(**name)
        iam.delete_user(**name)
        self.refused("NoSuchEntity", iam.get_user, **name)

    def test_what_users_do_not_have_here_is_said(self):
        iam, name = self.iam, dict(UserName="entity-bare")
        iam.create_user(**name)
        self.assertEqual(iam.list_mfa_devices(**name)["MFADevices"], [])
        self.assertEqual(iam.list_ssh_public_keys(**name)["SSHPublicKeys"], [])
        self.assertEqual(iam.list_signing_certificates(**name)["Certificates"], [])
        self.assertEqual(iam.list_service_specific_credentials(**name)["ServiceSpecificCredentials"], [])
        self.assertEqual(iam.list_virtual_mfa_devices()["VirtualMFADevices"], [])
        self.refused("NoSuchEntity", iam.get_login_profile, **name)
        self.refused("NoSuchEntity", iam.delete_login_profile, **name)
        for call in (iam.list_mfa_devices, iam.list_ssh_public_keys, iam.list_signing_certificates):
            self.refused("NoSuchEntity", call, UserName="entity-nobody")

    def test_a_group_from_making_to_end(self):
        iam, name = self.iam, dict(GroupName="entity-group")
        iam.create_group(**name)
        iam.put_group_policy(**name, PolicyName="own", PolicyDocument=DOCUMENT)
        self.assertEqual(iam.get_group_policy(**name, PolicyName="own")["PolicyDocument"], json.loads(DOCUMENT))
        self.assertEqual(iam.list_group_policies(**name)["PolicyNames"], ["own"])
        iam.attach_group_policy(**name, PolicyArn=READ_ONLY)
        self.assertEqual([one["PolicyArn"] for one in iam.list_attached_group_policies(**name)["AttachedPolicies"]], [READ_ONLY])
        credentials = self.server.user("entity-member")
        iam.add_user_to_group(**name, UserName="entity-member")
        # A renamed group keeps its members and its policies.
        iam.update_group(**name, NewGroupName="entity-renamed", NewPath="/depots/")
        self.refused("NoSuchEntity", iam.get_group, **name)
        name = dict(GroupName="entity-renamed")
        group = iam.get_group(**name)
        self.assertEqual(group["Group"]["Arn"], f"arn:aws:iam::{self.account}:group/depots/entity-renamed")
        self.assertEqual([user["UserName"] for user in group["Users"]], ["entity-member"])
        self.server.client("iam", credentials).list_roles()  # by the policy of the group
        self.refused("DeleteConflict", iam.delete_group, **name)
        iam.remove_user_from_group(**name, UserName="entity-member")
        with self.assertRaises(ClientError):
            self.server.client("iam", credentials).list_roles()
        iam.detach_group_policy(**name, PolicyArn=READ_ONLY)
        self.refused("DeleteConflict", iam.delete_group, **name)
        iam.delete_group_policy(**name, PolicyName="own")
        iam.delete_group(**name)
        self.refused("NoSuchEntity", iam.delete_group, **name)

    def test_a_role_and_its_instance_profile_from_making_to_end(self):
        iam, role, profile = self.iam, dict(RoleName="entity-role"), dict(InstanceProfileName="entity-profile")
        iam.create_role(**role, AssumeRolePolicyDocument=TRUST, Tags=TAGS)
        iam.update_role(**role, Description="drives", MaxSessionDuration=7200)
        self.assertEqual(iam.update_role_description(**role, Description="drives well")["Role"]["MaxSessionDuration"], 7200)
        iam.put_role_permissions_boundary(**role, PermissionsBoundary=READ_ONLY)
        shown = iam.get_role(**role)["Role"]
        self.assertEqual((shown["Description"], shown["PermissionsBoundary"]["PermissionsBoundaryArn"]),
                         ("drives well", READ_ONLY))
        iam.delete_role_permissions_boundary(**role)
        self.assertNotIn("PermissionsBoundary", iam.get_role(**role)["Role"])
        iam.put_role_policy(**role, PolicyName="own", PolicyDocument=DOCUMENT)
        self.assertEqual(iam.list_role_policies(**role)["PolicyNames"], ["own"])
        iam.untag_role(**role, TagKeys=["line"])
        iam.tag_role(**role, Tags=[{"Key": "TOWN", "Value": "Jena"}])
        self.assertEqual(iam.list_role_tags(**role)["Tags"], [{"Key": "TOWN", "Value": "Jena"}])

        iam.create_instance_profile(**profile, Tags=TAGS)
        iam.add_role_to_instance_profile(**profile, **role)
        self.refused("LimitExceeded", iam.add_role_to_instance_profile, **profile, **role)
        shown = iam.get_instance_profile(**profile)["InstanceProfile"]
        self.assertEqual([one["RoleName"] for one in shown["Roles"]], ["entity-role"])
        self.assertIn("entity-profile", [one["InstanceProfileName"] for one in iam.list_instance_profiles()["InstanceProfiles"]])
        self.assertEqual([one["InstanceProfileName"] for one in
                          iam.list_instance_profiles_for_role(**role)["InstanceProfiles"]], ["entity-profile"])
        iam.untag_instance_profile(**profile, TagKeys=["line"])
        iam.tag_instance_profile(**profile, Tags=[{"Key": "depot", "Value": "west"}])
        self.assertEqual([tag["Key"] for tag in iam.list_instance_profile_tags(**profile)["Tags"]], ["depot", "town"])

        self.refused("DeleteConflict", iam.delete_role, **role)
        iam.delete_role_policy(**role, PolicyName="own")
        self.refused("DeleteConflict", iam.delete_role, **role)
        self.refused("DeleteConflict", iam.delete_instance_profile, **profile)
        iam.remove_role_from_instance_profile(**profile, **role)
        self.refused("NoSuchEntity", iam.remove_role_from_instance_profile, **profile, **role)
        iam.delete_instance_profile(**profile)
        self.refused("NoSuchEntity", iam.get_instance_profile, **profile)
        iam.delete_role(**role)
        self.refused("NoSuchEntity", iam.get_role, **role)

    def test_a_policys_tags(self):
        arn = self.iam.create_policy(PolicyName="entity-policy", PolicyDocument=DOCUMENT, Tags=TAGS)["Policy"]["Arn"]
        self.iam.untag_policy(PolicyArn=arn, TagKeys=["line"])
        self.iam.tag_policy(PolicyArn=arn, Tags=[{"Key": "depot", "Value": "west"}])
        self.assertEqual([tag["Key"] for tag in self.iam.list_policy_tags(PolicyArn=arn)["Tags"]], ["depot", "town"])
        self.refused("InvalidInput", self.iam.tag_policy, PolicyArn=arn, Tags=[{"Key": "aws:x", "Value": "y"}])
        self.refused("LimitExceeded", self.iam.tag_policy, PolicyArn=arn,
                     Tags=[{"Key": f"k{number}", "Value": ""} for number in range(49)])

    def test_an_accounts_alias(self):
        iam = self.iam
        iam.create_account_alias(AccountAlias="bus-company")
        self.assertEqual(iam.list_account_aliases()["AccountAliases"], ["bus-company"])
        iam.create_account_alias(AccountAlias="bus-and-train")  # takes the other's place
        self.assertEqual(iam.list_account_aliases()["AccountAliases"], ["bus-and-train"])
        self.refused("NoSuchEntity", iam.delete_account_alias, AccountAlias="bus-company")
        iam.delete_account_alias(AccountAlias="bus-and-train")
        self.assertEqual(iam.list_account_aliases()["AccountAliases"], [])


if __name__ == "__main__":
    unittest.main()
