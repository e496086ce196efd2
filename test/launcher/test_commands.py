"""The launcher's own manners: one command at a time, no traceback, and nothing that leads a client to AWS."""
import contextlib
import io
import os
import pathlib
import re
import subprocess
import sys
import types
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from commands import ROOT, LauncherCase, free_port

from launcher import commands, lock, summary
from launcher.failure import Failure
from launcher.home import Home
from launcher.server import Server

OLD_AWS = '#!/bin/sh\n[ "$1" = --version ] && echo "aws-cli/2.9.19 Python/3.11.2" || echo "asked: $*"\n'
NEW_AWS = OLD_AWS.replace("2.9.19", "2.15.0")
OLD_FIRST_LINE = OLD_AWS.replace("2.9.19", "1.27.0")


class Environment(LauncherCase):
    def setUp(self):
        super().setUp()
        (self.home / "aws").mkdir(parents=True)
        (self.home / "aws" / "credentials").write_text("[default]\n")

    def typed(self, command, **variables):
        """What a shell prints for `command` after eval of `env`."""
        environment = {"PATH": f"{self.programs}:/usr/bin:/bin", "HOME": str(self.folder), "STELLWERK_HOME": str(self.home),
                       **variables}
        script = f'eval "$("{ROOT}/stellwerk" env 2>/dev/null)"; {command}'
        return subprocess.run(["bash", "-c", script], env=environment, text=True, capture_output=True, timeout=60,
                              cwd=self.folder).stdout.strip()

    def test_an_aws_that_would_ask_aws_is_led_here(self):
        for script in (OLD_AWS, OLD_FIRST_LINE):
            self.provide("aws", script)
            self.assertEqual(self.typed("aws sts get-caller-identity"),
                             "asked: --endpoint-url https://localhost:4566 sts get-caller-identity")
            self.assertIn("does not know AWS_ENDPOINT_URL", self.launch("env", code=0))

    def test_an_aws_that_is_not_there_yet_is_led_here_too(self):
        self.assertIn("aws()", self.launch("env", code=0))

    def test_a_new_aws_is_left_alone(self):
        self.provide("aws", NEW_AWS)
        self.assertEqual(self.typed("aws sts get-caller-identity"), "asked: sts get-caller-identity")
        self.assertEqual(self.typed("echo $AWS_ENDPOINT_URL"), "https://localhost:4566")

    def test_spaces_in_the_home(self):
        self.assertEqual(self.typed('echo "$AWS_CONFIG_FILE"'), f"{self.home}/aws/config")

    def test_a_proxy_is_not_asked_for_this_machine(self):
        told = self.typed("echo $NO_PROXY", https_proxy="http://proxy:3128", NO_PROXY="intranet,localhost")
        self.assertEqual(told, "intranet,localhost,.localhost,127.0.0.1")


class Manners(LauncherCase):
    def test_the_program_s_own_commands_reach_it(self):
        told = re.findall(r'add_subcommand\(\s*"([a-z-]+)"', (ROOT / "src" / "main.cc").read_text())
        self.assertTrue(told)
        self.assertEqual(set(told) - set(commands.PROGRAM_COMMANDS), set())

    def test_no_traceback_for_an_error_that_nobody_foresaw(self):
        self.home.mkdir()
        (self.home / "launcher.json").mkdir()  # a folder where a file has to be
        told = self.launch("status", code=1)
        self.assertIn("The whole report:", told)
        report = pathlib.Path(told.partition("The whole report: ")[2].strip())
        self.addCleanup(report.unlink, missing_ok=True)
        self.assertIn("Traceback", report.read_text())

    def test_settings_that_were_cut_short_are_made_again(self):
        self.home.mkdir()
        (self.home / "launcher.json").write_text('{"port": 45')
        self.assertIn("stopped", self.launch("status", code=0))

    def test_any_locale(self):
        for locale in ("C", "POSIX", "de_DE.ISO-8859-1", "nonsense"):
            self.assertIn("stopped", self.launch("status", code=0, LC_ALL=locale, LANG=locale))

    def test_ports_at_which_nothing_could_listen_are_not_kept(self):
        (self.programs / "mkdir").symlink_to("/bin/mkdir")
        (self.programs / "touch").symlink_to("/bin/touch")
        self.provide("stellwerk", '#!/bin/sh\n[ "$1" = init ] && mkdir -p "$3/aws" && touch "$3/aws/credentials" && exit 0\n'
                     'echo "Address already in use" >&2\nexit 1\n')
        port, edge_port = free_port(), free_port()
        told = self.launch("up", "--port", str(port), "--edge-port", str(edge_port), code=1,
                           STELLWERK_BINARY=str(self.programs / "stellwerk"))
        self.assertIn("Address already in use", told)
        self.assertEqual(Home(root=self.home).port, 4566)

    def test_an_authority_that_was_made_anew_is_told(self):
        class Started(Server):
            def start(self):
                self._home.ca.parent.mkdir(parents=True, exist_ok=True)
                self._home.ca.write_text(authority)

            def health(self):
                return {"version": "1"}

        home = Home(root=self.home)
        for authority, is_told in (("first", False), ("first", False), ("second", True)):
            said = io.StringIO()
            with contextlib.redirect_stdout(said):
                Started(home).ensure(types.SimpleNamespace())
            self.assertEqual(f"made anew: {home.ca}" in said.getvalue(), is_told, authority)

    def test_one_command_at_a_time(self):
        home = Home(root=self.home)
        with lock.held(home.lock, home.root):
            told = self.launch("terraform", "plan", code=1)
            self.assertIn(f"(process {os.getpid()}, since", told)
            self.assertIn("works on", told)
        with lock.held(home.lock, home.root):  # it is free again
            pass

    def test_a_killed_command_holds_nothing(self):
        script = (f"import sys, time; sys.path.append({str(ROOT)!r})\nfrom launcher import lock\nfrom pathlib import Path\n"
                  f"with lock.held(Path({str(self.home)!r}) / 'lock', 'it'): print('held', flush=True); time.sleep(60)")
        holder = subprocess.Popen([sys.executable, "-B", "-c", script], stdout=subprocess.PIPE, text=True)
        self.addCleanup(holder.stdout.close)
        self.assertEqual(holder.stdout.readline(), "held\n")
        with self.assertRaises(Failure), lock.held(self.home / "lock", "it"):
            pass
        holder.kill()
        holder.wait()
        with lock.held(self.home / "lock", "it"):
            pass

    def test_paths_are_printed_as_one_can_paste_them(self):
        self.assertEqual(summary._typed(pathlib.Path("/srv/my home/ca.pem")), "'/srv/my home/ca.pem'")
        self.assertEqual(summary._typed(pathlib.Path.home() / "x"), "~/x")
        self.assertEqual(summary._typed(pathlib.Path.home() / "a b"), f"'{pathlib.Path.home()}/a b'")


if __name__ == "__main__":
    unittest.main()
