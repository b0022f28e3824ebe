"""Results: the rows of the program, and how they are handed out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT, needed

import panj

SCENARIOS = sorted(path.parent.name for path in (ROOT / "scenarios").glob("*/scenario.toml"))


@pytest.mark.parametrize("name", SCENARIOS)
def test_rows_are_those_of_the_program_bit_for_bit(name: str, tmp_path: Path) -> None:
    needed("pyarrow")
    import pyarrow as pa
    import pyarrow.parquet as pq

    n, scenario = "12", f"scenarios/{name}"
    program = [sys.executable, "-m", "panj", "run", scenario, "-n", n, "--seed", "5", "-q", "--no-report"]
    subprocess.run([*program, "--out", str(tmp_path / "out")], check=True, capture_output=True)
    told = pq.read_table(tmp_path / "out" / "outcomes.parquet")
    found = pa.table(panj.run(scenario, n=int(n), seed=5))
    assert found.column_names == told.column_names
    for column in told.column_names:
        ours, theirs = found[column].combine_chunks(), told[column].combine_chunks()
        if pa.types.is_dictionary(ours.type):
            ours = ours.dictionary_decode()
        if pa.types.is_dictionary(theirs.type):
            theirs = theirs.dictionary_decode()
        assert ours.to_pylist() == theirs.to_pylist(), column
        if pa.types.is_floating(ours.type):
            bits = [np.asarray(a.drop_null()).view("u8").tolist() for a in (ours, theirs)]
            assert bits[0] == bits[1], column


def test_tables_have_types_nulls_and_units(tutorial: panj.Scenario) -> None:
    needed("pyarrow")
    import pyarrow as pa

    found = panj.run(tutorial, n=50)
    table = pa.table(found)
    assert table.schema.field("too_late").type == pa.bool_()
    assert pa.types.is_dictionary(table.schema.field("answer_highest").type)
    assert table.schema.field("decision_days").metadata[b"unit"] == b"days"
    assert table.schema.field("decision_days").metadata[b"meaning"]
    nan = [name for name in found.outcomes.columns if found[name].dtype == float and np.isnan(found[name]).any()]
    assert nan and all(table[name].null_count == np.isnan(found[name]).sum() for name in nan)


def test_pandas_and_polars_agree(tutorial: panj.Scenario) -> None:
    needed("pandas")
    needed("polars")
    found = panj.run(tutorial, n=50)
    pandas, polars = found.to_pandas(), found.to_polars()
    assert str(pandas["too_late"].dtype) == "boolean" and str(pandas["answer_highest"].dtype) == "category"
    assert list(pandas.columns) == polars.columns
    assert pandas["held_at_end"].tolist() == polars["held_at_end"].to_list()
    assert pandas["replication"].tolist() == list(range(50))


def test_threads_do_not_matter_and_more_worlds_only_add(tutorial: panj.Scenario) -> None:
    one, two = panj.run(tutorial, n=40, threads=1), panj.run(tutorial, n=60, threads=2)
    for name in one.outcomes.columns:
        assert one[name].tolist() == two[name][:40].tolist() or np.array_equal(one[name], two[name][:40], equal_nan=True)


def test_a_set_parameter_and_a_policy_count(tutorial: panj.Scenario) -> None:
    plain = panj.run(tutorial, n=50)["held_at_end"].mean()
    none = panj.run(tutorial, n=50, set={"campaign.base_hazard_per_day": 0.0, "campaign.contagion": 0})["held_at_end"].mean()
    assert none < plain
    # NumPy's numbers are numbers.
    again = panj.run(tutorial, n=50, set={"campaign.base_hazard_per_day": np.float64(0), "campaign.contagion": np.int64(0)})
    assert again["held_at_end"].mean() == none


def test_summary_cautions_and_manifest(tutorial: panj.Scenario) -> None:
    found = panj.run(tutorial, n=50)
    summary = found.summary.to_pandas().set_index("metric")
    assert summary.loc["held_at_end", "mean"] == pytest.approx(found["held_at_end"].mean(), rel=1e-12)
    assert found.manifest["plan"]["replications"] == 50
    assert any(row["series"] == "districts_held" for row in found.series.rows())
    assert "<table>" in found._repr_html_() and isinstance(found.cautions, list)


def test_series_are_the_same_counted_at_once_or_later(tutorial: panj.Scenario) -> None:
    later, at_once = panj.run(tutorial, n=50), panj.run(tutorial, n=50, series=True)
    assert later.series.rows() == at_once.series.rows() and len(later.series) > 100
    assert later.summary.rows() == at_once.summary.rows()


def test_until_stops_early(tutorial: panj.Scenario) -> None:
    found = panj.run(tutorial, n=5_000, until="held_at_end:halfwidth=0.5")
    assert found.n < 5_000 and len(found.outcomes) == found.n


def test_comparison_is_paired_and_saves_what_the_program_saves(tutorial: panj.Scenario, tmp_path: Path) -> None:
    found = panj.compare(tutorial, ["baseline", "standing-force"], n=60, divergence=400)
    of_baseline = found.outcomes["variant"] == "baseline"
    gap = found["response_gap"]
    [row] = found.differences("response_gap")
    assert row["difference"] == pytest.approx((gap[~of_baseline] - gap[of_baseline]).mean(), rel=1e-9)
    assert row["difference"] < 0 and row["ci_low"] < row["difference"] < row["ci_high"]
    found.save(tmp_path / "saved")
    command = ["compare", "scenarios/tutorial", "--policies", "baseline,standing-force", "-n", "60", "-q"]
    subprocess.run(
        [sys.executable, "-m", "panj", *command, "--out", str(tmp_path / "told")], check=True, capture_output=True
    )
    for name in ["outcomes.parquet", "series.parquet", "summary.csv", "comparison.json", "divergence.csv"]:
        assert (tmp_path / "saved" / name).read_bytes() == (tmp_path / "told" / name).read_bytes(), name
    with pytest.raises(panj.StudyError, match="no metric respons_gap in this comparison"):
        found.differences("respons_gap")
    assert list(found.outcomes) == found.outcomes.columns
    with pytest.raises(KeyError, match="did you mean response_gap"):
        found["respons_gap"]


def test_a_design_of_ones_own_is_a_table_of_paths(tutorial: panj.Scenario) -> None:
    needed("pandas")
    import pandas as pd

    design = {"campaign.contagion": [0.5, 2.0, 4.5], "policy": ["baseline", "standing-force", "baseline"]}
    found = panj.sample(tutorial, design, n=20)
    assert [point["campaign.contagion"] for point in found.points] == ["0.5", "2", "4.5"]
    again = panj.sample(tutorial, pd.DataFrame(design), n=20)
    assert found["held_at_end"].tolist() == again["held_at_end"].tolist()
    own = panj.run(tutorial, n=20, policy="standing-force", set={"campaign.contagion": 2.0}, draws="fixed")
    second = found.outcomes["variant"] == found.variants[1]
    assert found["held_at_end"][second].tolist() == own["held_at_end"].tolist()
    one = panj.sample(tutorial, {"campaign.contagion": [2.0]}, n=3)
    assert len(one.outcomes) == 3


def test_sweep_and_sensitivity(tutorial: panj.Scenario) -> None:
    swept = panj.sweep(tutorial, {"campaign.contagion": [0, 3]}, n=20)
    assert len(swept.variants) == 2 and len(swept.outcomes) == 40
    ranged = panj.sweep(tutorial, {"campaign.contagion": (0, 9)}, points=4, n=5)
    assert len(ranged.variants) == 4
    found = panj.sensitivity(tutorial, {"campaign.contagion": (0, 9)}, method="morris", points=3, n=4)
    assert found.found["outcomes"]


def test_a_history_is_told(tutorial: panj.Scenario) -> None:
    told = panj.trace(tutorial, 3)
    assert told == panj.trace("scenarios/tutorial", replication=3)
    assert [entry.day for entry in told] == sorted(entry.day for entry in told)
    assert any(entry.topic == "campaign" for entry in told)
