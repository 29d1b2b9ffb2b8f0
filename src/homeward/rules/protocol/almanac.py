"""The stated calendar of an edition, with its answers remembered.

One `DayBook` serves all episodes judged under one edition and one calendar, so that the
same Friday is looked up once however many children returned on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from homeward.rules.workdays import Calendar

_REMEMBERED = 16_384


@dataclass(frozen=True, slots=True)
class DayBook:
    """The `Almanac` that limits ask (see `limits.py`). Days local, times UTC."""

    local_day: Callable[[datetime], date]
    end_of_day: Callable[[date], datetime]
    end_of_working_day: Callable[[date, int], datetime]
    next_school_day_at: Callable[[date, time, str | None], datetime]


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """Holds one calendar and compares by identity: its tables have no hash."""

    calendar: Calendar

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.calendar is other.calendar

    def __hash__(self) -> int:
        return id(self.calendar)


def day_book(calendar: Calendar, timezone: str) -> DayBook:
    """The day book of this calendar in that time zone; made once, then remembered."""
    return _day_book(_Same(calendar), timezone)


@lru_cache(maxsize=16)
def _day_book(same: _Same, timezone: str) -> DayBook:
    calendar = replace(same.calendar, zone=ZoneInfo(timezone))

    def end_of_working_day(day: date, n: int) -> datetime:
        return calendar.end_of_day(calendar.working_day_after(day, n))

    def next_school_day_at(day: date, clock: time, urn: str | None) -> datetime:
        return calendar.at_local(calendar.next_school_day(day, urn), clock)

    remember = lru_cache(maxsize=_REMEMBERED)
    return DayBook(
        local_day=remember(calendar.local_day),
        end_of_day=remember(calendar.end_of_day),
        end_of_working_day=remember(end_of_working_day),
        next_school_day_at=remember(next_school_day_at),
    )
