"""Builds that attack their host, through the server as it is: each attempt, and what became of it.

Where the tests run as root, everything is tried on a server of root's and on one of an ordinary user's.
"""
import contextlib
import io
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness import Server, allow, find_binary  # noqa: E402  (found through the line above)

ORDINARY_USER, OTHER_USER = 61234, 61235  # of no account
SECRET = "s3cr3t-0f-the-bu1ld"
MARK = f"30.{os.getpid():07}"  # seconds to sleep, by which a build's process is known on the host
PERMISSIONS = [
    allow("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "s3:PutObject", "kms:GenerateDataKey"),
    allow("iam:GetRole"),
]


def host_address():
    """One of the host's own, or None: what would be reached through a route outward."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.254", 9))
        return probe.getsockname()[0]


def command_lines():
    for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            yield path.parent, path.read_bytes().replace(b"\0", b" ").decode(errors="replace")


class Attacks:
    """The attempts; the classes below say against whose server."""
    user = None

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="stellwerk-attack-", dir="/tmp"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.folder.chmod(0o755)
        binary = find_binary()
        for name in (binary.name, "stellwerk-sandbox"):  # where an ordinary user may run them
            shutil.copy(binary.parent / name, cls.folder / name)
        cls.server = Server(binary=cls.folder / binary.name, user=cls.user)
        cls.addClassCleanup(cls.server.stop)
        cls.codebuild, cls.logs = cls.server.client("codebuild"), cls.server.client("logs")
        cls.s3 = cls.server.client("s3", s3={"addressing_style": "path"})
        cls.s3.create_bucket(Bucket="artifacts", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        trust = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "codebuild.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
        iam = cls.server.client("iam")
        cls.role = iam.create_role(RoleName="attacker", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
        for number, policy in enumerate(PERMISSIONS):
            iam.put_role_policy(RoleName="attacker", PolicyName=f"p{number}", PolicyDocument=json.dumps(policy))
        cls.number = 0

    @classmethod
    def report(cls, attempt, outcome):
        print(f"    {cls.__name__:<14} {attempt:<52} {outcome}")

    def start(self, commands, artifacts=None, secondary=None):
        type(self).number += 1
        name = f"attack-{self.number}"
        spec = {"version": 0.2, "phases": {"build": {"commands": commands}}}
        if artifacts:
            spec["artifacts"] = {**artifacts, **({"secondary-artifacts": secondary} if secondary else {})}
        target = {"type": "S3", "location": "artifacts", "packaging": "ZIP", "name": f"{name}.zip", "encryptionDisabled": True}
        second = [{**target, "artifactIdentifier": key, "name": f"{name}-{key}.zip"} for key in secondary or {}]
        self.codebuild.create_project(
            name=name, source={"type": "NO_SOURCE", "buildspec": json.dumps(spec)}, serviceRole=self.role,
            artifacts=target if artifacts else {"type": "NO_ARTIFACTS"}, **({"secondaryArtifacts": second} if second else {}),
            environment={"type": "LINUX_CONTAINER", "image": "aws/codebuild/standard:7.0", "computeType": "BUILD_GENERAL1_SMALL",
                         "environmentVariables": [{"name": "PASSWORD", "value": SECRET}]})
        return self.codebuild.start_build(projectName=name)["build"]["id"]

    def await_end(self, build_id, seconds=90):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            build = self.codebuild.batch_get_builds(ids=[build_id])["builds"][0]
            if build["buildComplete"]:
                return build
            time.sleep(0.05)
        phases = [(phase["phaseType"], phase.get("phaseStatus")) for phase in build["phases"]]
        self.fail(f"{build_id} did not end: {build['buildStatus']}, {phases}\n{self.output(build)[-2000:]}")

    def wait(self, build_id):
        """The build when it has ended, and its output."""
        build = self.await_end(build_id)
        return build, self.output(build)

    def output(self, build):
        pages = self.logs.get_paginator("filter_log_events").paginate(
            logGroupName=build["logs"]["groupName"], logStreamNames=[build["logs"]["streamName"]])
        return "".join(event["message"] for page in pages for event in page["events"])

    def run_build(self, commands, **more):
        return self.wait(self.start(commands, **more))

    def await_process(self, word, seconds=60):
        """The host's process whose command line holds this word."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for process, line in command_lines():
                if line.startswith("sleep") and word in line:
                    return process
            time.sleep(0.02)
        self.fail(f"no process with {word}")

    # ---- the disk

    def test_artifacts_hold_nothing_of_the_host(self):
        keys = self.server.home / "keys"
        attempts = {
            "the source's folder replaced by a link": (["cd ..", "mv src aside", f"ln -s {keys} src"], {"files": ["**/*"]}),
            "its parent replaced by a link": (
                ["cd /codebuild/output", "mv src aside", "mkdir src", f"ln -s {keys} src/src"], {"files": ["**/*"]}),
            "the base directory a link": ([f"ln -s {keys} dist"], {"files": ["**/*"], "base-directory": "dist"}),
            "a file that is a link": ([f"ln -s {keys}/master.key master.key", "echo x >x"], {"files": ["**/*"]}),
            "a link through /proc": (
                [f"ln -s /proc/self/root{keys}/master.key master.key", "ln -s /proc/1/root root", "echo x >x"], {"files": ["**/*"]}),
            "a path upward": (["echo x >x"], {"files": ["x", "../../../../../keys/*"], "base-directory": "../../.."}),
            "links switched while the upload runs": (
                ["(while :; do ln -sfn " + str(keys) + " d; rm d; mkdir -p d; echo x >d/master.key; rm -r d; done) >/dev/null 2>&1 &",
                 "echo x >x", "sleep 0.3"], {"files": ["**/*"]}),
            "pipes, sockets and a file without end": (
                ["mkfifo pipe", "python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"s\")'", "truncate -s 2T endless",
                 "echo x >x"], {"files": ["**/*"]}),
        }
        builds = {attempt: self.start(commands, artifacts=files) for attempt, (commands, files) in attempts.items()}
        master_key = (keys / "master.key").read_bytes()
        for attempt, build_id in builds.items():
            with self.subTest(attempt):
                build, output = self.wait(build_id)
                held = {}
                for found in self.s3.list_objects_v2(Bucket="artifacts", Prefix=build_id.split(":")[0] + ".zip").get("Contents", ()):
                    with zipfile.ZipFile(io.BytesIO(self.s3.get_object(Bucket="artifacts", Key=found["Key"])["Body"].read())) as archive:
                        held = {name: archive.read(name) for name in archive.namelist()}
                self.assertNotIn(master_key, held.values(), output)
                self.assertFalse([name for name in held if name.startswith("root")], held.keys())
                context = next((p["contexts"][0].get("message") for p in build["phases"] if p["phaseType"] == "UPLOAD_ARTIFACTS"), "")
                self.report(attempt, f"{build['buildStatus']}: packed {sorted(held) or 'nothing'} {context or ''}")

    def test_secondary_artifacts_hold_nothing_of_the_host(self):
        keys = self.server.home / "keys"
        _, output = self.run_build(["cd ..", "mv src aside", f"ln -s {keys} src"], artifacts={"files": ["nothing"]},
                                   secondary={"second": {"files": ["**/*"]}})
        self.assertEqual(self.s3.list_objects_v2(Bucket="artifacts", Prefix=f"attack-{self.number}-").get("KeyCount"), 0, output)
        self.report("secondary artifacts through a link", "nothing packed")

    def test_what_is_left_behind_is_removed(self):
        build, output = self.run_build([
            "python3 -c 'import os\nfor i in range(3000): os.mkdir(\"d\"); os.chdir(\"d\")'", "mkdir locked; touch locked/x; chmod 0 locked",
            "touch /tmp/x ~/x"])
        self.assertEqual(build["buildStatus"], "SUCCEEDED", output)
        self.assertEqual(list((self.server.home / "work").glob("build-*")), [])
        self.report("a tree deeper than any path, and locked folders", "removed")

    def test_memory_is_no_way_around_the_disk(self):
        build, output = self.run_build(["for d in /run /dev/shm; do head -c 200M /dev/zero >$d/x && echo FILLED $d; rm -f $d/x; done; true",
                                        "fallocate -l 1G x && echo TOOK; true"])
        self.assertEqual(build["buildStatus"], "SUCCEEDED", output)
        self.assertNotIn("\nFILLED", output)
        self.assertNotIn("\nTOOK", output)
        self.report("fill /run and /dev/shm, take the disk at once", "no space left, not supported")

    # ---- the host

    def test_the_kernel_is_not_to_be_changed(self):
        _, output = self.run_build([
            "echo WRITABLE $(find /proc/sys /proc/irq /proc/bus /proc/fs /proc/sysrq-trigger /sys -type f -writable 2>/dev/null | wc -l)",
            "echo '|/tmp/x' >/proc/sys/kernel/core_pattern; echo h >/proc/sysrq-trigger; true",
            "echo SECRETS $(cat /proc/kcore /proc/keys /proc/timer_list /proc/sched_debug 2>/dev/null | wc -c)",
            "unshare -Ur true && echo NESTED; mount -t tmpfs x /tmp && echo MOUNTED; true"])
        self.assertIn("\nWRITABLE 0\n", output)
        self.assertIn("\nSECRETS 0\n", output)
        self.assertNotIn("\nNESTED", output)
        self.assertNotIn("\nMOUNTED", output)
        self.report("change the kernel's settings", "nothing there is writable")

    def test_the_host_is_not_told(self):
        _, output = self.run_build([f"grep -c -e {self.server.home.name} -e build- /proc/self/mountinfo; true",
                                    "echo CGROUP $(cut -d: -f3 /proc/self/cgroup | sort -u | tr '\\n' ' ')",
                                    f"ls {self.server.home} && echo SEEN; true"])
        self.assertIn("\n0\n", output)
        self.assertNotIn("\nSEEN", output)
        self.report("read the host's paths in mountinfo", "none there")

    def test_never_root_outside(self):
        build = self.start([f"sleep {MARK}1 & sleep {MARK}1; true"])
        process = self.await_process(f"{MARK}1")
        status = dict(line.split(":\t", 1) for line in (process / "status").read_text().splitlines() if ":\t" in line)
        self.codebuild.stop_build(id=build)
        self.wait(build)
        users = set(status["Uid"].split())
        self.assertNotIn("0", users)
        if self.user is None and os.geteuid() == 0:
            self.assertGreater(int(min(users)), 60_000)
        self.assertEqual(int(status["CapEff"], 16) | int(status["CapBnd"], 16), 0)
        self.report("be root outside", f"user {', '.join(users)}, no capabilities")

    def test_secrets_are_not_for_others(self):
        build = self.start([f"sleep {MARK}2; true"])
        self.await_process(f"{MARK}2")
        told = [line for _, line in command_lines() if SECRET in line or "AWS_CONTAINER_AUTHORIZATION_TOKEN" in line]
        self.assertEqual(told, [])
        if os.geteuid() == 0:
            seen = subprocess.run(["setpriv", f"--reuid={OTHER_USER}", f"--regid={OTHER_USER}", "--clear-groups", "sh", "-c",
                                   f"cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline 2>/dev/null | grep -a -c {SECRET[:-1]}[{SECRET[-1]}]"],
                                  capture_output=True, text=True)
            self.assertEqual(seen.stdout.strip(), "0")
        server = pathlib.Path("/proc") / str(self.server.process.pid)
        limits = (server / "limits").read_text()
        self.assertRegex(limits, r"Max core file size\s+0\s+0")
        if self.user is not None:
            alike = subprocess.run([*self.server.as_user, "cat", str(server / "environ")], capture_output=True)
            self.assertNotEqual(alike.returncode, 0, "the server's memory is open to others of its user")
        self.codebuild.stop_build(id=build)
        self.wait(build)
        self.report("read a build's secrets with ps", "not on command lines, not in others' environments")

    # ---- the network

    def test_the_hosts_network_is_out_of_reach(self):
        with contextlib.ExitStack() as open_files:
            ports = {}
            for address in filter(None, ("127.0.0.1", host_address())):
                listening = open_files.enter_context(socket.create_server((address, 0)))
                ports[address] = listening.getsockname()[1]
            abstract = open_files.enter_context(socket.socket(socket.AF_UNIX))
            abstract.bind(f"\0attack-{MARK}")
            abstract.listen()
            tries = [f"timeout 3 bash -c '</dev/tcp/{address}/{port}' && echo REACHED {address}; true" for address, port in ports.items()]
            tries += [f"timeout 3 bash -c '</dev/tcp/10.0.2.2/{ports['127.0.0.1']}' && echo REACHED gateway; true",
                      "timeout 3 bash -c '</dev/tcp/169.254.169.254/80' && echo REACHED metadata; true",
                      f"python3 -c 'import socket; socket.socket(socket.AF_UNIX).connect(\"\\0attack-{MARK}\")' && echo REACHED abstract; true"]
            _, output = self.run_build(tries)
        self.assertNotIn("\nREACHED", output)
        self.report("reach the host's loopback and addresses", "refused or unreachable")

    def test_a_builds_own_loopback_is_its_own(self):
        build = self.start(["python3 -m http.server 45454 >/dev/null 2>&1 &",
                            "for i in $(seq 50); do curl -s -o /dev/null localhost:45454 && echo SERVED && break; sleep 0.1; done",
                            f"sleep {MARK}3; true"])
        self.await_process(f"{MARK}3")
        with self.assertRaises(OSError):
            socket.create_connection(("127.0.0.1", 45454), timeout=2).close()
        self.codebuild.stop_build(id=build)
        _, output = self.wait(build)
        self.assertIn("\nSERVED\n", output)
        self.report("serve on the loopback", "for the build alone")

    def test_the_apis_are_reached_by_their_names(self):
        port, edge = self.server.port, self.server.edge_port
        _, output = self.run_build([
            f"for u in https://localhost:{port}/_stellwerk/health https://127.0.0.1:{port}/_stellwerk/health; do "
            "curl -s -o /dev/null -w 'API %{http_code}\\n' $u; done",
            f"curl -k -s -o /dev/null -w 'EDGE %{{http_code}}\\n' https://x.localhost:{edge}/",
            'curl -s -H "Authorization: $AWS_CONTAINER_AUTHORIZATION_TOKEN" $AWS_CONTAINER_CREDENTIALS_FULL_URI | grep -c AccessKeyId'])
        self.assertEqual(output.splitlines().count("API 200"), 2, output)
        self.assertRegex(output, r"\nEDGE [234]\d\d\n")
        self.assertIn("\n1\n", output)
        self.report("use the APIs, the sites and the role", "works")

    # ---- the result

    def test_an_exit_status_is_not_forged(self):
        build, output = self.run_build([
            "(while sleep 0.01; do for f in /proc/[0-9]*/fd/*; do printf '0\\0' 2>/dev/null >$f; done; done) >/dev/null 2>&1 &",
            "for n in 0 1 2 3 4 5 6 7 8 9; do printf '0\\0' >/proc/$PPID/fd/$n; done 2>/dev/null; sleep 0.2; exit 3"])
        self.assertEqual(build["buildStatus"], "FAILED", output)
        self.assertIn("exit status 3", output)
        self.report("forge an exit status", "FAILED, exit status 3")

    def test_output_without_end_is_stopped(self):
        build = self.start(["yes"])
        time.sleep(1)
        self.codebuild.stop_build(id=build)
        self.assertEqual(self.await_end(build)["buildStatus"], "STOPPED")
        self.report("write without end", "stopped when asked to")

    def test_sh_is_what_the_images_have(self):
        build, output = self.run_build(["[[ 1 == 1 ]]", "sh -c '[[ 1 == 1 ]]'"])
        self.assertEqual(build["buildStatus"], "SUCCEEDED", output)


@unittest.skipUnless(os.geteuid() == 0, "needs root: tried as an ordinary user alone")
class AsRoot(Attacks, unittest.TestCase):
    pass


class AsOrdinaryUser(Attacks, unittest.TestCase):
    user = ORDINARY_USER if os.geteuid() == 0 else None


class Home(unittest.TestCase):
    def test_plain_text_does_not_outlive_its_server(self):
        with Server() as server:
            work = server.home / "work"
            (work / "build-left").mkdir()
            (work / "build-left" / "source").write_text("plain")
            second = subprocess.run([str(server.binary), "serve", "--home", str(server.home), "--port", "0", "--edge-port", "0"],
                                    capture_output=True, text=True, timeout=30)
            self.assertNotEqual(second.returncode, 0)
            self.assertIn("Another process serves", second.stderr)
            self.assertTrue((work / "build-left").exists(), "a second server touched the first one's work")
            server.kill()
            server.start()
            self.assertFalse((work / "build-left").exists())
            (work / "build-left").mkdir()
            server.stop(remove=False)
            self.assertFalse(work.exists() and any(work.iterdir()))


class SmallDisk(unittest.TestCase):
    def test_a_build_does_not_fill_the_home(self):
        """The home on a small file system, made in a mount namespace that goes with the test."""
        done = subprocess.run(["unshare", "--user", "--map-root-user", "--mount", sys.executable,
                               str(pathlib.Path(__file__).with_name("small_disk.py"))],
                              capture_output=True, text=True, timeout=240, env={**os.environ, "STELLWERK_BINARY": str(find_binary())})
        if done.returncode != 0 and "unshare failed" in done.stderr:
            self.skipTest(done.stderr.strip())
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        Attacks.report.__func__(type(self), "fill the home", done.stdout.strip().splitlines()[-1])


if __name__ == "__main__":
    unittest.main()
