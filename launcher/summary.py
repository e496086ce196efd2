"""What the user reads at the end of `up`, and as `status`."""
import os
import pathlib
import shlex

from launcher import clients
from launcher.home import ROOT
from launcher.progress import duration, painted
from launcher.repository import PROFILE

LAUNCHER = ROOT / "stellwerk"


def show(delivered, times, seconds):
    home, outputs = delivered.home, delivered.outputs
    checkout, launcher, aws = _typed(home.checkout), _launcher(home), clients.aws_command(home.endpoint)
    # This variable would override the CA that the checkout names.
    git = "env -u GIT_SSL_CAINFO git" if os.environ.get("GIT_SSL_CAINFO") else "git"
    if times:
        print("\nDelivered: " + " → ".join(f"{stage} {duration(spent)}" for stage, spent in times))
    print(f"""
{painted(f'Stellwerk is up ({duration(seconds)}).', 'bold')}
  Staging      {delivered.staging.url}
  Production   {delivered.production.url}
  API          {home.endpoint}
  All TLS here is signed by your own CA: {_typed(home.ca)} (trust it in your browser, or curl --cacert)

Sign in
  eval "$({launcher} env)"
  {aws} sts get-caller-identity                      # the administrator of the management account
  {aws} sts get-caller-identity --profile workload   # the same person in the workload account
  {aws} sts get-caller-identity --profile {PROFILE}  # the outside team: push, pipeline, logs, nothing else

Try next
  change    (cd {checkout} && sed -i 's/Fährt mein Bus?/Kommt mein Bus?/' src/page-texts.mjs && git commit -qam "New headline" && {git} push)
  watch     {launcher} follow      (or with AWS CLI 2: {aws} logs tail --follow --profile {PROFILE} {outputs['log_group']})
  approve   {launcher} approve     (or {launcher} reject "Why not")""")
    if note := clients.note_on_aws():
        print(f"\n{note}")


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
    failed = [action for action in actions if action.get("errorDetails")]
    reasons = [": ".join(dict.fromkeys(filter(None, (action["errorDetails"].get("message"), action.get("summary")))))
               for action in failed]
    waits = ["waits for approval: ./stellwerk approve" for action in actions if action.get("token")]
    print(f"  {stage['stageName']:<11} {painted(f'{status:<11}', colour)} "
          f"{latest.get('pipelineExecutionId', '')[:8]:<8}  {'; '.join(reasons + waits)}".rstrip())


def _launcher(home):
    """./stellwerk as one would type it from here, for this home."""
    typed = f"./{LAUNCHER.name}" if LAUNCHER.parent == pathlib.Path.cwd() else _typed(LAUNCHER)
    return typed if home.is_usual else f"STELLWERK_HOME={_typed(home.root)} {typed}"


def _typed(path):
    """As one would type it."""
    user = f"{pathlib.Path.home()}/"
    if str(path).startswith(user) and shlex.quote(rest := str(path)[len(user):]) == rest:
        return f"~/{rest}"
    return shlex.quote(str(path))
