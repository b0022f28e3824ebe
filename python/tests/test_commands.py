"""What the program's other commands are from Python."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT, needed

import panj


def test_an_audit_and_the_smallest_sets_are_those_of_the_program(tutorial: panj.Scenario, tmp_path: Path) -> None:
    few = {"trajectories": 2, "points": 0, "steps": 1, "most_flips": 2, "cells": 0, "worlds": 2}
    found = panj.audit(tutorial, ["too_late"], n=6, **few)
    assert found.found["outcomes"][0]["metric"] == "too_late" and found.flips == found.found["flips"]
    found.save(tmp_path / "saved")
    assert (tmp_path / "saved" / "audit.csv").exists()
    sets = panj.discover(tutorial, "too_late", n=20, sets=4, most=1, worlds=4)
    assert sets.found["question"]["goal"] == "too_late"
    with pytest.raises(panj.StudyError, match="unknown field `trajectoriez`"):
        panj.audit(tutorial, n=5, trajectoriez=2)


def test_a_benchmark_has_its_leaderboard(tmp_path: Path) -> None:
    suite = tmp_path / "suite.toml"
    valley = ROOT / "scenarios" / "tutorial"
    suite.write_text(f'title = "S"\nmetrics = ["decision_days"]\npolicies = ["standing-force"]\n[scenario.valley]\npath = "{valley}"\n')
    found = panj.benchmark(suite, tmp_path / "out", n=10, no_report=True)
    assert {row["policy"] for row in found.leaderboard} == {"baseline", "standing-force"}
    suite.write_text(suite.read_text().replace("standing-force", "standing-farce"))
    with pytest.raises(panj.ScenarioError) as raised:
        panj.benchmark(suite, tmp_path / "wrong", n=10)
    assert any("standing-farce" in one.key + one.found for one in raised.value.problems)


def test_charts_and_frames(tutorial: panj.Scenario, tmp_path: Path) -> None:
    needed("xarray")
    needed("matplotlib")
    import matplotlib

    matplotlib.use("Agg")
    found = panj.compare(tutorial, ["baseline", "standing-force"], n=30, series=True)
    chart = found.plot("districts_held")
    assert "districts_held" in chart.name and chart._repr_svg_().startswith("<svg")
    chart.save(tmp_path / "chart.svg")
    found.save(tmp_path / "saved")
    drawn = {path.stem for path in (tmp_path / "saved" / "charts").glob("*.svg")}
    assert set(found.charts) == drawn
    assert (tmp_path / "saved" / "charts" / f"{chart.name}.svg").read_text() == chart.svg
    with pytest.raises(panj.StudyError, match="no chart of_nothing"):
        found.plot("of_nothing")
    with pytest.raises(panj.StudyError, match="width inf: a number from 20 to 2000"):
        found.plot("fan", width=float("inf"))
    held = found.plot("fan", metric="districts_held", policies="standing-force", width=85)
    assert held.svg.startswith("<svg") and 'width="85.00mm"' in held.svg and held.csv.startswith("line,date,median,")
    days = [row.split(",") for row in held.csv.splitlines()[1:] if row.startswith("standing-force,")]
    own = found.series["q50"][(found.series["series"] == "districts_held") & (found.series["variant"] == "standing-force")]
    assert [float(day[2]) for day in days] == list(own)
    data = found.to_xarray()
    assert data.sizes == {"variant": 2, "replication": 30} and data["decision_days"].attrs["units"] == "days"
    own = found["response_gap"][found.outcomes["variant"] == "standing-force"]
    assert np.array_equal(data["response_gap"].sel(variant="standing-force").values, own)
    axes = found.plot_series("districts_held")
    assert len(axes.lines) == 2
