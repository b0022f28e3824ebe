#!/usr/bin/env python3
"""A whole `panj run`, files, charts and report included: memory, processor time, and where the seconds go.

    python3 benches/whole_run.py [--scenario scenarios/tajik-afghan-2021] [--replications 1000 10000] [--threads 2]

For each number of replications it runs the release binary into a temporary folder and prints a row of a Markdown table: the
most memory resident at once, seconds until the first result was shown, and seconds of each phase, told from when its files
were last written. Seconds are of the wall, so they mean something on a quiet machine only; memory does not depend on who
else is there.
"""

import argparse
import os
import subprocess
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PANJ = ROOT / "target" / "release" / "panj"
# Each phase ends when the latest of its files is written; what is not there takes no time.
PHASES = {
    "simulation": ["state/*"],
    "tables": ["*.parquet", "*.csv"],
    "charts": ["charts/*"],
    "report": ["report.html"],
}


def main():
    arguments = read_arguments()
    if not arguments.no_build:
        subprocess.run(["cargo", "build", "--release", "--bin", "panj"], cwd=ROOT, check=True)
    columns = ["replications", "peak resident, MB", "processor, s", "wall, s", "first result, s", *(f"{p}, s" for p in PHASES)]
    print(f"{arguments.scenario}, {arguments.threads} threads\n")
    print("| " + " | ".join(columns) + " |\n|" + "--:|" * len(columns))
    for replications in arguments.replications:
        with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
            print("| " + " | ".join(row(arguments, replications, Path(folder) / "results")) + " |", flush=True)


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenario", default="scenarios/tajik-afghan-2021")
    parser.add_argument("--replications", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--folder", help="where temporary results go; a million replications take some GB")
    parser.add_argument("--no-build", action="store_true", help="use the binary as it was built last")
    return parser.parse_args()


def row(arguments, replications, out):
    """One run, as the cells of its row."""
    command = [PANJ, "run", arguments.scenario, "-n", str(replications), "--threads", str(arguments.threads), "--out", out]
    begun, wall_begun = time.monotonic(), time.time()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    first = []
    reader = threading.Thread(target=note_first_result, args=(process.stderr, begun, first))
    reader.start()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - begun
    reader.join()
    if status != 0:
        raise SystemExit(f"{' '.join(map(str, command))} failed")
    cells = [f"{replications:,}", f"{used.ru_maxrss / 1024:.0f}", f"{used.ru_utime + used.ru_stime:.1f}", f"{wall:.1f}",
             f"{first[0]:.2f}" if first else "-"]
    return cells + [f"{seconds:.1f}" for seconds in phases(out, wall_begun)]


def note_first_result(lines, begun, first):
    """When the first estimates were shown: the line that begins with "after"."""
    for line in lines:
        if not first and line.lstrip().startswith(b"after "):
            first.append(time.monotonic() - begun)


def phases(out, begun):
    """Seconds of each phase, from the times of its files."""
    end = begun
    for patterns in PHASES.values():
        written = [file.stat().st_mtime for pattern in patterns for file in out.glob(pattern)]
        ended = max([end, *written])
        yield ended - end
        end = ended


if __name__ == "__main__":
    main()
