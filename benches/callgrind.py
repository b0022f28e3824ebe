"""Instructions of whole programs counted by callgrind, in all and by function. Needs valgrind.

A count does not depend on who else uses the machine. What a program does once (reading its scenario, growing its buffers)
is left out by running it twice, with few and with more repetitions, and taking differences: `per_event`. What panj's own
benchmarks cost is counted by gungraun (instructions.py), which needs no second run.
"""

import json
import re
import subprocess
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "target" / "release" / "examples"
PLAIN = ["--dump-line=no", "--compress-strings=no", "--compress-pos=no"]

# The hold model's increments are drawn before its clock starts; callgrind counts the whole process.
DRAWING_OF_HOLD = r"^peers_common::hold::|^common::hold::|ieee754_log|^log@@"


@dataclass
class Counted:
    """One run: the instructions of each function itself (what it calls not counted, what was inlined into it counted),
    and the line of JSON that the program printed."""
    by_function: Counter
    line: dict


def counted(command):
    """Runs a command under callgrind. It must print one line of JSON."""
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder) / "profile"
        done = subprocess.run(["valgrind", "--tool=callgrind", *PLAIN, f"--callgrind-out-file={profile}", *map(str, command)],
                              cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(map(str, command))} ended with status {done.returncode} under callgrind:\n{done.stderr}")
        with open(profile, encoding="utf-8") as lines:
            return Counted(self_costs(lines), json.loads(done.stdout))


def self_costs(lines):
    """Instructions of each function itself, from a profile of callgrind whose names and places are not compressed.

    After `fn=name` come lines of a place and a cost; the line after `calls=` is the cost of what was called, which is told
    where that function stands."""
    costs = Counter()
    function, of_callee = "", False
    for line in lines:
        if line.startswith("fn="):
            function = short(line.removeprefix("fn="))
        elif line.startswith("calls="):
            of_callee = True
        elif line[0].isdigit():
            if not of_callee:
                costs[function] += int(line.split()[1])
            of_callee = False
    return costs


def short(name):
    """A function's name without what differs between builds and processors of one kind."""
    name = re.sub(r"'\d+$", "", name.strip())  # recursion's depth
    return re.sub(r"\.llvm\.\d+$|::h[0-9a-f]{16}$", "", name)


def per_event(few, more, events=lambda line: line["events"], leave_out=None):
    """Instructions of each function per event, between two runs of one program. What `events` reads from a line may be
    anything that is counted; `leave_out` is a pattern of functions that are not the work in question."""
    done = events(more.line) - events(few.line)
    costs = {name: (more.by_function[name] - few.by_function[name]) / done for name in more.by_function}
    return {name: cost for name, cost in costs.items() if not (leave_out and re.search(leave_out, name))}
