"""panj: seeded discrete-event simulation of border crises and alliance response.

>>> import panj
>>> scenario = panj.Scenario("scenarios/tutorial")
>>> found = panj.run(scenario, n=100)
>>> len(found.outcomes)
100
"""

from ._errors import PanjError, Problem, ScenarioError, StudyError, WorkersLost
from ._import import from_geodataframe
from ._native import __version__
from ._results import Audit, Chart, Comparison, Discovery, Entry, Run, Sensitivity, Sweep
from ._scenario import (
    Benchmark,
    Calibration,
    Prior,
    Scenario,
    audit,
    benchmark,
    calibrate,
    compare,
    discover,
    forecast,
    run,
    sample,
    score,
    sensitivity,
    sweep,
    trace,
)
from ._table import Table

__all__ = [
    "Audit",
    "Benchmark",
    "Calibration",
    "Chart",
    "Comparison",
    "Discovery",
    "Entry",
    "PanjError",
    "Prior",
    "Problem",
    "Run",
    "Scenario",
    "ScenarioError",
    "Sensitivity",
    "StudyError",
    "Sweep",
    "Table",
    "WorkersLost",
    "__version__",
    "audit",
    "benchmark",
    "calibrate",
    "compare",
    "discover",
    "forecast",
    "from_geodataframe",
    "run",
    "sample",
    "score",
    "sensitivity",
    "sweep",
    "trace",
]
