import pathlib
import unittest

from botocore.exceptions import ClientError

from harness import shared_server
from terraform_harness import Terraform

HERE = pathlib.Path(__file__).resolve().parent


class IamByTerraform(unittest.TestCase):
    def test_apply_change_destroy(self):
        server = shared_server()
        iam = server.client("iam")
        with Terraform(server, HERE / "iam") as terraform:
            terraform.apply()
            terraform.assert_nothing_to_do()
            outputs = terraform.outputs()
            self.assertEqual(outputs["roles"], ["tf-build"])
            self.assertEqual(outputs["administrator_policy"], "arn:aws:iam::aws:policy/AdministratorAccess")
            changes = {"stage": "two", "boundary_actions": ["s3:*"]}
            terraform.apply(**changes)
            terraform.assert_nothing_to_do(**changes)
            self.assertEqual(iam.get_role(RoleName="tf-build")["Role"]["Description"], "Runs builds (two)")
            terraform.destroy(**changes)
        with self.assertRaises(ClientError):
            iam.get_role(RoleName="tf-build")
        self.assertEqual([user for user in iam.list_users()["Users"] if user["UserName"].startswith("tf-")], [])


if __name__ == "__main__":
    unittest.main()
