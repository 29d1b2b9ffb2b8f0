"""The calendar of the record: official bank holidays, read once a process."""

from __future__ import annotations

from functools import lru_cache

from homeward.ground.clock import LOCAL
from homeward.ground.holidays import bank_holidays
from homeward.rules.workdays import Calendar


@lru_cache(maxsize=1)
def calendar() -> Calendar:
    """Bank holidays of England and Wales; school days are not known yet for any school."""
    holidays, covered_until = bank_holidays()
    return Calendar(holidays, covered_until, {}, LOCAL)
