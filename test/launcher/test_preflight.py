"""What can be known before a build is told before it, with its remedy and without a traceback."""
import pathlib
import socket
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from commands import LauncherCase, free_port


class Preflight(LauncherCase):
    def setUp(self):
        super().setUp()
        self.ports = {"STELLWERK_PORT": str(free_port()), "STELLWERK_EDGE_PORT": str(free_port())}

    def refused(self, *words, **variables):
        super().refused(*words, **{**self.ports, **variables})

    def test_all_is_well(self):
        self.assertEqual(self.launch("preflight", code=0, **self.ports), "")

    def test_no_terraform(self):
        (self.programs / "terraform").unlink()
        self.refused("terraform is not on PATH", "https://developer.hashicorp.com/terraform/install", "1.11 or newer")

    def test_an_old_terraform(self):
        self.provide("terraform", '#!/bin/sh\necho \'{"terraform_version": "1.5.7"}\'\n')
        self.refused("is version 1.5.7", "1.11 or newer", "opentofu.org")

    def test_a_terraform_that_does_not_run(self):
        for script in ("#!/nowhere/sh\n", "\x7fELF of another machine", "#!/bin/sh\nexit 1\n", "#!/bin/sh\necho []\n"):
            with self.subTest(script=script):
                self.provide("terraform", script)
                self.refused("does not run here", "https://developer.hashicorp.com/terraform/install")

    def test_a_port_that_is_taken(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = str(taken.getsockname()[1])
            self.refused(f"Port {port} cannot be used", "--port 14566", "by process", STELLWERK_PORT=port)
            self.refused(f"Port {port} cannot be used", STELLWERK_EDGE_PORT=port)

    def test_one_port_for_both(self):
        self.refused("cannot both be at port", STELLWERK_EDGE_PORT=self.ports["STELLWERK_PORT"])

    def test_words_for_ports(self):
        self.refused("'http' is no port", STELLWERK_PORT="http")
        self.refused("'70000' is no port", STELLWERK_PORT="70000")

    def test_a_home_that_cannot_be_made(self):
        (self.folder / "file").write_text("")
        self.refused("is no folder", "STELLWERK_HOME=", STELLWERK_HOME=str(self.folder / "file" / "home"))
        self.refused("cannot be written to", "STELLWERK_HOME=", STELLWERK_HOME="/proc/1/home")

    def test_a_system_without_user_namespaces(self):
        self.provide("bwrap", '#!/bin/sh\necho "bwrap: No permissions to create new namespace" >&2\nexit 1\n')
        self.refused("user namespaces", "kernel.unprivileged_userns_clone=1", "No permissions to create new namespace")

    def test_an_old_node(self):
        self.provide("node", "#!/bin/sh\necho v12.22.9\n")
        self.refused("v12.22.9", "18 or newer")

    def test_all_obstacles_are_told_at_once(self):
        (self.programs / "terraform").unlink()
        self.provide("node", "#!/bin/sh\necho v12.22.9\n")
        self.refused("terraform is not on PATH", "v12.22.9")


if __name__ == "__main__":
    unittest.main()
