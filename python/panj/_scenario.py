"""Scenarios, and the questions that they are asked."""

from __future__ import annotations

import csv
import hashlib
import json
import operator
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from html import escape
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from . import _native
from ._errors import Problem, StudyError
from ._executor import AnyExecutor, gather
from ._program import told_by, written
from ._results import Audit, Comparison, Discovery, Entry, Run, Sensitivity, Sweep
from ._table import Table

Path: TypeAlias = "str | os.PathLike[str]"
Progress: TypeAlias = "bool | Callable[[int, int], object] | None"
Draws: TypeAlias = Literal["shipped", "fixed", "uncertain"]


class Prior:
    """What a parameter may be where it is not known."""

    def __init__(self, scenario: Scenario, path: str, options: list[str], source: str) -> None:
        self._scenario = scenario
        self.path = path
        """Path of the parameter."""
        self.options = options
        """The values of a choice, each as likely; empty where it is a distribution of numbers or dates."""
        self.source = source
        """Where the prior comes from."""

    def ppf(self, share: float | Sequence[float] | npt.NDArray[Any]) -> Any:
        """The value below which a share (0 to 1) of the prior lies, as with SciPy's distributions; of a choice its option."""
        shares = np.asarray(share, dtype=float)
        if not np.all((shares >= 0) & (shares <= 1)):
            raise StudyError(f"shares of a prior are from 0 to 1, not {share!r}")
        values = self._scenario._native.quantiles(self.path, shares.ravel().tolist())
        return values[0] if shares.ndim == 0 else np.array(values).reshape(shares.shape)

    def __repr__(self) -> str:
        return f"<panj.Prior of {self.path}>"


class Scenario:
    """A scenario that was opened: a folder, or a TOML file. All its files are read and checked, once.

    Raises `ScenarioError`, whose `problems` are all that is wrong, each at its line.
    """

    def __init__(self, path: Path, *, policy_files: Iterable[Path] = (), allow_outside: bool = False) -> None:
        self.path = os.fspath(path)
        """The folder or file, as it was given."""
        self._files = [os.fspath(file) for file in policy_files]
        self._outside = allow_outside
        self._native = _native.Scenario(self.path, self._files, allow_outside)
        self.title, self.question, self.start, self.end = self._head()

    def _head(self) -> tuple[str, str, date, date]:
        return self._native.head()

    @property
    def policies(self) -> dict[str, str]:
        """Policies by name, with what each does."""
        return dict(self._native.policies())

    @property
    def parameters(self) -> Table:
        """All parameters: path, value as written, unit, range, what the value rests on, meaning."""
        return Table(self._native.parameters())

    @property
    def metrics(self) -> Table:
        """All that a run reports: name, kind, unit, which direction is better, meaning."""
        return Table(self._native.metrics())

    @property
    def priors(self) -> dict[str, Prior]:
        """Parameters that are not known, by path."""
        return {path: Prior(self, path, options, source) for path, options, source in self._native.priors()}

    @property
    def warnings(self) -> list[Problem]:
        """What is odd about the scenario, but not wrong."""
        return self._native.warnings()

    def __getitem__(self, path: str) -> Any:
        """The value of a parameter as written."""
        return self._native.value(path)

    @property
    def digest(self) -> str:
        """SHA-256 over all files that were read: equal digests are equal scenarios."""
        told = "".join(f"{name}\0{digest}\n" for name, digest in sorted(self._native.files()))
        return hashlib.sha256(told.encode()).hexdigest()

    def __reduce__(self) -> tuple[Any, ...]:
        files = [os.path.abspath(file) for file in self._files]
        # What is not there is a scenario that ships, by its name.
        path = os.path.abspath(self.path) if os.path.exists(self.path) else self.path
        return _open_again, (path, files, self._outside, self.digest)

    def __repr__(self) -> str:
        return f"panj.Scenario({self.path!r})"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td><code>{escape(name)}</code></td><td>{escape(what)}</td></tr>" for name, what in self.policies.items()
        )
        return (
            f"<h3>{escape(self.title)}</h3><p>{escape(self.question)}</p><p>{self.start} to {self.end}</p>"
            f"<table><thead><tr><th>policy</th><th>what it does</th></tr></thead><tbody>{rows}</tbody></table>"
        )


def _open_again(path: str, files: list[str], outside: bool, digest: str) -> Scenario:
    scenario = Scenario(path, policy_files=files, allow_outside=outside)
    if scenario.digest != digest:
        raise StudyError(f"{path} is not what it was when it was pickled: open it anew on all machines")
    return scenario


def _whole(name: str, value: Any, least: int) -> int:
    """A whole number, of whichever type."""
    try:
        number = operator.index(value)
    except TypeError:
        number = -1
    if not least <= number < 2**63:
        raise StudyError(f"{name}={value!r}: expected a whole number of at least {least}")
    return number


def _listed(names: str | Iterable[str] | None) -> list[str]:
    """Names, of which one alone may stand by itself."""
    return [names] if isinstance(names, str) else list(names or ())


def _common(
    n: int,
    seed: int,
    policy: str | None,
    set: Mapping[str, Any] | None,
    until: str | Iterable[str] | None,
    metrics: str | Iterable[str] | None,
    draws: Draws,
    worlds_per_draw: int | None,
    posterior: Path | None,
) -> _native.Common:
    if draws not in ("shipped", "fixed", "uncertain"):
        raise StudyError(f"draws={draws!r}: 'shipped', 'fixed' or 'uncertain'")
    if draws == "fixed" and posterior is not None:
        raise StudyError("draws='fixed' draws nothing, posterior= draws from a file: leave one of them out")
    return {
        "n": _whole("n", n, 1),
        "seed": _whole("seed", seed, 0),
        "policy": policy,
        "set": list((set or {}).items()),
        "until": _listed(until),
        "metrics": _listed(metrics),
        "draws": draws if posterior is None else "posterior",
        "worlds_per_draw": None if worlds_per_draw is None else _whole("worlds_per_draw", worlds_per_draw, 1),
        "posterior": None if posterior is None else os.fspath(posterior),
    }


def _opened(scenario: Scenario | Path) -> _native.Scenario:
    return (scenario if isinstance(scenario, Scenario) else Scenario(scenario))._native


def _bar(what: str) -> Callable[[int, int], None]:
    """Progress as a line on standard error."""

    def told(done: int, of: int) -> None:
        end = "\n" if done >= of else ""
        print(f"\rpanj: {done:,} of {of:,} {what}", end=end, file=sys.stderr, flush=True)

    return told


def _done(
    job: _native.Job, executor: AnyExecutor | None, threads: int, progress: Progress, series: bool = False
) -> _native.Results:
    if executor is None:
        return job.run(series, threads, _bar("replications") if progress is True else progress or None)
    return gather(job, series, executor, threads, _bar("tasks") if progress is True else progress or None)


def run(
    scenario: Scenario | Path,
    *,
    n: int = 1_000,
    seed: int = 1,
    policy: str | None = None,
    set: Mapping[str, Any] | None = None,
    until: str | Iterable[str] | None = None,
    draws: Draws = "shipped",
    worlds_per_draw: int | None = None,
    posterior: Path | None = None,
    series: bool = False,
    threads: int = 0,
    executor: AnyExecutor | None = None,
    progress: Progress = None,
) -> Run:
    """Plays one policy in `n` worlds (the scenario as written, unless `policy` names one).

    `set` gives parameters other values, by path. `until` stops at a goal, such as "falls:halfwidth=0.5"; `n` is then the most.
    `draws`: "shipped" draws from the samples that the scenario ships, "uncertain" from all priors, "fixed" nothing;
    `posterior` is a CSV file to draw from. `series` counts the daily series at once; without it they, `save` and `report` simulate
    all worlds again when they are asked for, which a call that wants rows alone need not pay for. `threads` 0 is one for each processor. `executor` computes elsewhere; see
    docs/python.md. Results depend on neither.
    """
    common = _common(n, seed, policy, set, until, None, draws, worlds_per_draw, posterior)
    return Run(_done(_opened(scenario).run(common), executor, threads, progress, series))


def compare(
    scenario: Scenario | Path,
    policies: str | Iterable[str] = (),
    *,
    baseline: str | None = None,
    n: int = 1_000,
    seed: int = 1,
    set: Mapping[str, Any] | None = None,
    metrics: str | Iterable[str] | None = None,
    until: str | Iterable[str] | None = None,
    draws: Draws = "shipped",
    worlds_per_draw: int | None = None,
    posterior: Path | None = None,
    divergence: int = 0,
    series: bool = False,
    threads: int = 0,
    executor: AnyExecutor | None = None,
    progress: Progress = None,
) -> Comparison:
    """Plays policies (all, if none are named) in the same `n` worlds; differences are paired by world.

    "baseline" is the scenario as written. The others are held against `baseline`, else against the first. In the first
    `divergence` worlds (400 in the program) it is told where the history under each policy first diverges from the baseline's.
    """
    common = _common(n, seed, None, set, until, metrics, draws, worlds_per_draw, posterior)
    told = _whole("divergence", divergence, 0)
    job = _opened(scenario).compare(_listed(policies), baseline, told, common)
    return Comparison(_done(job, executor, threads, progress, series))


def sweep(
    scenario: Scenario | Path,
    factors: Mapping[str, Any],
    *,
    design: Literal["grid", "lhs", "sobol", "sobol-scrambled"] | None = None,
    points: int = 64,
    n: int = 100,
    seed: int = 1,
    policy: str | None = None,
    set: Mapping[str, Any] | None = None,
    metrics: str | Iterable[str] | None = None,
    threads: int = 0,
    executor: AnyExecutor | None = None,
    progress: Progress = None,
) -> Sweep:
    """Outcomes at the points of a design, each in the same `n` worlds.

    A factor is a parameter's path (or "policy") with a tuple (least, most), or a list of values. The design is a grid where all
    factors are lists, else scrambled Sobol' points.
    """
    texts, ranges = _factors(factors)
    chosen = design or ("sobol-scrambled" if ranges else "grid")
    common = _common(n, seed, policy, set, None, metrics, "fixed", None, None)
    return Sweep(_done(_opened(scenario).sweep(chosen, texts, points, common), executor, threads, progress))


def sample(
    scenario: Scenario | Path,
    table: Any,
    *,
    n: int = 100,
    seed: int = 1,
    policy: str | None = None,
    set: Mapping[str, Any] | None = None,
    metrics: str | Iterable[str] | None = None,
    threads: int = 0,
    executor: AnyExecutor | None = None,
    progress: Progress = None,
) -> Sweep:
    """Outcomes at the points of a design of your own, each in the same `n` worlds.

    `table` is a data frame of pandas or polars, or a dict of columns: a column for each path (or "policy"), a row for each point.
    """
    if not isinstance(table, Mapping) and not hasattr(table, "columns"):
        raise StudyError("a design is a data frame, or a dict of columns: a column for each path, a row for each point")
    columns = {str(name): list(table[name]) for name in (table if isinstance(table, Mapping) else table.columns)}
    lengths = {len(column) for column in columns.values()}
    if len(lengths) != 1:
        raise StudyError(f"the columns of a design have {sorted(lengths)} rows: give equally many, at least one")
    points = [list(point) for point in zip(*columns.values())]
    common = _common(n, seed, policy, set, None, metrics, "fixed", None, None)
    return Sweep(_done(_opened(scenario).sample(list(columns), points, common), executor, threads, progress))


def sensitivity(
    scenario: Scenario | Path,
    factors: Mapping[str, Any] | None = None,
    *,
    method: Literal["sobol", "morris"] = "sobol",
    points: int | None = None,
    n: int = 20,
    seed: int = 1,
    policy: str | None = None,
    set: Mapping[str, Any] | None = None,
    metrics: str | Iterable[str] | None = None,
    threads: int = 0,
    executor: AnyExecutor | None = None,
    progress: Progress = None,
) -> Sensitivity:
    """What drives each outcome: of the factors, as in `sweep`, or else of all parameters that have a prior.

    `points` are base points (Sobol', 128) or trajectories (Morris, 20), each run so often as there are factors, and twice or once more.
    """
    texts, _ = _factors(factors or {})
    count = points if points is not None else (20 if method == "morris" else 128)
    common = _common(n, seed, policy, set, None, metrics, "fixed", None, None)
    job = _opened(scenario).sensitivity(method, texts, count, common)
    return Sensitivity(_done(job, executor, threads, progress))


def audit(
    scenario: Scenario | Path,
    metrics: str | Iterable[str] | None = None,
    *,
    n: int = 100,
    seed: int = 1,
    policy: str | None = None,
    set: Mapping[str, Any] | None = None,
    draws: Draws = "shipped",
    threads: int = 0,
    executor: AnyExecutor | None = None,
    progress: Progress = None,
    **question: Any,
) -> Audit:
    """What the answers of a run hang on: the values of assumptions at which they turn, what does nothing, shares of variance.

    `question` says what it may cost, as the options of `panj audit` do: `grid`, `grid_only`, `cells`, `steps`, `most_flips`,
    `trajectories`, `points`, `most_factors`, `worlds`. `executor` computes the run; what is varied beside it is computed here.
    """
    common = _common(n, seed, policy, set, None, metrics, draws, None, None)
    job = _opened(scenario).audit(json.dumps(question), common)
    return Audit(_done(job, executor, threads, progress))


def discover(
    scenario: Scenario | Path,
    goal: str,
    *,
    n: int = 1_000,
    seed: int = 1,
    policy: str | None = None,
    set: Mapping[str, Any] | None = None,
    draws: Draws = "shipped",
    threads: int = 0,
    executor: AnyExecutor | None = None,
    progress: Progress = None,
    **question: Any,
) -> Discovery:
    """What would have changed an answer: the smallest sets of policies and values that reach `goal` in worlds that missed it.

    `goal` is as `panj discover --goal` takes it, such as "too_late" or "response_gap<=1000". `question`: `policies`, `changes`,
    `most`, `sets`, `worlds`, `share`.
    """
    common = _common(n, seed, policy, set, None, None, draws, 1 if draws == "uncertain" else None, None)
    job = _opened(scenario).discover(json.dumps({"goal": goal, **question}), common)
    return Discovery(_done(job, executor, threads, progress))


class Benchmark:
    """Policies on every scenario of a suite."""

    def __init__(self, folder: str, found: dict[str, Any]) -> None:
        self.folder = folder
        """The result folder, with a comparison for each scenario and the report."""
        self.found = found
        """All of it, as `leaderboard.json` has it."""

    @property
    def leaderboard(self) -> list[dict[str, Any]]:
        """Policies, the best first, a dict each."""
        return list(self.found["leaderboard"])


def benchmark(suite: Path, out: Path, *, n: int | None = None, seed: int = 1, **options: Any) -> Benchmark:
    """Policies on every scenario of a suite file, with ranks and regret, in the result folder `out`.

    Options are those of `panj benchmark`: `policy_file`, `metrics`, `threads`, `no_report`, `fresh`.
    """
    told_by("benchmark", suite, replications=n, seed=seed, out=out, **options)
    folder = os.fspath(out)
    with open(os.path.join(folder, "leaderboard.json"), encoding="utf-8") as file:
        return Benchmark(folder, json.load(file))


class Calibration:
    """What the record says of parameters: a posterior."""

    def __init__(self, file: str, found: dict[str, Any]) -> None:
        self.file = file
        """The sample, which `run(..., posterior=file)` draws from."""
        self.found = found
        """What was found: what is identified and what is not, how the chains went."""

    @property
    def sample(self) -> list[dict[str, str]]:
        """The draws: a dict of path and value each, as written."""
        with open(self.file, encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def calibrate(scenario: Scenario | Path, out: Path, *, as_of: date | str | None = None, **options: Any) -> Calibration:
    """Estimates parameters from the scenario's record up to `as_of`; the posterior goes to the file `out`.

    Options are those of `panj calibrate`: `set`, `seed`, `chains`, `steps`, `moves`, `draws`.
    """
    if options.get("dry_run"):
        raise StudyError("dry_run= estimates nothing: what a calibration would cost says `panj calibrate --dry-run`")
    told_by("calibrate", _path(scenario), as_of=as_of, out=out, **options)
    file = os.fspath(out)
    with open(os.path.splitext(file)[0] + ".json", encoding="utf-8") as found:
        return Calibration(file, json.load(found))


def forecast(scenario: Scenario | Path, as_of: date | str, out: Path, **options: Any) -> str:
    """Forecasts districts one by one from the record up to a day; gives the file in the folder `out`, which `score` takes.

    Options are those of `panj forecast`: `horizons` (as text, "7,14,28"), `n`, `set`, `seed`, `chains`, `steps`, `draws`.
    """
    told_by("forecast", _path(scenario), as_of=as_of, out=out, **options)
    return os.path.join(os.fspath(out), f"{written(as_of)}.json")


def score(forecasts: Path | Sequence[Path], *, scenario: Scenario | Path | None = None) -> dict[str, Any]:
    """Forecasts held against what the record shows later, beside the simplest forecasts."""
    files = [forecasts] if isinstance(forecasts, (str, os.PathLike)) else forecasts
    named = None if scenario is None else _path(scenario)
    return dict(told_by("score", *files, scenario=named))


def _path(scenario: Scenario | Path) -> str:
    return scenario.path if isinstance(scenario, Scenario) else os.fspath(scenario)


def trace(
    scenario: Scenario | Path,
    replication: int = 0,
    *,
    seed: int = 1,
    policy: str | None = None,
    set: Mapping[str, Any] | None = None,
    details: bool = False,
) -> list[Entry]:
    """One history in plain words: the world of this number, as in the column `replication` of outcomes."""
    common = _common(1, seed, policy, set, None, None, "fixed", None, None)
    return [Entry(*entry) for entry in _opened(scenario).trace(replication, details, common)]


def _factors(factors: Mapping[str, Any]) -> tuple[list[str], bool]:
    """Factors as the program writes them, and whether one is a range."""
    ranges = [path for path, values in factors.items() if isinstance(values, tuple)]
    wrong = [path for path in ranges if len(factors[path]) != 2]
    if wrong:
        raise StudyError(f"{wrong[0]}: a range is a tuple (least, most); several values are a list")
    texts = [
        f"{path}={written(values[0])}..{written(values[1])}" if path in ranges else f"{path}={','.join(map(written, values))}"
        for path, values in factors.items()
    ]
    return texts, bool(ranges)
