#!/usr/bin/env python3
"""Instructions per event against benches/budget.toml: a count that no other program on the machine can disturb.

    python3 benches/instructions.py            checks; exit status 1 where one rose by more than 5 %, and which functions did it
    python3 benches/instructions.py --update   writes what was counted into the budget

gungraun counts (benches/instructions.rs), once each benchmark; the benchmark itself, run again without valgrind, tells how
many events there were. Needs valgrind, gungraun-runner and Python 3.11 or later.
"""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from callgrind import ROOT, self_costs

BUDGET = ROOT / "benches" / "budget.toml"
HEADER = """\
# Instructions per event, as benches/instructions.py counts them (x86-64, bench profile). A rise of more than 5 % fails.
# `python3 benches/instructions.py --update` writes this file. Lower a budget when work has been saved; raise one only with
# the reason in the commit.
"""
ALLOWED = 1.05
SHOWN = 0.01  # the share of the whole from which on a function is kept in the budget
TOOLS = ROOT / "target" / "tools"  # where .ci/run puts the runner; one on the PATH does as well


def main():
    budget = tomllib.loads(BUDGET.read_text())
    found, rose = {}, []
    for summary in summaries():
        name = summary["id"].replace("_", "-")
        found[name] = per_event(summary)
        now, allowed = sum(found[name].values()), budget["instructions_per_event"].get(name, 0.0)
        print(f"{name}: {now:.1f} instructions per event, budget {allowed:.1f}", flush=True)
        if now > ALLOWED * allowed:
            rose.append(f"{name} rose from {allowed:.1f} to {now:.1f} instructions per event\n"
                        + where(found[name], budget.get("functions", {}).get(name, {})))
    if "--update" in sys.argv:
        BUDGET.write_text(written(found))
    elif rose:
        sys.exit("over the budget by more than 5 %:\n" + "\n".join(rose))
    elif missing := budget["instructions_per_event"].keys() - found.keys():
        sys.exit(f"in the budget but not counted: {', '.join(sorted(missing))}")


def summaries():
    """What gungraun says of each benchmark."""
    path = os.pathsep.join([str(TOOLS / "bin"), os.environ.get("PATH", "")])
    if not shutil.which("valgrind"):
        sys.exit("valgrind is missing; on Debian: apt-get install valgrind")
    if not shutil.which("gungraun-runner", path=path):
        sys.exit(f"gungraun-runner is missing; to get it:\n  {how_to_get_the_runner()}")
    # Without features: neither the program nor what it draws and reads with is built, which would take most of the time.
    bench = ["cargo", "bench", "--no-default-features", "--bench", "instructions", "--", "--output-format=json"]
    done = subprocess.run(bench, cwd=ROOT, env=os.environ | {"PATH": path}, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"gungraun counted nothing; if its runner is of another version than the crate:\n  {how_to_get_the_runner()}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def how_to_get_the_runner():
    package = subprocess.run(["cargo", "pkgid", "gungraun-runner"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    version = package.stdout.strip().rpartition("@")[2]
    return f"cargo install gungraun-runner --version ={version} --locked --debug --root target/tools"


def per_event(summary):
    """Instructions of each function per event, of one benchmark."""
    root, [profile] = Path(summary["project_root"]), summary["profiles"]
    program = str(root / summary["benchmark_exe"])
    words = profile["data"]["parts"][0]["tool_run"]["new"]["command"].removeprefix(program).split()
    events = json.loads(subprocess.run([program, *words], stdout=subprocess.PIPE, check=True).stdout)["events"]
    [counts] = (root / summary["output_dir"]).glob("callgrind.*.out")
    with open(counts, encoding="utf-8") as lines:
        costs = self_costs(lines)
    whole = profile["data"]["total"]["metrics"]["Ir"]["values"]["new"]
    if sum(costs.values()) != whole:
        sys.exit(f"{counts}: its functions make {sum(costs.values())} instructions, gungraun counted {whole}")
    return {function: cost / events for function, cost in costs.items()}


def where(now, before):
    """The functions that rose most. One that the budget does not list had less than a hundredth of the whole: it is
    taken to have had that, if it has no more now."""
    unlisted = SHOWN * sum(before.values())
    rises = {name: now.get(name, 0.0) - before.get(name, min(now.get(name, 0.0), unlisted)) for name in now.keys() | before.keys()}
    most = sorted((name for name in rises if abs(rises[name]) >= 1.0), key=lambda name: -rises[name])
    shown = most[:10] + [name for name in most[10:] if rises[name] <= -5.0]
    return "\n".join(f"  {rises[name]:+8.1f} to {now.get(name, 0.0):8.1f}  {name}" for name in shown)


def written(found):
    """The budget as text: the sums, then the functions that make up most of each."""
    lines = [HEADER + "[instructions_per_event]"]
    lines += [f"{name} = {sum(functions.values()):.1f}" for name, functions in found.items()]
    for name, functions in found.items():
        lines += ["", f"[functions.{name}]"]
        least = SHOWN * sum(functions.values())
        for function, cost in sorted(functions.items(), key=lambda item: -item[1]):
            if cost >= least:
                lines.append(f"'{function}' = {cost:.1f}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
