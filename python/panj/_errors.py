"""What can go wrong."""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """One thing wrong with an input."""

    file: str
    """File, or the option that said it."""
    line: int
    """Line from 1; 0 where the whole file or an option is meant."""
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


class PanjError(Exception):
    """Whatever panj cannot do."""


class StudyError(PanjError, ValueError):
    """A question that cannot be put, or an experiment that failed."""


class ScenarioError(StudyError):
    """A scenario, or what was laid over it, is wrong; `problems` has all of it."""

    def __init__(self, text: str, problems: list[Problem]) -> None:
        super().__init__(text, problems)
        self.problems = list(problems)

    def __str__(self) -> str:
        return str(self.args[0])


class WorkersLost(PanjError, RuntimeError):
    """Workers of an executor died, and no new ones were made."""
