import json
import unittest

from botocore.exceptions import ClientError

from harness import allow, shared_server


class Parameters(unittest.TestCase):
    def setUp(self):
        self.server = shared_server()
        self.ssm = self.server.client("ssm")
        self.account = self.server.account

    def refused(self, code, call, **parameters):
        with self.assertRaises(ClientError) as caught:
            call(**parameters)
        self.assertEqual(caught.exception.response["Error"]["Code"], code, caught.exception)
        return caught.exception.response["Error"]["Message"]

    def test_plain_round_trip(self):
        put = self.ssm.put_parameter(Name="/parameter-test/plain", Value="Straße 1", Type="String", Description="d",
                                     Tags=[{"Key": "team", "Value": "bus"}])
        self.assertEqual((put["Version"], put["Tier"]), (1, "Standard"))
        parameter = self.ssm.get_parameter(Name="/parameter-test/plain")["Parameter"]
        self.assertEqual(parameter["Value"], "Straße 1")
        self.assertEqual(parameter["ARN"], f"arn:aws:ssm:eu-central-1:{self.account}:parameter/parameter-test/plain")
        self.assertEqual(parameter["DataType"], "text")
        found = self.ssm.describe_parameters(ParameterFilters=[{"Key": "Name", "Option": "Equals", "Values": ["/parameter-test/plain"]}])
        self.assertEqual([p["Name"] for p in found["Parameters"]], ["/parameter-test/plain"])
        self.assertEqual(found["Parameters"][0]["Policies"], [])
        tags = self.ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId="/parameter-test/plain")["TagList"]
        self.assertEqual(tags, [{"Key": "team", "Value": "bus"}])
        self.refused("ParameterAlreadyExists", self.ssm.put_parameter, Name="/parameter-test/plain", Value="x", Type="String")
        self.ssm.delete_parameter(Name="/parameter-test/plain")
        self.refused("ParameterNotFound", self.ssm.get_parameter, Name="/parameter-test/plain")

    def test_versions_and_labels(self):
        for value in ("one", "two", "three"):
            self.ssm.put_parameter(Name="parameter-versions", Value=value, Type="String", Overwrite=True)
        self.ssm.label_parameter_version(Name="parameter-versions", ParameterVersion=2, Labels=["live"])
        self.assertEqual(self.ssm.get_parameter(Name="parameter-versions")["Parameter"]["Value"], "three")
        self.assertEqual(self.ssm.get_parameter(Name="parameter-versions:1")["Parameter"]["Value"], "one")
        labelled = self.ssm.get_parameter(Name="parameter-versions:live")["Parameter"]
        self.assertEqual((labelled["Value"], labelled["Selector"]), ("two", ":live"))
        self.refused("ParameterVersionNotFound", self.ssm.get_parameter, Name="parameter-versions:9")
        history = self.ssm.get_parameter_history(Name="parameter-versions")["Parameters"]
        self.assertEqual([(entry["Version"], entry["Value"]) for entry in history], [(1, "one"), (2, "two"), (3, "three")])

    def test_secure_string(self):
        self.ssm.put_parameter(Name="/parameter-test/secret", Value="opensesame", Type="SecureString")
        hidden = self.ssm.get_parameter(Name="/parameter-test/secret")["Parameter"]["Value"]
        self.assertNotIn("opensesame", hidden)
        self.assertEqual(self.ssm.get_parameter(Name="/parameter-test/secret", WithDecryption=True)["Parameter"]["Value"], "opensesame")
        described = self.ssm.describe_parameters(ParameterFilters=[{"Key": "Name", "Values": ["/parameter-test/secret"]}])
        self.assertEqual(described["Parameters"][0]["KeyId"], "alias/aws/ssm")
        self.refused("HierarchyTypeMismatchException", self.ssm.put_parameter, Name="/parameter-test/secret", Value="x", Type="String", Overwrite=True)

    def test_secure_string_needs_the_key(self):
        kms = self.server.client("kms")
        key = kms.create_key()["KeyMetadata"]
        big = "x" * 6000
        self.ssm.put_parameter(Name="/parameter-test/own-key", Value=big, Type="SecureString", KeyId=key["KeyId"], Tier="Advanced")
        arn = f"arn:aws:ssm:eu-central-1:{self.account}:parameter/parameter-test/own-key"
        reader = self.server.client("ssm", self.server.user("ssm-reader", allow("ssm:GetParameter", resource=arn)))
        self.refused("AccessDeniedException", reader.get_parameter, Name="/parameter-test/own-key", WithDecryption=True)
        via = allow("kms:Decrypt", resource=key["Arn"])
        via["Statement"][0]["Condition"] = {"StringEquals": {"kms:ViaService": "ssm.eu-central-1.amazonaws.com",
                                                             "kms:EncryptionContext:PARAMETER_ARN": arn}}
        self.server.client("iam").put_user_policy(UserName="ssm-reader", PolicyName="key", PolicyDocument=json.dumps(via))
        self.assertEqual(reader.get_parameter(Name="/parameter-test/own-key", WithDecryption=True)["Parameter"]["Value"], big)
        kms.disable_key(KeyId=key["KeyId"])
        self.refused("InvalidKeyId", self.ssm.get_parameter, Name="/parameter-test/own-key", WithDecryption=True)
        self.refused("InvalidKeyId", self.ssm.put_parameter, Name="/parameter-test/no-key", Value="x", Type="SecureString", KeyId="alias/absent")

    def test_paths_and_pages(self):
        for number in range(12):
            self.ssm.put_parameter(Name=f"/parameter-path/a/{number:02}", Value=str(number), Type="String")
        self.ssm.put_parameter(Name="/parameter-path/top", Value="t", Type="String")
        self.assertEqual([p["Name"] for p in self.ssm.get_parameters_by_path(Path="/parameter-path")["Parameters"]], ["/parameter-path/top"])
        pages = list(self.ssm.get_paginator("get_parameters_by_path").paginate(Path="/parameter-path", Recursive=True))
        self.assertEqual([len(page["Parameters"]) for page in pages], [10, 3])

    def test_permission_is_by_parameter(self):
        for name in ("a", "b"):
            self.ssm.put_parameter(Name=f"/parameter-perm/{name}", Value=name, Type="String")
        user = self.server.client("ssm", self.server.user("ssm-perm", allow(
            "ssm:GetParameters", "ssm:GetParameter", resource=f"arn:aws:ssm:*:{self.account}:parameter/parameter-perm/a")))
        self.assertEqual(user.get_parameters(Names=["/parameter-perm/a"])["Parameters"][0]["Value"], "a")
        message = self.refused("AccessDeniedException", user.get_parameters, Names=["/parameter-perm/a", "/parameter-perm/b"])
        self.assertIn(f"ssm:GetParameters on resource: arn:aws:ssm:eu-central-1:{self.account}:parameter/parameter-perm/b", message)
        self.refused("AccessDeniedException", user.put_parameter, Name="/parameter-perm/a", Value="x", Type="String", Overwrite=True)

    def test_a_name_of_one_level_has_two_spellings(self):
        self.ssm.put_parameter(Name="parameter-spelled", Value="a", Type="String", Tags=[{"Key": "team", "Value": "bus"}])
        for name in ("parameter-spelled", "/parameter-spelled", "/parameter-spelled:1"):
            self.assertEqual(self.ssm.get_parameter(Name=name)["Parameter"]["Name"], "parameter-spelled")
        self.refused("ParameterAlreadyExists", self.ssm.put_parameter, Name="/parameter-spelled", Value="b", Type="String")
        self.ssm.put_parameter(Name="/parameter-spelled", Value="b", Overwrite=True)
        self.assertEqual(len(self.ssm.get_parameter_history(Name="/parameter-spelled")["Parameters"]), 2)
        self.assertEqual(self.ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId="/parameter-spelled")["TagList"],
                         [{"Key": "team", "Value": "bus"}])
        self.ssm.delete_parameter(Name="/parameter-spelled")
        self.refused("ParameterNotFound", self.ssm.get_parameter, Name="parameter-spelled")

    def test_a_secret_is_read_by_reference(self):
        secrets = self.server.client("secretsmanager")
        first = secrets.create_secret(Name="parameter/secret", SecretString="one")["VersionId"]
        secrets.put_secret_value(SecretId="parameter/secret", SecretString="two")
        name = "/aws/reference/secretsmanager/parameter/secret"
        shown = self.ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]
        self.assertEqual((shown["Value"], shown["Type"], shown["Version"]), ("two", "SecureString", 0))
        self.assertTrue(shown["ARN"].startswith(f"arn:aws:secretsmanager:eu-central-1:{self.account}:secret:parameter/secret-"))
        self.assertEqual(json.loads(shown["SourceResult"])["versionStages"], ["AWSCURRENT"])
        for selector in ("AWSPREVIOUS", first):
            self.assertEqual(self.ssm.get_parameter(Name=f"{name}:{selector}", WithDecryption=True)["Parameter"]["Value"], "one")
        self.refused("ValidationException", self.ssm.get_parameter, Name=name)
        self.refused("ParameterNotFound", self.ssm.get_parameter, Name=name + "-absent", WithDecryption=True)
        several = self.ssm.get_parameters(Names=[name, name + "-absent"], WithDecryption=True)
        self.assertEqual(([one["Value"] for one in several["Parameters"]], several["InvalidParameters"]), (["two"], [name + "-absent"]))
        # The parameter alone opens no secret.
        reader = self.server.client("ssm", self.server.user("ssm-reference", allow("ssm:GetParameter")))
        self.refused("AccessDeniedException", reader.get_parameter, Name=name, WithDecryption=True)

    def test_paths_and_filters_are_checked(self):
        for path in ("parameter", "/a b", "//"):
            self.refused("ValidationException", self.ssm.get_parameters_by_path, Path=path)
        for code, filters in (
                ("InvalidFilterKey", [{"Key": "Label", "Values": ["x"]}]),
                ("InvalidFilterKey", [{"Key": "Name", "Values": ["x"]}, {"Key": "Name", "Values": ["y"]}]),
                ("InvalidFilterOption", [{"Key": "Name", "Option": "Near", "Values": ["x"]}]),
                ("InvalidFilterOption", [{"Key": "Type", "Values": ["Text"]}]),
                ("InvalidFilterValue", [{"Key": "Name"}]),
                ("ValidationException", [{"Key": "Path", "Values": ["a"]}])):
            self.refused(code, self.ssm.describe_parameters, ParameterFilters=filters)
        self.refused("InvalidNextToken", self.ssm.describe_parameters, NextToken="!")

    def test_tags_and_labels_have_limits(self):
        name = dict(ResourceType="Parameter", ResourceId="/parameter-limits")
        self.ssm.put_parameter(Name="/parameter-limits", Value="x", Type="String")
        self.ssm.add_tags_to_resource(**name, Tags=[{"Key": f"k{number}", "Value": ""} for number in range(50)])
        self.refused("TooManyTagsError", self.ssm.add_tags_to_resource, **name, Tags=[{"Key": "one-more", "Value": ""}])
        self.ssm.remove_tags_from_resource(**name, TagKeys=["k0"])
        self.assertEqual(len(self.ssm.list_tags_for_resource(**name)["TagList"]), 49)
        self.refused("InvalidResourceId", self.ssm.add_tags_to_resource, ResourceType="Parameter", ResourceId="/absent",
                     Tags=[{"Key": "a", "Value": "b"}])
        self.refused("InvalidResourceType", self.ssm.list_tags_for_resource, ResourceType="Document", ResourceId="x")
        version = dict(Name="/parameter-limits", ParameterVersion=1)
        self.ssm.label_parameter_version(**version, Labels=[f"l{number}" for number in range(10)])
        self.refused("ParameterVersionLabelLimitExceeded", self.ssm.label_parameter_version, **version, Labels=["one-more"])
        undone = self.ssm.unlabel_parameter_version(**version, Labels=["l0", "none"])
        self.assertEqual((undone["RemovedLabels"], undone["InvalidLabels"]), (["l0"], ["none"]))

    def test_several_go_at_once(self):
        for name in ("a", "b"):
            self.ssm.put_parameter(Name=f"/parameter-gone/{name}", Value="x", Type="String")
        gone = self.ssm.delete_parameters(Names=["/parameter-gone/a", "/parameter-gone/b", "/parameter-gone/c"])
        self.assertEqual((sorted(gone["DeletedParameters"]), gone["InvalidParameters"]),
                         (["/parameter-gone/a", "/parameter-gone/b"], ["/parameter-gone/c"]))

    def test_a_labelled_version_does_not_make_room(self):
        for number in range(100):
            self.ssm.put_parameter(Name="/parameter-many", Value=str(number), Type="String", Overwrite=True)
        self.ssm.label_parameter_version(Name="/parameter-many", ParameterVersion=1, Labels=["kept"])
        self.refused("ParameterMaxVersionLimitExceeded", self.ssm.put_parameter, Name="/parameter-many", Value="x",
                     Type="String", Overwrite=True)

    def test_bad_input(self):
        put = self.ssm.put_parameter
        self.refused("ValidationException", put, Name="a b", Value="x", Type="String")
        self.refused("ValidationException", put, Name="parameter-big", Value="x" * 4097, Type="String")
        self.refused("ValidationException", put, Name="parameter-no-type", Value="x")
        self.refused("ValidationException", put, Name="parameter-tags", Value="x", Type="String", Overwrite=True, Tags=[{"Key": "a", "Value": "b"}])
        self.refused("ParameterPatternMismatchException", put, Name="parameter-pattern", Value="x", Type="String", AllowedPattern="^\\d+$")
        missing = self.ssm.get_parameters(Names=["/parameter-absent"])
        self.assertEqual((missing["Parameters"], missing["InvalidParameters"]), ([], ["/parameter-absent"]))


if __name__ == "__main__":
    unittest.main()
