"""The whole platform on a server of its own: what a test of the chain does with terraform and git."""
import http.client
import json
import pathlib
import shutil
import ssl
import subprocess
import tempfile
import time

import harness

ROOT = harness.ROOT
PIPELINE = "disruptions-frontend"
REGION = harness.REGION
COMMAND_TIMEOUT_SECONDS = 600
STAGE_TIMEOUT_SECONDS = 180


class Platform:
    def __init__(self):
        self.server = harness.Server()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stellwerk-platform-"))
        self.infrastructure = self.folder / "infrastructure"
        shutil.copytree(ROOT / "platform/infrastructure", self.infrastructure,
                        ignore=shutil.ignore_patterns(".terraform*", "*.tfstate*"))
        self.checkout = self.folder / "frontend"
        self.environment = harness.terraform_environment(self.server, self.folder)

    def close(self):
        self.server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *command, folder=None, environment=None, accept=(0,)):
        done = subprocess.run(command, cwd=folder or self.folder, env=environment or self.environment, text=True,
                              capture_output=True, timeout=COMMAND_TIMEOUT_SECONDS, stdin=subprocess.DEVNULL)
        if done.returncode not in accept:
            raise AssertionError(f"{' '.join(map(str, command))} ended with {done.returncode}\n{done.stdout[-4000:]}\n"
                                 f"{done.stderr[-4000:]}\n--- server\n{self.server.log()[-4000:]}")
        return done

    def terraform(self, *arguments, state=False, accept=(0,)):
        folder = self.infrastructure / "state" if state else self.infrastructure
        return self.run(harness.find_terraform(), *arguments, folder=folder, accept=accept)

    def apply(self):
        self.terraform("init", "-no-color", state=True)
        self.terraform("apply", "-auto-approve", "-no-color", state=True)
        bucket = self.terraform("output", "-raw", "bucket", state=True).stdout
        self.terraform("init", "-no-color", f"-backend-config=bucket={bucket}", f"-backend-config=region={REGION}")
        self.terraform("apply", "-auto-approve", "-no-color", "-target=module.organization")
        self.terraform("apply", "-auto-approve", "-no-color")
        outputs = json.loads(self.terraform("output", "-json").stdout)
        self.outputs = {name: output["value"] for name, output in outputs.items()}

    def workload(self, service):
        """A client in the workload account."""
        assumed = self.server.client("sts").assume_role(RoleArn=self.outputs["workload_role_arn"], RoleSessionName="test")
        return self.server.client(service, assumed["Credentials"])

    def developer(self):
        return {"AccessKeyId": self.outputs["developer_access_key_id"],
                "SecretAccessKey": self.outputs["developer_secret_access_key"]}

    # git, as the outside developer

    def clone_frontend(self, helper):
        shutil.copytree(ROOT / "platform/frontend", self.checkout, ignore=shutil.ignore_patterns("dist", "node_modules"))
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "Developer")
        self.git("config", "user.email", "developer@example.com")
        self.git("remote", "add", "origin", self.outputs["clone_url"])
        self.use_helper(helper)

    def use_helper(self, helper):
        self.git("config", "credential.helper", helper)
        self.git("config", "credential.useHttpPath", "true")

    def git(self, *arguments, accept=(0,)):
        return self.run("git", *arguments, folder=self.checkout, environment=self.server.environment(self.developer()),
                        accept=accept)

    def push(self, message):
        """Commits everything and pushes; answers the commit's id."""
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)
        self.git("push", "-q", "origin", "main")
        return self.git("rev-parse", "HEAD").stdout.strip()

    # the pipeline

    def stages(self):
        state = self.workload("codepipeline").get_pipeline_state(name=PIPELINE)
        return {stage["stageName"]: stage for stage in state["stageStates"]}

    def execution_of(self, commit):
        pipelines = self.workload("codepipeline")
        for summary in pipelines.list_pipeline_executions(pipelineName=PIPELINE)["pipelineExecutionSummaries"]:
            if any(revision["revisionId"] == commit for revision in summary["sourceRevisions"]):
                return summary
        return None

    def wait_for(self, commit, stage, statuses):
        """Until the commit's execution has that stage in one of the statuses; answers the stage."""
        deadline = time.monotonic() + STAGE_TIMEOUT_SECONDS
        while time.monotonic() < deadline:
            execution = self.execution_of(commit)
            found = self.stages()[stage]
            latest = found.get("latestExecution", {})
            if execution and latest.get("pipelineExecutionId") == execution["pipelineExecutionId"]:
                if latest["status"] in statuses:
                    return found
            time.sleep(0.2)
        raise AssertionError(f"{stage} did not reach {statuses}: {json.dumps(self.stages(), default=str, indent=1)}\n"
                             f"--- server\n{self.server.log()[-4000:]}")

    def decide(self, status, summary, credentials=None):
        action = self.stages()["Approval"]["actionStates"][0]
        pipelines = self.server.client("codepipeline", credentials) if credentials else self.workload("codepipeline")
        pipelines.put_approval_result(pipelineName=PIPELINE, stageName="Approval", actionName=action["actionName"],
                                      token=action["latestExecution"]["token"],
                                      result={"status": status, "summary": summary})

    def build_log(self):
        logs = self.workload("logs")
        pages = logs.get_paginator("filter_log_events").paginate(logGroupName=self.outputs["log_group"])
        return "\n".join(event["message"].rstrip() for page in pages for event in page["events"])

    # the sites

    def site(self, environment, path="/"):
        """(status, body) over TLS at the edge port."""
        host = f"{self.outputs[environment + '_bucket']}.s3-website.{REGION}.localhost"
        context = ssl.create_default_context(cafile=self.server.ca_path)
        connection = http.client.HTTPSConnection(host, self.server.edge_port, context=context, timeout=20)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def version(self, environment):
        status, body = self.site(environment, "/version.json")
        return json.loads(body)["commit"] if status == 200 else None
