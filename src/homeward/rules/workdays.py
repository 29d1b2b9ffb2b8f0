"""Working days, school days, bank holidays and clock-change nights.

A `Calendar` holds what is known of free days and answers from it; nothing here
reads a file or the clock. Local days and times are those of `Calendar.zone`
(Europe/London); every moment handed out is an aware UTC datetime.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
LAST_SECOND = time(23, 59, 59)
SATURDAY = 5


def bank_holidays(rows: Iterable[str]) -> frozenset[date]:
    """The bank holidays of a list of ISO days, one a row; blank rows are skipped.

    Raises ValueError with the row's number and text when a row is no day.
    """
    days: set[date] = set()
    for number, row in enumerate(rows, start=1):
        text = row.strip()
        if text:
            days.add(_iso_day(number, text))
    return frozenset(days)


def _iso_day(number: int, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"Row {number} of the bank holidays, '{text}', is not a day.") from None


def readings(local: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The UTC moments that a wall clock in `zone` showing `local` may mean, earliest first.

    One on nearly every day; two in the hour that autumn repeats; none in the
    hour that spring leaves out. `local` has no time zone (else ValueError).
    """
    if local.tzinfo is not None:
        raise ValueError("A wall-clock time is read without a time zone.")
    first = _offset(local.replace(fold=0), zone)
    second = _offset(local.replace(fold=1), zone)
    if first < second:
        return ()
    earlier = (local - first).replace(tzinfo=UTC, fold=0)
    if first == second:
        return (earlier,)
    return (earlier, (local - second).replace(tzinfo=UTC, fold=0))


def _offset(local: datetime, zone: ZoneInfo) -> timedelta:
    return zone.utcoffset(local) or timedelta(0)


def is_doubtful(local: datetime, zone: ZoneInfo) -> bool:
    """Whether the wall clock showed `local` twice (the hour that autumn repeats)."""
    return len(readings(local, zone)) > 1


def is_impossible(local: datetime, zone: ZoneInfo) -> bool:
    """Whether the wall clock never showed `local` (the hour that spring leaves out)."""
    return not readings(local, zone)


@dataclass(frozen=True)
class Calendar:
    """What is known of free days, and the zone whose days they are.

    `holidays` are the bank holidays of England and Wales; `covered_until` is the
    last day that they speak for; `school_days` lists the days on which each
    school (by URN) is open to pupils, so an INSET day is simply not in it.
    """

    holidays: frozenset[date]
    covered_until: date
    school_days: Mapping[str, frozenset[date]]
    zone: ZoneInfo

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is a weekday and no bank holiday."""
        return day.weekday() < SATURDAY and day not in self.holidays

    def working_day_after(self, day: date, n: int) -> date:
        """The n-th working day after `day`; the day itself never counts.

        Raises ValueError when `n` is less than 1.
        """
        if n < 1:
            raise ValueError("Working days are counted from 1.")
        while n:
            day += ONE_DAY
            n -= self.is_working_day(day)
        return day

    def is_school_day(self, day: date, urn: str | None) -> bool:
        """Whether the school is open on `day`.

        A school without a list, and any day after a school's list has ended, is
        answered by the working days: every weekday that is no bank holiday.
        """
        last = self._last_listed.get(urn) if urn is not None else None
        if urn is None or last is None or day > last:
            return self.is_working_day(day)
        return day in self.school_days[urn]

    def next_school_day(self, after: date, urn: str | None) -> date:
        """The first school day strictly after `after`, as `is_school_day` has it."""
        day = after + ONE_DAY
        while not self.is_school_day(day, urn):
            day += ONE_DAY
        return day

    @cached_property
    def _last_listed(self) -> Mapping[str, date]:
        return {urn: max(days) for urn, days in self.school_days.items() if days}

    def local_day(self, at: datetime) -> date:
        """The calendar day on the wall at the moment `at` (aware)."""
        return at.astimezone(self.zone).date()

    def end_of_day(self, day: date) -> datetime:
        """23:59:59 local time of `day`, as UTC."""
        return self.at_local(day, LAST_SECOND)

    def at_local(self, day: date, clock: time) -> datetime:
        """The moment (UTC) at which the wall shows `clock` on `day`.

        In the repeated hour of autumn the earlier of the two; in the hour that
        spring leaves out, the same time read as if the clock had not yet changed.
        """
        return datetime.combine(day, clock.replace(fold=0), self.zone).astimezone(UTC)

    def warning(self, day: date) -> str | None:
        """A sentence when `day` lies beyond the bank holiday data, else None."""
        if day <= self.covered_until:
            return None
        return (
            f"Bank holidays are known only up to {_words(self.covered_until)}. "
            f"{_words(day)} was counted without them: check it by hand."
        )


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
