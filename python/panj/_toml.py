"""Values that a scenario writes as TOML lists and tables."""

from __future__ import annotations

import sys
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def value(text: str) -> Any:
    """The value that stands after an equals sign."""
    return tomllib.loads(f"value = {text}")["value"]
