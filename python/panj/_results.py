"""What experiments find."""

from __future__ import annotations

import json
import os
from datetime import date
from functools import cached_property
from html import escape
from typing import Any, NamedTuple

import numpy as np

from . import _native
from ._errors import StudyError
from ._table import Table, told


class Entry(NamedTuple):
    """A line of a history."""

    date: date
    """The day."""
    day: float
    """Days since the scenario's start."""
    topic: str
    """What it belongs to."""
    what: str
    """What happened."""
    cause: str
    """Why, where the model knows."""
    amount: float | None
    """The number in it, if there is one."""


class Failure(NamedTuple):
    """A replication that failed."""

    variant: str
    replication: int
    reason: str


class Chart:
    """A drawing of panj; a notebook shows it."""

    def __init__(self, name: str, svg: str, csv: str = "") -> None:
        self.name = name
        """Name, as of the file that the program would write."""
        self.svg = svg
        """The drawing."""
        self.csv = csv
        """The numbers in it, of a chart that `plot` gives."""

    def save(self, file: str | os.PathLike[str]) -> None:
        """Writes it as SVG."""
        with open(file, "w", encoding="utf-8") as out:
            out.write(self.svg)

    def _repr_svg_(self) -> str:
        return self.svg

    def __repr__(self) -> str:
        return f"<panj.Chart {self.name}>"


class _Results:
    def __init__(self, native: _native.Results) -> None:
        self._native = native

    @cached_property
    def outcomes(self) -> Table:
        """A row for each replication of each variant, a column for each metric; a time has a second one with the days followed."""
        return Table(self._native.outcomes())

    def __getitem__(self, name: str) -> Any:
        """A column of the outcomes as a NumPy array, see `Table`."""
        return self.outcomes[name]

    def __arrow_c_schema__(self) -> object:
        return self.outcomes.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.outcomes.__arrow_c_stream__(requested_schema)

    @property
    def variants(self) -> list[str]:
        """Names of the policies, or of the points of a design."""
        return self._native.variants()

    @property
    def n(self) -> int:
        """Worlds."""
        return self._native.replications()

    @property
    def failures(self) -> list[Failure]:
        """Replications that failed; they have no row. The first thousand."""
        return [Failure(*one) for one in self._native.failures()]

    @cached_property
    def summary(self) -> Table:
        """Estimates of all metrics, with intervals and quantiles; times that the horizon cut off are censored."""
        return Table(self._native.summary())

    @property
    def cautions(self) -> list[str]:
        """What to know before trusting the estimates."""
        return self._native.cautions()

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What it takes to get the same again: plan, hashes, parameters."""
        found: dict[str, Any] = json.loads(self._native.manifest())
        return found

    @cached_property
    def _analysis(self) -> Any:
        return json.loads(self._native.analysis())

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Writes the folder that the program's command leaves: tables, plan, manifest, charts, report."""
        self._native.save(os.fspath(folder))

    def report(self, file: str | os.PathLike[str]) -> None:
        """Writes the report, one HTML file."""
        self._native.report(os.fspath(file))

    def to_pandas(self) -> Any:
        """The outcomes as a pandas DataFrame."""
        return self.outcomes.to_pandas()

    def to_polars(self) -> Any:
        """The outcomes as a polars DataFrame."""
        return self.outcomes.to_polars()

    def to_xarray(self) -> Any:
        """The outcomes as an xarray Dataset over `variant` and `replication`; units and meanings are attributes.

        Events are 1 and 0, NaN where there is none, and where a replication failed; levels are words.
        """
        import xarray as xr

        own = {name: place for place, name in enumerate(self.variants)}
        place = np.array([own[name] for name in self["variant"]], dtype=int), self["replication"]
        data = {}
        for name, unit, meaning in self.outcomes.fields[2:]:
            column = self[name]
            cells: Any = np.full((len(own), self.n), np.nan if column.dtype.kind == "f" else None, dtype=column.dtype)
            cells[place] = column
            data[name] = (("variant", "replication"), cells, {"units": unit, "long_name": meaning})
        return xr.Dataset(data, {"variant": list(own), "replication": np.arange(self.n)})

    @cached_property
    def charts(self) -> dict[str, Chart]:
        """The charts that the program draws of it, by name."""
        return {name: Chart(name, svg) for name, svg in self._native.charts()}

    def plot(
        self,
        name: str | None = None,
        metric: str | None = None,
        policies: str | list[str] | None = None,
        width: float | None = None,
        height: float | None = None,
        font_size: float = 8.0,
        title: bool = False,
    ) -> Chart:
        """A chart as `panj plot` draws it, or the first: by its name, the end of it (`plot("districts_held")`), or its kind
        (`plot("fan", metric="districts_held")`). With `width` in mm it is set for a paper, without a title; else as in reports."""
        own = [policies] if isinstance(policies, str) else list(policies or [])
        paper = None if width is None else (float(width), height, float(font_size), title)
        return Chart(*self._native.plot(name, metric, own, paper))

    def __repr__(self) -> str:
        return f"<panj.{type(self).__name__}: {len(self.variants)} variants, {self.n:,} worlds>"

    def _repr_html_(self) -> str:
        cautions = "".join(f"<li>{escape(text)}</li>" for text in self.cautions)
        return f"<p>{escape(repr(self))}</p>{self.summary._repr_html_(40)}<ul>{cautions}</ul>"


class Run(_Results):
    """One policy in many worlds."""

    @cached_property
    def series(self) -> Table:
        """Daily series: mean and quantiles of each day."""
        return Table(self._native.series())

    def plot_series(self, name: str, ax: Any = None) -> Any:
        """A daily series by matplotlib: median and the bands of 50 and 90 % of the worlds of each variant, on `ax` or axes of its own."""
        import matplotlib.pyplot as plt

        ax = plt.subplots()[1] if ax is None else ax
        of_series = self.series["series"] == name
        if not of_series.any():
            raise StudyError(f"no series {name}: there are {', '.join(sorted(set(self.series['series'])))}")
        for variant in self.variants:
            own = of_series & (self.series["variant"] == variant)
            day = self.series["date"][own]
            [line] = ax.plot(day, self.series["q50"][own], label=variant)
            for low, high in (("q05", "q95"), ("q25", "q75")):
                ax.fill_between(day, self.series[low][own], self.series[high][own], color=line.get_color(), alpha=0.2)
        ax.set_ylabel(name)
        ax.legend()
        return ax


class Comparison(Run):
    """Policies in the same worlds."""

    @property
    def baseline(self) -> str:
        """The policy that the others are held against."""
        return str(self._analysis["baseline"])

    @property
    def found(self) -> dict[str, Any]:
        """All of it, as `comparison.json` has it."""
        return dict(self._analysis)

    def differences(self, metric: str | None = None) -> list[dict[str, Any]]:
        """Each policy against the baseline, paired by world: a dict a row, for `pandas.DataFrame` or the eye."""
        rows = [
            {"metric": outcome["metric"], "level": outcome.get("level", ""), **difference}
            for outcome in self._analysis["outcomes"]
            for difference in outcome["differences"]
        ]
        known = dict.fromkeys(row["metric"] for row in rows)
        if rows and metric is not None and metric not in known:
            raise StudyError(f"no metric {metric} in this comparison: there are {', '.join(known)}")
        return [row for row in rows if metric in (None, row["metric"])]

    def _repr_html_(self) -> str:
        shown = ["metric", "level", "policy", "difference", "ci_low", "ci_high", "n"]
        head = "".join(f"<th>{name}</th>" for name in shown)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(told(row.get(name)))}</td>" for name in shown) + "</tr>"
            for row in self.differences()
        )
        return f"<p>against {escape(self.baseline)}</p><table><tr>{head}</tr>{body}</table>"


class Audit(Run):
    """What the answers of a run hang on."""

    @property
    def found(self) -> dict[str, Any]:
        """All of it, as `audit.json` has it: outcomes, assumptions, flips, effects, shares of variance."""
        return dict(self._analysis)

    @property
    def flips(self) -> list[dict[str, Any]]:
        """Values of assumptions at which an answer turns, a dict each."""
        return list(self._analysis["flips"])


class Discovery(Run):
    """What would have changed an answer."""

    @property
    def found(self) -> dict[str, Any]:
        """All of it, as `discovery.json` has it."""
        return dict(self._analysis)


class Sweep(_Results):
    """Outcomes at the points of a design."""

    @cached_property
    def points(self) -> list[dict[str, Any]]:
        """The points: name, and the value of each path as it was given, in text."""
        points = []
        for name, policy, sets in self._native.points():
            own = {"variant": name} | ({} if policy is None else {"policy": policy})
            points.append(own | dict(text.split("=", 1) for text in sets))
        return points

    @property
    def found(self) -> dict[str, Any]:
        """All of it, as `sweep.json` has it."""
        return dict(self._analysis)


class Sensitivity(Sweep):
    """What drives each outcome."""

    @property
    def found(self) -> dict[str, Any]:
        """All of it, as `sensitivity.json` has it."""
        return dict(self._analysis)
