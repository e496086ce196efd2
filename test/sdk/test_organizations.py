import json
import unittest

from botocore.exceptions import ClientError

from harness import REGION, Server, allow


def scp(effect, action, **more):
    return json.dumps({"Version": "2012-10-17",
                       "Statement": [{"Effect": effect, "Action": action, "Resource": "*", **more}]})


class Organization(unittest.TestCase):
    """One organization: there can be only one in the shared server's account, so this file has its own."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.stop)
        cls.organizations = cls.server.client("organizations", region="us-east-1")
        cls.organization = cls.organizations.create_organization(FeatureSet="ALL")["Organization"]
        cls.root = cls.organizations.list_roots()["Roots"][0]["Id"]
        cls.organizations.enable_policy_type(RootId=cls.root, PolicyType="SERVICE_CONTROL_POLICY")

    def refused(self, code, call, **arguments):
        with self.assertRaises(ClientError) as caught:
            call(**arguments)
        self.assertEqual(caught.exception.response["Error"]["Code"], code)
        return caught.exception.response

    def account(self, name, **more):
        status = self.organizations.create_account(Email=f"{name}@example.org", AccountName=name,
                                                   **more)["CreateAccountStatus"]
        self.assertEqual(status["State"], "SUCCEEDED", status)
        return status["AccountId"]

    def enter(self, account, role="OrganizationAccountAccessRole"):
        return self.server.client("sts").assume_role(RoleArn=f"arn:aws:iam::{account}:role/{role}",
                                                     RoleSessionName="platform")["Credentials"]

    def test_shape(self):
        account = self.server.account
        self.assertRegex(self.organization["Id"], r"^o-[a-z0-9]{10}$")
        self.assertEqual(self.organization["Arn"],
                         f"arn:aws:organizations::{account}:organization/{self.organization['Id']}")
        self.assertEqual(self.organization["MasterAccountId"], account)
        described = self.organizations.describe_organization()["Organization"]
        self.assertEqual(described, self.organization)
        root = self.organizations.list_roots()["Roots"][0]
        self.assertEqual(root["PolicyTypes"], [{"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}])
        self.refused("AlreadyInOrganizationException", self.organizations.create_organization)
        self.refused("PolicyTypeAlreadyEnabledException", self.organizations.enable_policy_type, RootId=self.root,
                     PolicyType="SERVICE_CONTROL_POLICY")
        self.refused("PolicyTypeNotAvailableForOrganizationException", self.organizations.enable_policy_type,
                     RootId=self.root, PolicyType="TAG_POLICY")

    def test_accounts_share_the_names_of_buckets(self):
        place = {"Bucket": "shared-name", "CreateBucketConfiguration": {"LocationConstraint": REGION}}
        self.server.client("s3").create_bucket(**place)
        other = self.server.client("s3", self.enter(self.account("buckets")))
        self.refused("BucketAlreadyExists", other.create_bucket, **place)

    def test_account_is_made_with_its_role(self):
        account = self.account("shape", Tags=[{"Key": "stage", "Value": "test"}])
        described = self.organizations.describe_account(AccountId=account)["Account"]
        self.assertEqual(described["Status"], "ACTIVE")
        self.assertEqual(described["State"], "ACTIVE")
        self.assertEqual(described["JoinedMethod"], "CREATED")
        self.assertEqual(described["Arn"], f"arn:aws:organizations::{self.server.account}:account/"
                                           f"{self.organization['Id']}/{account}")
        self.assertEqual(self.organizations.list_parents(ChildId=account)["Parents"],
                         [{"Id": self.root, "Type": "ROOT"}])
        self.assertEqual(self.organizations.list_tags_for_resource(ResourceId=account)["Tags"],
                         [{"Key": "stage", "Value": "test"}])
        inside = self.enter(account)
        self.assertEqual(self.server.client("sts", inside).get_caller_identity()["Account"], account)
        self.server.client("kms", inside).list_keys()
        status = self.organizations.list_create_account_status(States=["SUCCEEDED"])["CreateAccountStatuses"]
        mine = next(one for one in status if one["AccountId"] == account)
        self.assertEqual(self.organizations.describe_create_account_status(
            CreateAccountRequestId=mine["Id"])["CreateAccountStatus"]["State"], "SUCCEEDED")

    def test_role_name_and_unique_email(self):
        account = self.account("named", RoleName="Entry")
        self.enter(account, "Entry")
        again = self.organizations.create_account(Email="Named@example.org", AccountName="again")
        self.assertEqual(again["CreateAccountStatus"]["State"], "FAILED")
        self.assertEqual(again["CreateAccountStatus"]["FailureReason"], "EMAIL_ALREADY_EXISTS")

    def test_units(self):
        organizations = self.organizations
        unit = organizations.create_organizational_unit(ParentId=self.root, Name="workloads",
                                                        Tags=[{"Key": "a", "Value": "b"}])["OrganizationalUnit"]
        self.assertRegex(unit["Id"], rf"^ou-{self.root[2:]}-[a-z0-9]{{8}}$")
        self.refused("DuplicateOrganizationalUnitException", organizations.create_organizational_unit,
                     ParentId=self.root, Name="workloads")
        inner = organizations.create_organizational_unit(ParentId=unit["Id"], Name="inner")["OrganizationalUnit"]
        self.assertEqual(organizations.list_parents(ChildId=inner["Id"])["Parents"],
                         [{"Id": unit["Id"], "Type": "ORGANIZATIONAL_UNIT"}])
        account = self.account("moved")
        organizations.move_account(AccountId=account, SourceParentId=self.root, DestinationParentId=inner["Id"])
        self.refused("SourceParentNotFoundException", organizations.move_account, AccountId=account,
                     SourceParentId=self.root, DestinationParentId=inner["Id"])
        self.refused("DuplicateAccountException", organizations.move_account, AccountId=account,
                     SourceParentId=inner["Id"], DestinationParentId=inner["Id"])
        listed = organizations.list_accounts_for_parent(ParentId=inner["Id"])["Accounts"]
        self.assertEqual([one["Id"] for one in listed], [account])
        self.assertEqual(organizations.list_children(ParentId=unit["Id"], ChildType="ORGANIZATIONAL_UNIT")["Children"],
                         [{"Id": inner["Id"], "Type": "ORGANIZATIONAL_UNIT"}])
        renamed = organizations.update_organizational_unit(OrganizationalUnitId=inner["Id"], Name="other")
        self.assertEqual(renamed["OrganizationalUnit"]["Name"], "other")
        self.refused("OrganizationalUnitNotEmptyException", organizations.delete_organizational_unit,
                     OrganizationalUnitId=inner["Id"])
        organizations.close_account(AccountId=account)
        organizations.delete_organizational_unit(OrganizationalUnitId=inner["Id"])
        organizations.delete_organizational_unit(OrganizationalUnitId=unit["Id"])
        self.refused("OrganizationalUnitNotFoundException", organizations.describe_organizational_unit,
                     OrganizationalUnitId=unit["Id"])

    def test_policies_limit_members(self):
        organizations = self.organizations
        account = self.account("limited")
        inside = self.enter(account)
        kms = self.server.client("kms", inside)
        kms.create_key()
        policy = organizations.create_policy(Name="no keys", Description="", Type="SERVICE_CONTROL_POLICY",
                                             Content=scp("Deny", "kms:CreateKey"))["Policy"]["PolicySummary"]
        self.assertRegex(policy["Arn"], rf"^arn:aws:organizations::\d{{12}}:policy/{self.organization['Id']}"
                                        r"/service_control_policy/p-[a-z0-9]{8}$")
        organizations.attach_policy(PolicyId=policy["Id"], TargetId=account)
        denied = self.refused("AccessDeniedException", kms.create_key)
        self.assertIn("with an explicit deny in a service control policy", denied["Error"]["Message"])
        kms.list_keys()
        self.refused("DuplicatePolicyAttachmentException", organizations.attach_policy, PolicyId=policy["Id"],
                     TargetId=account)
        self.refused("PolicyInUseException", organizations.delete_policy, PolicyId=policy["Id"])
        targets = organizations.list_targets_for_policy(PolicyId=policy["Id"])["Targets"]
        self.assertEqual([(one["TargetId"], one["Type"]) for one in targets], [(account, "ACCOUNT")])
        on_account = organizations.list_policies_for_target(TargetId=account, Filter="SERVICE_CONTROL_POLICY")
        self.assertEqual({one["Name"] for one in on_account["Policies"]}, {"FullAWSAccess", "no keys"})
        organizations.update_policy(PolicyId=policy["Id"], Content=scp("Allow", "kms:List*"))
        organizations.detach_policy(PolicyId="p-FullAWSAccess", TargetId=account)
        kms.list_keys()
        denied = self.refused("AccessDeniedException", kms.create_key)
        self.assertIn("because no service control policy allows the kms:CreateKey action", denied["Error"]["Message"])
        self.refused("ConstraintViolationException", organizations.detach_policy, PolicyId=policy["Id"],
                     TargetId=account)
        organizations.attach_policy(PolicyId="p-FullAWSAccess", TargetId=account)
        organizations.detach_policy(PolicyId=policy["Id"], TargetId=account)
        organizations.delete_policy(PolicyId=policy["Id"])
        kms.create_key()

    def test_policies_do_not_limit_the_management_account(self):
        policy = self.organizations.create_policy(Name="nothing", Description="", Type="SERVICE_CONTROL_POLICY",
                                                  Content=scp("Deny", "kms:*"))["Policy"]["PolicySummary"]["Id"]
        management = self.server.account
        self.organizations.attach_policy(PolicyId=policy, TargetId=management)
        self.server.client("kms").list_keys()
        self.organizations.detach_policy(PolicyId=policy, TargetId=management)
        self.organizations.delete_policy(PolicyId=policy)

    def test_malformed_policies(self):
        create = self.organizations.create_policy
        for content in ("{}", "no json", scp("Perhaps", "*"), scp("Allow", "*", Principal="*")):
            self.refused("MalformedPolicyDocumentException", create, Name="bad", Description="",
                         Type="SERVICE_CONTROL_POLICY", Content=content)
        self.refused("InvalidInputException", self.organizations.delete_policy, PolicyId="p-FullAWSAccess")

    def test_closed_accounts_are_locked_out(self):
        account = self.account("closed")
        inside = self.enter(account)
        key = self.server.user("closed-user", allow("kms:ListKeys"),
                               account_client=self.server.client("iam", inside))
        self.server.client("kms", key).list_keys()
        self.organizations.close_account(AccountId=account)
        described = self.organizations.describe_account(AccountId=account)["Account"]
        self.assertEqual((described["Status"], described["State"]), ("SUSPENDED", "CLOSED"))
        self.assertEqual(self.organizations.create_account(Email="closed@example.org", AccountName="reborn")
                         ["CreateAccountStatus"]["State"], "SUCCEEDED")
        for credentials in (inside, key):
            self.refused("UnrecognizedClientException", self.server.client("kms", credentials).list_keys)
        self.refused("AccountAlreadyClosedException", self.organizations.close_account, AccountId=account)
        self.refused("ConstraintViolationException", self.organizations.close_account,
                     AccountId=self.server.account)

    def test_members_may_only_look_at_the_organization(self):
        member = self.server.client("organizations", self.enter(self.account("member")), region="us-east-1")
        self.assertEqual(member.describe_organization()["Organization"]["Id"], self.organization["Id"])
        self.refused("AccessDeniedException", member.list_accounts)
        self.refused("AccessDeniedException", member.create_account, Email="sub@example.org", AccountName="sub")

    def test_organization_keys(self):
        account = self.account("keys")
        inside = self.server.client("iam", self.enter(account))
        fits = self.server.user("keys-fits", allow("kms:ListKeys", Condition={
            "StringEquals": {"aws:PrincipalOrgID": self.organization["Id"]}}), account_client=inside)
        other = self.server.user("keys-other", allow("kms:ListKeys", Condition={
            "StringEquals": {"aws:PrincipalOrgID": "o-aaaaaaaaaa"}}), account_client=inside)
        self.server.client("kms", fits).list_keys()
        self.refused("AccessDeniedException", self.server.client("kms", other).list_keys)

    def test_tags(self):
        unit = self.organizations.create_organizational_unit(ParentId=self.root, Name="tags")["OrganizationalUnit"]["Id"]
        self.organizations.tag_resource(ResourceId=unit, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": ""}])
        self.organizations.untag_resource(ResourceId=unit, TagKeys=["a"])
        self.assertEqual(self.organizations.list_tags_for_resource(ResourceId=unit)["Tags"],
                         [{"Key": "b", "Value": ""}])
        self.refused("InvalidInputException", self.organizations.tag_resource, ResourceId=unit,
                     Tags=[{"Key": "aws:x", "Value": "1"}])
        self.refused("TargetNotFoundException", self.organizations.tag_resource, ResourceId="p-abcdefgh",
                     Tags=[{"Key": "x", "Value": "1"}])

    def test_what_is_not_there_is_called_by_its_kind(self):
        mine, nobody, no_unit = self.server.account, "999999999999", "ou-aaaa-bbbbbbbb"
        call = self.organizations
        self.refused("AccountNotFoundException", call.describe_account, AccountId=nobody)
        self.refused("ChildNotFoundException", call.list_parents, ChildId=nobody)
        self.refused("ParentNotFoundException", call.list_organizational_units_for_parent, ParentId=no_unit)
        self.refused("ParentNotFoundException", call.create_organizational_unit, ParentId=no_unit, Name="x")
        self.refused("CreateAccountStatusNotFoundException", call.describe_create_account_status,
                     CreateAccountRequestId="car-" + "a" * 32)
        self.refused("PolicyNotFoundException", call.describe_policy, PolicyId="p-abcdefgh")
        self.refused("RootNotFoundException", call.enable_policy_type, RootId="r-zzzz", PolicyType="SERVICE_CONTROL_POLICY")
        self.refused("RootNotFoundException", call.disable_policy_type, RootId="r-zzzz", PolicyType="SERVICE_CONTROL_POLICY")
        member = self.account("moves")
        self.refused("DestinationParentNotFoundException", call.move_account, AccountId=member, SourceParentId=self.root,
                     DestinationParentId=no_unit)
        self.refused("SourceParentNotFoundException", call.move_account, AccountId=member, SourceParentId=no_unit,
                     DestinationParentId=self.root)
        self.refused("MasterCannotLeaveOrganizationException", call.remove_account_from_organization, AccountId=mine)

    def test_units_are_listed_below_their_parent(self):
        unit = self.organizations.create_organizational_unit(ParentId=self.root, Name="above")["OrganizationalUnit"]["Id"]
        for name in ("one", "two"):
            self.organizations.create_organizational_unit(ParentId=unit, Name=name)
        below = self.organizations.list_organizational_units_for_parent(ParentId=unit)["OrganizationalUnits"]
        self.assertEqual(sorted(one["Name"] for one in below), ["one", "two"])

    def test_a_policys_name_is_its_own(self):
        made = dict(Description="", Type="SERVICE_CONTROL_POLICY", Content=scp("Allow", "*"))
        policy = self.organizations.create_policy(Name="named", **made)["Policy"]["PolicySummary"]["Id"]
        self.assertEqual(json.loads(self.organizations.describe_policy(PolicyId=policy)["Policy"]["Content"]),
                         json.loads(made["Content"]))
        self.refused("DuplicatePolicyException", self.organizations.create_policy, Name="named", **made)
        self.refused("PolicyNotAttachedException", self.organizations.detach_policy, PolicyId=policy, TargetId=self.root)

    def test_a_type_that_is_off_takes_its_policies_along(self):
        with Server() as lone:
            organizations = lone.client("organizations")
            organizations.create_organization(FeatureSet="ALL")
            root = organizations.list_roots()["Roots"][0]["Id"]
            kind = dict(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")
            self.refused("PolicyTypeNotEnabledException", organizations.disable_policy_type, **kind)
            organizations.enable_policy_type(**kind)
            policy = organizations.create_policy(Name="off", Description="", Type="SERVICE_CONTROL_POLICY",
                                                 Content=scp("Deny", "s3:*"))["Policy"]["PolicySummary"]["Id"]
            organizations.attach_policy(PolicyId=policy, TargetId=root)
            organizations.disable_policy_type(**kind)
            self.assertEqual(organizations.list_targets_for_policy(PolicyId=policy)["Targets"], [])
            self.refused("PolicyTypeNotEnabledException", organizations.attach_policy, PolicyId=policy, TargetId=root)

    def test_tags_at_creation_need_the_right_to_tag(self):
        tags = [{"Key": "team", "Value": "bus"}]
        actions = [f"organizations:Create{kind}" for kind in ("Account", "OrganizationalUnit", "Policy")]
        makes = self.server.client("organizations", self.server.user("tags-makes", allow(*actions)))
        for call, arguments in (
                (makes.create_account, dict(Email="tagged@example.org", AccountName="tagged")),
                (makes.create_organizational_unit, dict(ParentId=self.root, Name="tagged")),
                (makes.create_policy, dict(Name="tagged", Description="", Type="SERVICE_CONTROL_POLICY",
                                           Content=scp("Allow", "*")))):
            message = self.refused("AccessDeniedException", call, **arguments, Tags=tags)["Error"]["Message"]
            self.assertIn("organizations:TagResource", message)
            call(**arguments)

    def test_pages(self):
        for number in range(3):
            self.account(f"page-{number}")
        ids, pages = [], 0
        for page in self.organizations.get_paginator("list_accounts").paginate(PaginationConfig={"PageSize": 2}):
            ids += [one["Id"] for one in page["Accounts"]]
            pages += 1
        self.assertEqual(ids, sorted(set(ids)))
        self.assertIn(self.server.account, ids)
        self.assertGreater(pages, 1)
        self.refused("InvalidInputException", self.organizations.list_accounts, NextToken="?")

    def test_trusted_services(self):
        self.organizations.enable_aws_service_access(ServicePrincipal="cloudtrail.amazonaws.com")
        listed = self.organizations.list_aws_service_access_for_organization()["EnabledServicePrincipals"]
        self.assertEqual([one["ServicePrincipal"] for one in listed], ["cloudtrail.amazonaws.com"])
        self.organizations.disable_aws_service_access(ServicePrincipal="cloudtrail.amazonaws.com")
        self.assertEqual(
            self.organizations.list_aws_service_access_for_organization()["EnabledServicePrincipals"], [])
        self.assertEqual(self.organizations.list_delegated_administrators()["DelegatedAdministrators"], [])

    def test_what_does_not_exist_is_named_in_the_answer(self):
        organizations, missing = self.organizations, "111122223333"
        unit, policy = "ou-abcd-12345678", "p-12345678"
        for code, call, arguments in (
                ("AccountNotFoundException", organizations.describe_account, {"AccountId": missing}),
                ("ParentNotFoundException", organizations.list_organizational_units_for_parent, {"ParentId": unit}),
                ("ChildNotFoundException", organizations.list_parents, {"ChildId": missing}),
                ("PolicyNotFoundException", organizations.describe_policy, {"PolicyId": policy}),
                ("RootNotFoundException", organizations.disable_policy_type,
                 {"RootId": "r-zzzz", "PolicyType": "SERVICE_CONTROL_POLICY"}),
                ("CreateAccountStatusNotFoundException", organizations.describe_create_account_status,
                 {"CreateAccountRequestId": "car-12345678"}),
                ("MasterCannotLeaveOrganizationException", organizations.remove_account_from_organization,
                 {"AccountId": self.server.account})):
            self.refused(code, call, **arguments)

    def test_policies_are_single_by_name_and_come_off_once(self):
        document = {"Content": scp("Deny", "s3:*"), "Description": "", "Type": "SERVICE_CONTROL_POLICY"}
        policy = self.organizations.create_policy(Name="single", **document)["Policy"]["PolicySummary"]["Id"]
        self.addCleanup(self.organizations.delete_policy, PolicyId=policy)
        self.assertEqual(self.organizations.describe_policy(PolicyId=policy)["Policy"]["PolicySummary"]["Name"], "single")
        self.refused("DuplicatePolicyException", self.organizations.create_policy, Name="single", **document)
        self.refused("PolicyNotAttachedException", self.organizations.detach_policy, PolicyId=policy, TargetId=self.root)

    def test_a_move_needs_both_ends(self):
        account = self.account("mover")
        self.refused("DestinationParentNotFoundException", self.organizations.move_account, AccountId=account,
                     SourceParentId=self.root, DestinationParentId="ou-abcd-12345678")


class Lifecycle(unittest.TestCase):
    def test_begin_and_end(self):
        with Server() as server:
            organizations = server.client("organizations", region="us-east-1")
            for call in (organizations.describe_organization, organizations.list_accounts):
                with self.assertRaises(organizations.exceptions.AWSOrganizationsNotInUseException):
                    call()
            organizations.create_organization()
            root = organizations.list_roots()["Roots"][0]
            self.assertEqual(root["PolicyTypes"], [])
            kept = organizations.create_account(Email="kept@example.org", AccountName="kept")["CreateAccountStatus"]
            closed = organizations.create_account(Email="gone@example.org", AccountName="gone")["CreateAccountStatus"]
            with self.assertRaises(organizations.exceptions.OrganizationNotEmptyException):
                organizations.delete_organization()
            organizations.remove_account_from_organization(AccountId=kept["AccountId"])
            inside = server.client("sts").assume_role(
                RoleArn=f"arn:aws:iam::{closed['AccountId']}:role/OrganizationAccountAccessRole",
                RoleSessionName="before")["Credentials"]
            organizations.close_account(AccountId=closed["AccountId"])
            organizations.delete_organization()
            with self.assertRaises(organizations.exceptions.AWSOrganizationsNotInUseException):
                organizations.describe_organization()
            with self.assertRaises(ClientError):
                server.client("kms", inside).list_keys()
            organizations.create_organization()


if __name__ == "__main__":
    unittest.main()
