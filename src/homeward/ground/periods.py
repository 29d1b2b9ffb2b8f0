"""How long records are kept here: the partnership's own file, else the one that ships."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from homeward.rules.retention import Period, read_periods

FILE = "retention.toml"


def periods(var: Path) -> tuple[Period, ...]:
    """The periods that count. Raises PeriodsRefused for an own file that cannot be used."""
    own = var / FILE
    if own.exists():
        return read_periods(own.read_text(encoding="utf-8"), str(own))
    return _shipped()


@lru_cache(maxsize=1)
def _shipped() -> tuple[Period, ...]:
    return read_periods((files("homeward.rules") / FILE).read_text(encoding="utf-8"), FILE)
