"""The command line of ./stellwerk."""
import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys

from launcher import build, clients, crash, lock, preflight, progress, summary, terraform, tests
from launcher.aws import Client
from launcher.failure import Failure
from launcher.home import Home
from launcher.platform import Platform
from launcher.server import Server
from launcher.suites import all_suites
from launcher.up import up

PROGRAM_COMMANDS = ("init", "serve", "git-credential", "root-credentials", "backup", "restore", "recover", "version")
DESCRIPTION = "Stellwerk: a delivery platform in one program that speaks the AWS APIs."
EPILOG = """\
begin here:
  ./stellwerk up       everything: packages, build, server, Terraform, git push, pipeline to production
  ./stellwerk test     all tests

Everything of an installation lies in $STELLWERK_HOME (~/.stellwerk): keys, CA, encrypted data, logs, AWS
profiles, the checkout of the frontend. `down` keeps it, `reset` wipes it.
{program} go to the program itself: ./stellwerk serve --help
""".format(program=", ".join(PROGRAM_COMMANDS))


def main(arguments):
    try:
        return run(arguments)
    except Failure as failure:
        print(f"{progress.painted('stellwerk:', 'red')} {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nstellwerk: interrupted. The same command goes on from here.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads: no word about it at the exit either
        return 0
    except Exception as error:  # no user is shown a traceback
        print(f"{progress.painted('stellwerk:', 'red')} {crash.told(error)}", file=sys.stderr)
        return 1


def run(arguments):
    if arguments and arguments[0] in PROGRAM_COMMANDS:
        program = str(build.built_binary())
        os.execv(program, [program, *arguments])
    if arguments and arguments[0] == "terraform":  # its options are terraform's, all of them
        home = Home()
        with lock.held(home.lock, home.root):
            return terraform.Terraform(home).pass_through(arguments[1:])
    options = parser().parse_args(arguments or ["--help"])
    return options.run(Home(port=options.port, edge_port=options.edge_port), options) or 0


def parser():
    top = argparse.ArgumentParser(prog="./stellwerk", description=DESCRIPTION, epilog=EPILOG,
                                  formatter_class=argparse.RawDescriptionHelpFormatter)
    top.set_defaults(port=None, edge_port=None)
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def add(name, run, text):
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        return command

    def with_yes(command):
        command.add_argument("-y", "--yes", action="store_true", help="ask nothing")
        return command

    command = with_yes(add("up", run_up, "bring everything up, to the first version in production; again: change nothing"))
    command.add_argument("--apply", action="store_true", help="run terraform apply even if nothing changed")
    command.add_argument("--port", help="of the API (4566, or as given the first time; also STELLWERK_PORT)")
    command.add_argument("--edge-port", help="of the sites (8443, likewise; also STELLWERK_EDGE_PORT)")
    add("down", run_down, "stop the server; everything is kept")
    add("status", run_status, "server, accounts, pipeline, sites")
    command = add("logs", run_logs, "the server's log")
    command.add_argument("-f", "--follow", action="store_true", help="go on as it grows")
    add("follow", run_follow, "follow the newest execution of the pipeline to its end")
    command = add("approve", run_approve, "let the waiting version into production")
    command.add_argument("summary", nargs="?", default="approved with ./stellwerk approve")
    command = add("reject", run_reject, "refuse the waiting version")
    command.add_argument("reason", nargs="?", default="rejected with ./stellwerk reject")
    add("env", run_env, 'settings for aws, terraform and SDKs: eval "$(./stellwerk env)"')
    command = add("credentials", run_credentials, "of a profile's role, as credential_process wants them")
    command.add_argument("role_arn")
    add("preflight", run_preflight, "only look at what would stop `up`")
    add("terraform", None, "terraform on platform/infrastructure as `up` runs it: ./stellwerk terraform plan")
    with_yes(add("destroy", run_destroy, "terraform destroy of the whole platform; the server goes on"))
    with_yes(add("reset", run_reset, "stop, and wipe the installation: keys, data, logs, checkout"))
    with_yes(add("build", run_build, "only install packages and compile"))
    command = with_yes(add("test", run_test, "all tests, or those named"))
    command.add_argument("names", nargs="*", metavar="SUITE", help="a suite (" + ", ".join(suite.name for suite in all_suites())
                         + ") or a test file of test/")
    return top


def run_up(home, options):
    up(home, options.yes, options.apply)


def run_down(home, options):
    print("Stopped." if Server(home).stop() else "It did not run.")


def run_status(home, options):
    delivered = Platform(home) if terraform.applied_outputs(home) else None
    summary.show_status(home, Server(home), delivered)


def run_logs(home, options):
    log = Server(home).log
    if not log.exists():
        raise Failure(f"There is no {log} yet. Run: ./stellwerk up")
    return subprocess.run(["tail", "-n", "100", *(["-F"] if options.follow else []), str(log)]).returncode


def run_follow(home, options):
    Server(home).require()
    delivered = Platform(home)
    pipeline = delivered.pipeline
    executions = pipeline.executions()
    if not executions:
        raise Failure(f"{pipeline.name} did not run yet")
    newest = executions[0]
    progress.note(f"execution {newest['pipelineExecutionId']}")
    pipeline.follow(newest["pipelineExecutionId"],
                    lambda step, answer: step.update(f"{delivered.staging.url} waits: ./stellwerk approve, or reject"))


def run_approve(home, options):
    _answer(home, True, options.summary)


def run_reject(home, options):
    _answer(home, False, options.reason)


def _answer(home, is_approved, text):
    Server(home).require()
    pipeline = Platform(home).pipeline
    approval = pipeline.waiting_approval()
    if not approval:
        raise Failure(f"No approval of {pipeline.name} waits.")
    pipeline.answer_approval(approval, is_approved, text)
    print(f"{'Approved' if is_approved else 'Rejected'}: execution {approval[3]}, {text}")


def run_env(home, options):
    if not home.exists:
        raise Failure("There is no installation yet. Run: ./stellwerk up")
    for name, value in home.exports(os.environ).items():
        print(f"export {name}={shlex.quote(value)}")
    print("unset AWS_PROFILE AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")
    # An aws that would take these commands to AWS itself is told where to go.
    if function := clients.aws_function(home.endpoint):
        print(function)
    if note := clients.note_on_aws():
        print(f"stellwerk: {note}", file=sys.stderr)


def run_credentials(home, options):
    """Every SDK can ask this; assuming a role by itself, an older one would ask AWS."""
    print(json.dumps({"Version": 1, **Client(home, home.access_key(), options.role_arn).credentials()}))


def run_preflight(home, options):
    preflight.check(home)


def run_destroy(home, options):
    Server(home).require()
    _confirm(options, "Destroy the platform: both sites, pipeline, repository, workload account?")
    with lock.held(home.lock, home.root), progress.step("Destroy") as step:
        terraform.Terraform(home).destroy(step)


def run_reset(home, options):
    if not home.root.exists():
        print(f"There is no {home.root}.")
        return
    if not any(path.exists() for path in (home.root / "keys", home.root / "launcher.json", home.lock)):
        raise Failure(f"{home.root} does not look like an installation of Stellwerk, so it is left alone")
    _confirm(options, f"Wipe {home.root}: keys, data, logs and your checkout of the frontend, beyond recovery?")
    with lock.held(home.lock, home.root):
        Server(home).stop()
        shutil.rmtree(home.root)
    print(f"{home.root} is gone.")


def _confirm(options, question):
    if options.yes:
        return
    if not sys.stdin.isatty():
        raise Failure("Nobody is there to ask. If you are sure: --yes")
    if input(f"{question} [y/N] ").strip().lower() not in ("y", "yes"):
        raise Failure("Nothing was changed.")


def run_build(home, options):
    with progress.step("Build Stellwerk") as step:
        build.build(step)


def run_test(home, options):
    return tests.run(options.names)
