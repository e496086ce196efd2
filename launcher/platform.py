"""What `up` delivers: the accounts, the repository, the pipeline and both sites, as the last apply left them."""
import shlex

from launcher import terraform
from launcher.aws import Client
from launcher.failure import Failure
from launcher.home import ROOT
from launcher.pipeline import Pipeline
from launcher.site import Site


class Platform:
    def __init__(self, home):
        self.home = home
        self.outputs = terraform.applied_outputs(home)
        if not self.outputs:
            raise Failure("The platform is not applied yet. Run: ./stellwerk up")
        self.administrator = Client(home, home.access_key())
        self.workload = Client(home, home.access_key(), self.outputs["workload_role_arn"])
        self.pipeline = Pipeline(self.workload, self.outputs["pipeline"])
        self.staging = Site(home, self.outputs["staging_bucket"])
        self.production = Site(home, self.outputs["production_bucket"])


def keep_profiles(home, outputs):
    """Profiles `workload` (the administrator in the workload account) and `developer` (the outside team)."""
    command = ["env", f"STELLWERK_HOME={home.root}", str(ROOT / "stellwerk"), "credentials", outputs["workload_role_arn"]]
    # Not role_arn and source_profile: clients older than AWS_ENDPOINT_URL would ask AWS itself for the role.
    home.keep_profile("workload", {"credential_process": shlex.join(command)})
    home.keep_profile("developer", {}, {"aws_access_key_id": outputs["developer_access_key_id"],
                                        "aws_secret_access_key": outputs["developer_secret_access_key"]})
