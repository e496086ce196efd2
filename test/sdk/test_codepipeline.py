"""CodePipeline through boto3: the API round its engine. The chain itself is walked in test/e2e."""
import json
import time
import unittest
import uuid

from botocore.exceptions import ClientError

from harness import REGION, allow, shared_server


class CodePipeline(unittest.TestCase):
    def setUp(self):
        self.server = shared_server()
        self.client = self.server.client("codepipeline")
        self.name = "pipe-" + uuid.uuid4().hex[:8]
        iam = self.server.client("iam")
        trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                                                         "Principal": {"Service": "codepipeline.amazonaws.com"}}]}
        self.role = iam.create_role(RoleName=self.name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]

    def error(self, call, **arguments):
        with self.assertRaises(ClientError) as failure:
            call(**arguments)
        return failure.exception.response["Error"]

    def declaration(self, **more):
        def action(name, category, provider, **rest):
            return {"name": name, "actionTypeId": {"category": category, "owner": "AWS", "provider": provider, "version": "1"},
                    **rest}
        return {"name": self.name, "roleArn": self.role, "artifactStore": {"type": "S3", "location": "no-such-bucket"},
                "stages": [
                    {"name": "Source", "actions": [action("Fetch", "Source", "CodeCommit", outputArtifacts=[{"name": "s"}],
                                                          configuration={"RepositoryName": "none", "BranchName": "main",
                                                                         "PollForSourceChanges": "false"})]},
                    {"name": "Gate", "actions": [action("Ask", "Approval", "Manual")]}], **more}

    def wait(self, execution, running=("InProgress",)):
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            found = self.client.get_pipeline_execution(pipelineName=self.name, pipelineExecutionId=execution)["pipelineExecution"]
            if found["status"] not in running:
                return found
            time.sleep(0.05)
        self.fail("the execution does not end")

    def test_a_pipeline_comes_back_as_it_was_made_with_what_aws_fills_in(self):
        self.client.create_pipeline(pipeline=self.declaration(), tags=[{"key": "k", "value": "v"}])
        answer = self.client.get_pipeline(name=self.name)
        self.assertEqual(answer["pipeline"]["version"], 1)
        self.assertEqual(answer["pipeline"]["stages"][0]["actions"][0]["runOrder"], 1)
        arn = answer["metadata"]["pipelineArn"]
        self.assertEqual(self.client.list_tags_for_resource(resourceArn=arn)["tags"], [{"key": "k", "value": "v"}])
        changed = self.client.update_pipeline(pipeline=self.declaration(pipelineType="V2", executionMode="QUEUED"))["pipeline"]
        self.assertEqual((changed["version"], changed["executionMode"]), (2, "QUEUED"))
        self.assertEqual(self.client.get_pipeline(name=self.name, version=1)["pipeline"]["executionMode"], "SUPERSEDED")
        self.assertEqual(self.error(self.client.create_pipeline, pipeline=self.declaration())["Code"],
                         "PipelineNameInUseException")
        self.client.delete_pipeline(name=self.name)
        self.assertEqual(self.error(self.client.get_pipeline, name=self.name)["Code"], "PipelineNotFoundException")

    def test_an_execution_fails_for_the_role_lacks_permission_and_says_so(self):
        self.client.create_pipeline(pipeline=self.declaration())
        execution = self.client.start_pipeline_execution(name=self.name)["pipelineExecutionId"]
        self.assertEqual(self.wait(execution)["status"], "Failed")
        details = self.client.list_action_executions(pipelineName=self.name, filter={"pipelineExecutionId": execution})
        failure = details["actionExecutionDetails"][0]["output"]["executionResult"]["errorDetails"]
        self.assertEqual(failure["code"], "PermissionError")
        self.assertIn("is not authorized to perform: codecommit:GetBranch", failure["message"])
        state = self.client.get_pipeline_state(name=self.name)["stageStates"]
        self.assertEqual([stage.get("latestExecution", {}).get("status") for stage in state], ["Failed", None])

    def test_a_repeated_start_with_one_token_starts_once(self):
        self.client.create_pipeline(pipeline=self.declaration())
        token = uuid.uuid4().hex
        ids = {self.client.start_pipeline_execution(name=self.name, clientRequestToken=token)["pipelineExecutionId"] for _ in range(3)}
        self.assertEqual(len(ids), 1)

    def test_decisions_need_a_waiting_approval(self):
        self.client.create_pipeline(pipeline=self.declaration())
        decide = dict(pipelineName=self.name, stageName="Gate", actionName="Ask", token=str(uuid.uuid4()),
                      result={"status": "Approved", "summary": ""})
        self.assertEqual(self.error(self.client.put_approval_result, **decide)["Code"], "InvalidApprovalTokenException")
        self.assertEqual(self.error(self.client.put_approval_result, **{**decide, "stageName": "None"})["Code"],
                         "StageNotFoundException")
        self.assertEqual(self.error(self.client.put_approval_result, **{**decide, "actionName": "None"})["Code"],
                         "ActionNotFoundException")

    def test_a_role_that_cannot_be_assumed_or_passed_is_refused(self):
        missing = self.role.replace(self.name, "no-such-role")
        refusal = self.error(self.client.create_pipeline, pipeline=self.declaration(roleArn=missing))
        self.assertEqual(refusal["Code"], "InvalidStructureException")
        self.assertIn("not authorized", refusal["Message"])
        user = self.server.user("maker-" + self.name, allow("codepipeline:*"))
        refusal = self.error(self.server.client("codepipeline", user).create_pipeline, pipeline=self.declaration())
        self.assertIn("iam:PassRole", refusal["Message"])

    def test_references_and_environments_are_checked_when_a_pipeline_is_made(self):
        def with_build(**configuration):
            declaration = self.declaration()
            declaration["stages"][0]["actions"][0]["namespace"] = "Source"
            build = {"name": "Make", "actionTypeId": {"category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1"},
                     "inputArtifacts": [{"name": "s"}], "configuration": {"ProjectName": "none", **configuration}}
            declaration["stages"][1]["actions"] = [build]
            return declaration

        message = [{"name": "MESSAGE", "value": "#{Source.CommitMessage}", "type": "PLAINTEXT"}]
        self.client.create_pipeline(pipeline=with_build(EnvironmentVariables=json.dumps(message)))
        for configuration in ({"ProjectName": "#{Source.Nothing}"}, {"ProjectName": "#{Later.CommitId}"},
                              {"EnvironmentVariables": "A=b"}, {"EnvironmentVariables": '[{"name":"A"}]'}):
            refusal = self.error(self.client.update_pipeline, pipeline=with_build(**configuration))
            self.assertEqual(refusal["Code"], "InvalidActionDeclarationException")
        declaration = self.declaration()
        declaration["stages"][1]["actions"] *= 2
        self.assertEqual(self.error(self.client.update_pipeline, pipeline=declaration)["Code"], "InvalidStageDeclarationException")

    def test_tags(self):
        self.client.create_pipeline(pipeline=self.declaration())
        arn = self.client.get_pipeline(name=self.name)["metadata"]["pipelineArn"]
        tags = [{"key": str(number), "value": "x"} for number in range(51)]
        self.assertEqual(self.error(self.client.tag_resource, resourceArn=arn, tags=[{"key": "AWS:x", "value": "1"}])["Code"],
                         "InvalidTagsException")
        self.client.tag_resource(resourceArn=arn, tags=tags[:50])
        self.assertEqual(self.error(self.client.tag_resource, resourceArn=arn, tags=tags[50:])["Code"], "TooManyTagsException")
        self.assertEqual(self.error(self.client.list_tags_for_resource, resourceArn=arn + "/stage")["Code"], "InvalidArnException")
        policy = allow("codepipeline:*")
        policy["Statement"].append({"Effect": "Deny", "Action": "codepipeline:UntagResource", "Resource": "*",
                                    "Condition": {"ForAnyValue:StringEquals": {"aws:TagKeys": ["1"]}}})
        client = self.server.client("codepipeline", self.server.user("tags-" + self.name, policy))
        client.untag_resource(resourceArn=arn, tagKeys=["2"])
        self.assertEqual(self.error(client.untag_resource, resourceArn=arn, tagKeys=["1"])["Code"], "AccessDeniedException")

    def test_lists_and_what_is_not_there(self):
        self.client.create_pipeline(pipeline=self.declaration())
        self.assertIn(self.name, [found["name"] for page in self.client.get_paginator("list_pipelines").paginate()
                                  for found in page["pipelines"]])
        self.assertEqual(self.error(self.client.list_pipelines, nextToken="none")["Code"], "InvalidNextTokenException")
        self.assertEqual(self.error(self.client.get_pipeline, name=self.name, version=9)["Code"], "PipelineVersionNotFoundException")
        missing = str(uuid.uuid4())
        self.assertEqual(self.error(self.client.get_pipeline_execution, pipelineName=self.name, pipelineExecutionId=missing)["Code"],
                         "PipelineExecutionNotFoundException")

    def test_an_execution_that_is_over_is_not_stopped_but_tried_again(self):
        self.client.create_pipeline(pipeline=self.declaration())
        first = self.client.start_pipeline_execution(name=self.name)["pipelineExecutionId"]
        self.wait(first)
        stage = {"pipelineName": self.name, "stageName": "Source"}
        self.assertEqual(self.error(self.client.stop_pipeline_execution, pipelineName=self.name, pipelineExecutionId=first)["Code"],
                         "PipelineExecutionNotStoppableException")
        again = dict(stage, pipelineExecutionId=first, retryMode="FAILED_ACTIONS")
        self.assertEqual(self.error(self.client.retry_stage_execution, **{**again, "stageName": "Gate"})["Code"],
                         "StageNotRetryableException")
        self.client.retry_stage_execution(**again)
        self.wait(first)
        second = self.client.start_pipeline_execution(name=self.name)["pipelineExecutionId"]
        self.wait(second)
        self.assertEqual(self.error(self.client.retry_stage_execution, **again)["Code"], "NotLatestPipelineExecutionException")
        back = dict(stage, targetPipelineExecutionId=first)
        self.assertEqual(self.error(self.client.rollback_stage, **back)["Code"], "UnableToRollbackStageException")
        self.assertEqual(self.error(self.client.rollback_stage, **{**back, "stageName": "None"})["Code"], "StageNotFoundException")

    def test_a_closed_gate_holds_executions_which_can_be_stopped(self):
        self.client.create_pipeline(pipeline=self.declaration(pipelineType="V2", executionMode="QUEUED"))
        self.wait(self.client.list_pipeline_executions(pipelineName=self.name)["pipelineExecutionSummaries"][0]["pipelineExecutionId"])
        gate = {"pipelineName": self.name, "stageName": "Source", "transitionType": "Inbound"}
        self.client.disable_stage_transition(reason="freeze", **gate)
        state = self.client.get_pipeline_state(name=self.name)["stageStates"][0]["inboundTransitionState"]
        self.assertEqual((state["enabled"], state["disabledReason"]), (False, "freeze"))
        waiting = [self.client.start_pipeline_execution(name=self.name)["pipelineExecutionId"] for _ in range(50)]
        self.assertEqual(self.error(self.client.start_pipeline_execution, name=self.name)["Code"],
                         "ConcurrentPipelineExecutionsLimitExceededException")
        self.client.stop_pipeline_execution(pipelineName=self.name, pipelineExecutionId=waiting[0], abandon=True, reason="no")
        self.assertEqual(self.wait(waiting[0], ("InProgress", "Stopping"))["status"], "Stopped")
        self.client.enable_stage_transition(**gate)
        self.assertEqual(self.wait(waiting[1])["status"], "Failed")

    def approval(self):
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            action = self.client.get_pipeline_state(name=self.name)["stageStates"][1]["actionStates"][0]
            if action.get("latestExecution", {}).get("status") == "InProgress":
                return {"pipelineName": self.name, "stageName": "Gate", "actionName": "Ask",
                        "token": action["latestExecution"]["token"], "result": {"summary": "seen", "status": "Approved"}}
            time.sleep(0.05)
        self.fail("nobody is asked")

    def test_what_was_approved_or_changed_since(self):
        self.server.client("iam").put_role_policy(RoleName=self.name, PolicyName="all",
                                                  PolicyDocument=json.dumps(allow("codecommit:*", "s3:*")))
        self.server.client("s3").create_bucket(Bucket=self.name, CreateBucketConfiguration={"LocationConstraint": REGION})
        codecommit = self.server.client("codecommit")
        codecommit.create_repository(repositoryName=self.name)
        codecommit.put_file(repositoryName=self.name, branchName="main", filePath="a", fileContent=b"a")
        declaration = self.declaration(artifactStore={"type": "S3", "location": self.name})
        declaration["stages"][0]["actions"][0]["configuration"]["RepositoryName"] = self.name
        self.client.create_pipeline(pipeline=declaration)
        first = self.client.list_pipeline_executions(pipelineName=self.name)["pipelineExecutionSummaries"][0]["pipelineExecutionId"]
        answer = self.approval()
        self.client.put_approval_result(**answer)
        self.assertEqual(self.wait(first)["status"], "Succeeded")
        self.assertEqual(self.error(self.client.put_approval_result, **answer)["Code"], "ApprovalAlreadyCompletedException")
        self.client.update_pipeline(pipeline=declaration)
        self.assertEqual(self.error(self.client.rollback_stage, pipelineName=self.name, stageName="Gate",
                                    targetPipelineExecutionId=first)["Code"], "PipelineExecutionOutdatedException")

    def test_what_is_not_built_is_refused(self):
        for change in ({"stages": self.declaration()["stages"][:1]}, {"artifactStore": None},
                       {"executionMode": "PARALLEL"}, {"variables": [{"name": "x"}]}):
            declaration = {name: value for name, value in self.declaration(**change).items() if value is not None}
            self.assertEqual(self.error(self.client.create_pipeline, pipeline=declaration)["Code"], "InvalidStructureException")
        declaration = self.declaration()
        declaration["stages"][1]["actions"][0]["actionTypeId"]["provider"] = "Jenkins"
        self.assertEqual(self.error(self.client.create_pipeline, pipeline=declaration)["Code"], "InvalidActionDeclarationException")


if __name__ == "__main__":
    unittest.main()
