import json
import pathlib
import unittest

from harness import shared_server
from terraform_harness import Terraform

HERE = pathlib.Path(__file__).resolve().parent


class SecretsByTerraform(unittest.TestCase):
    def test_apply_change_destroy(self):
        server = shared_server()
        with Terraform(server, HERE / "secrets") as terraform:
            terraform.apply()
            terraform.assert_nothing_to_do()
            terraform.apply(value="two")
            terraform.assert_nothing_to_do(value="two")
            outputs = terraform.outputs()
            self.assertEqual(outputs["secure"], "secret two")
            self.assertEqual(json.loads(outputs["secret"]), {"key": "two"})
            self.assertEqual(sorted(outputs["names"]), ["/tf/own-key", "/tf/plain", "/tf/secure"])
            terraform.destroy(value="two")
        self.assertEqual(server.client("ssm").get_parameters_by_path(Path="/tf", Recursive=True)["Parameters"], [])
        names = [secret["Name"] for secret in server.client("secretsmanager").list_secrets()["SecretList"]]
        self.assertNotIn("tf/feed", names)
        self.assertNotIn("tf-plain", names)


if __name__ == "__main__":
    unittest.main()
