#!/usr/bin/env python3
"""What one world costs, and a million rows: processor time of calls from Python, of a command, and of a merge.

    cargo build --release
    python3 benches/one_world.py target/release/panj [--rows 500000]

The call from Python is measured where the module `panj` is installed for this interpreter; `--rows 0` leaves the merge out, whose two
shards are simulated first and take some GB in the temporary folder. Of repeated calls the least is printed, of the merge the only one.
"""

import argparse
import importlib.util
import os
import subprocess
import tempfile
import time
from pathlib import Path

SCENARIO = "tajik-afghan-2021"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("panj", type=Path, help="the program, such as target/release/panj")
    parser.add_argument("--rows", type=int, default=500_000, help="rows of each of the two shards that are merged")
    arguments = parser.parse_args()
    program = arguments.panj.resolve()
    print("| what | processor time |\n|---|--:|")
    for draws in ("shipped", "fixed"):
        print(f"| `panj.run(scenario, n=1, draws={draws!r})` | {from_python(200, n=1, draws=draws)} |", flush=True)
    for options in ({"worlds_per_draw": 1}, {"draws": "fixed"}):
        told = ", ".join(f"{key}={value!r}" for key, value in options.items())
        each = from_python(10, n=256, threads=1, **options)
        print(f"| each world of `panj.run(scenario, n=256, threads=1, {told})` | {each} |", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        one = ["run", SCENARIO, "-n", "1", "--json", "--no-report", "--no-charts"]
        least = min(seconds(program, [*one, "-o", f"{folder}/{k}"], folder) for k in range(20))
        print(f"| `panj {' '.join(one)}` | {1_000 * least:.0f} ms |", flush=True)
        if arguments.rows > 0:
            rows = 2 * arguments.rows
            for k in (1, 2):
                seconds(program, ["run", "tutorial", "-n", str(rows), "--shard", f"{k}/2", "-o", f"part-{k}", "-q"], folder)
            merged = seconds(program, ["merge", "part-1", "part-2", "-o", "whole", "-q"], folder)
            print(f"| `panj merge` of two shards of `tutorial`, {arguments.rows:,} rows each | {merged:.1f} s |")


def from_python(times, n, **options):
    """Milliseconds for each of `n` worlds, in the quickest of some calls on a scenario that is open."""
    if importlib.util.find_spec("panj") is None:
        return "panj is not installed for this Python"
    import panj

    scenario = panj.Scenario(SCENARIO)
    least = float("inf")
    for _ in range(times):
        begun = time.process_time()
        panj.run(scenario, n=n, **options)
        least = min(least, time.process_time() - begun)
    return f"{1_000 * least / n:.2f} ms"


def seconds(program, arguments, folder):
    """Processor seconds of a command."""
    process = subprocess.Popen([program, *arguments], cwd=folder, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit(f"panj {' '.join(arguments)} failed")
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
