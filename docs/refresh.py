"""Writes the figures and pictures of README.md and docs/model.md from a result folder, so that they are what a command prints.

    cargo run --release -- run scenarios/tajik-afghan-2021 -n 2000
    python3 docs/refresh.py output/tajik-afghan-2021-run

Text between <!-- figures:NAME --> and <!-- end --> is replaced. Needs nothing but Python.
"""

import csv
import pathlib
import shutil
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
README_ROWS = [
    ("held_2021_07_05", "districts held by the advancing force, 5 July"),
    ("held_2021_08_05", "the same, 5 August"),
    ("held_2021_08_15", "the same, 15 August"),
    ("soldiers_crossed", "soldiers who crossed into the host state"),
    ("request_days", "day on which the host asks for help"),
    ("decision_days", "days from request to the alliance's first answer"),
    ("answer=no-involvement-needed", "that answer is \"no involvement needed\""),
    ("need", "need at the border during the alliance's visit"),
    ("need_assessed", "need as the alliance reads it"),
    ("too_late", "no help in place before the last border district fell"),
    ("ready_90_days", "days from order until 90 % of reservists are ready"),
    ("response_gap", "force missing at the border over time"),
]
PICTURES = ["fan_districts_held.svg", "histogram_decision_days.svg"]
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
    ("P7", "day of the request (7 July = 67)", "67", "request_days"),
    ("", "days to the first answer", "1-3", "decision_days"),
    ("", "the answer: no involvement needed", "yes", "answer=no-involvement-needed"),
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
    rows = {}
    with (folder / "summary.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["level"]:
                rows[f"{row['metric']}={row['level']}"] = row
            else:
                rows[row["metric"]] = row
    return rows


def value(row: dict) -> tuple[str, str]:
    if row["p"] and row["kind"] in ("event", "level"):
        return f"p = {float(row['p']):.3f}", f"{float(row['p_low']):.3f} to {float(row['p_high']):.3f}"
    if row["q05"] and float(row["q05"]) == float(row["q95"]) == float(row["mean"]):
        return number(row["mean"]), "always"
    return number(row["mean"]), f"{number(row['q05'])} to {number(row['q95'])}"


def readme(rows: dict) -> str:
    lines = ["| outcome | metric | mean, or probability | 5 % to 95 % of histories (interval of a probability) | unit |", "|---|---|--:|--:|---|"]
    for key, words in README_ROWS:
        if key in rows:
            mean, spread = value(rows[key])
            lines.append(f"| {words} | `{key}` | {mean} | {spread} | {rows[key]['unit']} |")
    return "\n".join(lines)


def patterns(rows: dict) -> str:
    lines = ["| | what | observed | model: mean | 5 % to 95 % of histories |", "|---|---|--:|--:|--:|"]
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
    rows = load(pathlib.Path(sys.argv[1]))
    replace(ROOT / "README.md", "outcomes", readme(rows))
    replace(ROOT / "docs/model.md", "patterns", patterns(rows))
    for picture in PICTURES:
        shutil.copyfile(pathlib.Path(sys.argv[1]) / "charts" / picture, ROOT / "docs/pictures" / picture)


if __name__ == "__main__":
    main()
