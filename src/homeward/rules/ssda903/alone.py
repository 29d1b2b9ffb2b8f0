"""Rules that look at one row of Missing alone."""

from __future__ import annotations

from homeward.rules.ssda903.tables import Return

KINDS = ("M", "A")


def start_blank(given: Return, _strict: bool) -> list[int]:
    """564: the type is given, the start is blank."""
    return [row.row for row in given.rows if not row.start_text and row.kind in KINDS]


def kind_blank_with_start(given: Return, _strict: bool) -> list[int]:
    """565: the start is given, the type is blank."""
    return [row.row for row in given.rows if not row.kind and row.start_text]


def kind_blank_with_end(given: Return, _strict: bool) -> list[int]:
    """566: the end is given, the type is blank."""
    return [row.row for row in given.rows if not row.kind and row.end_text]


def ends_before_start(given: Return, _strict: bool) -> list[int]:
    """567: the end is before the start; the same day is no fault."""
    return [row.row for row in given.rows if row.end and row.start and row.end < row.start]


def starts_after_year(given: Return, _strict: bool) -> list[int]:
    """570: the start is after the collection year."""
    last = given.last_day
    return [row.row for row in given.rows if row.start and row.start > last]


def ends_outside_year(given: Return, _strict: bool) -> list[int]:
    """571: the end is not in the collection year; an open period has none."""
    first, last = given.first_day, given.last_day
    return [row.row for row in given.rows if row.end and not first <= row.end <= last]


def starts_before_birth(given: Return, strict: bool) -> list[int]:
    """586: the start is before the birth. Not strict, the day of birth itself is a fault too."""
    dated = ((row.row, row.start, row.born) for row in given.rows if row.start and row.born)
    if strict:
        return [row for row, start, born in dated if start < born]
    return [row for row, start, born in dated if start <= born]


def start_no_day(given: Return, _strict: bool) -> list[int]:
    """1004: the start is blank or no day."""
    return [row.row for row in given.rows if not row.start]


def end_no_day(given: Return, _strict: bool) -> list[int]:
    """1005: the end is given and no day."""
    return [row.row for row in given.rows if not row.end and row.end_text]


def kind_unknown(given: Return, _strict: bool) -> list[int]:
    """1006: the type is neither M nor A; a blank is for 565 and 566."""
    return [row.row for row in given.rows if row.kind not in KINDS and row.kind]
