"""On which days the six cases opened, counted back from the present.

All lie more than 180 days back: none of the six has gone again since. The first four were
opened under the older edition of the protocol; the two that were added later, under the newer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

MONDAY, TUESDAY, WEDNESDAY = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Openings:
    """The local day on which each case opened, and the one on which practice changed."""

    a: date
    b: date
    c: date
    d: date
    practice_changed: date
    e: date
    f: date


def openings(today: date) -> Openings:
    """The days for a present of `today` (local)."""
    return Openings(
        a=_weekday(today, 258, TUESDAY),
        b=_weekday(today, 250, WEDNESDAY),
        c=_weekday(today, 243, MONDAY),
        d=_weekday(today, 236, TUESDAY),
        practice_changed=_weekday(today, 222, MONDAY),
        e=_weekday(today, 212, WEDNESDAY),
        f=_weekday(today, 203, TUESDAY),
    )


def _weekday(today: date, days_ago: int, weekday: int) -> date:
    """The last such weekday that lies at least so many days ago."""
    day = today - timedelta(days=days_ago)
    return day - timedelta(days=(day.weekday() - weekday) % 7)
