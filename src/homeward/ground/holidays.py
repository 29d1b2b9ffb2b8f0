"""Bank holidays of England and Wales, from the list bundled with the package, offline."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from importlib.resources import files

_DIVISION = "england-and-wales"


@cache
def bank_holidays() -> tuple[frozenset[date], date]:
    """The bank holidays of England and Wales, and the last day they speak for.

    GOV.UK publishes whole years, so the last day is 31 December of the last year listed.
    The package's own copy of the list is read, once. Its class would bring in an HTTP
    client that is never wanted here.
    """
    bundled = files("govuk_bank_holidays") / "bank-holidays.json"
    listed = json.loads(bundled.read_text(encoding="utf-8"))
    days = frozenset(date.fromisoformat(row["date"]) for row in listed[_DIVISION]["events"])
    return days, date(max(days).year, 12, 31)
