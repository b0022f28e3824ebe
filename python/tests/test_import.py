"""Polygons that geopandas has read become a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import needed

import panj


def frames() -> tuple[Any, Any]:
    """Two districts in metres, and a host's district 150 m north of them."""
    import geopandas
    from shapely.geometry import box

    areas = [box(500_000 + 10_000 * at, 4_000_000, 510_000 + 10_000 * at, 4_010_000) for at in range(2)]
    districts = geopandas.GeoDataFrame({"code": ["a", "b"], "people": [5000, 6000]}, geometry=areas, crs=32642)
    host = geopandas.GeoDataFrame({"code": ["h"]}, geometry=[box(500_000, 4_010_150, 520_000, 4_020_000)], crs=32642)
    return districts, host


def test_a_frame_becomes_a_scenario_that_runs(tmp_path: Path) -> None:
    needed("geopandas")
    districts, host = frames()
    folder = tmp_path / "mine"
    found = panj.from_geodataframe(
        folder, districts, id="code", population="people", hosts={"HOST": host}, tolerance=400, held=["a"], licence="CC0"
    )
    # Ten kilometres of the grid beside the central meridian are 10 / 0.9996; so is each half of the border.
    assert (found["edges"], found["border_edges"]) == (1, 2)
    assert found["shared_km"] == pytest.approx(10 / 0.9996, abs=0.01)
    assert found["border_km"] == pytest.approx(20 / 0.9996, abs=1.0)
    assert len(panj.run(panj.Scenario(folder), n=5).outcomes) == 5
    assert "CC0" in (folder / "SOURCES.md").read_text()


def test_what_is_wrong_is_an_error_and_nothing_is_written(tmp_path: Path) -> None:
    needed("geopandas")
    districts, host = frames()
    with pytest.raises(panj.StudyError, match="no such column; its columns are code, people"):
        panj.from_geodataframe(tmp_path / "mine", districts, id="cod")
    with pytest.raises(panj.StudyError, match="tolerance=200"):
        panj.from_geodataframe(tmp_path / "mine", districts, id="code", hosts={"HOST": host})
    assert not (tmp_path / "mine").exists()
