"""Tables: columns with name, type, unit and meaning."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from . import _native


class Field(NamedTuple):
    """What a column is."""

    name: str
    unit: str
    meaning: str


class Table:
    """A table that pandas, polars, DuckDB and pyarrow take as it is, by Arrow's PyCapsule interface.

    `polars.DataFrame(table)`, `pyarrow.table(table)` and `duckdb` share its memory. Events are booleans, levels are categories
    (dictionaries), times that did not come are null; units and meanings stand in the metadata of the fields.
    """

    def __init__(self, native: _native.Table) -> None:
        self._native = native

    def __len__(self) -> int:
        return len(self._native)

    @property
    def fields(self) -> list[Field]:
        """The columns: name, unit, meaning."""
        return [Field(*field) for field in self._native.fields()]

    @property
    def columns(self) -> list[str]:
        """Names of the columns."""
        return [name for name, _, _ in self._native.fields()]

    def __contains__(self, name: object) -> bool:
        return name in self.columns

    def __iter__(self) -> Iterator[str]:
        """Names of the columns, as of a data frame."""
        return iter(self.columns)

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        """A column as a NumPy array.

        Numbers and events as float64, NaN where there is none; whole numbers as int64; days as datetime64[D]; words and levels
        as objects, None where there is none.
        """
        kind, cells, words = self._native.column(name)
        if kind == "number":
            return np.frombuffer(cells, dtype="<f8")
        if kind == "integer":
            return np.frombuffer(cells, dtype="<i8")
        if kind == "date":
            return np.frombuffer(cells, dtype="<i8").astype("datetime64[D]")
        if kind == "boolean":
            codes = np.frombuffer(cells, dtype="i1")
            return np.where(codes < 0, np.nan, codes.astype("f8"))
        if kind == "category":
            levels = np.array([*words, None], dtype=object)
            codes32 = np.frombuffer(cells, dtype="<i4")
            return np.asarray(levels[codes32])
        return np.array(words, dtype=object)

    def to_pandas(self) -> Any:
        """A pandas DataFrame: events as "boolean", levels as "category"."""
        import pandas as pd

        columns: dict[str, Any] = {}
        for name in self.columns:
            kind, cells, words = self._native.column(name)
            if kind == "boolean":
                codes = np.frombuffer(cells, dtype="i1")
                columns[name] = pd.arrays.BooleanArray(codes > 0, codes < 0)
            elif kind == "category":
                columns[name] = pd.Categorical.from_codes(np.frombuffer(cells, dtype="<i4"), categories=words)
            else:
                columns[name] = self[name]
        frame = pd.DataFrame(columns)
        frame.attrs["units"] = {field.name: field.unit for field in self.fields if field.unit}
        return frame

    def to_polars(self) -> Any:
        """A polars DataFrame that shares the memory."""
        import polars as pl

        return pl.DataFrame(self)

    def rows(self) -> list[dict[str, Any]]:
        """The rows, each as a dict of Python's own values; None where there is none."""
        arrays = {name: self[name].tolist() for name in self.columns}
        plain = {n: [None if v != v else v for v in values] for n, values in arrays.items()}
        return [dict(zip(plain, row)) for row in zip(*plain.values())]

    def __arrow_c_schema__(self) -> object:
        return self._native.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._native.__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        return f"<panj.Table of {len(self)} rows, {len(self.columns)} columns>"

    def _repr_html_(self, most: int = 20) -> str:
        shown = self.columns
        columns = {name: self[name] for name in shown}
        head = "".join(f"<th title='{escape(f.meaning, quote=True)}'>{escape(f.name)}</th>" for f in self.fields)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(told(columns[name][row]))}</td>" for name in shown) + "</tr>"
            for row in range(min(most, len(self)))
        )
        more = f"<p>{len(self) - most} rows more</p>" if len(self) > most else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def told(cell: Any) -> str:
    """A cell as a reader wants it: numbers to four figures, nothing where there is none."""
    if cell is None or cell != cell:
        return ""
    return f"{cell:.4g}" if isinstance(cell, float) else str(cell)
