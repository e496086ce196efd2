#!/usr/bin/env python3
"""Measures Stellwerk, and moto's server by turns, and prints medians and ratios. See bench/README.md.

Usage: bench/run.py [start] [memory] [identity] [put] [get]     default: all of these
       bench/run.py chain                                       from push to staging; needs ./stellwerk up
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

import boto3

from servers import REGION, ROOT, Moto, Stellwerk

START_AIM_MILLISECONDS = 50
MEMORY_AIM_MEBIBYTES = 40
RATIO_AIMS = {"identity": 20, "put": 10, "get": 10}
IDLE_SECONDS = 2
FIGURES = ["start", "memory", *RATIO_AIMS]


def build():
    """The release build and the load client; (stellwerk, bench_load)."""
    folder = ROOT / "build/release"
    given = os.environ.get("STELLWERK_BINARY")
    subprocess.run(["cmake", "--preset", "release", "-DSTELLWERK_BENCH=ON"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", str(folder), "bench_load", *([] if given else ["stellwerk"])], check=True,
                   stdout=subprocess.DEVNULL)
    return pathlib.Path(given or folder / "stellwerk"), folder / "bench" / "bench_load"


def load(client, server, operation, options, *more):
    """One round of an operation: what bench_load prints."""
    environment = {**os.environ, "AWS_ACCESS_KEY_ID": server.key, "AWS_SECRET_ACCESS_KEY": server.secret}
    done = subprocess.run([str(client), "--operation", operation, "--port", str(server.port),
                           "--connections", str(options.connections), "--seconds", str(options.seconds),
                           *(["--ca", server.ca] if server.ca else []), *more],
                          env=environment, check=True, capture_output=True, text=True)
    figures = json.loads(done.stdout)
    if figures["failed"] > figures["requests"] // 100:
        raise RuntimeError(f"{server.name}: {operation}: {figures['failed']} of {figures['requests']} requests failed")
    return figures


def make_bucket(server):
    scheme = "https" if server.ca else "http"
    boto3.client("s3", endpoint_url=f"{scheme}://localhost:{server.port}", verify=server.ca or False, region_name=REGION,
                 aws_access_key_id=server.key, aws_secret_access_key=server.secret,
                 config=boto3.session.Config(s3={"addressing_style": "path"})).create_bucket(
                     Bucket="bench", CreateBucketConfiguration={"LocationConstraint": REGION})


def measure_starts(servers, figures, options):
    """{server: {figure: [values]}}; each round starts each server afresh."""
    out = {server.name: {"start": [], "memory": []} for server in servers}
    for _ in range(options.rounds):
        for server in servers:
            out[server.name]["start"].append(server.start() * 1000)
            if "memory" in figures:
                time.sleep(IDLE_SECONDS)
                out[server.name]["memory"].append(server.resident_mebibytes())
            server.stop()
    return out


def measure_load(client, servers, figures, options):
    out = {server.name: {figure: [] for figure in figures} for server in servers}
    for server in servers:
        server.start()
        make_bucket(server)
        load(client, server, "put", options, "--once", "yes")
    for figure in figures:
        for _ in range(options.rounds):
            for server in servers:
                out[server.name][figure].append(load(client, server, figure, options)["per_second"])
    return out


def report(values, figures, has_moto):
    def median(name, figure):
        return statistics.median(values[name][figure])
    missed = []
    for figure in figures:
        ours, unit = median("stellwerk", figure), {"start": "ms", "memory": "MiB"}.get(figure, "per second")
        line = f"{figure:9} stellwerk {ours:9.1f} {unit}"
        if figure in values.get("stellwerk, plain", {}):
            line += f" (plain {median('stellwerk, plain', figure):.1f})"
        ratio = None
        if has_moto:
            other = median("moto", figure)
            ratio = other / ours if figure in ("start", "memory") else ours / other
            line += f"   moto {other:9.1f}   {ratio:6.1f} times better"
        if figure in RATIO_AIMS:
            aim, reached = f"≥ {RATIO_AIMS[figure]} times", ratio is None or ratio >= RATIO_AIMS[figure]
        else:
            limit = START_AIM_MILLISECONDS if figure == "start" else MEMORY_AIM_MEBIBYTES
            aim, reached = f"≤ {limit} {unit}", ours <= limit
        print(f"{line}   aim {aim}: {'reached' if reached else 'MISSED'}")
        missed += [] if reached else [figure]
    return missed


def compare(figures, options):
    binary, client = build()
    waiting = os.getloadavg()[0]
    if waiting > os.cpu_count() / 2:
        print(f"Others keep this machine busy (load {waiting:.0f} on {os.cpu_count()} processors): times and memory hold for now, "
              "not in general.")
    has_moto = not options.alone and Moto.is_here()
    if not has_moto:
        print("moto's server is not here, so there are no ratios; pip install 'moto[server]' brings it.")
    ours, rivals = Stellwerk(binary), [Moto()] if has_moto else []
    plain = Stellwerk(binary, is_plain=True)
    values = {}
    try:
        for name, found in measure_starts([ours, *rivals], figures, options).items():
            values[name] = found
        loads = [figure for figure in figures if figure in RATIO_AIMS]
        if loads:
            for name, found in measure_load(client, [ours, *rivals, plain], loads, options).items():
                values.setdefault(name, {}).update(found)
    finally:
        for server in (ours, plain, *rivals):
            server.remove()
    missed = report(values, figures, has_moto)
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(values, indent=1) + "\n")
    return 1 if missed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("figures", nargs="*", default=[])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2, help="of each round under load")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--alone", action="store_true", help="without moto")
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    if options.figures == ["chain"]:
        import chain
        return chain.measure(options.rounds)
    return compare([figure for figure in FIGURES if not options.figures or figure in options.figures], options)


if __name__ == "__main__":
    sys.exit(main())
