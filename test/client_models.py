"""Gives an older boto3, as Debian 12 has it, what it does not know yet: the operations and parameters of models/.

Its own models stay beneath: the extracts of models/ have no endpoint rules, and only the operations that are served.
"""
import gzip
import json
import os
import pathlib
import re
import tempfile

import botocore

ROOT = pathlib.Path(__file__).resolve().parent.parent
MODELS = ROOT / "models"


def models_version():
    """Of the botocore that models/ was taken from."""
    return _version(re.search(r"botocore ([\d.]+)", (MODELS / "PROVENANCE.md").read_text())[1])


def is_client_older():
    return _version(botocore.__version__) < models_version()


def provide():
    """Leads every session of this process, and of those that it starts, to the models: they look at AWS_DATA_PATH first.

    Answers the temporary folder, or None if this client needs nothing.
    """
    if not is_client_older():
        return None
    folder = tempfile.TemporaryDirectory(prefix="stellwerk-models-")
    for path in sorted(MODELS.glob("*.json")):
        served = json.loads(path.read_text())
        place = pathlib.Path(folder.name, path.stem, served["metadata"]["apiVersion"])
        place.mkdir(parents=True)
        (place / "service-2.json").write_text(json.dumps(_laid_over(_own_model(path.stem), served)))
    os.environ["AWS_DATA_PATH"] = folder.name
    return folder


def _own_model(service):
    newest = sorted((pathlib.Path(botocore.__file__).parent / "data" / service).glob("*/service-2.json*"))[-1]
    return json.loads(gzip.decompress(newest.read_bytes()) if newest.suffix == ".gz" else newest.read_bytes())


def _laid_over(own, served):
    """`served` in botocore's own form, with what only `own` has: other operations, and where a name stands in an address."""
    operations = {name: {**own["operations"].get(name, {}), **operation,
                         "errors": [{"shape": error} for error in operation.get("errors", [])]}
                  for name, operation in served["operations"].items()}
    shapes = {name: _shape_laid_over(own["shapes"].get(name, {}), shape) for name, shape in served["shapes"].items()}
    return {**own, "metadata": {**own["metadata"], **_without_newer_protocols(served["metadata"])},
            "operations": {**own["operations"], **operations}, "shapes": {**own["shapes"], **shapes}}


def _shape_laid_over(own, served):
    members = {name: {**own.get("members", {}).get(name, {}), **member} for name, member in served.get("members", {}).items()}
    return {**own, **served, **({"members": members} if members else {})}


def _without_newer_protocols(metadata):
    return {name: value for name, value in metadata.items() if name not in ("protocol", "protocols")}


def _version(text):
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])
