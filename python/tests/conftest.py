"""Where the repository is, and what the tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import panj

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.fixture(scope="session")
def tutorial() -> panj.Scenario:
    os.chdir(ROOT)
    return panj.Scenario("scenarios/tutorial")


def needed(package: str) -> None:
    """Skips without a package; where all tools are required, its lack is a failure."""
    if os.environ.get("PANJ_REQUIRE_TOOLS") == "1":
        __import__(package)
    pytest.importorskip(package, reason=f"{package} is not installed")
