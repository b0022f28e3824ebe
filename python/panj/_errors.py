"""What can go wrong."""

from __future__ import annotations

import re
from typing import NamedTuple

# What stands here in the place of the program's options that its messages name, without `=`.
_ARGUMENTS = {
    **{name: name for name in ("baseline", "design", "divergence", "goal", "method", "metrics", "points", "policies", "policy")},
    **{name: name for name in ("posterior", "seed", "set", "threads", "tolerance", "until")},
    "allow-outside": "allow_outside=True",
    "factor PATH=VALUES": 'factors={"PATH": VALUES}',
    "factor PATH=low..high": 'factors={"PATH": (low, high)}',
    "factor": "factors",
    "host": "hosts",
    "policy-file": "policy_files",
    "uncertain": 'draws="uncertain"',
    "worlds-per-draw": "worlds_per_draw",
}
_OPTION = re.compile(
    # A command to be typed stays as it is.
    r"`panj [^`]*`|(?<![\w-])--(?P<option>"
    + "|".join(sorted(map(re.escape, _ARGUMENTS), key=len, reverse=True))
    + r")(?![\w-])(?P<place>:| (?=\d))?"
)


def _argument(found: re.Match[str]) -> str:
    if found["option"] is None:
        return found[0]
    name = _ARGUMENTS[found["option"]]
    return f"{name}:" if found["place"] == ":" else name if "=" in name else f"{name}="


def here(text: str) -> str:
    """A message of the program as a caller of functions reads it: `--worlds-per-draw 1` is `worlds_per_draw=1`."""
    return _OPTION.sub(_argument, text)


class Problem(NamedTuple):
    """One thing wrong with an input."""

    file: str
    """File, or the argument that said it."""
    line: int
    """Line from 1; 0 where the whole file or an argument is meant."""
    column: int
    """Column in characters from 1, or 0."""
    key: str
    """Path of the parameter, or column of a table."""
    found: str
    """What stands there."""
    rule: str
    """What is allowed there."""
    remedy: str
    """What to do about it; empty where the rule says it."""
    excerpt: str
    """The line itself."""


def problem(
    file: str, line: int, column: int, key: str, found: str, rule: str, remedy: str, excerpt: str
) -> Problem:
    """A problem as the program tells it."""
    return Problem(here(file).removesuffix("="), line, column, key, found, here(rule), here(remedy), excerpt)


class PanjError(Exception):
    """Whatever panj cannot do."""


class StudyError(PanjError, ValueError):
    """A question that cannot be put, or an experiment that failed."""

    def __init__(self, text: str, *more: object) -> None:
        super().__init__(here(text), *more)


class ScenarioError(StudyError):
    """A scenario, or what was laid over it, is wrong; `problems` has all of it."""

    def __init__(self, text: str, problems: list[Problem]) -> None:
        super().__init__(text, problems)
        self.problems = list(problems)

    def __str__(self) -> str:
        return str(self.args[0])


class WorkersLost(PanjError, RuntimeError):
    """Workers of an executor died, and no new ones were made."""
