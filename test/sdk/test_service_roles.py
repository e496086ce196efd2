"""Roles in the hands of services, through boto3: whose they must be, and what their trust policies are told."""
import json
import unittest

from botocore.exceptions import ClientError

from harness import Server, allow

SERVICES = ("codebuild", "codepipeline", "events")
NOT_SOURCE = {"type": "NO_SOURCE", "buildspec": '{"version": 0.2, "phases": {"build": {"commands": ["true"]}}}'}
ENVIRONMENT = {"type": "LINUX_CONTAINER", "image": "aws/codebuild/standard:7.0", "computeType": "BUILD_GENERAL1_SMALL"}


def trust(condition=None):
    statement = {"Effect": "Allow", "Principal": {"Service": [f"{name}.amazonaws.com" for name in SERVICES]},
                 "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement | ({"Condition": condition} if condition else {})]})


class ServiceRoles(unittest.TestCase):
    """Two accounts of an organization, and in the one a role that every service of the other is offered."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.stop)
        _, inside = cls.server.member_account("other")
        iam = cls.server.client("iam", credentials=inside)
        cls.foreign = iam.create_role(RoleName="victim", AssumeRolePolicyDocument=trust())["Role"]["Arn"]
        iam.put_role_policy(RoleName="victim", PolicyName="all", PolicyDocument=json.dumps(allow("*")))
        cls.own = cls.role("own", trust())

    @classmethod
    def role(cls, name, trust_policy):
        iam = cls.server.client("iam")
        arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust_policy)["Role"]["Arn"]
        iam.put_role_policy(RoleName=name, PolicyName="all", PolicyDocument=json.dumps(allow("*")))
        return arn

    def refused(self, code, call, **arguments):
        with self.assertRaises(ClientError) as caught:
            call(**arguments)
        self.assertEqual(caught.exception.response["Error"]["Code"], code, caught.exception)
        return caught.exception.response["Error"]["Message"]

    def project(self, name, role):
        return dict(name=name, source=NOT_SOURCE, artifacts={"type": "NO_ARTIFACTS"}, environment=ENVIRONMENT,
                    serviceRole=role)

    def pipeline(self, name, role):
        stages = [{"name": "Source", "actions": [{
            "name": "S", "actionTypeId": {"category": "Source", "owner": "AWS", "provider": "CodeCommit", "version": "1"},
            "configuration": {"RepositoryName": "r", "BranchName": "main", "PollForSourceChanges": "false"},
            "outputArtifacts": [{"name": "s"}]}]},
            {"name": "Approve", "actions": [{
                "name": "A", "actionTypeId": {"category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1"}}]}]
        return {"name": name, "roleArn": role, "artifactStore": {"type": "S3", "location": "artifacts"}, "stages": stages}

    def test_codebuild_takes_no_role_of_another_account(self):
        codebuild = self.server.client("codebuild")
        message = self.refused("AccessDeniedException", codebuild.create_project, **self.project("foreign", self.foreign))
        self.assertIn("Cross-account pass role is not allowed", message)
        codebuild.create_project(**self.project("own", self.own))
        self.refused("AccessDeniedException", codebuild.update_project, name="own", serviceRole=self.foreign)
        self.refused("AccessDeniedException", codebuild.start_build, projectName="own", serviceRoleOverride=self.foreign)

    def test_codepipeline_takes_no_role_of_another_account(self):
        codepipeline = self.server.client("codepipeline")
        self.refused("AccessDeniedException", codepipeline.create_pipeline, pipeline=self.pipeline("foreign", self.foreign))
        codepipeline.create_pipeline(pipeline=self.pipeline("own", self.own))
        self.refused("AccessDeniedException", codepipeline.update_pipeline, pipeline=self.pipeline("own", self.foreign))

    def test_eventbridge_takes_no_role_of_another_account(self):
        events = self.server.client("events")
        events.put_rule(Name="foreign", EventPattern=json.dumps({"source": ["mine"]}))
        bus = f"arn:aws:events:eu-central-1:{self.server.account}:event-bus/default"
        self.refused("AccessDeniedException", events.put_targets, Rule="foreign",
                     Targets=[{"Id": "t", "Arn": bus, "RoleArn": self.foreign}])

    def test_a_trust_policy_as_aws_recommends_it_admits_the_project_it_names(self):
        """aws:SourceArn and aws:SourceAccount are those of the project."""
        account = self.server.account
        condition = {"StringEquals": {"aws:SourceAccount": account},
                     "ArnEquals": {"aws:SourceArn": f"arn:aws:codebuild:eu-central-1:{account}:project/named"}}
        role = self.role("recommended", trust(condition))
        codebuild = self.server.client("codebuild")
        codebuild.create_project(**self.project("named", role))
        self.refused("InvalidInputException", codebuild.create_project, **self.project("another", role))


if __name__ == "__main__":
    unittest.main()
