"""For test_builds.py, in a mount namespace of its own: builds that fill the disk on which the server's home lies."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import test_builds  # noqa: E402  (found through the lines above)

DISK = "size=512m,nr_inodes=40000"


class Full(test_builds.Attacks, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = tempfile.mkdtemp(prefix="stellwerk-small-")
        subprocess.run(["mount", "-t", "tmpfs", "-o", DISK, "small", cls.home], check=True)
        tempfile.tempdir = cls.home
        os.environ["TMPDIR"] = cls.home
        super().setUpClass()


def attack():
    Full.setUpClass()
    try:
        case = Full("wait")
        told = []
        for commands in (["head -c 2G /dev/zero >x"], ["i=0; while :; do : >f$((i++)); done"], ["cat /dev/zero >/tmp/x"]):
            build, output = case.run_build(commands)
            assert build["buildStatus"] == "FAILED", output
            context = next(p for p in build["phases"] if p["phaseType"] == "BUILD")["contexts"][0]["message"]
            assert "no room" in context or "exit status" in context, context
            told.append(context.rsplit("Reason: ", 1)[-1])
        case.server.client("iam").create_user(UserName="after")  # the store still writes
        case.server.kill()
        case.server.start()
        case.server.client("iam").get_user(UserName="after")
        build, output = test_builds.Attacks.run_build(case_of(case.server), ["echo fine"])
        assert build["buildStatus"] == "SUCCEEDED", output
        print(f"FAILED: {'; '.join(dict.fromkeys(told))}; the server goes on")
    finally:
        Full.doClassCleanups()


def case_of(server):
    """After a restart: new clients."""
    case = Full("wait")
    Full.codebuild, Full.logs = server.client("codebuild"), server.client("logs")
    return case


if __name__ == "__main__":
    attack()
