import json
import unittest

from botocore.exceptions import ClientError

from harness import allow, shared_server

DENY_DELETES = {"Version": "2012-10-17",
                "Statement": [{"Effect": "Deny", "Action": "iam:DeleteUser", "Resource": "*"}]}
CODEBUILD_TRUST = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "codebuild.amazonaws.com"}, "Action": "sts:AssumeRole"}]})


class IamCase(unittest.TestCase):
    def setUp(self):
        self.server = shared_server()
        self.iam = self.server.client("iam")
        self.account = self.server.account

    def refused(self, code, status, call, *arguments, **parameters):
        with self.assertRaises(ClientError) as caught:
            call(*arguments, **parameters)
        response = caught.exception.response
        self.assertEqual((response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]), (code, status),
                         response["Error"].get("Message"))
        return response["Error"]["Message"]

    def as_user(self, name, *policies):
        return self.server.client("iam", self.server.user(name, *policies))


class Enforcement(IamCase):
    def test_nothing_is_allowed_by_default(self):
        user = self.as_user("iam-default")
        message = self.refused("AccessDenied", 403, user.create_user, UserName="iam-default-made")
        self.assertEqual(message, f"User: arn:aws:iam::{self.account}:user/iam-default is not authorized to perform: "
                                  f"iam:CreateUser on resource: arn:aws:iam::{self.account}:user/iam-default-made because "
                                  "no identity-based policy allows the iam:CreateUser action")

    def test_inline_policy_allows_what_it_names(self):
        user = self.as_user("iam-inline", allow("iam:CreateUser", resource=f"arn:aws:iam::{self.account}:user/team/*"))
        made = user.create_user(UserName="iam-inline-made", Path="/team/")["User"]
        self.assertEqual(made["Arn"], f"arn:aws:iam::{self.account}:user/team/iam-inline-made")
        self.refused("AccessDenied", 403, user.create_user, UserName="iam-inline-other")
        self.refused("AccessDenied", 403, user.get_user, UserName="iam-inline-made")

    def test_explicit_deny_wins(self):
        user = self.as_user("iam-deny", allow("iam:*"), DENY_DELETES)
        user.create_user(UserName="iam-deny-made")
        message = self.refused("AccessDenied", 403, user.delete_user, UserName="iam-deny-made")
        self.assertTrue(message.endswith("with an explicit deny in an identity-based policy"), message)

    def test_group_and_managed_policy(self):
        user = self.as_user("iam-group-user")
        self.iam.create_group(GroupName="iam-readers")
        self.iam.add_user_to_group(GroupName="iam-readers", UserName="iam-group-user")
        self.refused("AccessDenied", 403, user.list_roles)
        self.iam.attach_group_policy(GroupName="iam-readers", PolicyArn="arn:aws:iam::aws:policy/IAMReadOnlyAccess")
        user.list_roles()
        self.refused("AccessDenied", 403, user.create_user, UserName="iam-group-made")
        self.iam.remove_user_from_group(GroupName="iam-readers", UserName="iam-group-user")
        self.refused("AccessDenied", 403, user.list_roles)

    def test_boundary_limits(self):
        user = self.as_user("iam-bound", allow("iam:*"))
        self.iam.put_user_permissions_boundary(UserName="iam-bound",
                                               PermissionsBoundary="arn:aws:iam::aws:policy/IAMReadOnlyAccess")
        user.list_users()
        message = self.refused("AccessDenied", 403, user.create_user, UserName="iam-bound-made")
        self.assertIn("because no permissions boundary allows the iam:CreateUser action", message)
        self.iam.delete_user_permissions_boundary(UserName="iam-bound")
        user.create_user(UserName="iam-bound-made")

    def test_boundary_as_a_condition(self):
        """Who may make users only with a certain boundary cannot make any others."""
        boundary = "arn:aws:iam::aws:policy/ReadOnlyAccess"
        policy = allow("iam:CreateUser")
        policy["Statement"][0]["Condition"] = {"StringEquals": {"iam:PermissionsBoundary": boundary}}
        user = self.as_user("iam-delegate", policy)
        self.refused("AccessDenied", 403, user.create_user, UserName="iam-delegate-a")
        user.create_user(UserName="iam-delegate-b", PermissionsBoundary=boundary)

    def test_policy_arn_as_a_condition(self):
        policy = allow("iam:AttachUserPolicy")
        policy["Statement"][0]["Condition"] = {"ArnEquals": {"iam:PolicyARN": "arn:aws:iam::aws:policy/ReadOnlyAccess"}}
        user = self.as_user("iam-attacher", policy)
        user.attach_user_policy(UserName="iam-attacher", PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
        self.refused("AccessDenied", 403, user.attach_user_policy, UserName="iam-attacher",
                     PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")

    def test_tags_as_conditions(self):
        policy = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": ["iam:CreateUser", "iam:TagUser"], "Resource": "*",
             "Condition": {"StringEquals": {"aws:RequestTag/team": "bus"}}},
            {"Effect": "Allow", "Action": "iam:DeleteUser", "Resource": "*",
             "Condition": {"StringEquals": {"aws:ResourceTag/team": "bus"}}}]}
        user = self.as_user("iam-tagger", policy)
        self.refused("AccessDenied", 403, user.create_user, UserName="iam-tagged-x")
        self.refused("AccessDenied", 403, user.create_user, UserName="iam-tagged-x", Tags=[{"Key": "team", "Value": "rail"}])
        user.create_user(UserName="iam-tagged-a", Tags=[{"Key": "team", "Value": "bus"}])
        self.iam.create_user(UserName="iam-tagged-b")
        user.delete_user(UserName="iam-tagged-a")
        self.refused("AccessDenied", 403, user.delete_user, UserName="iam-tagged-b")

    def test_own_user_by_variable(self):
        policy = allow("iam:GetUser", "iam:CreateAccessKey", resource=f"arn:aws:iam::{self.account}:user/${{aws:username}}")
        user = self.as_user("iam-self", policy)
        self.assertEqual(user.get_user()["User"]["UserName"], "iam-self")
        user.create_access_key()
        self.refused("AccessDenied", 403, user.get_user, UserName="administrator")

    def test_inactive_key_is_refused(self):
        key = self.server.user("iam-inactive")
        sts = self.server.client("sts", key)
        sts.get_caller_identity()
        self.iam.update_access_key(UserName="iam-inactive", AccessKeyId=key["AccessKeyId"], Status="Inactive")
        self.refused("InvalidClientTokenId", 403, sts.get_caller_identity)
        self.iam.update_access_key(UserName="iam-inactive", AccessKeyId=key["AccessKeyId"], Status="Active")
        sts.get_caller_identity()
        self.iam.delete_access_key(UserName="iam-inactive", AccessKeyId=key["AccessKeyId"])
        self.refused("InvalidClientTokenId", 403, sts.get_caller_identity)


class Entities(IamCase):
    def test_role_round_trip(self):
        self.iam.create_role(RoleName="iam-role", Path="/delivery/", AssumeRolePolicyDocument=CODEBUILD_TRUST,
                             Description="builds & tests", MaxSessionDuration=7200,
                             Tags=[{"Key": "team", "Value": "bus"}])
        role = self.iam.get_role(RoleName="iam-role")["Role"]
        self.assertEqual(role["Arn"], f"arn:aws:iam::{self.account}:role/delivery/iam-role")
        self.assertRegex(role["RoleId"], "^AROA[A-Z2-7]{17}$")
        self.assertEqual(role["AssumeRolePolicyDocument"], json.loads(CODEBUILD_TRUST))
        self.assertEqual(role["Description"], "builds & tests")
        self.assertEqual(role["MaxSessionDuration"], 7200)
        self.assertEqual(role["Tags"], [{"Key": "team", "Value": "bus"}])
        self.iam.put_role_policy(RoleName="iam-role", PolicyName="p", PolicyDocument=json.dumps(allow("s3:Get*")))
        self.assertEqual(self.iam.get_role_policy(RoleName="iam-role", PolicyName="p")["PolicyDocument"], allow("s3:Get*"))
        self.iam.attach_role_policy(RoleName="iam-role", PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
        attached = self.iam.list_attached_role_policies(RoleName="iam-role")["AttachedPolicies"]
        self.assertEqual(attached, [{"PolicyName": "ReadOnlyAccess", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}])
        self.assertIn("must delete policies first", self.refused("DeleteConflict", 409, self.iam.delete_role, RoleName="iam-role"))
        self.iam.delete_role_policy(RoleName="iam-role", PolicyName="p")
        self.assertIn("must detach all policies first", self.refused("DeleteConflict", 409, self.iam.delete_role, RoleName="iam-role"))
        self.iam.detach_role_policy(RoleName="iam-role", PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
        self.iam.delete_role(RoleName="iam-role")
        self.assertEqual(self.refused("NoSuchEntity", 404, self.iam.get_role, RoleName="iam-role"),
                         "The role with name iam-role cannot be found.")

    def test_policy_versions(self):
        arn = self.iam.create_policy(PolicyName="iam-policy", Description="d", PolicyDocument=json.dumps(allow("s3:*")))["Policy"]["Arn"]
        self.iam.create_policy_version(PolicyArn=arn, PolicyDocument=json.dumps(allow("sns:*")), SetAsDefault=True)
        policy = self.iam.get_policy(PolicyArn=arn)["Policy"]
        self.assertEqual((policy["DefaultVersionId"], policy["Description"], policy["AttachmentCount"]), ("v2", "d", 0))
        self.assertEqual(self.iam.get_policy_version(PolicyArn=arn, VersionId="v1")["PolicyVersion"]["Document"], allow("s3:*"))
        self.refused("DeleteConflict", 409, self.iam.delete_policy, PolicyArn=arn)
        self.iam.delete_policy_version(PolicyArn=arn, VersionId="v1")
        self.iam.delete_policy(PolicyArn=arn)
        self.refused("NoSuchEntity", 404, self.iam.get_policy, PolicyArn=arn)

    def test_bad_documents(self):
        for document in ("", "{", "{}", json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow"}]})):
            with self.subTest(document):
                if document:
                    self.refused("MalformedPolicyDocument", 400, self.iam.create_policy, PolicyName="iam-bad", PolicyDocument=document)
        self.refused("MalformedPolicyDocument", 400, self.iam.create_role, RoleName="iam-bad",
                     AssumeRolePolicyDocument=json.dumps(allow("sts:AssumeRole")))
        stranger = json.loads(CODEBUILD_TRUST)
        stranger["Statement"][0]["Principal"] = {"AWS": f"arn:aws:iam::{self.account}:role/iam-nobody"}
        message = self.refused("MalformedPolicyDocument", 400, self.iam.create_role, RoleName="iam-bad",
                               AssumeRolePolicyDocument=json.dumps(stranger))
        self.assertIn("Invalid principal in policy", message)

    def test_limits(self):
        self.iam.create_user(UserName="iam-limits")
        self.iam.create_access_key(UserName="iam-limits")
        self.iam.create_access_key(UserName="iam-limits")
        self.assertEqual(self.refused("LimitExceeded", 409, self.iam.create_access_key, UserName="iam-limits"),
                         "Cannot exceed quota for AccessKeysPerUser: 2")
        big = allow(*[f"s3:Get{number:04}" for number in range(300)])
        self.refused("LimitExceeded", 409, self.iam.put_user_policy, UserName="iam-limits", PolicyName="p",
                     PolicyDocument=json.dumps(big))
        self.refused("EntityAlreadyExists", 409, self.iam.create_user, UserName="IAM-LIMITS")
        self.refused("ValidationError", 400, self.iam.create_user, UserName="not a name")

    def test_pages(self):
        for number in range(5):
            self.iam.create_group(GroupName=f"iam-page-{number}", Path="/iam-page/")
        pages = list(self.iam.get_paginator("list_groups").paginate(
            PathPrefix="/iam-page/", PaginationConfig={"PageSize": 2}))
        self.assertEqual([len(page["Groups"]) for page in pages], [2, 2, 1])
        names = [group["GroupName"] for page in pages for group in page["Groups"]]
        self.assertEqual(names, [f"iam-page-{number}" for number in range(5)])

    def test_managed_policies_are_listed(self):
        policies = [policy for page in self.iam.get_paginator("list_policies").paginate(Scope="AWS") for policy in page["Policies"]]
        names = {policy["PolicyName"] for policy in policies}
        self.assertLessEqual({"AdministratorAccess", "AWSCodeCommitPowerUser", "AWSLambdaBasicExecutionRole"}, names)
        self.assertNotIn("Tags", policies[0])
        self.refused("AccessDenied", 403, self.as_user("iam-lister").list_policies)

    def test_aws_managed_policies_cannot_be_changed(self):
        arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
        document = json.dumps(allow("s3:GetObject"))
        for call, arguments in ((self.iam.delete_policy, {}), (self.iam.create_policy_version, {"PolicyDocument": document}),
                                (self.iam.delete_policy_version, {"VersionId": "v1"}),
                                (self.iam.set_default_policy_version, {"VersionId": "v1"}),
                                (self.iam.tag_policy, {"Tags": [{"Key": "a", "Value": "b"}]}),
                                (self.iam.untag_policy, {"TagKeys": ["a"]})):
            self.refused("AccessDenied", 403, call, PolicyArn=arn, **arguments)

    def test_any_managed_policy_can_be_attached(self):
        """Those that common Terraform modules name, of services that are not here too."""
        self.iam.create_role(RoleName="iam-attaches", AssumeRolePolicyDocument=CODEBUILD_TRUST)
        for name in ("AmazonEKSClusterPolicy", "service-role/AmazonECSTaskExecutionRolePolicy", "AmazonSSMManagedInstanceCore",
                     "AWSXRayDaemonWriteAccess"):
            self.iam.attach_role_policy(RoleName="iam-attaches", PolicyArn=f"arn:aws:iam::aws:policy/{name}")
            policy = self.iam.get_policy(PolicyArn=f"arn:aws:iam::aws:policy/{name}")["Policy"]
            self.assertEqual((policy["AttachmentCount"], policy["PolicyName"]), (1, name.rsplit("/")[-1]))
            version = self.iam.get_policy_version(PolicyArn=policy["Arn"], VersionId=policy["DefaultVersionId"])["PolicyVersion"]
            self.assertTrue(version["IsDefaultVersion"])
            self.assertIn("Statement", version["Document"])

    def test_names_compare_without_case(self):
        self.iam.create_user(UserName="iam-Case")
        self.assertEqual(self.iam.get_user(UserName="IAM-case")["User"]["UserName"], "iam-Case")
        self.refused("EntityAlreadyExists", 409, self.iam.create_user, UserName="IAM-CASE")
        self.iam.create_group(GroupName="iam-Case")
        self.iam.add_user_to_group(GroupName="IAM-CASE", UserName="IAM-CASE")
        self.assertEqual([user["UserName"] for user in self.iam.get_group(GroupName="iam-case")["Users"]], ["iam-Case"])
        # A policy that names the user means it however a request writes the name.
        arn = f"arn:aws:iam::{self.account}:user/iam-Case"
        theirs = self.as_user("iam-case-denied", allow("iam:*"), {"Version": "2012-10-17", "Statement": [
            {"Effect": "Deny", "Action": "iam:*", "Resource": arn}]})
        self.refused("AccessDenied", 403, theirs.get_user, UserName="IAM-CASE")
        role = self.iam.create_role(RoleName="iam-Case", AssumeRolePolicyDocument=json.dumps({
            "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": arn}, "Action": "sts:AssumeRole"}]}))
        self.assertEqual(self.iam.get_role(RoleName="IAM-CASE")["Role"]["Arn"], role["Role"]["Arn"])
        # An ARN is taken as it is written.
        self.refused("MalformedPolicyDocument", 400, self.iam.update_assume_role_policy, RoleName="iam-Case",
                     PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
                         {"Effect": "Allow", "Principal": {"AWS": arn.upper()}, "Action": "sts:AssumeRole"}]}))

    def test_lists_are_sorted_without_case(self):
        for name in ("iam-sort-b", "iam-sort-C", "iam-sort-A"):
            self.iam.create_user(UserName=name, Path="/sorted/")
        pages = self.iam.get_paginator("list_users").paginate(PathPrefix="/sorted/", PaginationConfig={"PageSize": 1})
        self.assertEqual([user["UserName"] for page in pages for user in page["Users"]],
                         ["iam-sort-A", "iam-sort-b", "iam-sort-C"])

    def test_paths_that_aws_keeps_are_refused(self):
        for path in ("/aws-service-role/", "/aws-reserved/sso/"):
            self.refused("InvalidInput", 400, self.iam.create_role, RoleName="iam-reserved", Path=path,
                         AssumeRolePolicyDocument=CODEBUILD_TRUST)
            self.refused("InvalidInput", 400, self.iam.create_user, UserName="iam-reserved", Path=path)
            self.refused("InvalidInput", 400, self.iam.create_group, GroupName="iam-reserved", Path=path)
            self.refused("InvalidInput", 400, self.iam.create_policy, PolicyName="iam-reserved", Path=path,
                         PolicyDocument=json.dumps(allow("s3:GetObject")))
            self.refused("InvalidInput", 400, self.iam.create_instance_profile, InstanceProfileName="iam-reserved", Path=path)
        self.iam.create_user(UserName="iam-moves")
        self.refused("InvalidInput", 400, self.iam.update_user, UserName="iam-moves", NewPath="/aws-reserved/")

    def test_a_namesake_is_not_trusted(self):
        for _ in range(2):
            credentials = self.server.user("iam-namesake")
            theirs = self.server.client("sts", credentials)
            arn = self.iam.get_user(UserName="iam-namesake")["User"]["Arn"]
            trust = json.dumps({"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Principal": {"AWS": arn}, "Action": "sts:AssumeRole"}]})
            role = self.iam.list_roles(PathPrefix="/namesake/")["Roles"] or [self.iam.create_role(
                RoleName="iam-trusts", Path="/namesake/", AssumeRolePolicyDocument=trust)["Role"]]
            if role[0]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["AWS"] == arn:
                theirs.assume_role(RoleArn=role[0]["Arn"], RoleSessionName="first")
                self.iam.delete_access_key(UserName="iam-namesake", AccessKeyId=credentials["AccessKeyId"])
                self.iam.delete_user(UserName="iam-namesake")
        with self.assertRaises(ClientError) as caught:
            theirs.assume_role(RoleArn=role[0]["Arn"], RoleSessionName="second")
        self.assertEqual(caught.exception.response["Error"]["Code"], "AccessDenied")
        self.assertRegex(role[0]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["AWS"], "^AIDA")

    def test_simulation(self):
        self.server.user("iam-simulated", allow("s3:GetObject"), DENY_DELETES)
        results = self.iam.simulate_principal_policy(
            PolicySourceArn=f"arn:aws:iam::{self.account}:user/iam-simulated",
            ActionNames=["s3:GetObject", "s3:PutObject", "iam:DeleteUser"])["EvaluationResults"]
        self.assertEqual([result["EvalDecision"] for result in results], ["allowed", "implicitDeny", "explicitDeny"])
        matched = [[statement["SourcePolicyId"] for statement in result["MatchedStatements"]] for result in results]
        self.assertEqual(matched, [["user_iam-simulated_policy-0"], [], ["user_iam-simulated_policy-1"]])

    def test_a_simulation_names_statements_and_limits(self):
        self.server.user("iam-limited", allow("s3:*"))
        self.iam.put_user_permissions_boundary(UserName="iam-limited", PermissionsBoundary="arn:aws:iam::aws:policy/IAMReadOnlyAccess")
        more = json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"},
            {"Effect": "Allow", "Action": "iam:GetRole", "Resource": "*", "Condition": {"StringEquals": {"aws:SourceVpc": "vpc-1"}}}]}, indent=1)

        def simulate(action, **arguments):
            return self.iam.simulate_principal_policy(
                PolicySourceArn=f"arn:aws:iam::{self.account}:user/iam-limited", PolicyInputList=[more],
                ActionNames=[action], **arguments)["EvaluationResults"]

        limited = simulate("s3:GetObject")[0]
        self.assertEqual((limited["EvalDecision"], limited["PermissionsBoundaryDecisionDetail"]),
                         ("implicitDeny", {"AllowedByPermissionsBoundary": False}))
        lacking = simulate("iam:GetRole")[0]
        self.assertEqual((lacking["EvalDecision"], lacking["MissingContextValues"], lacking["MatchedStatements"]),
                         ("implicitDeny", ["aws:sourcevpc"], []))
        role = f"arn:aws:iam::{self.account}:role/x"
        met = simulate("iam:GetRole", ResourceArns=[role], ContextEntries=[
            {"ContextKeyName": "aws:SourceVpc", "ContextKeyType": "string", "ContextKeyValues": ["vpc-1"]}])[0]
        self.assertEqual(met["EvalDecision"], "allowed")
        statement = met["MatchedStatements"][0]
        self.assertEqual((statement["SourcePolicyId"], statement["SourcePolicyType"]), ("PolicyInputList.1", "IAM Policy"))
        lines = more.split("\n")
        self.assertEqual(lines[statement["StartPosition"]["Line"] - 1][statement["StartPosition"]["Column"] - 1], "{")
        self.assertEqual(statement["StartPosition"]["Line"], 9)
        self.assertEqual([(one["EvalResourceName"], one["EvalResourceDecision"]) for one in met["ResourceSpecificResults"]],
                         [(role, "allowed")])


if __name__ == "__main__":
    unittest.main()
