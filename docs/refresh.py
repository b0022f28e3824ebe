"""Writes the figures and pictures of README.md and docs/model.md from what the program prints, so that they are results.

    cargo build --release
    python3 docs/refresh.py target/release/panj

runs the summer on its own dates (README), the same by the model alone (docs/model.md), and a sweep over three assumptions on the
summer's own dates (README's range). Folders are left in output/refresh-*. `-n` and `--sweep-n` set the replications.
Text between <!-- figures:NAME --> and <!-- end --> is replaced. Needs nothing but Python.
"""

import argparse
import csv
import pathlib
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCENARIO = "scenarios/tajik-afghan-2021"
# Guards on duty (half to 3.34 times: 16,000 men), the weight of need beside the record, the reader's bias.
ASSUMPTIONS = [
    "load.guards_factor=0.5,1,2,3.34",
    "alliance.position.need_weight=0,1,3",
    "alliance.assessment.bias.normal.mean=-0.5,0",
]
README_ROWS = [
    ("held_2021_07_05", "districts held by the advancing force, 5 July"),
    ("held_2021_08_05", "the same, 5 August"),
    ("held_2021_08_15", "the same, 15 August"),
    ("soldiers_crossed", "soldiers who crossed into the host state"),
    ("call_days", "day on which the host calls the alliance"),
    ("words_days", "days from the call to the alliance's first words"),
    ("mission_days", "days from the call to its mission at the border"),
    ("meeting_days", "days from the call to the first session on the case"),
    ("no_need_said", "the alliance says that no help from outside is needed"),
    ("came:aid_decided_days", "aid or more is decided by the end of the year"),
    ("came:material_help_days", "exercise, aid or men of the alliance in place by the end"),
    ("need", "need at the border during the alliance's visit"),
    ("need_assessed", "need as the alliance reads it"),
    ("too_late", "no help in place before the last border district fell"),
    ("ready_90_days", "days from order until 90 % of reservists are ready"),
    ("response_gap", "force missing at the border over time"),
]
PATTERNS = [
    ("P1", "districts held 15 June", "105-106", "held_2021_06_15"),
    ("", "29 June", "157", "held_2021_06_29"),
    ("", "5 July", "195", "held_2021_07_05"),
    ("", "9 July", "204", "held_2021_07_09"),
    ("", "22 July", "220", "held_2021_07_22"),
    ("", "5 August", "232", "held_2021_08_05"),
    ("", "15 August", "391", "held_2021_08_15"),
    ("P2", "day of the first capital (6 August = 97)", "97", "first_capital_days"),
    ("", "day of the last capital (15 August = 106)", "106", "last_capital_days"),
    ("P3", "day on which nine tenths of the north-east are held (first week of July = 61-67)", "61-67", "region_lost_days"),
    ("P4", "soldiers crossed in all", "about 1,573", "soldiers_crossed"),
    ("", "held at a time, peak", "-", "soldiers_held_peak"),
    ("P6", "day of the order to mobilize (5 July = 65)", "65", "mobilization_days"),
    ("", "days until 90 % are ready", "about 17", "ready_90_days"),
    ("P7", "day of the call (5 July = 65)", "65", "call_days"),
    ("", "day of the request (7 July = 67)", "67", "request_days"),
    ("", "days from the call to the mission", "1", "mission_days"),
    ("", "days from the call to the first words", "3", "words_days"),
    ("", "days from the call to the first session of ministers or heads", "49", "high_meeting_days"),
    ("", "no need of help from outside is said", "yes", "no_need_said"),
    ("", "aid of the alliance decided by the end of the year", "no", "came:aid_decided_days"),
    ("P10", "civilians let in", "345", "civilians_admitted"),
    ("P11", "share of decided aid delivered by the end", "low", "aid_share_at_end"),
]


def number(text: str) -> str:
    if not text:
        return "-"
    value = float(text)
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"


def load(folder: pathlib.Path) -> dict:
    """Rows of summary.csv by metric (with its level), then by variant; a time also by whether it came."""
    rows: dict = {}
    with (folder / "summary.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            key = f"{row['metric']}={row['level']}" if row["level"] else row["metric"]
            rows.setdefault(key, {})[row["variant"]] = row
            if row["kind"] == "time":
                rows.setdefault(f"came:{key}", {})[row["variant"]] = row | {"kind": "event", "unit": ""}
    return rows


def only(rows: dict) -> dict:
    return {key: next(iter(variants.values())) for key, variants in rows.items()}


def is_share(row: dict) -> bool:
    return bool(row["p"]) and row["kind"] in ("event", "level")


def value(row: dict) -> tuple[str, str]:
    if is_share(row):
        return f"p = {float(row['p']):.3f}", f"{float(row['p_low']):.3f} to {float(row['p_high']):.3f}"
    if row["q05"] and row["q95"] and float(row["q05"]) == float(row["q95"]) == float(row["mean"]):
        return number(row["mean"]), "always"
    column = middle_of(row)
    middle = f"median {number(row[column])}" if column == "q50" else number(row[column])
    return middle, f"{number(row['q05'])} to {number(row['q95']) if row['q95'] else 'beyond the end'}"


def middle_of(row: dict) -> str:
    """The column that stands for an outcome: the mean of a time that the horizon cuts off counts time up to there, its median does not."""
    if is_share(row):
        return "p"
    cut = row["kind"] == "time" and not row["q95"]
    return "q50" if cut and row["q50"] else "mean"


def spread_of(row: dict, variants: dict) -> str:
    """Lowest and highest of the points of the sweep, by what stands for the outcome; a median may be beyond the end."""
    column = middle_of(row)
    at = [point[column] for point in variants.values() if point[column] or column == "q50" and point["n"] != "0"]
    if not at:
        return "-"
    found = sorted(float(text) if text else float("inf") for text in at)
    low, high = (f"{x:.2f}" if column == "p" else "beyond the end" if x == float("inf") else number(str(x))
                 for x in (found[0], found[-1]))
    return low if low == high else f"{low} to {high}"


def readme(rows: dict, swept: dict) -> str:
    lines = [
        "| outcome | metric | mean, median where it is said, or probability | 5 % to 95 % of replications (interval of a probability) "
        "| the same over the assumptions | unit |",
        "|---|---|--:|--:|--:|---|",
    ]
    for key, words in README_ROWS:
        if key in rows:
            mean, spread = value(rows[key])
            metric = key.removeprefix("came:")
            over = spread_of(rows[key], swept[key]) if key in swept else "-"
            lines.append(f"| {words} | `{metric}` | {mean} | {spread} | {over} | {rows[key]['unit']} |")
    return "\n".join(lines)


def patterns(rows: dict) -> str:
    lines = ["| | what | observed | model: mean | 5 % to 95 % of replications |", "|---|---|--:|--:|--:|"]
    for pattern, words, observed, key in PATTERNS:
        if key in rows:
            mean, spread = value(rows[key])
            lines.append(f"| {pattern} | {words} | {observed} | {mean} | {spread} |")
    return "\n".join(lines)


def replace(page: pathlib.Path, name: str, text: str) -> None:
    whole = page.read_text(encoding="utf-8")
    head, rest = whole.split(f"<!-- figures:{name} -->", 1)
    tail = rest.split("<!-- end -->", 1)[1]
    page.write_text(f"{head}<!-- figures:{name} -->\n{text}\n<!-- end -->{tail}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description="figures of README.md and docs/model.md")
    parser.add_argument("panj", help="the program, such as target/release/panj")
    parser.add_argument("-n", type=int, default=2000, help="replications of the two runs")
    parser.add_argument("--sweep-n", type=int, default=200, help="replications of each point of the sweep")
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "output", help="where result folders go")
    options = parser.parse_args()
    program = str(pathlib.Path(options.panj).resolve())

    def result(name: str, *command: str) -> pathlib.Path:
        folder = options.output / f"refresh-{name}"
        subprocess.run([program, *command, "-q", "--fresh", "--out", str(folder)], cwd=ROOT, check=True)
        return folder

    n = str(options.n)
    replay = result("replay", "run", SCENARIO, "-n", n)
    model = result("model", "run", SCENARIO, "--campaign", "model", "-n", n)
    factors = [part for factor in ASSUMPTIONS for part in ("--factor", factor)]
    sweep = result("sweep", "sweep", SCENARIO, *factors, "-n", str(options.sweep_n))
    swept = load(sweep)
    points = len(next(iter(swept.values())))
    counted = f"\n\nn = {options.n:,}; over the assumptions: lowest and highest of {points} points, n = {options.sweep_n:,} each."
    replace(ROOT / "README.md", "outcomes", readme(only(load(replay)), swept) + counted)
    replace(ROOT / "docs/model.md", "patterns", patterns(only(load(model))))
    for folder, picture in [(model, "fan_districts_held.svg"), (replay, "histogram_decision_days.svg")]:
        shutil.copyfile(folder / "charts" / picture, ROOT / "docs/pictures" / picture)


if __name__ == "__main__":
    main()
