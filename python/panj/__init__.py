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
from ._results import Comparison, Entry, Run, Sensitivity, Sweep
from ._scenario import Prior, Scenario, compare, run, sample, sensitivity, sweep, trace
from ._table import Table

__all__ = [
    "Comparison",
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
    "compare",
    "from_geodataframe",
    "run",
    "sample",
    "sensitivity",
    "sweep",
    "trace",
]
