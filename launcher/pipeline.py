"""A pipeline's execution, followed live through the public APIs."""
import time

from launcher import progress
from launcher.aws import AwsError
from launcher.failure import Failure

POLL_SECONDS = 0.3
START_SECONDS = 30  # from a push until its execution has a source revision
LAST_LOG_LINES = 40
ENDED = {"Succeeded", "Failed", "Stopped", "Cancelled", "Superseded", "Abandoned"}


class Pipeline:
    def __init__(self, client, name):
        self._client, self.name = client, name

    # ---- executions

    def executions(self):
        """Newest first."""
        return self._call("ListPipelineExecutions")["pipelineExecutionSummaries"]

    def execution_of(self, commit):
        """The newest execution that took this commit, or None."""
        for execution in self.executions():
            if any(revision.get("revisionId") == commit for revision in execution.get("sourceRevisions", [])):
                return execution
        return None

    def await_execution(self, commit):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if execution := self.execution_of(commit):
                return execution
            time.sleep(POLL_SECONDS)
        raise Failure(f"The push of {commit[:8]} started no execution of {self.name} within {START_SECONDS} seconds. "
                      "The event rule and the server's log (./stellwerk logs) may tell why.")

    def start(self):
        """Id of a new execution of the branch as it is."""
        return self._call("StartPipelineExecution", "name")["pipelineExecutionId"]

    # ---- state

    def stages(self):
        """As GetPipelineState answers them, in order."""
        return self._call("GetPipelineState", "name")["stageStates"]

    def waiting_approval(self, execution_id=None):
        """(stage, action, token, execution id) of an approval that waits, or None."""
        for stage in self.stages():
            owner = stage.get("latestExecution", {}).get("pipelineExecutionId")
            for action in stage["actionStates"]:
                latest = action.get("latestExecution", {})
                if latest.get("token") and latest["status"] == "InProgress" and execution_id in (None, owner):
                    return stage["stageName"], action["actionName"], latest["token"], owner
        return None

    def answer_approval(self, approval, is_approved, summary):
        stage, action, token, _ = approval
        self._call("PutApprovalResult", stageName=stage, actionName=action, token=token,
                   result={"status": "Approved" if is_approved else "Rejected", "summary": summary})

    def _call(self, operation, name_member="pipelineName", **arguments):
        return self._client.call("codepipeline", operation, **{name_member: self.name}, **arguments)

    # ---- following

    def follow(self, execution_id, on_approval):
        """Shows every stage to its end; answers [(stage, seconds)].

        `on_approval(step, answer)` is called once for an approval that waits; it may call answer(bool, summary).
        Errors: Failure with the reason and the last lines of the build's log.
        """
        times = []
        for stage in self.stages():
            view = StageView(self, self._client, execution_id, stage, on_approval)
            times.append((stage["stageName"], view.show()))
        return times

    def runs(self, execution_id, stage):
        """The newest run of each of the stage's actions: {action: detail}."""
        found = self._call("ListActionExecutions", filter={"pipelineExecutionId": execution_id})
        runs = {}
        for detail in found["actionExecutionDetails"]:
            known = runs.get(detail["actionName"])
            if detail["stageName"] == stage and (not known or detail["startTime"] > known["startTime"]):
                runs[detail["actionName"]] = detail
        return runs

    def status(self, execution_id):
        return self._call("GetPipelineExecution", pipelineExecutionId=execution_id)["pipelineExecution"]["status"]


class StageView:
    """One stage of one execution on one line."""

    def __init__(self, pipeline, client, execution_id, stage, on_approval):
        self._pipeline, self._client, self._id = pipeline, client, execution_id
        self._name = stage["stageName"]
        self._actions = [action["actionName"] for action in stage["actionStates"]]
        self._on_approval, self._asked_token = on_approval, None
        self._streams = {}

    def show(self):
        """Returns the stage's seconds once it succeeded."""
        with progress.step(self._name) as step:
            while True:
                runs = self._pipeline.runs(self._id, self._name)
                if len(runs) == len(self._actions) and all(run["status"] == "Succeeded" for run in runs.values()):
                    return self._succeed(step, runs)
                self._refuse_ended(runs)
                self._tell(step, runs)
                time.sleep(POLL_SECONDS)

    def _succeed(self, step, runs):
        seconds = max(run["lastUpdateTime"] for run in runs.values()) - min(run["startTime"] for run in runs.values())
        step.seconds = max(0.0, seconds)
        step.detail = " ".join(" ".join(summary_of(run) for run in runs.values()).split())
        return step.seconds

    def _refuse_ended(self, runs):
        for run in runs.values():
            if run["status"] in ENDED - {"Succeeded"}:
                raise Failure(self._reason(run))
        if not runs and (status := self._pipeline.status(self._id)) in ENDED - {"Succeeded"}:
            raise Failure(f"The execution {self._id} ended before stage {self._name}: {status}")

    def _tell(self, step, runs):
        running = [run for run in runs.values() if run["status"] == "InProgress"]
        if not running:
            return
        kind = running[0]["input"]["actionTypeId"]
        if kind["category"] == "Approval":
            step.update("waits for approval")
            self._ask(step)
        elif kind["provider"] == "CodeBuild":
            lines = self._log_lines(running[0], 1)
            step.update(lines[0] if lines else "starting the build")

    def _ask(self, step):
        approval = self._pipeline.waiting_approval(self._id)
        if approval and approval[2] != self._asked_token:
            self._asked_token = approval[2]
            self._on_approval(step, lambda is_approved, summary: self._answer(approval, is_approved, summary))

    def _answer(self, approval, is_approved, summary):
        try:
            self._pipeline.answer_approval(approval, is_approved, summary)
        except AwsError as error:
            if error.code != "ApprovalAlreadyCompletedException":  # someone else was quicker
                raise

    def _reason(self, run):
        error = run.get("output", {}).get("executionResult", {}).get("errorDetails", {})
        text = f"Stage {self._name}, action {run['actionName']}: {run['status']}"
        details = ": ".join(filter(None, (error.get("code"), error.get("message"))))
        text += "".join(f"\n{line}" for line in dict.fromkeys((details, summary_of(run))) if line and line not in text)
        lines = self._log_lines(run, LAST_LOG_LINES)
        return text + ("\nThe end of its log:\n" + "\n".join(f"  {line}" for line in lines) if lines else "")

    def _log_lines(self, run, count):
        """The newest lines of the log of the run's build; none if there is no build or no log yet."""
        build_id = run.get("output", {}).get("executionResult", {}).get("externalExecutionId")
        if run["input"]["actionTypeId"]["provider"] != "CodeBuild" or not build_id:
            return []
        try:
            if not self._streams.get(build_id):
                build = self._client.call("codebuild", "BatchGetBuilds", ids=[build_id])["builds"][0]
                logs = build.get("logs", {})
                if not logs.get("streamName"):
                    return []
                self._streams[build_id] = logs["groupName"], logs["streamName"]
            group, stream = self._streams[build_id]
            events = self._client.call("logs", "GetLogEvents", logGroupName=group, logStreamName=stream, limit=count,
                                       startFromHead=False)["events"]
        except AwsError as error:
            if error.code in ("ResourceNotFoundException", "AccessDeniedException"):
                return []
            raise
        return [event["message"].rstrip() for event in events]


def summary_of(run):
    return run.get("output", {}).get("executionResult", {}).get("externalExecutionSummary", "")
