"""What the user reads at the end of `up`, and as `status`."""
import os

from launcher.aws import AwsError
from launcher.home import ROOT
from launcher.progress import duration, painted
from launcher.repository import PROFILE


def show(delivered, times, seconds):
    home, outputs = delivered.home, delivered.outputs
    checkout, launcher = _short(home.checkout), _short(ROOT / "stellwerk", beside=True)
    # This variable would override the CA that the checkout names.
    git = "env -u GIT_SSL_CAINFO git" if os.environ.get("GIT_SSL_CAINFO") else "git"
    if times:
        print("\nDelivered: " + " → ".join(f"{stage} {duration(spent)}" for stage, spent in times))
    print(f"""
{painted(f'Stellwerk is up ({duration(seconds)}).', 'bold')}
  Staging      {delivered.staging.url}
  Production   {delivered.production.url}
  API          {home.endpoint}
  All TLS here is signed by your own CA: {_short(home.ca)} (trust it in your browser, or curl --cacert)

Sign in
  eval "$({launcher} env)"
  aws sts get-caller-identity                      # the administrator of the management account
  aws sts get-caller-identity --profile workload   # the same person in the workload account
  aws sts get-caller-identity --profile {PROFILE}  # the outside team: push, pipeline, logs, nothing else

Try next
  change    cd {checkout} && sed -i 's/Fährt mein Bus?/Kommt mein Bus?/' src/page-texts.mjs && git commit -qam "New headline" && {git} push
  watch     {launcher} follow      (or with AWS CLI 2: aws logs tail --follow --profile {PROFILE} {outputs['log_group']})
  approve   {launcher} approve     (or aws codepipeline put-approval-result, or {launcher} reject "Why not")""")


def show_status(home, server, delivered):
    health = server.health()
    pid = server.pid()
    print(f"Server      {painted('runs', 'green') if health else painted('stopped', 'red')}"
          + (f", process {pid}, {home.endpoint}, version {health['version']}" if health else ""))
    print(f"Home        {home.root}")
    if not health or not delivered:
        print("Platform    " + ("not applied yet: ./stellwerk up" if not delivered else "as of the last apply"))
        return
    for account in delivered.administrator.call("organizations", "ListAccounts")["Accounts"]:
        print(f"Account     {account['Id']}  {account['Name']} ({account['Status']})")
    print(f"Pipeline    {delivered.pipeline.name}")
    for stage in delivered.pipeline.stages():
        _show_stage(stage)
    for name, site in (("Staging", delivered.staging), ("Production", delivered.production)):
        version = site.version()
        print(f"{name:<11} {version[:8] if version else 'nothing yet':<11} {site.url}")


def _show_stage(stage):
    latest = stage.get("latestExecution", {})
    actions = [action.get("latestExecution", {}) for action in stage["actionStates"]]
    status = latest.get("status", "not run yet")
    colour = {"Succeeded": "green", "Failed": "red", "InProgress": "yellow"}.get(status, "dim")
    reasons = [action["errorDetails"].get("message", "") for action in actions if action.get("errorDetails")]
    waits = ["waits for approval: ./stellwerk approve" for action in actions if action.get("token")]
    print(f"  {stage['stageName']:<11} {painted(f'{status:<11}', colour)} "
          f"{latest.get('pipelineExecutionId', '')[:8]:<8}  {'; '.join(reasons + waits)}".rstrip())


def _short(path, beside=False):
    """As one would type it."""
    if beside and path.parent == _working_directory():
        return f"./{path.name}"
    user = os.path.expanduser("~")
    return "~" + str(path)[len(user):] if str(path).startswith(user + "/") else str(path)


def _working_directory():
    return ROOT.__class__(os.getcwd())
