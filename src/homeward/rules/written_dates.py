"""The ways in which people and spreadsheets write a date, and a time of day.

This says only what a text can mean; which meaning holds is decided in `local_times`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

NO_DATE: Final = "is no date"
YEAR_ALONE: Final = "is a year alone"
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199
SERIAL_START: Final = date(1899, 12, 30)  # day 0 of a spreadsheet that counts from 1900

_MONTH_NAMES: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTHS: Final = {
    short: number
    for number, name in enumerate(_MONTH_NAMES, start=1)
    for short in (name, name[:3], "sept" if name == "september" else name)
}
_ZONES: Final = {"z": 0, "utc": 0, "gmt": 0, "bst": 60}

_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\s+)?"
_YEAR = r"(?P<year>\d{4}|\d{2})(?!\d)"
_REST = r"(?P<rest>.*)"
_NUMERIC = re.compile(rf"(?P<a>\d{{1,2}})([/.\-])(?P<b>\d{{1,2}})\2{_YEAR}{_REST}", re.DOTALL)
_YEAR_FIRST = re.compile(
    rf"(?P<year>\d{{4}})([/.\-])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}})(?!\d){_REST}", re.DOTALL
)
_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?P<rest>(?:[T ]?\d{4}(?:\d\d)?)?\D*)", re.DOTALL
)
_COMPACT_DAY_FIRST = re.compile(r"(?P<a>\d\d)(?P<b>\d\d)(?P<year>(?:19|20)\d\d)(?P<rest>)")
_DAY_MONTH = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s\-/.,]*(?P<month>[a-z]{{3,9}})[\s\-/.,']*"
    rf"{_YEAR}{_REST}",
    re.DOTALL | re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"{_WEEKDAY}(?P<month>[a-z]{{3,9}})[\s\-/.]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s\-/.,']+"
    rf"{_YEAR}{_REST}",
    re.DOTALL | re.IGNORECASE,
)
_YEAR_MONTH_DAY = re.compile(
    rf"(?P<year>\d{{4}})[\s\-/.]*(?P<month>[a-z]{{3,9}})[\s\-/.]*(?P<day>\d{{1,2}})(?!\d){_REST}",
    re.DOTALL | re.IGNORECASE,
)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_WHOLE = re.compile(r"(\d+)\.0+")
_CLOCK = re.compile(
    r"(?:t|[\s,]+(?:at\s+)?)?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d)"
    r"(?:[:.](?P<second>\d\d)(?:[.,]\d+)?)?|(?<=\d\d)(?P<minute2>\d\d)(?P<second2>\d\d)?)"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?:hrs|hours|h)?\s*(?P<zone>z|utc|gmt|bst|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as written; `offset` from UTC where the text states one."""

    hour: int
    minute: int
    second: int
    offset: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What a text can mean: the dates of either order, 19xx before 20xx for a two-digit year.

    A sure date has both orders alike. `clock` is set where the date itself carries the time (a
    serial number); else `rest` is the text after the date, to be read by `read_clock`.
    """

    day_first: tuple[date, ...] | None
    month_first: tuple[date, ...] | None
    numeric: bool
    rest: str
    clock: Clock | None = None


def read_written(text: str) -> Written | str:
    """Give the possible meanings of a trimmed text, or in words why it has none."""
    whole = _WHOLE.fullmatch(text)
    plain = whole[1] if whole else text
    if _SERIAL.fullmatch(plain):
        return _serial(plain)
    if len(plain) == 4 and plain.isascii() and plain.isdigit():
        return YEAR_ALONE if FIRST_YEAR <= int(plain) <= LAST_YEAR else NO_DATE
    return _numeric(plain) or _sure(plain) or NO_DATE


def read_clock(rest: str) -> Clock | None:
    """Read the time of day that follows a date; nothing there is midnight; None is no time."""
    if not rest.strip():
        return Clock(0, 0, 0)
    found = _CLOCK.fullmatch(rest.rstrip())
    if found is None:
        return None
    hour = _hour(int(found["hour"]), found["half"])
    minute = int(found["minute"] or found["minute2"])
    second = int(found["second"] or found["second2"] or 0)
    offset = _offset(found["zone"])
    if hour is None or minute > 59 or second > 59:
        return None
    return Clock(hour, minute, second, offset)


def _hour(hour: int, half: str | None) -> int | None:
    if half is None:
        return hour if hour < 24 else None
    if not 1 <= hour <= 12:
        return None
    return hour % 12 + (12 if half[0] in "pP" else 0)


def _offset(zone: str | None) -> timedelta | None:
    if zone is None:
        return None
    named = _ZONES.get(zone.lower())
    if named is not None:
        return timedelta(minutes=named)
    ahead = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return ahead if zone[0] == "+" else -ahead


def _serial(text: str) -> Written:
    number, _, fraction = text.replace(",", ".").partition(".")
    days, seconds = divmod(round(float(f"0.{fraction or 0}") * 86400), 86400)
    meaning = (SERIAL_START + timedelta(days=int(number) + days),)
    clock = Clock(seconds // 3600, seconds // 60 % 60, seconds % 60)
    return Written(meaning, meaning, False, "", clock)


def _numeric(text: str) -> Written | None:
    found = _NUMERIC.fullmatch(text) or _COMPACT_DAY_FIRST.fullmatch(text)
    if found is None:
        return None
    a, b, year = int(found["a"]), int(found["b"]), found["year"]
    day_first, month_first = _dates(year, b, a), _dates(year, a, b)
    if day_first or month_first:
        return Written(day_first, month_first, True, found["rest"])
    return None


def _sure(text: str) -> Written | None:
    for pattern in (_YEAR_FIRST, _COMPACT, _DAY_MONTH, _MONTH_DAY, _YEAR_MONTH_DAY):
        found = pattern.fullmatch(text)
        if found is None:
            continue
        month = _MONTHS.get(found["month"].lower()) or _number(found["month"])
        dates = _dates(found["year"], month, int(found["day"]))
        if dates:
            return Written(dates, dates, False, found["rest"])
    return None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _dates(year: str, month: int, day: int) -> tuple[date, ...] | None:
    """The dates of a written year, both centuries for two digits; None where there is none."""
    years = (1900 + int(year), 2000 + int(year)) if len(year) == 2 else (int(year),)
    return tuple(found for y in years if (found := _date(y, month, day))) or None


def _date(year: int, month: int, day: int) -> date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
