#!/usr/bin/env python3
"""Builds the fuzz targets under sanitizers and runs each for a while: its seeds, then mutations of them.

Usage: fuzz/run.py [--seconds N] [TARGET ...]     default: 5 seconds each, all targets
Prints a line for each; a finding is kept as build/fuzz/crash-fuzz_TARGET. Exit 1 if there was one.
"""
import argparse
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build/fuzz"
GRACE_SECONDS = 60


def targets():
    return re.findall(r"^fuzz_target\((\w+)", (ROOT / "fuzz/CMakeLists.txt").read_text(), re.M)


def build(names):
    subprocess.run(["cmake", "--preset", "fuzz"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", str(BUILD), *(f"fuzz_{name}" for name in names)], check=True, stdout=subprocess.DEVNULL)


def run(name, seconds):
    """True if nothing was found."""
    is_clang = "CMAKE_CXX_COMPILER:" in (cache := (BUILD / "CMakeCache.txt").read_text()) and "clang" in re.search(
        r"^CMAKE_CXX_COMPILER:\w+=(.*)$", cache, re.M).group(1)
    limit = f"-max_total_time={seconds}" if is_clang else f"-seconds={seconds}"
    corpus = str(ROOT / "fuzz/corpus" / name)
    if is_clang:  # libFuzzer adds what it finds to the first folder
        (BUILD / "grown" / name).mkdir(parents=True, exist_ok=True)
        corpus = str(BUILD / "grown" / name)
    began = time.monotonic()
    try:
        done = subprocess.run([str(BUILD / "fuzz" / f"fuzz_{name}"), corpus, limit, *([str(ROOT / "fuzz/corpus" / name)] * is_clang)],
                              cwd=BUILD, capture_output=True, text=True, errors="replace", timeout=seconds + GRACE_SECONDS)
        failed, said = done.returncode != 0, done.stdout + done.stderr
    except subprocess.TimeoutExpired as late:
        failed, said = True, f"did not end; {late.stderr or ''}"
    last = said.strip().splitlines()[-1:] or [""]
    print(f"{'FOUND' if failed else 'clean':6} {name:20} {time.monotonic() - began:5.1f} s  {last[0][:120]}", flush=True)
    if failed:
        print(said[-4000:])
    return not failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("targets", nargs="*")
    options = parser.parse_args()
    names = options.targets or targets()
    if unknown := set(names) - set(targets()):
        sys.exit(f"no such target: {', '.join(sorted(unknown))}")
    build(names)
    clean = [run(name, options.seconds) for name in names]
    print(f"{sum(clean)} clean, {len(clean) - sum(clean)} with findings")
    return 0 if all(clean) else 1


if __name__ == "__main__":
    sys.exit(main())
