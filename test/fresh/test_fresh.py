"""The two commands of the README on a Debian 12 that has nothing yet, walked in order by an ordinary user.

The user's name has a space in its home, the checkout cannot be written to, the environment has a proxy that does not answer,
and a source of packages that fails.
"""
import json
import os
import pathlib
import re
import shutil
import socket
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import machine
from machine import CHECKOUT, HOME, Machine

INSTALLATION = f"{HOME}/.stellwerk"
PREFLIGHT_SECONDS = 15
SECOND_UP_SECONDS = 20
THIN = "codegen launcher test_kms test_s3_aws_cli test_signatures"
PROXY = {"https_proxy": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9"}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_locked(log):
    """Whether the platform's apply has begun to look at what there is: the state is locked by then."""
    return b'"hook"' in log.partition(b"-reconfigure")[2]


class Fresh(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.mkdtemp(prefix="stellwerk-base-", dir=machine.PLACE)
        cls.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
        base, reason = machine.make_base(folder)
        if reason:
            raise unittest.SkipTest(reason)
        cls.machine = Machine(base)
        cls.addClassCleanup(cls.machine.close)
        cls.ports = f"--port {free_port()} --edge-port {free_port()}"

    def run_here(self, command, **options):
        """What was printed, never a traceback."""
        text = self.machine.run(command, **options)
        self.assertNotIn("Traceback", text)
        return text

    def refused(self, command, *words, **options):
        began = time.monotonic()
        text = self.run_here(command, accept=(1,), **options)
        for word in words:
            self.assertIn(word, text)
        self.assertLess(time.monotonic() - began, PREFLIGHT_SECONDS, text)

    def test_01_what_is_missing_is_told_before_the_packages(self):
        self.machine.path("etc/apt/sources.list.d/elsewhere.list").write_text("deb http://127.0.0.1:9/debian stable main\n")
        text = self.run_here("./stellwerk up --yes", accept=(1,))
        self.assertIn("terraform is not on PATH", text)
        self.assertFalse(self.machine.path("usr/bin/g++").exists(), "minutes of packages before a word on terraform")

    def test_02_so_is_whatever_else_would_stop_it(self):
        self.machine.give_terraform()
        port = free_port()
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", port))
            taken.listen()
            self.refused(f"STELLWERK_PORT={port} ./stellwerk preflight", f"Port {port} cannot be used", "--port 14566")
        self.refused("STELLWERK_HOME=/root/home ./stellwerk preflight", "cannot be written to", "STELLWERK_HOME=")
        self.machine.run("mkdir /small && mount -t tmpfs -o size=64m,mode=777 tmpfs /small", user="root", directory="/")
        self.refused("STELLWERK_HOME=/small/home ./stellwerk preflight", "GiB are free at /small")
        self.machine.run("echo '#!/bin/sh' > /usr/local/bin/tofu; chmod 755 /usr/local/bin/tofu; chmod 000 /usr/local/bin/terraform",
                         user="root", directory="/")
        self.refused("./stellwerk preflight", "/usr/local/bin/tofu does not run here")
        self.machine.run("rm /usr/local/bin/tofu; chmod 755 /usr/local/bin/terraform", user="root", directory="/")

    def test_03_up_reaches_production_and_leaves_the_checkout_as_it_is(self):
        self.make_checkout_read_only()
        variables = dict(PROXY, LANG="de_DE.UTF-8")
        if given := os.environ.get("STELLWERK_FRESH_BINARY"):  # for work on this test
            for program in pathlib.Path(given).parent.glob("stellwerk*"):
                if program.is_file():
                    shutil.copy(program, self.machine.path("usr/local/bin"))
            variables["STELLWERK_BINARY"] = f"/usr/local/bin/{pathlib.Path(given).name}"
        self.__class__.variables = variables
        text = self.run_here(f"./stellwerk up --yes {self.ports}", **variables)
        self.assertIn("Stellwerk is up", text)
        self.assertRegex(text, "Delivered: .*Production")
        self.__class__.summary = text

    def make_checkout_read_only(self):
        """All but build/, whose place decides whether the compiler's cache serves; without it the home takes its place."""
        self.machine.run(f"mount --bind '{CHECKOUT}' '{CHECKOUT}' && mount -o remount,bind,ro '{CHECKOUT}'", user="root",
                         directory="/")
        told = self.machine.run("python3 -B -c 'from launcher import build; print(build.folder())'")
        self.assertEqual(told.strip(), f"{INSTALLATION}/build")
        self.machine.run(f"mount -o remount,bind,rw '{CHECKOUT}' && mkdir -m 777 build '{HOME}/build' && mount --bind '{HOME}/build' build"
                         f" && mount -o remount,bind,ro '{CHECKOUT}'", user="root")

    def up(self, arguments="", **options):
        return self.run_here(f"./stellwerk up --yes {arguments}", **{**self.variables, **options})

    def test_04_a_second_up_changes_nothing(self):
        began = time.monotonic()
        text = self.up()
        self.assertLess(time.monotonic() - began, SECOND_UP_SECONDS)
        for word in ("runs already", "unchanged since the last apply", "nothing to push"):
            self.assertIn(word, text)

    def test_05_two_at_once_do_not_collide(self):
        first = self.machine.start("./stellwerk up --yes --apply", **self.variables)
        lock = self.machine.path(f"{INSTALLATION}/run/launcher.lock")
        before = lock.read_text()
        while first.poll() is None and lock.read_text() in ("", before):
            time.sleep(0.05)
        self.refused("./stellwerk up --yes", "`./stellwerk up` (process ", "works on", **self.variables)
        told, _ = first.communicate(timeout=300)
        self.assertEqual(first.returncode, 0, told)

    def test_06_a_killed_terraform_is_no_obstacle(self):
        log = self.machine.path(f"{INSTALLATION}/log/terraform.log")
        before = log.stat().st_size
        command = self.machine.start("./stellwerk up --yes --apply", **self.variables)
        while command.poll() is None and not is_locked(log.read_bytes()[before:]):
            time.sleep(0.02)
        self.machine.run('for process in /proc/[0-9]*; do [[ $(<$process/comm) =~ ^(python3|terraform) ]] && kill -KILL '
                         '${process#/proc/}; done 2>/dev/null; true')
        command.communicate(timeout=60)
        self.assertIn("Stellwerk is up", self.up("--apply"))
        self.assertIn(b"$ terraform force-unlock", log.read_bytes()[before:], "terraform left no lock, so this shows nothing")

    def test_07_a_state_that_found_no_room_is_taken_in(self):
        state = json.loads(self.run_here("./stellwerk terraform state pull", **self.variables))
        state["serial"] += 1
        left = self.machine.path(f"{INSTALLATION}/terraform/configuration/errored.tfstate")
        left.write_text(json.dumps(state))
        os.chown(left, machine.UID, machine.UID)
        self.up("--apply")
        self.assertFalse(left.exists())
        self.assertGreaterEqual(json.loads(self.run_here("./stellwerk terraform state pull", **self.variables))["serial"],
                                state["serial"])

    def test_08_a_change_can_be_made_followed_and_refused_as_printed(self):
        change = re.search(r"^  change +(.*)$", self.summary, re.MULTILINE)[1]
        watch = re.search(r"^  watch +(\S.*?) +\(or", self.summary, re.MULTILINE)[1]
        self.run_here(change, **self.variables)
        follower = self.machine.start(f"sleep 2; {watch}", **self.variables)
        deadline = time.monotonic() + 180
        while "waits for approval" not in (status := self.run_here("./stellwerk status", **self.variables)):
            self.assertLess(time.monotonic(), deadline, status)
            time.sleep(0.5)
        self.run_here('./stellwerk reject "too early"', **self.variables)
        told, _ = follower.communicate(timeout=120)
        self.assertIn("too early", told)
        self.assertIn("too early", self.run_here("./stellwerk status", **self.variables))

    def test_09_the_readme_s_own_lines_work(self):
        readme = pathlib.Path(machine.ROOT, "README.md").read_text()
        change = re.search(r"^    (\(cd ~.*\n(?:      .*\n)*)", readme, re.MULTILINE)[1]
        self.run_here(change.replace("Fährt", "Kommt").replace("Kommt mein Bus?/'", "Wo ist mein Bus?/'"), **self.variables)
        clone = re.search(r"^    (git -c credential.*\\\n.*)$", readme, re.MULTILINE)[1]
        port = self.ports.split()[1]
        clone = clone.replace("$PWD", CHECKOUT).replace(":4566/", f":{port}/")
        self.run_here(f'eval "$(./stellwerk env)"; cd /tmp && {clone}', **self.variables)
        self.assertTrue(self.run_here("ls /tmp/disruptions-frontend/package.json"))

    def test_10_tests_pass_with_the_clients_that_the_command_brings(self):
        text = self.run_here(f"./stellwerk test --yes {THIN}", **self.variables)
        self.assertRegex(text.rstrip().splitlines()[-1], r"^\d+ passed, 0 failed, 0 skipped$")

    def test_11_nothing_that_is_printed_asks_aws(self):
        """Debian's AWS CLI, which knows no AWS_ENDPOINT_URL, in the words of the summary and of the README."""
        self.assertIn("aws-cli/2.9", self.run_here("aws --version"))
        printed = re.findall(r"^  (aws .*?) +#", self.up(), re.MULTILINE)
        self.assertEqual(len(printed), 3)
        readme = pathlib.Path(machine.ROOT, "README.md").read_text()
        printed += re.findall(r"^    (aws (?!.*--follow).*)$", readme, re.MULTILINE)
        for command in printed:
            with self.subTest(command=command):
                text = self.run_here(f'eval "$(./stellwerk env)"; {command}', **self.variables)
                self.assertIn("{", text)

    def test_12_down_and_reset_leave_nothing(self):
        self.run_here("./stellwerk down", **self.variables)
        self.run_here("./stellwerk reset --yes", **self.variables)
        self.assertFalse(self.machine.path(INSTALLATION).exists())


if __name__ == "__main__":
    unittest.main()
