"""What an interrupted terraform leaves is put right only where nobody can be at it any more."""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from commands import LauncherCase

from launcher import terraform_leftovers
from launcher.failure import Failure
from launcher.home import Home
from launcher.terraform_report import Report, lock_in

LOCKED = """\
│ Error: Error acquiring the state lock
│
│ Error message: operation error S3: PutObject, https response error StatusCode: 412
│ Lock Info:
│   ID:        0f9a3b1c-7c39-1d2b-8a6e-2f6c1b1f0a11
│   Path:      terraform-state-111122223333/platform/terraform.tfstate
│   Operation: OperationTypeApply
│   Who:       anna@%s
│   Version:   1.11.4
│   Created:   2026-11-26 01:02:03.4 +0000 UTC
│   Info:
"""


class Leftovers(LauncherCase):
    def setUp(self):
        super().setUp()
        self.installation = Home(root=self.home)
        self.lock = lock_in(LOCKED % socket.gethostname())

    def test_a_lock_is_read_from_what_terraform_says(self):
        self.assertEqual(self.lock["ID"], "0f9a3b1c-7c39-1d2b-8a6e-2f6c1b1f0a11")
        self.assertEqual(self.lock["Created"], "2026-11-26 01:02:03.4 +0000 UTC")
        self.assertEqual(lock_in(LOCKED.replace("│ ", "")), lock_in(LOCKED))
        self.assertIsNone(lock_in("Error: no valid credential sources"))

    def test_a_lock_of_another_machine_is_left(self):
        with self.assertRaisesRegex(Failure, "anna@elsewhere.*force-unlock 0f9a3b1c"):
            terraform_leftovers.refuse_if_held(lock_in(LOCKED % "elsewhere"), self.installation)

    def start_tofu(self, **environment):
        shutil.copy("/bin/sleep", self.programs / "tofu")
        process = subprocess.Popen([str(self.programs / "tofu"), "60"], env=environment)
        while not pathlib.Path(f"/proc/{process.pid}/environ").read_bytes():  # the kernel shows it a moment after the name
            time.sleep(0.01)
        return process

    def test_a_lock_is_left_as_long_as_a_terraform_works_on_this_home(self):
        terraform = self.start_tofu(TF_DATA_DIR=str(self.home / "terraform"))
        try:
            with self.assertRaisesRegex(Failure, f"process {terraform.pid}"):
                terraform_leftovers.refuse_if_held(self.lock, self.installation)
        finally:
            terraform.kill()
            terraform.wait()
        terraform_leftovers.refuse_if_held(self.lock, self.installation)

    def test_a_terraform_that_works_elsewhere_holds_nothing_of_ours(self):
        terraform = self.start_tofu(TF_DATA_DIR="/elsewhere")
        try:
            terraform_leftovers.refuse_if_held(self.lock, self.installation)
        finally:
            terraform.kill()
            terraform.wait()

    def test_a_state_that_found_no_room_is_kept_and_not_logged(self):
        report = Report(None)
        line = json.dumps({"@message": "Emergency state dump", "state": {"serial": 7, "secret": "hunter2"}})
        self.assertEqual(report.read(line), "")
        self.home.mkdir()
        terraform_leftovers.keep_unsaved(report.unsaved_state, self.home)
        kept = self.home / terraform_leftovers.UNSAVED
        self.assertEqual(json.loads(kept.read_text())["serial"], 7)
        self.assertEqual(kept.stat().st_mode & 0o777, 0o600)

    def test_a_local_state_is_taken_in_if_it_is_later(self):
        self.home.mkdir()
        left, stored = self.home / "errored.tfstate", self.home / "state.tfstate"
        left.write_text(json.dumps({"lineage": "a", "serial": 4}))
        terraform_leftovers.take_in_local(left, stored)
        self.assertEqual(json.loads(stored.read_text())["serial"], 4)
        for other in ({"lineage": "a", "serial": 3}, {"lineage": "b", "serial": 9}):
            left.write_text(json.dumps(other))
            with self.assertRaisesRegex(Failure, "not a later state"):
                terraform_leftovers.take_in_local(left, stored)
        left.write_text('{"lineage": "a", "ser')
        with self.assertRaisesRegex(Failure, "incomplete"):
            terraform_leftovers.take_in_local(left, stored)

    def test_room_for_a_state_is_given_back_before_it_is_needed(self):
        self.home.mkdir()
        with self.assertRaises(OSError), terraform_leftovers.room_for_state(self.home):
            self.assertEqual((self.home / "reserve").stat().st_size, terraform_leftovers.RESERVE_BYTES)
            raise OSError(28, os.strerror(28))
        self.assertFalse((self.home / "reserve").exists())


if __name__ == "__main__":
    unittest.main()
