"""Reading dates and times written by people and spreadsheets, in local (Europe/London) time.

Nothing is guessed. A text is read in one way, or it is an `Unread` that says why not. Source of
the rules: the police download's contract, rules 1, 4, 5 and 9.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from homeward.rules.written_dates import (
    Clock,
    Written,
    read_clock,
    read_written,
)

ZONE: Final = ZoneInfo("Europe/London")
ADULT_AGE: Final = 18
VOTE_LENGTH: Final = 10  # of "dd/mm/yyyy"
SURE: Final = "\0"  # stands before a text whose day-month order is certain (a typed cell)

NO_DATE: Final = "is no date"
NO_CLOCK: Final = "holds no time of day"
SKIPPED: Final = "is a time that the clocks skipped that night"
NOT_A_CHILD: Final = "not a child"
UNBORN: Final = "is after the report"

Precision = Literal["minute", "day"]
Order = Literal["DAY_FIRST", "MONTH_FIRST", "UNSETTLED"]


class ReadTime(NamedTuple):
    """A time that was read: `at` in UTC, `day` its local calendar day, `text` as it came.

    `precision` is ``day`` when only the day is known (no time, 00:00 or 23:59): `at` then says
    no more than the day. `other_at` is the later reading of a time in the repeated autumn hour.
    """

    at: datetime
    text: str
    precision: Precision
    other_at: datetime | None
    day: date

    def is_before(self, other: ReadTime) -> bool:
        """Say whether this time is before `other`; by days, where either knows only the day."""
        if self.precision == "minute" == other.precision:
            return self.at < other.at
        return self.day < other.day


@dataclass(frozen=True, slots=True)
class Unread:
    """A text that gives no certain value; `doubtful` when two readings are possible."""

    text: str
    reason: str
    doubtful: bool = False


@lru_cache(maxsize=16384)
def vote(text: str) -> Order | None:
    """Say which day-month order this text proves, if any.

    Only numeric day-month-year dates vote, and only those that a single order makes a date. The
    first `VOTE_LENGTH` characters of a trimmed date and time are enough, and are quicker.
    """
    written = read_written(text)
    if isinstance(written, str) or not written.numeric:
        return None
    if (written.day_first is None) == (written.month_first is None):
        return None
    return "DAY_FIRST" if written.month_first is None else "MONTH_FIRST"


def settle(day_first: int, month_first: int) -> Order:
    """Give the order of a column from its counted votes; one dissenter leaves it unsettled."""
    if day_first and not month_first:
        return "DAY_FIRST"
    if month_first and not day_first:
        return "MONTH_FIRST"
    return "UNSETTLED"


def read_time(text: str, order: Order) -> ReadTime | Unread:
    """Read a trimmed local date and time; `order` decides between two numeric readings.

    A time in the repeated hour of autumn takes the earlier reading and keeps the later one;
    a time in the missing hour of spring, a year alone and anything else are `Unread`.
    """
    head, _, tail = text.partition(" ")
    clock, second = _CLOCKS.get(tail[:5]), _SECONDS.get(tail[5:])
    if clock is not None and second is not None:
        base = _plain_midnight(head, order)
        if base is not None:
            at = base[0] + clock[0] + second
            return ReadTime(at, text.removeprefix(SURE), clock[1], None, base[1])
    return _read_slowly(text, order)


def read_birth(text: str, order: Order, on: date) -> date | Unread:
    """Read a date of birth of somebody who must be 0 to 17 years old on the local day `on`.

    A two-digit year takes the century that makes a child; no such century, or an age of 18 and
    more, is ``not a child``. Two day-month readings with different outcomes are doubtful.
    """
    readings = _birth_readings(text, order)
    if isinstance(readings, Unread):
        return readings
    if len(readings) == 1:
        outcome = _child_born(readings[0], on)
        return outcome if isinstance(outcome, date) else Unread(text.removeprefix(SURE), outcome)
    outcomes = {_child_born(centuries, on) for centuries in readings}
    if len(outcomes) == 2:
        return Unread(text.removeprefix(SURE), _either(tuple(r[-1] for r in readings)), True)
    outcome = outcomes.pop()
    return Unread(text.removeprefix(SURE), outcome) if isinstance(outcome, str) else outcome


def check_birth(text: str, order: Order) -> Unread | None:
    """Say why a text can be no date of birth, whenever the report was; None where it can be."""
    readings = _birth_readings(text, order)
    return readings if isinstance(readings, Unread) else None


def whole_years(born: date, on: date) -> int:
    """Age in completed years; a child born on 29 February completes the year on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def local_midnight(day: date) -> datetime:
    """The first moment of a local calendar day, in UTC."""
    return datetime.combine(day, time(), ZONE).astimezone(UTC)


def _precision(hour: int, minute: int) -> Precision:
    return "day" if (hour, minute) in {(0, 0), (23, 59)} else "minute"


_MINUTES: Final = tuple((hour, minute) for hour in range(24) for minute in range(60))
_CLOCKS: Final[dict[str, tuple[timedelta, Precision]]] = {
    text: (timedelta(hours=hour, minutes=minute), _precision(hour, minute))
    for hour, minute in _MINUTES
    for text in (f"{hour:02}:{minute:02}", f"{hour}:{minute:02}")
}
_CLOCKS[""] = _CLOCKS["00:00"]
_SECONDS: Final = {f":{second:02}": timedelta(seconds=second) for second in range(60)}
_SECONDS[""] = _SECONDS[":00"]


@lru_cache(maxsize=4096)
def _plain_midnight(text: str, order: Order) -> tuple[datetime, date] | None:
    """UTC midnight of a certain date on which the clocks do not change."""
    plain = text.removeprefix(SURE)
    written = read_written(plain)
    if isinstance(written, str) or written.rest or written.clock:
        return None
    days = _days(written, order if plain is text else "DAY_FIRST")
    if len(days) != 1:
        return None
    start, end = local_midnight(days[0]), local_midnight(days[0] + timedelta(days=1))
    return (start, days[0]) if end - start == timedelta(days=1) else None


def _read_slowly(text: str, order: Order) -> ReadTime | Unread:
    plain = text.removeprefix(SURE)
    written = read_written(plain)
    if isinstance(written, str):
        return Unread(plain, written)
    days = _days(written, order if plain is text else "DAY_FIRST")
    clock = written.clock or read_clock(written.rest)
    if not days or clock is None:
        return Unread(plain, NO_CLOCK if days else NO_DATE)
    if len(days) > 1:
        return Unread(plain, _either(days), doubtful=True)
    return _placed(days[0], clock, plain)


def _days(written: Written, order: Order) -> tuple[date, ...]:
    """The calendar days a report's date can mean; a two-digit year is 20xx."""
    return tuple(centuries[-1] for centuries in _readings(written, order))


def _readings(written: Written, order: Order) -> tuple[tuple[date, ...], ...]:
    first, second = written.day_first, written.month_first
    if order != "UNSETTLED" and first and second:
        chosen = first if order == "DAY_FIRST" else second
        return (chosen,)
    return tuple(dict.fromkeys(reading for reading in (first, second) if reading))


def _placed(day: date, clock: Clock, text: str) -> ReadTime | Unread:
    precision = _precision(clock.hour, clock.minute)
    wall = time(clock.hour, clock.minute, clock.second)
    if clock.offset is not None:
        at = datetime.combine(day, wall, UTC) - clock.offset
        return ReadTime(at, text, precision, None, at.astimezone(ZONE).date())
    here = datetime.combine(day, wall, ZONE)
    at, other = here.astimezone(UTC), here.replace(fold=1).astimezone(UTC)
    if other < at:
        return Unread(text, SKIPPED)
    return ReadTime(at, text, precision, other if other > at else None, day)


@lru_cache(maxsize=16384)
def _birth_readings(text: str, order: Order) -> tuple[tuple[date, ...], ...] | Unread:
    plain = text.removeprefix(SURE)
    written = read_written(plain)
    if isinstance(written, str):
        return Unread(plain, written)
    readings = _readings(written, order if plain is text else "DAY_FIRST")
    if not readings or not (written.clock or read_clock(written.rest)):
        return Unread(plain, NO_DATE)
    return readings


def _child_born(centuries: tuple[date, ...], on: date) -> date | str:
    for born in centuries:
        if 0 <= whole_years(born, on) < ADULT_AGE:
            return born
    if len(centuries) == 1 and centuries[0] > on:
        return UNBORN
    return NOT_A_CHILD


def _either(days: tuple[date, ...]) -> str:
    return "could be " + " or ".join(f"{day.day} {day:%B %Y}" for day in days)
