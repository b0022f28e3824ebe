"""Scenarios from districts' polygons that geopandas has read: whatever it can read, panj can import."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from ._errors import StudyError


def from_geodataframe(
    folder: str | PathLike[str],
    districts: Any,
    *,
    id: str,
    name: str | None = None,
    name_local: str | None = None,
    province: str | None = None,
    province_name: str | None = None,
    hosts: Mapping[str, Any] | None = None,
    host_id: str | None = None,
    host_name: str | None = None,
    sector: str | None = None,
    population: str | None = None,
    seats: Any = None,
    held: Iterable[str] = (),
    links: Iterable[str] = (),
    link_nearest: bool = False,
    tolerance: float = 1.0,
    least_km: float = 0.0,
    start: str | None = None,
    end: str | None = None,
    licence: str | None = None,
) -> dict[str, Any]:
    """Makes a scenario from polygons, as the program's command `panj import` does (`panj import --help`).

    `districts` and the values of `hosts` (by a short name of each host state) are GeoDataFrames, `seats` is one of points with
    columns `name` and `capital` (1 or 0). Frames without a coordinate system are taken as degrees. `tolerance` is in metres.
    Gives what was found: numbers, and `doubts`, a list of texts.

    Raises StudyError with all that is wrong; then nothing is written.
    """
    with tempfile.TemporaryDirectory() as place:

        def written(frame: Any, file: str) -> str:
            degrees = frame if frame.crs is None else frame.to_crs(4326)
            path = Path(place) / f"{file}.geojson"
            path.write_text(degrees.to_json(drop_id=True), encoding="utf-8")
            return str(path)

        texts = {
            "id": id, "name": name, "name-local": name_local, "province": province, "province-name": province_name,
            "host-id": host_id, "host-name": host_name, "sector": sector, "population": population, "start": start, "end": end,
            "licence": licence, "tolerance": str(tolerance), "least-km": str(least_km), "held": ",".join(held) or None,
            "districts": written(districts, "districts"), "seats": None if seats is None else written(seats, "seats"),
        }
        options = [f"--{option}={text}" for option, text in texts.items() if text is not None]
        options += [f"--host={host}={written(frame, f'host-{n}')}" for n, (host, frame) in enumerate((hosts or {}).items())]
        options += [f"--link={link}" for link in links] + ["--link-nearest"] * link_nearest
        command = [sys.executable, "-m", "panj", "import", "--json", *options, "--", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if done.returncode != 0:
        raise StudyError(done.stderr.strip().replace(place, "").removeprefix("error: "))
    found: dict[str, Any] = json.loads(done.stdout)
    return found
