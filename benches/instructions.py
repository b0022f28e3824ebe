#!/usr/bin/env python3
"""Instructions per event against benches/budget.toml: a count that no other program on the machine can disturb.

    python3 benches/instructions.py            checks; exit status 1 where one rose by more than 5 %, and which functions did it
    python3 benches/instructions.py --update   writes what was counted into the budget

Each program runs twice under valgrind (callgrind), with few and with more repetitions; the difference of instructions over
the difference of events leaves out reading the scenario and warming up. Needs valgrind and Python 3.11 or later.
"""

import sys
import tomllib

from callgrind import DRAWING_OF_HOLD, EXAMPLES, ROOT, build, counted, per_event

BUDGET = ROOT / "benches" / "budget.toml"
HEADER = """\
# Instructions per event, as benches/instructions.py counts them (x86-64, release profile). A rise of more than 5 % fails.
# `python3 benches/instructions.py --update` writes this file. Lower a budget when work has been saved; raise one only with
# the reason in the commit.
"""
ALLOWED = 1.05
SHOWN = 0.01  # the share of the whole from which on a function is kept in the budget
SPEED = EXAMPLES / "scenario_speed"
# Name: (command, the option that says how often, few and more, functions to leave out).
WORK = {
    "hold-10000": ([EXAMPLES / "hold_speed", "--pending", "10000"], "--events", (20_000, 120_000), DRAWING_OF_HOLD),
    "reference-advance": ([SPEED, "--scenario", "scenarios/reference-advance"], "--replications", (5, 25), None),
    "tajik-afghan-2021": ([SPEED, "--scenario", "scenarios/tajik-afghan-2021"], "--replications", (3, 9), None),
}


def main():
    build("scenario_speed", "hold_speed")
    budget = tomllib.loads(BUDGET.read_text())
    found, rose = {}, []
    for name, work in WORK.items():
        found[name] = functions_of(*work)
        now, allowed = sum(found[name].values()), budget["instructions_per_event"].get(name, 0.0)
        print(f"{name}: {now:.1f} instructions per event, budget {allowed:.1f}", flush=True)
        if now > ALLOWED * allowed:
            rose.append(f"{name} rose from {allowed:.1f} to {now:.1f} instructions per event\n"
                        + where(found[name], budget.get("functions", {}).get(name, {})))
    if "--update" in sys.argv:
        BUDGET.write_text(written(found))
    elif rose:
        sys.exit("over the budget by more than 5 %:\n" + "\n".join(rose))


def functions_of(command, option, sizes, leave_out):
    """Instructions per event, by function."""
    few, more = (counted([*command, option, size]) for size in sizes)
    return per_event(few, more, leave_out=leave_out)


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
