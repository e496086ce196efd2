"""What is accepted is read back: every member of every request that creates, puts or updates something, set and then asked for.

A row names an operation, what it is given, and where each member is found again afterwards. Members that say how a request is
to be taken rather than what is kept stand in `OF_THE_REQUEST`, refused ones in `REFUSED`. A member in neither fails the test."""
import dataclasses
import json
import re
import unittest

from botocore.exceptions import ClientError

from harness import ROOT, Server, allow

SERVICES = ("secretsmanager", "ssm", "kms", "iam", "organizations", "codecommit")
TAGS = [{"Key": "team", "Value": "bus"}, {"Key": "empty", "Value": ""}]

# Says how the request is to be taken; nothing of it is kept.
OF_THE_REQUEST = {
    "secretsmanager": {"PutResourcePolicy.BlockPublicPolicy", "UpdateSecretVersionStage.RemoveFromVersionId"},
    "ssm": {"PutParameter.Overwrite"},
    "kms": {"CreateKey.BypassPolicyLockoutSafetyCheck", "PutKeyPolicy.BypassPolicyLockoutSafetyCheck", "CreateGrant.GrantTokens",
            "CreateGrant.DryRun"},
    "organizations": {"CreateAccount.IamUserAccessToBilling"},
    "codecommit": {"CreateCommit.keepEmptyFolders"},
}
# What stands for something that is not here: given so, the request is refused.
REFUSED = {
    ("secretsmanager", "CreateSecret"): {"AddReplicaRegions": [{"Region": "eu-west-1"}], "ForceOverwriteReplicaSecret": True,
                                         "Type": "partner"},
    ("secretsmanager", "PutSecretValue"): {"RotationToken": "x" * 36},
    ("secretsmanager", "UpdateSecret"): {"Type": "partner"},
    ("ssm", "PutParameter"): {"Policies": "[]"},
    ("kms", "CreateKey"): {"CustomKeyStoreId": "cks-1234", "XksKeyId": "x"},
}


@dataclasses.dataclass
class Row:
    service: str
    operation: str
    given: dict
    read: object  # (client, given, answer) -> what of `given` is found again
    rewritten: dict = dataclasses.field(default_factory=dict)  # members that come back in another form


def policy(action="s3:GetObject"):
    return json.dumps(allow(action))


def trust(account):
    return {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account}:root"}, "Action": "sts:AssumeRole"}]}


def sorted_tags(tags):
    return sorted(tags, key=lambda tag: tag["Key"], reverse=True)


class Rows:
    """The rows, in an order in which each finds what it needs. Names begin with `read-back`."""

    def __init__(self, server):
        self.account = server.account
        self.kms = server.client("kms")
        self.key, self.other_key = (self.kms.create_key()["KeyMetadata"]["Arn"] for _ in range(2))
        self.organizations = server.client("organizations")
        self.iam = server.client("iam")
        self.sts = server.client("sts")

    def secretsmanager(self):
        def secret(client, given, answer):
            which = {"SecretId": given.get("SecretId", given.get("Name"))}
            shown = client.describe_secret(**which)
            value = client.get_secret_value(**which, **({"VersionId": answer["VersionId"]} if "VersionId" in answer else {}))
            return {"SecretId": shown["Name"], "ClientRequestToken": value["VersionId"], "VersionStages": value["VersionStages"],
                    **shown, **value, "Tags": sorted_tags(shown["Tags"])}

        name, token = "read-back/secret", [character * 32 for character in "abcdef"]
        yield Row("secretsmanager", "CreateSecret", {"Name": name, "ClientRequestToken": token[0], "Description": "d", "KmsKeyId": self.key,
                                                     "SecretString": "one", "Tags": TAGS}, secret)
        yield Row("secretsmanager", "CreateSecret", {"Name": name + "-binary", "SecretBinary": b"\x00\xff"}, secret)
        yield Row("secretsmanager", "PutSecretValue", {"SecretId": name, "ClientRequestToken": token[1], "SecretString": "two",
                                                       "VersionStages": ["mine", "other"]}, secret)
        yield Row("secretsmanager", "PutSecretValue", {"SecretId": name, "SecretBinary": b"\xfe"}, secret)
        yield Row("secretsmanager", "UpdateSecret", {"SecretId": name, "ClientRequestToken": token[2], "Description": "e",
                                                     "KmsKeyId": self.other_key, "SecretString": "three"}, secret)
        yield Row("secretsmanager", "UpdateSecret", {"SecretId": name, "SecretBinary": b"\xfd"}, secret)
        yield Row("secretsmanager", "UpdateSecretVersionStage", {"SecretId": name, "VersionStage": "third", "MoveToVersionId": token[2]},
                  lambda client, given, _: {"SecretId": name, "VersionStage": "third", "MoveToVersionId": client.get_secret_value(
                      SecretId=name, VersionStage="third")["VersionId"]})
        document = trust(self.account)
        document["Statement"][0].update(Action="secretsmanager:GetSecretValue", Resource="*")
        yield Row("secretsmanager", "PutResourcePolicy", {"SecretId": name, "ResourcePolicy": json.dumps(document)},
                  lambda client, given, _: {"SecretId": name, **client.get_resource_policy(SecretId=name)})

    def ssm(self):
        def parameter(client, given, _):
            name = given["Name"]
            shown = client.describe_parameters(ParameterFilters=[{"Key": "Name", "Values": [name]}])["Parameters"][0]
            tags = client.list_tags_for_resource(ResourceType="Parameter", ResourceId=name)["TagList"]
            return {**shown, "Value": client.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"],
                    "Tags": sorted_tags(tags)}

        yield Row("ssm", "PutParameter", {"Name": "/read-back/a", "Description": "d", "Value": "17", "Type": "String",
                                          "AllowedPattern": "^\\d+$", "Tags": TAGS, "Tier": "Advanced", "DataType": "text"}, parameter)
        yield Row("ssm", "PutParameter", {"Name": "/read-back/b", "Value": "x", "Type": "SecureString", "KeyId": self.key}, parameter)

    def kms_rows(self):
        alias = "alias/read-back"

        def aliased(client, given, _):
            return {"AliasName": alias, "TargetKeyId": client.describe_key(KeyId=alias)["KeyMetadata"]["KeyId"]}

        def key(client, given, answer):
            key_id = given.get("KeyId") or answer["KeyMetadata"]["KeyId"]
            shown = client.describe_key(KeyId=key_id)["KeyMetadata"]
            tags = client.list_resource_tags(KeyId=key_id)["Tags"]
            return {**shown, "KeyId": shown["Arn"], "PolicyName": client.list_key_policies(KeyId=key_id)["PolicyNames"][0],
                    "Policy": client.get_key_policy(KeyId=key_id, PolicyName="default")["Policy"],
                    "Tags": sorted_tags([{"Key": tag["TagKey"], "Value": tag["TagValue"]} for tag in tags])}

        yield Row("kms", "CreateAlias", {"AliasName": alias, "TargetKeyId": self.key.split("/")[1]}, aliased)
        yield Row("kms", "UpdateAlias", {"AliasName": alias, "TargetKeyId": self.other_key.split("/")[1]}, aliased)
        document = trust(self.account)
        document["Statement"][0].update(Action="kms:*", Resource="*", Sid="read-back")
        yield Row("kms", "CreateKey", {
            "Policy": json.dumps(document), "Description": "d", "KeyUsage": "ENCRYPT_DECRYPT", "KeySpec": "SYMMETRIC_DEFAULT",
            "Origin": "AWS_KMS", "MultiRegion": False, "Tags": [{"TagKey": tag["Key"], "TagValue": tag["Value"]} for tag in TAGS]}, key,
            rewritten={"Tags": TAGS})
        yield Row("kms", "CreateKey", {"CustomerMasterKeySpec": "SYMMETRIC_DEFAULT"}, key)
        yield Row("kms", "PutKeyPolicy", {"KeyId": self.key, "PolicyName": "default", "Policy": json.dumps(document)}, key)
        yield Row("kms", "UpdateKeyDescription", {"KeyId": self.key, "Description": "e"}, key)
        root = f"arn:aws:iam::{self.account}:root"
        for constraints in ({"EncryptionContextSubset": {"a": "1"}}, {"EncryptionContextEquals": {"a": "1", "b": "2"}}):
            yield Row("kms", "CreateGrant", {
                "KeyId": self.key, "GranteePrincipal": root, "RetiringPrincipal": f"arn:aws:iam::{self.account}:user/administrator",
                "Operations": ["Encrypt", "Decrypt"], "Constraints": constraints, "Name": "read-back"},
                lambda client, given, answer: client.list_grants(KeyId=self.key, GrantId=answer["GrantId"])["Grants"][0])

    def iam_rows(self):
        def principal(kind):
            def read(client, given, _):
                name, new_name = given[f"{kind}Name"], given.get(f"New{kind}Name")
                shown = getattr(client, f"get_{kind.lower()}")(**{f"{kind}Name": new_name or name})[kind]
                listed = getattr(client, f"list_{kind.lower()}s")()[f"{kind}s"]
                is_gone = name not in [one[f"{kind}Name"] for one in listed]
                return {**shown, "NewPath": shown["Path"], f"New{kind}Name": shown[f"{kind}Name"],
                        f"{kind}Name": name if not new_name or is_gone else "there still",
                        "AssumeRolePolicyDocument": shown.get("AssumeRolePolicyDocument"), "Tags": sorted_tags(shown.get("Tags", [])),
                        "PolicyDocument": shown.get("AssumeRolePolicyDocument"),
                        "PermissionsBoundary": shown.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")}
            return read

        boundary, other = "arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/PowerUserAccess"
        document = trust(self.account)
        yield Row("iam", "CreateUser", {"UserName": "read-back", "Path": "/a/", "PermissionsBoundary": boundary, "Tags": TAGS}, principal("User"))
        yield Row("iam", "UpdateUser", {"UserName": "read-back", "NewPath": "/b/", "NewUserName": "read-back-new"}, principal("User"))
        yield Row("iam", "PutUserPermissionsBoundary", {"UserName": "read-back-new", "PermissionsBoundary": other}, principal("User"))
        yield Row("iam", "CreateGroup", {"GroupName": "read-back", "Path": "/a/"}, principal("Group"))
        yield Row("iam", "UpdateGroup", {"GroupName": "read-back", "NewPath": "/b/", "NewGroupName": "read-back-new"}, principal("Group"))
        yield Row("iam", "CreateRole", {
            "RoleName": "read-back", "Path": "/a/", "AssumeRolePolicyDocument": json.dumps(document), "Description": "d",
            "MaxSessionDuration": 7200, "PermissionsBoundary": boundary, "Tags": TAGS}, principal("Role"),
            rewritten={"AssumeRolePolicyDocument": document})
        yield Row("iam", "UpdateRole", {"RoleName": "read-back", "Description": "e", "MaxSessionDuration": 3600}, principal("Role"))
        yield Row("iam", "UpdateRoleDescription", {"RoleName": "read-back", "Description": "f"}, principal("Role"))
        yield Row("iam", "PutRolePermissionsBoundary", {"RoleName": "read-back", "PermissionsBoundary": other}, principal("Role"))
        document = dict(document, Id="read-back")
        yield Row("iam", "UpdateAssumeRolePolicy", {"RoleName": "read-back", "PolicyDocument": json.dumps(document)}, principal("Role"),
                  rewritten={"PolicyDocument": document})
        for kind, name in (("Group", "read-back-new"), ("Role", "read-back"), ("User", "read-back-new")):
            yield Row("iam", f"Put{kind}Policy", {f"{kind}Name": name, "PolicyName": "p", "PolicyDocument": policy()},
                      lambda client, given, _, kind=kind: getattr(client, f"get_{kind.lower()}_policy")(
                          **{key: value for key, value in given.items() if key != "PolicyDocument"}),
                      rewritten={"PolicyDocument": json.loads(policy())})
        yield Row("iam", "CreateInstanceProfile", {"InstanceProfileName": "read-back", "Path": "/a/", "Tags": TAGS},
                  lambda client, given, _: {**(shown := client.get_instance_profile(InstanceProfileName="read-back")["InstanceProfile"]),
                                            "Tags": sorted_tags(shown["Tags"])})
        arn = f"arn:aws:iam::{self.account}:policy/a/read-back"

        def managed(client, given, _):
            shown = client.get_policy(PolicyArn=arn)["Policy"]
            version = client.get_policy_version(PolicyArn=arn, VersionId=shown["DefaultVersionId"])["PolicyVersion"]
            return {**shown, "PolicyArn": shown["Arn"], "PolicyDocument": version["Document"], "Tags": sorted_tags(shown["Tags"]),
                    "SetAsDefault": version["IsDefaultVersion"]}

        yield Row("iam", "CreatePolicy", {"PolicyName": "read-back", "Path": "/a/", "PolicyDocument": policy(), "Description": "d", "Tags": TAGS},
                  managed, rewritten={"PolicyDocument": json.loads(policy())})
        yield Row("iam", "CreatePolicyVersion", {"PolicyArn": arn, "PolicyDocument": policy("s3:PutObject"), "SetAsDefault": True}, managed,
                  rewritten={"PolicyDocument": json.loads(policy("s3:PutObject"))})

        def access_key(client, given, answer):
            return client.list_access_keys(UserName="read-back-new")["AccessKeyMetadata"][0]

        yield Row("iam", "CreateAccessKey", {"UserName": "read-back-new"}, access_key)
        made = self.iam.list_access_keys(UserName="read-back-new")["AccessKeyMetadata"][0]["AccessKeyId"]
        yield Row("iam", "UpdateAccessKey", {"UserName": "read-back-new", "AccessKeyId": made, "Status": "Inactive"}, access_key)
        yield Row("iam", "CreateAccountAlias", {"AccountAlias": "read-back"},
                  lambda client, given, _: {"AccountAlias": client.list_account_aliases()["AccountAliases"][0]})

    def organizations_rows(self):
        yield Row("organizations", "CreateOrganization", {"FeatureSet": "ALL"},
                  lambda client, given, _: client.describe_organization()["Organization"])
        root = self.organizations.list_roots()["Roots"][0]["Id"]

        def tags(client, resource):
            return sorted_tags(client.list_tags_for_resource(ResourceId=resource)["Tags"])

        def account(client, given, answer):
            made = answer["CreateAccountStatus"]["AccountId"]
            shown = client.describe_account(AccountId=made)["Account"]
            entered = self.sts.assume_role(RoleArn=f"arn:aws:iam::{made}:role/Enter", RoleSessionName="read-back")["AssumedRoleUser"]["Arn"]
            return {**shown, "AccountName": shown["Name"], "Tags": tags(client, made), "RoleName": entered.split("/")[1]}

        def unit(client, given, answer):
            found = given.get("OrganizationalUnitId") or answer["OrganizationalUnit"]["Id"]
            shown = client.describe_organizational_unit(OrganizationalUnitId=found)["OrganizationalUnit"]
            return {**shown, "OrganizationalUnitId": found, "ParentId": client.list_parents(ChildId=found)["Parents"][0]["Id"],
                    "Tags": tags(client, found)}

        def document(client, given, answer):
            found = answer["Policy"]["PolicySummary"]["Id"]
            shown = client.describe_policy(PolicyId=found)["Policy"]
            return {**shown["PolicySummary"], "PolicyId": found, "Content": shown["Content"], "Tags": tags(client, found)}

        yield Row("organizations", "CreateAccount", {"Email": "read-back@example.org", "AccountName": "Read Back", "RoleName": "Enter",
                                                     "Tags": TAGS}, account)
        yield Row("organizations", "CreateOrganizationalUnit", {"ParentId": root, "Name": "read-back", "Tags": TAGS}, unit)
        made = self.organizations.list_organizational_units_for_parent(ParentId=root)["OrganizationalUnits"][0]["Id"]
        yield Row("organizations", "UpdateOrganizationalUnit", {"OrganizationalUnitId": made, "Name": "read-back-new"}, unit)
        yield Row("organizations", "CreatePolicy", {"Content": policy("*"), "Description": "d", "Name": "read-back",
                                                    "Type": "SERVICE_CONTROL_POLICY", "Tags": TAGS}, document)
        made = next(one["Id"] for one in self.organizations.list_policies(Filter="SERVICE_CONTROL_POLICY")["Policies"]
                    if one["Name"] == "read-back")
        yield Row("organizations", "UpdatePolicy", {"PolicyId": made, "Name": "read-back-new", "Description": "e",
                                                    "Content": policy("s3:*")}, document)

    def codecommit(self):
        name = "read-back"

        def repository(client, given, _):
            shown = client.get_repository(repositoryName=given.get("newName") or given.get("repositoryName") or name)["repositoryMetadata"]
            left = client.batch_get_repositories(repositoryNames=[name])["repositoriesNotFound"]
            return {**shown, "newName": shown["repositoryName"], "oldName": "".join(left), "defaultBranchName": shown.get("defaultBranch"),
                    "tags": client.list_tags_for_resource(resourceArn=shown["Arn"])["tags"]}

        def head(client, given, answer):
            commit = client.get_commit(repositoryName=name, commitId=answer["commitId"])["commit"]
            branch = client.get_branch(repositoryName=name, branchName=given["branchName"])["branch"]
            folder = client.get_folder(repositoryName=name, folderPath="/", commitSpecifier=answer["commitId"])
            modes = {file["absolutePath"]: file["fileMode"] for file in folder["files"]}
            shown = {"repositoryName": name, "branchName": branch["branchName"], "parentCommitId": (commit["parents"] or [None])[0],
                     "authorName": commit["author"]["name"], "name": commit["author"]["name"], "email": commit["author"]["email"],
                     "commitMessage": commit["message"].rstrip("\n")}
            if "filePath" in given:
                file = client.get_file(repositoryName=name, filePath=given["filePath"], commitSpecifier=answer["commitId"])
                shown.update(filePath=file["filePath"], fileContent=file["fileContent"], fileMode=modes[file["filePath"]])
            shown["putFiles"] = [{"filePath": put["filePath"], "fileMode": modes[put["filePath"]], "fileContent": client.get_file(
                repositoryName=name, filePath=put["filePath"], commitSpecifier=answer["commitId"])["fileContent"]}
                for put in given.get("putFiles", [])]
            shown["deleteFiles"] = [file for file in given.get("deleteFiles", []) if file["filePath"] not in modes]
            shown["setFileModes"] = [{"filePath": one["filePath"], "fileMode": modes[one["filePath"]]} for one in given.get("setFileModes", [])]
            self.head = answer["commitId"]
            return shown

        yield Row("codecommit", "CreateRepository", {"repositoryName": name, "repositoryDescription": "d", "tags": {"team": "bus"},
                                                     "kmsKeyId": self.key}, repository)
        who = {"repositoryName": name, "branchName": "main", "email": "a@example.org", "commitMessage": "m"}
        yield Row("codecommit", "PutFile", {**who, "filePath": "a", "fileContent": b"a", "fileMode": "EXECUTABLE", "name": "Ann"}, head)
        yield Row("codecommit", "PutFile", {**who, "filePath": "b", "fileContent": b"b", "parentCommitId": self.head}, head)
        yield Row("codecommit", "CreateCommit", {
            **who, "parentCommitId": self.head, "authorName": "Bob",
            "putFiles": [{"filePath": "c", "fileMode": "NORMAL", "fileContent": b"c"}], "deleteFiles": [{"filePath": "b"}],
            "setFileModes": [{"filePath": "a", "fileMode": "NORMAL"}]}, head)
        yield Row("codecommit", "CreateBranch", {"repositoryName": name, "branchName": "other", "commitId": self.head},
                  lambda client, given, _: {"repositoryName": name, **client.get_branch(repositoryName=name, branchName="other")["branch"]})
        yield Row("codecommit", "UpdateDefaultBranch", {"repositoryName": name, "defaultBranchName": "other"}, repository)
        yield Row("codecommit", "UpdateRepositoryDescription", {"repositoryName": name, "repositoryDescription": "e"}, repository)
        yield Row("codecommit", "UpdateRepositoryEncryptionKey", {"repositoryName": name, "kmsKeyId": self.other_key}, repository)
        yield Row("codecommit", "UpdateRepositoryName", {"oldName": name, "newName": "read-back-new"}, repository)

    def __iter__(self):
        for rows in (self.secretsmanager, self.ssm, self.kms_rows, self.iam_rows, self.organizations_rows, self.codecommit):
            yield from rows()


class ReadBack(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()  # of its own: it founds an organization
        cls.addClassCleanup(cls.server.stop)
        cls.clients = {service: cls.server.client(service) for service in SERVICES}

    def call(self, service, operation, given):
        method = re.sub("([a-z])([A-Z])", r"\1_\2", operation).lower()
        return getattr(self.clients[service], method)(**given)

    def test_what_is_set_is_read_back(self):
        covered = set()
        for row in Rows(self.server):
            answer = self.call(row.service, row.operation, row.given)
            found = row.read(self.clients[row.service], row.given, answer)
            for member, value in {**row.given, **row.rewritten}.items():
                with self.subTest(f"{row.service} {row.operation}.{member}"):
                    self.assertEqual(as_read(found.get(member)), as_read(value))
                covered.add((row.service, row.operation, member))
        self.check_complete(covered)

    def check_complete(self, covered):
        """Every member of every such operation that is listed is in a row, says how the request is taken, or is refused."""
        for service, client in self.clients.items():
            listed = (ROOT / "src" / "services" / service / "operations.list").read_text()
            for operation in re.findall(r"^((?:Create|Put|Update)\w+)", listed, re.MULTILINE):
                for member in client.meta.service_model.operation_model(operation).input_shape.members:
                    with self.subTest(f"{service} {operation}.{member}"):
                        self.assertTrue((service, operation, member) in covered or member in REFUSED.get((service, operation), ())
                                        or f"{operation}.{member}" in OF_THE_REQUEST.get(service, ()), "set by no row")

    def test_what_is_not_here_is_refused(self):
        needed = {"CreateSecret": {"Name": "read-back-refused"}, "PutSecretValue": {"SecretId": "read-back-refused", "SecretString": "x"},
                  "UpdateSecret": {"SecretId": "read-back-refused"}, "CreateKey": {},
                  "PutParameter": {"Name": "/read-back/refused", "Value": "x", "Type": "String"}}
        for (service, operation), members in REFUSED.items():
            for member, value in members.items():
                with self.subTest(f"{operation}.{member}"), self.assertRaises(ClientError) as caught:
                    self.call(service, operation, {**needed[operation], member: value})
                self.assertLess(caught.exception.response["ResponseMetadata"]["HTTPStatusCode"], 500)


def as_read(value):
    """Lists of labels have no order; documents are compared as what they say."""
    if isinstance(value, str) and value.startswith("{"):
        return json.loads(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return sorted(value)
    return value


if __name__ == "__main__":
    unittest.main()
