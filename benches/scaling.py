#!/usr/bin/env python3
"""Growth with the size of the map: instructions and processor time per event on 400, 4,000 and 40,000 districts.

    python3 benches/scaling.py [--districts 400 4000 40000] [--rounds 10] [--picture docs/pictures/scaling.svg]

`panj generate` writes the scenarios into a temporary folder. Instructions are counted by callgrind, between a run of few and
a run of more replications. Times are those of the processor, the first replications of a run left out, since memory that they touch
for the first time serves all later ones. All sizes are timed in turn within a round. A replication is the same work in every round,
so there are two estimates: the sum of each replication's least time over all rounds, which others on the machine disturb least (Chen &
Revels 2016, arXiv:1608.04295), and the median over rounds of the ratios within a round, which is what a user of a shared machine sees.
Both may grow by the ratio of the logarithms of the numbers of districts: exit status 1 if instructions or least times grow
faster. Times are taken as the system hands out memory and, in turn, with huge pages asked for (an environment variable of glibc;
where another C library runs, it changes nothing). The functions that grew most are listed, and a chart is drawn. Needs valgrind.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median

from callgrind import EXAMPLES, ROOT, counted, per_event

EVENTS = 2_000_000  # timed in one round, beyond those of warming up
WARM_UP = 2  # replications
COUNTED_EVENTS = 150_000  # of the longer run under callgrind, beyond the shorter one
SPEED = EXAMPLES / "scenario_speed"
TIMES = EXAMPLES / "replication_times"
HUGE_PAGES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}


@dataclass
class Size:
    """One map and what was measured on it."""
    districts: int
    folder: Path
    events: float = 0.0  # a replication
    functions: dict = field(default_factory=dict)  # instructions per event
    times: list = field(default_factory=list)  # ns of processor time per event: a list of replications for each round
    huge_times: list = field(default_factory=list)  # the same with huge pages

    @property
    def instructions(self):
        return sum(self.functions.values())


def main():
    arguments = read_arguments()
    subprocess.run(["cargo", "build", "--release", "--bin", "panj", "--example", "scenario_speed",
                    "--example", "replication_times", "--example", "scaling_chart"],
                   cwd=ROOT, check=True)
    with tempfile.TemporaryDirectory() as folder:
        sizes = [generated(Path(folder), districts) for districts in arguments.districts]
        for size in sizes:
            print(f"counting on {size.districts:,} districts", file=sys.stderr, flush=True)
            count(size)
        for turn in range(arguments.rounds):
            for size in sizes[turn % len(sizes):] + sizes[:turn % len(sizes)]:
                size.times.append(timed(size, {}))
                size.huge_times.append(timed(size, HUGE_PAGES))
    print("\n".join(table(sizes)))
    print("\n".join(grown(sizes)))
    draw(sizes, arguments.picture)
    allowed = logarithm(sizes[-1], sizes[0])
    if sizes[-1].instructions > allowed * sizes[0].instructions:
        sys.exit(f"instructions per event grew more than by the factor {allowed:.2f} of the logarithms")
    if least(sizes[-1].times) > allowed * least(sizes[0].times):
        sys.exit(f"time per event grew more than by the factor {allowed:.2f} of the logarithms")


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--districts", type=int, nargs="+", default=[400, 4_000, 40_000])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--picture", type=Path, default=ROOT / "docs" / "pictures" / "scaling.svg")
    return parser.parse_args()


def generated(folder, districts):
    scenario = folder / str(districts)
    panj = ROOT / "target" / "release" / "panj"
    told = subprocess.run([panj, "generate", scenario, "--districts", str(districts), "--json"], capture_output=True,
                          text=True, check=True).stdout
    return Size(json.loads(told)["districts"], scenario)


def count(size):
    """Between one replication and as many more as make the counted events."""
    command = [SPEED, "--scenario", size.folder, "--replications"]
    few = counted([*command, 1])
    more = counted([*command, 1 + math.ceil(COUNTED_EVENTS / few.line["events"])])
    size.functions = per_event(few, more)
    size.events = more.line["events"] / more.line["replications"]


def timed(size, environment):
    """Nanoseconds of processor time of each replication, per event of a mean replication, without those of warming up."""
    replications = math.ceil(EVENTS / size.events)
    told = subprocess.run([TIMES, "--scenario", size.folder, "--replications", str(WARM_UP + replications)], capture_output=True,
                          text=True, check=True, env=os.environ | environment).stdout
    events, seconds = zip(*(map(float, line.split()) for line in told.splitlines()[WARM_UP:]))
    return [1e9 * each / (sum(events) / len(events)) for each in seconds]


def least(times):
    """The mean over replications of each one's least time in all rounds."""
    return mean(min(of_one) for of_one in zip(*times))


def logarithm(size, smallest):
    return math.log(size.districts) / math.log(smallest.districts)


def ratios(times, times_of_smallest):
    """Within each round."""
    return [mean(a) / mean(b) for a, b in zip(times, times_of_smallest)]


def spread(values):
    return f"{min(values):.2f}-{median(values):.2f}-{max(values):.2f}"


def table(sizes):
    smallest = sizes[0]
    yield ("| districts | events a replication | instructions an event | x the smallest | ns an event, least times | x the smallest "
           "| by rounds: min-median-max | with huge pages: ns, least | x the smallest | by rounds | logarithm of districts, x |")
    yield "|" + "--:|" * 11
    for size in sizes:
        times, huge = ((of(size), of(smallest)) for of in (lambda size: size.times, lambda size: size.huge_times))
        yield (f"| {size.districts:,} | {size.events:,.0f} | {size.instructions:,.0f} "
               f"| {size.instructions / smallest.instructions:.2f} | {told(times)} | {told(huge)} | {logarithm(size, smallest):.2f} |")


def told(times):
    """The cells of a map's times and the smallest map's."""
    here, smallest = map(least, times)
    return f"{here:.0f} | {here / smallest:.2f} | {spread(ratios(*times))}"


def grown(sizes):
    """The functions whose instructions per event rose most from the smallest to the largest map."""
    names = set().union(*(size.functions for size in sizes))
    rise = {name: sizes[-1].functions.get(name, 0.0) - sizes[0].functions.get(name, 0.0) for name in names}
    yield "\n| function | " + " | ".join(f"{size.districts:,}" for size in sizes) + " |"
    yield "|---|" + "--:|" * len(sizes)
    for name in sorted(names, key=lambda name: -rise[name])[:12]:
        yield f"| `{name}` | " + " | ".join(f"{size.functions.get(name, 0.0):.1f}" for size in sizes) + " |"


def draw(sizes, picture):
    """Hands the numbers to the example that draws them."""
    smallest = sizes[0]
    rows = [f"{size.districts} {size.instructions / smallest.instructions} {least(size.times) / least(smallest.times)} "
            f"{logarithm(size, smallest)}" for size in sizes]
    subprocess.run([EXAMPLES / "scaling_chart", picture], input="\n".join(rows), text=True, check=True)


if __name__ == "__main__":
    main()
