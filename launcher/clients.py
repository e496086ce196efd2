"""The user's own clients: which of them would not find this server by the environment alone."""
import functools
import re
import shlex
import shutil
import subprocess

OLDEST_AWS = {1: (1, 29), 2: (2, 13)}  # the first of each line that know AWS_ENDPOINT_URL
HOW_TO_GET_AWS = ("2.13 or newer: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html"
                  " (Debian's package is 2.9)")
ASK_SECONDS = 20


@functools.cache
def aws_version():
    """(major, minor) of the AWS CLI on PATH, or None."""
    if not shutil.which("aws"):
        return None
    try:
        told = subprocess.run(["aws", "--version"], text=True, capture_output=True, stdin=subprocess.DEVNULL,
                              timeout=ASK_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"aws-cli/(\d+)\.(\d+)", told.stdout + told.stderr)
    return (int(found[1]), int(found[2])) if found else None


def aws_finds_us():
    """Whether `aws` as it is here asks AWS_ENDPOINT_URL. An older one would take its commands to AWS itself."""
    version = aws_version()
    return version is not None and version >= OLDEST_AWS.get(version[0], (0, 0))


def aws_command(endpoint):
    """How to type `aws` so that it comes here, whatever its version."""
    return "aws" if aws_finds_us() else f"aws --endpoint-url {endpoint}"


def aws_function(endpoint):
    """For a shell whose aws is too old, or not there yet: a function that tells it where to go; "" if none is needed."""
    return "" if aws_finds_us() else f'aws() {{ command aws --endpoint-url {shlex.quote(endpoint)} "$@"; }}'


def note_on_aws():
    """What the user should know of the AWS CLI here; "" if all is well."""
    version = aws_version()
    if aws_finds_us():
        return ""
    if version is None:
        return f"The AWS CLI is not here. Should you want it, {HOW_TO_GET_AWS}"
    return (f"aws here is version {'.'.join(map(str, version))}, which does not know AWS_ENDPOINT_URL and would ask AWS itself; "
            f"so it is given --endpoint-url. Better: {HOW_TO_GET_AWS}")
