"""From `git push` to the change on staging, less the time of the user's own commands."""
import http.client
import json
import os
import socket
import ssl
import statistics
import subprocess
import sys
import time

from servers import ROOT

sys.path.insert(0, str(ROOT))

AIM_SECONDS = 1
TIMEOUT_SECONDS = 600
POLL_SECONDS = 0.02
USER_PHASES = ("INSTALL", "PRE_BUILD", "BUILD", "POST_BUILD")


class Chain:
    def __init__(self):
        from launcher.aws import Client
        from launcher.home import Home
        from launcher.terraform import applied_outputs
        self.home = Home()
        self.outputs = applied_outputs(self.home)
        if not self.outputs:
            sys.exit("No platform is here: run ./stellwerk up first.")
        self.client = Client(self.home, self.home.access_key(), self.outputs["workload_role_arn"])
        self.host = f"{self.outputs['staging_bucket']}.s3-website.{self.home.region}.localhost"

    def git(self, *arguments):
        # The checkout names its own CA, which this variable would overrule.
        environment = {name: value for name, value in os.environ.items() if name != "GIT_SSL_CAINFO"}
        return subprocess.run(["git", *arguments], cwd=self.home.checkout, check=True, capture_output=True, text=True,
                              env=environment).stdout

    def commit(self, number):
        page = self.home.checkout / "README.md"
        page.write_text(page.read_text().rstrip() + f"\n\n<!-- {time.time():.0f} {number} -->\n")
        self.git("commit", "--quiet", "--all", "--no-gpg-sign", "--message=Measure the way to staging")
        return self.git("rev-parse", "HEAD").strip()

    def staged_version(self):
        """version.json as a browser would get it; the name is resolved here, as not every resolver knows .localhost."""
        tls = ssl.create_default_context(cafile=str(self.home.ca))
        connection = http.client.HTTPSConnection(self.host, self.home.edge_port, timeout=10, context=tls)
        try:
            raw = socket.create_connection(("127.0.0.1", self.home.edge_port), timeout=10)
            connection.sock = tls.wrap_socket(raw, server_hostname=self.host)
            connection.request("GET", "/version.json")
            return connection.getresponse().read().decode()
        finally:
            connection.close()

    def execution_of(self, commit):
        for summary in self.client.call("codepipeline", "ListPipelineExecutions",
                                        pipelineName=self.outputs["pipeline"])["pipelineExecutionSummaries"]:
            if any(revision.get("revisionId") == commit for revision in summary.get("sourceRevisions", [])):
                return summary["pipelineExecutionId"]
        raise RuntimeError(f"no execution of commit {commit}")

    def user_seconds(self, commit):
        """Of the builds' phases in which the buildspec's commands ran."""
        actions = self.client.call("codepipeline", "ListActionExecutions", pipelineName=self.outputs["pipeline"],
                                   filter={"pipelineExecutionId": self.execution_of(commit)})["actionExecutionDetails"]
        builds = [action["output"]["executionResult"]["externalExecutionId"] for action in actions
                  if action["input"]["actionTypeId"]["provider"] == "CodeBuild"]
        return sum(phase["endTime"] - phase["startTime"]
                   for build in self.client.call("codebuild", "BatchGetBuilds", ids=builds)["builds"]
                   for phase in build["phases"] if phase["phaseType"] in USER_PHASES and "endTime" in phase)

    def round(self, number):
        """(seconds in all, seconds of the user's commands)"""
        commit = self.commit(number)
        began = time.monotonic()
        self.git("push", "--quiet")
        while commit[:7] not in self.staged_version():
            if time.monotonic() > began + TIMEOUT_SECONDS:
                raise RuntimeError("staging does not show the change; see ./stellwerk logs")
            time.sleep(POLL_SECONDS)
        return time.monotonic() - began, self.user_seconds(commit)


def measure(rounds):
    chain = Chain()
    figures = []
    for number in range(rounds):
        whole, user = chain.round(number)
        figures.append(whole - user)
        print(json.dumps({"push_to_staging": round(whole, 3), "commands": round(user, 3), "own": round(whole - user, 3)}))
    own = statistics.median(figures)
    print(f"chain     stellwerk {own:9.2f} s   aim ≤ {AIM_SECONDS} s: {'reached' if own <= AIM_SECONDS else 'MISSED'}")
    return 0 if own <= AIM_SECONDS else 1
