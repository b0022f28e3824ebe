#!/usr/bin/env python3
"""Runs the same work on panj and its peers, side by side, and prints a table of ratios.

    python3 benches/peers/compare.py [--rounds 7] [--seconds 2] [--only reference|hold] [--before FOLDER] [--json FILE]

Everything is built first. Then all programs run in turn, round after round, pinned to one core; each ratio is taken
within a round. Where valgrind is installed their instructions are counted too, which no other program can disturb. Before any ratio is printed, the answers must agree: if they do not, the disagreement is printed and the
exit status is 1. README.md beside this file explains the work and how to read the table."""
import argparse
import importlib.metadata
import json
import math
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent))
from callgrind import DRAWING_OF_HOLD, counted, per_event  # noqa: E402

SCENARIO = ROOT / "scenarios" / "tajik-afghan-2021"

OUTCOMES = ("fallen_end", "falls", "recaptures", "crossed", "mean_wait", "decision_time", "p_decision")
# Long runs of two programs that share no code with any engine here (62,000 replications): mean and standard error.
RECORD = {
    "fallen_end": (257.4485, 0.0869),
    "falls": (265.7824, 0.1108),
    "recaptures": (81.3336, 0.0419),
    "crossed": (45.9420, 0.0916),
    "mean_wait": (0.041665, 0.0000666),
    "decision_time": (64.7845, 0.0915),
    "p_decision": (0.88737, 0.00127),
}
ALLOWED = 4.0  # combined standard errors; one comparison raises a false alarm with probability 6.3e-5
PENDING = (100, 1_000, 10_000, 100_000)
HOLDS = 1_000_000  # events taken in one run of the hold model

SIMPY, IXA, BASELINE, PANJ = "SimPy", "ixa", "baseline, named draws", "panj"


@dataclass
class Engine:
    """A program, and the lines that it printed."""
    name: str
    command: list | None  # None: it could not be built
    why_not: str = ""
    replications: int = 0
    lines: list = field(default_factory=list)
    instructions: dict = field(default_factory=dict)  # a replication or a hold, by pending events (reference model: 0)


def main():
    arguments = read_arguments()
    pin = taskset(arguments.core)
    if not arguments.no_build:
        build_peers()
    report = []
    if arguments.only != "hold":
        report += reference(arguments, pin)
    if arguments.only != "reference":
        report += hold(arguments, pin)
    print(conditions(arguments, pin))
    print("\n".join(report))


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7, help="times that every program runs (default 7)")
    parser.add_argument("--seconds", type=float, default=2.0, help="processor seconds of one reference run (default 2)")
    parser.add_argument("--core", type=int, help="the core to pin to (default: the last one allowed)")
    parser.add_argument("--only", choices=("reference", "hold"), help="one half of the comparison")
    parser.add_argument("--no-build", action="store_true", help="use the peer programs as they were built last")
    parser.add_argument("--before", type=Path, help="where another version's reference_speed and hold_speed are: it runs in the same rounds")
    parser.add_argument("--json", type=Path, help="write the lines of all runs here")
    return parser.parse_args()


def note(text):
    print(text, file=sys.stderr, flush=True)


# ---------------------------------------------------------------------------------------------------------- programs

def build_peers():
    note("building the peers (release)")
    subprocess.run(["cargo", "build", "--release", "--locked"], cwd=HERE, check=True)


def peer(name):
    target = Path(os.environ.get("CARGO_TARGET_DIR", HERE / "target"))
    return str(target / "release" / name)


def panj_example(name):
    """panj's own program for the work: the slot stays empty, and says so, until the main crate has it."""
    if not (ROOT / "examples" / f"{name}.rs").exists():
        return Engine(PANJ, None, f"not built yet: there is no examples/{name}.rs")
    note(f"building panj's example {name} (bench: a release with fat LTO, as the peers have)")
    built = subprocess.run(["cargo", "build", "--profile", "bench", "--example", name], cwd=ROOT, check=False)
    if built.returncode != 0:
        return Engine(PANJ, None, f"not built: `cargo build --profile bench --example {name}` failed")
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return Engine(PANJ, [str(target / "release" / "examples" / name)])


def panj_versions(name, arguments):
    """This version, and the one it is held against."""
    before = [Engine(f"{PANJ}, the version before", [str(arguments.before.resolve() / name)])] if arguments.before else []
    return [panj_example(name), *before]


def python_with_simpy():
    """An interpreter that has the SimPy of requirements.txt; makes a private environment if this one has not."""
    wanted = (HERE / "requirements.txt").read_text().split("==")[1].strip()
    try:
        if importlib.metadata.version("simpy") == wanted:
            return sys.executable
    except importlib.metadata.PackageNotFoundError:
        pass
    python = HERE / "venv" / "bin" / "python"
    if not python.exists():
        note("making an environment for SimPy in benches/peers/venv")
        subprocess.run([sys.executable, "-m", "venv", HERE / "venv"], check=True)
    subprocess.run([python, "-m", "pip", "install", "-q", "-r", HERE / "requirements.txt"], check=True)
    return str(python)


def taskset(core):
    """What to put before a command to keep it on one core; nothing where that cannot be done."""
    if shutil.which("taskset") is None or not hasattr(os, "sched_getaffinity"):
        return []
    return ["taskset", "-c", str(max(os.sched_getaffinity(0)) if core is None else core)]


def run(pin, command, **options):
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    done = subprocess.run(pin + command + words, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def instructions(command, size, sizes, **options):
    """Instructions of one replication or hold: the difference between a run of few and a run of more."""
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    few, more = (counted([*command, *words, f"--{size}", n]) for n in sizes)
    return sum(per_event(few, more, events=lambda line: line[size], leave_out=DRAWING_OF_HOLD).values())


# ---------------------------------------------------------------------------------------------------- reference model

def reference(arguments, pin):
    engines = [
        Engine(SIMPY, [python_with_simpy(), str(HERE / "simpy_reference.py")]),
        Engine(IXA, [peer("peers-ixa")]),
        Engine("baseline, direct method", [peer("peers-baseline"), "--variant", "direct"]),
        Engine("baseline, sequential draws", [peer("peers-baseline"), "--variant", "sequential"]),
        Engine(BASELINE, [peer("peers-baseline"), "--variant", "named"]),
        *panj_versions("reference_speed", arguments),
    ]
    present = [engine for engine in engines if engine.command]
    for engine in present:
        engine.replications = replications_for(arguments.seconds, pin, engine.command)
    for turn in range(arguments.rounds):
        note(f"reference model, round {turn + 1} of {arguments.rounds}")
        for engine in rotated(present, turn):
            engine.lines.append(run(pin, engine.command, scenario=SCENARIO, replications=engine.replications,
                                    seed=1 + turn))
    keep(arguments, "reference", present)
    agreement = check_outcomes(present)
    for engine in present if shutil.which("valgrind") else []:
        note(f"counting instructions of the reference model in {engine.name}")
        sizes = (2, 12) if engine.name == SIMPY else (20, 220)
        engine.instructions[0] = instructions(engine.command, "replications", sizes, scenario=SCENARIO)
    return ["## Reference model", "", agreement, "", *reference_table(engines), ""]


def replications_for(seconds, pin, command):
    """So many that a run takes about `seconds` of processor time."""
    replications = 20
    while True:
        line = run(pin, command, scenario=SCENARIO, replications=replications, seed=0)
        if line["seconds"] > 0.2:
            return max(20, round(replications * seconds / line["seconds"]))
        replications *= 4


def rotated(engines, turn):
    """Another engine goes first in each round."""
    start = turn % len(engines)
    return engines[start:] + engines[:start]


def pooled(engine, outcome):
    """Mean and standard error over the runs of all rounds."""
    parts = [line[outcome] for line in engine.lines if line[outcome].get("mean") is not None]
    n = sum(part["n"] for part in parts)
    mean = sum(part["n"] * part["mean"] for part in parts) / n
    return mean, math.sqrt(sum((part["n"] * part["se"]) ** 2 for part in parts)) / n


def has(engine, outcome):
    """Whether an engine's model has the outcome: without a single decision there is no pipeline in it."""
    pipeline = outcome not in ("decision_time", "p_decision")
    return pipeline or any(line["decision_time"]["n"] for line in engine.lines)


def check_outcomes(engines):
    """Every pair of engines, and every engine with the record, in every outcome. Ends the program if they differ."""
    sides = [(engine.name, {outcome: pooled(engine, outcome) for outcome in OUTCOMES if has(engine, outcome)})
             for engine in engines]
    sides.append(("the record", RECORD))
    worst, compared, differ = 0.0, 0, []
    for (one, a), (other, b) in combinations(sides, 2):
        for outcome in (outcome for outcome in OUTCOMES if outcome in a and outcome in b):
            distance = abs(a[outcome][0] - b[outcome][0]) / math.hypot(a[outcome][1], b[outcome][1])
            compared += 1
            worst = max(worst, distance)
            if not distance <= ALLOWED:
                differ.append(f"  {outcome}: {one} {a[outcome][0]:.6g}, {other} {b[outcome][0]:.6g}: {distance:.1f}")
    if differ:
        sys.exit("The engines do not agree; no ratios. Combined standard errors apart (allowed "
                 f"{ALLOWED:g}):\n" + "\n".join(differ))
    without = [engine.name for engine in engines if not has(engine, "p_decision")]
    partly = f" Not in the work of {', '.join(without)}, so not compared: the pipeline." if without else ""
    false_alarm = compared * math.erfc(ALLOWED / math.sqrt(2))
    return (f"Answers agree: {compared} comparisons of {len(OUTCOMES)} outcomes between engines and with the record, the "
            f"farthest {worst:.2f} combined standard errors apart ({ALLOWED:g} allowed; a false alarm anywhere has "
            f"probability below {false_alarm:.2g}).{partly}")


def reference_table(engines):
    by_name = {engine.name: engine for engine in engines}
    rows = ["| engine | version | replications/s (median) | x SimPy: min-median-max | x ixa: min-median-max "
            "| time / baseline with named draws | instructions a replication | / baseline with named draws |",
            "|---|---|--:|--:|--:|--:|--:|--:|"]
    for engine in engines:
        if not engine.command:
            rows.append(f"| {engine.name} | - | {engine.why_not} | - | - | - | - | - |")
            continue
        speeds = [speed(line) for line in engine.lines]
        ratios = [spread(ratio(engine, by_name[name])) for name in (SIMPY, IXA)]
        time = spread(ratio(by_name[BASELINE], engine))
        rows.append(f"| {engine.name} | {engine.lines[0]['version']} | {significant(median(speeds))} | {ratios[0]} "
                    f"| {ratios[1]} | {time} | {count_and_ratio(engine, by_name[BASELINE], 0)} |")
    return rows


def speed(line):
    return line["replications"] / line["seconds"]


def ratio(fast, slow):
    return [speed(a) / speed(b) for a, b in zip(fast.lines, slow.lines)]


# --------------------------------------------------------------------------------------------------------- hold model

def hold(arguments, pin):
    engines = [Engine(name, [peer("peers-hold"), "--engine", option]) for name, option in
               (("std BinaryHeap", "std"), ("ixa", "ixa"), ("NeXosim", "nexosim"))]
    engines += panj_versions("hold_speed", arguments)
    present = [engine for engine in engines if engine.command]
    for turn in range(arguments.rounds):
        note(f"hold model, round {turn + 1} of {arguments.rounds}")
        for pending in PENDING:
            for engine in rotated(present, turn):
                engine.lines.append(run(pin, engine.command, pending=pending, events=HOLDS, seed=1 + turn))
    keep(arguments, "hold", present)
    agreement = check_holds(present)
    for engine in present if shutil.which("valgrind") else []:
        note(f"counting instructions of the hold model in {engine.name}")
        for pending in PENDING:
            engine.instructions[pending] = instructions(engine.command, "events", (20_000, 120_000), pending=pending)
    return ["## Hold model", "", agreement, "", *hold_table(engines), ""]


def check_holds(engines):
    """The time of the last event: its law is known, and double-precision calendars must agree to the last bit."""
    worst, compared, differ = 0.0, 0, []
    std = engines[0]
    for engine in engines:
        for line, same in zip(engine.lines, std.lines):
            # Events come at rate `pending`, so the time of event number `events` is Erlang.
            rate, events = line["pending"], line["events"]
            distance = abs(line["last"] - events / rate) / (math.sqrt(events) / rate)
            compared += 1
            worst = max(worst, distance)
            if not distance <= ALLOWED:
                differ.append(f"  {engine.name}, {rate} pending: {distance:.1f} standard errors from the law")
            if engine.name != "NeXosim" and line["last"] != same["last"]:
                differ.append(f"  {engine.name}, {rate} pending: last event at {line['last']}, {std.name}: {same['last']}")
    if differ:
        sys.exit("The engines do not agree on the hold model; no ratios.\n" + "\n".join(differ))
    return (f"Answers agree: after {HOLDS:,} holds of the same random numbers every engine with times in double precision "
            f"is at the same time to the last bit, NeXosim (nanoseconds) at one of the same law; {compared} times, the "
            f"farthest {worst:.2f} standard errors from the law ({ALLOWED:g} allowed).")


def hold_table(engines):
    rows = ["| pending | engine | ns per hold (median) | time / std BinaryHeap: min-median-max | instructions a hold "
            "| / std BinaryHeap |", "|--:|---|--:|--:|--:|--:|"]
    std = engines[0]
    for pending in PENDING:
        for engine in engines:
            if not engine.command:
                rows.append(f"| {pending:,} | {engine.name} | {engine.why_not} | - | - | - |")
                continue
            times = [line["seconds"] / line["events"] for line in engine.lines if line["pending"] == pending]
            base = [line["seconds"] / line["events"] for line in std.lines if line["pending"] == pending]
            ratios = spread([a / b for a, b in zip(times, base)])
            rows.append(f"| {pending:,} | {engine.name} | {significant(median(times) * 1e9)} | {ratios} "
                        f"| {count_and_ratio(engine, std, pending)} |")
    return rows


# -------------------------------------------------------------------------------------------------------------- report

def spread(ratios):
    return "-".join(significant(x) for x in (min(ratios), median(ratios), max(ratios)))


def count_and_ratio(engine, base, pending):
    """Two cells: instructions, and their ratio to those of another engine."""
    if not (engine.instructions and base.instructions):
        return "- | -"
    count = engine.instructions[pending]
    return f"{count:,.0f} | {significant(count / base.instructions[pending])}"


def significant(x):
    """Three significant digits, no exponent."""
    digits = max(0, 2 - math.floor(math.log10(x)))
    return f"{round(x, digits):,.{digits}f}" if digits else f"{round(x, 2 - math.floor(math.log10(x))):,.0f}"


def keep(arguments, work, engines):
    if arguments.json:
        with open(arguments.json, "a", encoding="utf-8") as file:
            for engine in engines:
                for line in engine.lines:
                    file.write(json.dumps({"work": work, **line}) + "\n")


def conditions(arguments, pin):
    where = "pinned to one core" if pin else "not pinned (no taskset)"
    return (f"{arguments.rounds} rounds, all engines in turn within each, {where}, processor time; {processor()}.\n"
            "Ratios are taken within a round.\n")


def processor():
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return "processor unknown"


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as failed:
        sys.exit(f"{failed.cmd[0] if isinstance(failed.cmd, list) else failed.cmd} ended with status {failed.returncode}")
