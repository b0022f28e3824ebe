"""Commands of the program that work in files of their own: run as a process, whose errors become exceptions."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import numpy as np

from ._errors import PanjError, ScenarioError, StudyError, problem


def _options(options: Mapping[str, Any]) -> list[str]:
    """Options as they are typed: `dry_run=True` is `--dry-run`, of a list each is given."""
    typed: list[str] = []
    for name, value in options.items():
        option = f"--{name.replace('_', '-')}"
        if value is None or value is False:
            continue
        if value is True:
            typed.append(option)
        elif isinstance(value, Mapping):
            typed += [word for path, one in value.items() for word in (option, f"{path}={written(one)}")]
        elif isinstance(value, (str, os.PathLike)) or not isinstance(value, Iterable):
            typed += [option, written(value)]
        else:
            typed += [word for one in value for word in (option, written(one))]
    return typed


def written(value: Any) -> str:
    """A value as it is typed; of a moment the day."""
    if isinstance(value, date):
        return value.date().isoformat() if isinstance(value, datetime) else value.isoformat()
    return str(value).lower() if isinstance(value, (bool, np.bool_)) else str(value)


def told_by(command: str, *words: Any, **options: Any) -> Any:
    """What a command of the program prints as JSON; None where it prints nothing."""
    typed = [command, *(os.fspath(word) for word in words), *_options(options), "--json", "--quiet", "--log-format", "json"]
    process = subprocess.Popen(
        [sys.executable, "-m", "panj", *typed], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        out, said = process.communicate()
    except BaseException:
        process.send_signal(signal.SIGINT)
        process.wait()
        raise
    if process.returncode:
        raise _refused(said)
    return json.loads(out) if out.lstrip().startswith(("{", "[")) else None


def _refused(said: str) -> PanjError:
    """The error that the program told of."""
    for line in reversed(said.splitlines()):
        try:
            told = json.loads(line)
        except ValueError:
            continue
        if told.get("problems"):
            return ScenarioError(told["text"], [problem(**one) for one in told["problems"]])
        return StudyError(told.get("text", line))
    return StudyError(said.strip() or "the program ended without a word")
