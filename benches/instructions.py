#!/usr/bin/env python3
"""Instructions per event against benches/budget.toml: a count that no other program on the machine can disturb.

    python3 benches/instructions.py            checks; exit status 1 and the name of what rose where it did
    python3 benches/instructions.py --update   writes what was counted into the budget

Each program runs twice under valgrind (callgrind), with few and with more replications; the difference of instructions over
the difference of events leaves out reading the scenario and warming up. Needs valgrind and Python 3.11 or later.
"""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUDGET = ROOT / "benches" / "budget.toml"
ALLOWED = 1.05
WORK = {
    "reference-advance": ("scenario_speed", ["--scenario", "scenarios/reference-advance"], "--replications", (5, 25)),
    "tajik-afghan-2021": ("scenario_speed", ["--scenario", "scenarios/tajik-afghan-2021"], "--replications", (3, 9)),
}


def counted(command):
    """Instructions and events of one run."""
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command], cwd=ROOT,
                          capture_output=True, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", done.stderr)[1]), json.loads(done.stdout)["events"]


def per_event(program, arguments, size, sizes):
    command = [str(ROOT / "target" / "release" / "examples" / program), *arguments, size]
    (few, events_of_few), (more, events_of_more) = (counted([*command, str(n)]) for n in sizes)
    return (more - few) / (events_of_more - events_of_few)


def main():
    subprocess.run(["cargo", "build", "--release", "--example", "scenario_speed"], cwd=ROOT, check=True)
    text = BUDGET.read_text()
    budget = tomllib.loads(text)["instructions_per_event"]
    rose = []
    for name, work in WORK.items():
        now = per_event(*work)
        print(f"{name}: {now:.1f} instructions per event, budget {budget[name]:.1f}", flush=True)
        if now > ALLOWED * budget[name]:
            rose.append(f"{name} rose from {budget[name]:.1f} to {now:.1f} instructions per event")
        text = re.sub(rf"(?m)^{re.escape(name)} = .*$", f"{name} = {now:.1f}", text)
    if "--update" in sys.argv:
        BUDGET.write_text(text)
    elif rose:
        sys.exit("over the budget by more than 5 %:\n  " + "\n  ".join(rose)
                 + "\nwhere: valgrind --tool=callgrind on that example, then callgrind_annotate")


if __name__ == "__main__":
    main()
