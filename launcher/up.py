"""`./stellwerk up`: from sources to a change in production, and nothing twice."""
import sys
import time

from launcher import build, lock, platform, preflight, progress, summary
from launcher.failure import Failure
from launcher.repository import Repository
from launcher.server import Server
from launcher.terraform import Terraform


def up(home, is_sure, must_apply):
    preflight.check(home)
    with lock.held(home.lock, home.root):
        _bring_up(home, is_sure, must_apply)


def _bring_up(home, is_sure, must_apply):
    began = time.monotonic()
    with progress.step("Build Stellwerk") as step:
        build.build(step)
    with progress.step("Start the server") as step:
        server = Server(home)
        if not home.exists:
            server.initialise()
        server.ensure(step)
        home.keep_settings()  # ports at which nothing could listen are not worth keeping
    with progress.step("Apply infrastructure") as step:
        apply(home, step, must_apply)
    delivered = platform.Platform(home)
    with progress.step("Push the frontend") as step:
        commit = push(home, delivered, step)
    times = deliver(delivered, commit, is_sure)
    summary.show(delivered, times, time.monotonic() - began)


def apply(home, step, must_apply):
    terraform = Terraform(home)
    if terraform.is_current() and not must_apply:
        step.detail = "unchanged since the last apply (up --apply does it all the same)"
        return
    platform.keep_profiles(home, terraform.apply(step))


def push(home, delivered, step):
    """The commit at the head of the remote branch, pushed now if there was none. Later pushes are the user's."""
    repository = Repository(home, delivered.outputs["clone_url"])
    repository.ensure()
    commit = repository.remote_commit()
    if commit:
        step.detail = f"nothing to push, {commit[:8]} is there"
        return commit
    commit = repository.local_commit()
    repository.push()
    step.detail = f"{commit[:8]} from {repository.path}"
    return commit


def deliver(delivered, commit, is_sure):
    """Follows the first delivery to production. Once production stands, executions are the user's own affair."""
    if delivered.production.version():
        return []
    execution = delivered.pipeline.await_execution(commit)
    if execution["status"] in ("InProgress", "Succeeded"):
        execution_id = execution["pipelineExecutionId"]
    else:
        progress.note(f"the last execution is {execution['status']}: starting another")
        execution_id = delivered.pipeline.start()
    times = delivered.pipeline.follow(execution_id, first_approval(is_sure, delivered.staging.url))
    if not delivered.production.version():
        raise Failure(f"The pipeline succeeded, but {delivered.production.url} has no version.json")
    return times


def first_approval(is_sure, staging_url):
    """Asks at a terminal; elsewhere the first delivery approves itself, and says so."""
    def answer_now(step, answer):
        if is_sure or not (sys.stdin.isatty() and sys.stdout.isatty()):
            answer(True, "approved by ./stellwerk up")
            return
        step.pause()
        said = input(f"  Staging has the new version: {staging_url}\n  Approve it for production? [Y/n] ").strip().lower()
        step.resume()
        if said in ("", "y", "yes"):
            answer(True, "approved by ./stellwerk up")
        else:
            answer(False, "rejected at ./stellwerk up")
    return answer_now
