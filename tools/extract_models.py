#!/usr/bin/env python3
"""Writes models/<service>.json from an installed botocore: interface facts only, no documentation.

Usage: tools/extract_models.py [SERVICE ...]      (default: every folder of src/services)

For each service it reads src/services/<service>/operations.list and keeps those operations and the shapes
that they reach: names, types, limits, enumerations, bindings, errors. Needs the botocore of BOTOCORE_VERSION:
models of different days must not be mixed. See models/PROVENANCE.md.
"""
import gzip
import json
import pathlib
import sys

import botocore

BOTOCORE_VERSION = "1.43.11"
ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "codegen"))
import operations_list  # noqa: E402

DATA = pathlib.Path(botocore.__file__).parent / "data"

METADATA = ("apiVersion", "endpointPrefix", "jsonVersion", "protocol", "protocols", "serviceId", "signatureVersion",
            "signingName", "targetPrefix", "xmlNamespace", "awsQueryCompatible")
OPERATION = ("name", "http", "input", "output", "errors", "httpChecksum", "httpChecksumRequired", "unsignedPayload",
             "authtype", "auth", "endpoint")
SHAPE = ("type", "required", "members", "member", "key", "value", "flattened", "locationName", "min", "max", "pattern",
         "enum", "sensitive", "payload", "streaming", "timestampFormat", "xmlNamespace", "xmlOrder", "error",
         "exception", "fault", "box", "union", "document", "eventstream", "event", "wrapper")
REFERENCE = ("shape", "location", "locationName", "queryName", "flattened", "xmlAttribute", "xmlNamespace",
             "idempotencyToken", "streaming", "timestampFormat", "jsonvalue", "box", "eventpayload", "hostLabel")


def newest_model(service):
    candidates = sorted((DATA / service).glob("*/service-2.json*"))
    if not candidates:
        sys.exit(f"botocore at {DATA} has no model for {service}")
    path = candidates[-1]
    opened = gzip.open(path) if path.suffix == ".gz" else open(path, "rb")
    with opened as file:
        return json.load(file), path.parent.name


def listed_operations(service):
    return list(operations_list.read(ROOT / "src/services" / service / "operations.list"))


def kept(source, names):
    return {name: source[name] for name in names if name in source}


def trimmed_shape(shape):
    out = kept(shape, SHAPE)
    if "members" in shape:
        out["members"] = {name: kept(ref, REFERENCE) for name, ref in shape["members"].items()}
    for part in ("member", "key", "value"):
        if part in shape:
            out[part] = kept(shape[part], REFERENCE)
    return out


def references(shape):
    for ref in list(shape.get("members", {}).values()) + [shape[p] for p in ("member", "key", "value") if p in shape]:
        yield ref["shape"]


def extract(service):
    model, version = newest_model(service)
    operations, pending = {}, []
    for name in listed_operations(service):
        if name not in model["operations"]:
            sys.exit(f"{service}: no operation {name} in botocore's model")
        operation = kept(model["operations"][name], OPERATION)
        for part in ("input", "output"):
            if part in operation:
                operation[part] = kept(operation[part], ("shape", "locationName", "resultWrapper", "xmlNamespace"))
                pending.append(operation[part]["shape"])
        operation["errors"] = [error["shape"] for error in operation.get("errors", [])]
        pending += operation["errors"]
        operations[name] = operation
    shapes = {}
    while pending:
        name = pending.pop()
        if name not in shapes:
            shapes[name] = trimmed_shape(model["shapes"][name])
            pending += references(model["shapes"][name])
    # Every error a service declares may be answered, also those that no listed operation names.
    for name, shape in model["shapes"].items():
        if shape.get("exception") and name not in shapes:
            shapes[name] = dict(trimmed_shape(shape), members={})
    out = {
        "metadata": kept(model["metadata"], METADATA),
        "operations": operations,
        "shapes": dict(sorted(shapes.items())),
    }
    path = ROOT / "models" / f"{service}.json"
    path.write_text(json.dumps(out, indent=1, sort_keys=False) + "\n")
    record_all_operations(service, model["operations"], version)
    print(f"{path.relative_to(ROOT)}: {len(operations)} operations, {len(shapes)} shapes, API version {version}, "
          f"botocore {botocore.__version__}")


def record_all_operations(service, names, version):
    """models/all_operations.txt knows how many operations an API has, so that docs/coverage.md needs no botocore."""
    path = ROOT / "models/all_operations.txt"
    lines = dict(line.split(" ", 1) for line in path.read_text().splitlines()) if path.exists() else {}
    lines[service] = " ".join([version] + sorted(names))
    path.write_text("".join(f"{key} {value}\n" for key, value in sorted(lines.items())))


def main():
    if botocore.__version__ != BOTOCORE_VERSION:
        sys.exit(f"needs botocore {BOTOCORE_VERSION} (pip install botocore=={BOTOCORE_VERSION}), found {botocore.__version__}")
    services = sys.argv[1:] or sorted(p.parent.name for p in (ROOT / "src/services").glob("*/operations.list"))
    for service in services:
        extract(service)


main()
