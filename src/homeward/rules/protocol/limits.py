"""Limits: how long a duty may take, as an edition writes it.

Five sentences are known: `72 h`, `45 min`, `10 d` (elapsed time, clock changes do not
stretch it), `3 wd` (working days), `same day`, and `before 08:30 next school day`.
Each becomes a small frozen value that answers one question: when is it due?
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

_UNITS = {"h": "hours", "min": "minutes", "d": "days"}
_COUNTED = re.compile(r"([1-9][0-9]{0,4}) (h|min|d|wd)")
_SCHOOL = re.compile(r"before ([01][0-9]|2[0-3]):([0-5][0-9]) next school day")
_REPEAT = re.compile(r"(.+) until (\S+)")
_COUNT_IN = re.compile(r"([2-9]|[1-9][0-9]{1,2}) in (.+)")


class Almanac(Protocol):
    """What a limit asks of the calendar. Days are local, answers are UTC."""

    def local_day(self, at: datetime) -> date:
        """The local calendar day of a UTC time."""

    def end_of_day(self, day: date) -> datetime:
        """23:59:59 local on that day, as UTC."""

    def end_of_working_day(self, day: date, n: int) -> datetime:
        """23:59:59 local on the n-th working day after that day, as UTC."""

    def next_school_day_at(self, day: date, clock: time, urn: str | None) -> datetime:
        """That local time on the first school day after that day, as UTC."""


@dataclass(frozen=True, slots=True)
class Elapsed:
    """`72 h`, `45 min`, `10 d`: elapsed time."""

    text: str
    span: timedelta

    def due(self, start: datetime, almanac: Almanac, urn: str | None) -> datetime:
        """The start plus the span, in UTC, so that a clock change does not stretch it."""
        return start + self.span


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """`3 wd`: the day of the start does not count; the n-th working day's end."""

    text: str
    days: int

    def due(self, start: datetime, almanac: Almanac, urn: str | None) -> datetime:
        """23:59:59 local on the n-th working day after the day of the start."""
        return almanac.end_of_working_day(almanac.local_day(start), self.days)


@dataclass(frozen=True, slots=True)
class SameDay:
    """`same day`: the end of the local calendar day of the start, free days included."""

    text: str

    def due(self, start: datetime, almanac: Almanac, urn: str | None) -> datetime:
        """23:59:59 local on the day of the start."""
        return almanac.end_of_day(almanac.local_day(start))


@dataclass(frozen=True, slots=True)
class BeforeSchool:
    """`before 08:30 next school day`: that local time on the child's next school day."""

    text: str
    clock: time

    def due(self, start: datetime, almanac: Almanac, urn: str | None) -> datetime:
        """That time on the first school day after the local day of the start."""
        return almanac.next_school_day_at(almanac.local_day(start), self.clock, urn)


Limit = Elapsed | WorkingDays | SameDay | BeforeSchool


@dataclass(frozen=True, slots=True)
class Repeats:
    """`4 h until child.returned`: each meeting or due time starts the next."""

    text: str
    every: Elapsed | WorkingDays
    until: str


@dataclass(frozen=True, slots=True)
class CountIn:
    """`3 in 90 d`: the n-th starting line of one child within that time starts the duty."""

    text: str
    n: int
    within: timedelta


def parse_limit(text: str) -> Limit:
    """The limit that this text says. Raises ValueError with the reason."""
    if text == "same day":
        return SameDay(text)
    school = _SCHOOL.fullmatch(text)
    if school:
        return BeforeSchool(text, time(int(school[1]), int(school[2])))
    return _parse_counted(text)


def parse_repeats(text: str) -> Repeats:
    """`<limit> until <kind>`, the limit in h, min, d or wd. Raises ValueError."""
    found = _REPEAT.fullmatch(text)
    if not found:
        raise ValueError(f'"{text}" is not written like "4 h until child.returned"')
    return Repeats(text, _parse_counted(found[1]), found[2])


def parse_count_in(text: str) -> CountIn:
    """`<n> in <limit>`, n from 2, the limit in h, min or d. Raises ValueError."""
    found = _COUNT_IN.fullmatch(text)
    limit = _parse_counted(found[2]) if found else None
    if not found or not isinstance(limit, Elapsed):
        raise ValueError(f'"{text}" is not written like "3 in 90 d"')
    return CountIn(text, int(found[1]), limit.span)


def _parse_counted(text: str) -> Elapsed | WorkingDays:
    found = _COUNTED.fullmatch(text)
    if not found:
        raise ValueError(
            f'"{text}" is no limit; write "72 h", "45 min", "10 d", "3 wd", "same day" '
            'or "before 08:30 next school day"'
        )
    number, unit = int(found[1]), found[2]
    if unit == "wd":
        return WorkingDays(text, number)
    return Elapsed(text, timedelta(**{_UNITS[unit]: number}))


_UNIT_WORDS = {"h": "h", "min": "min", "d": "day", "wd": "working day"}


def limit_words(text: str) -> str:
    """A limit as a sentence goes on: within 4 h, within 3 working days, the same day."""
    if text == "same day":
        return "the same day"
    number, _, unit = text.partition(" ")
    if unit not in _UNIT_WORDS:
        return text
    words = _UNIT_WORDS[unit]
    plural = "s" if words.endswith("day") and number != "1" else ""
    return f"within {number} {words}{plural}"
