"""Rules that hold a row of Missing against the child's other rows and tables.

`strict` mends what the sector's validator is known to miss or to say wrongly: an end that
is no day is not an open period, both sides of an overlap are named, and so on; each
function says which.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from homeward.rules.ssda903.tables import EpisodeRow, MissingRow, Return, Span

ADULT = 18
CLOSED_AT_18 = "E8"


def overlaps(given: Return, strict: bool) -> list[int]:
    """574: two periods overlap, or one starts while another is open. Touching days may be.

    Not strict, neighbours by end are compared and the later one is named; strict, every
    row of an overlap is, and rows with a fault in their own days are left to that fault.
    """
    find = _every_overlap if strict else _neighbours
    return [
        row
        for child, rows in given.missing_of.items()
        if child and len(rows) > 1
        for row in find(rows)
    ]


def _neighbours(rows: Sequence[MissingRow]) -> Iterator[int]:
    def order(row: MissingRow) -> tuple[date, date]:
        return row.end or row.start or date.max, row.start or date.max

    ordered = sorted(rows, key=order)
    for before, row in pairwise(ordered):
        if before.end is None or (row.start and row.start < before.end):
            yield row.row


def _every_overlap(rows: Sequence[MissingRow]) -> set[int]:
    spans = sorted(
        (row.start, row.end or date.max, row.row)
        for row in rows
        if row.start and (row.end or not row.end_text) and row.start <= (row.end or date.max)
    )
    named: set[int] = set()
    latest = date.min
    for place, (start, end, row) in enumerate(spans):
        later = spans[place + 1][0] if place + 1 < len(spans) else date.max
        if start < latest or later < end:
            named.add(row)
        latest = max(latest, end)
    return named


def placement_ended(given: Return, _strict: bool) -> list[int]:
    """575: the placement that the child went missing from ended, the period has no end."""
    return [
        row.row
        for row in given.rows
        if not row.end_text
        and row.start
        and any(_ended_around(row.start, e) for e in given.episodes_of.get(row.child, ()))
    ]


def _ended_around(day: date, episode: EpisodeRow) -> bool:
    return bool(episode.start and episode.end and episode.start <= day <= episode.end)


def not_carried_on(given: Return, strict: bool) -> list[int]:
    """576: open at the end of last year, no such start this year.

    Named on the child's first row. Not strict, only that first row is compared.
    """
    named = []
    for child, opened in given.still_open_of.items():
        rows = given.missing_of.get(child, ())
        if rows:
            first = min(rows, key=lambda row: (row.start or date.max, row.row))
            starts = {row.start for row in rows} if strict else {first.start}
            if any(row.start not in starts for row in opened):
                named.append(first.row)
    return named


def never_heard_of_again(given: Return) -> list[int]:
    """576 in strict mode: open last year, and the child has no row this year at all.

    These are rows of last year's Missing.
    """
    if given.missing is None:
        return []
    return [
        row.row
        for child, opened in given.still_open_of.items()
        if child not in given.missing_of
        for row in opened
    ]


def care_ended(given: Return, strict: bool) -> list[int]:
    """577: the period is still open after care ended, or lies outside every period of care.

    Not strict, an end that is no day counts as open.
    """
    return [
        row.row
        for row in given.rows
        if row.start
        and not (strict and row.end_text and not row.end)
        and _outside_all(row, given.care_of.get(row.child, ()))
    ]


def _outside_all(row: MissingRow, care: Sequence[Span]) -> bool:
    if not care or not row.start:
        return False
    if row.end is None:
        start = row.start
        return all(span.end is not None or start < span.start for span in care)
    end = row.end
    return all((span.end and end > span.end) or end < span.start for span in care)


def starts_after_care(given: Return, _strict: bool) -> list[int]:
    """578: the start is after care ended, or before it began."""
    return [
        row.row
        for row in given.rows
        if row.start and _no_span_has(row.start, given.care_of.get(row.child, ()))
    ]


def _no_span_has(day: date, care: Sequence[Span]) -> bool:
    for span in care:  # a plain loop: this is asked for every row of an authority
        if span.start <= day and (span.end is None or day <= span.end):
            return False
    return bool(care)


def missing_at_18(given: Return, _strict: bool) -> list[int]:
    """580: missing until the 18th birthday, care ended that day, and the reason is not E8.

    These are rows of Episodes.
    """
    return sorted(
        {
            episode.row
            for row in given.rows
            if row.born and row.end and row.end == eighteenth(row.born)
            for episode in given.episodes_of.get(row.child, ())
            if episode.end == row.end and episode.reason != CLOSED_AT_18
        }
    )


def eighteenth(born: date) -> date:
    """The 18th birthday; 28 February for a child of 29 February, as the return counts."""
    if (born.month, born.day) == (2, 29):
        return date(born.year + ADULT, 2, 28)
    return born.replace(year=born.year + ADULT)


def in_no_episode(given: Return, strict: bool) -> list[int]:
    """581: the start lies in no episode of care.

    Not strict, a start that is no day is named too, and a child without episodes is not.
    """
    return [
        row.row
        for row in given.rows
        if (strict or row.child in given.episodes_of)
        and not (strict and not row.start)
        and not _in_some(row.start, given.episodes_of.get(row.child, ()))
    ]


def _in_some(day: date | None, episodes: Sequence[EpisodeRow]) -> bool:
    if day is None:
        return False
    return bool(
        [e for e in episodes if e.start and e.start <= day and (e.end is None or day <= e.end)]
    )


def no_episode_this_year(given: Return, _strict: bool) -> list[int]:
    """1012: the child has no row in Episodes."""
    return [row.row for row in given.rows if row.child not in given.episodes_of]


def no_header(given: Return, _strict: bool) -> list[int]:
    """INT04: the child has no row in Header."""
    return [row.row for row in given.rows if row.child not in given.headers_of]


def other_birth(given: Return, _strict: bool) -> list[int]:
    """INT13: the date of birth is not the one in Header; unreadable days are not compared."""
    return [
        row.row
        for row in given.rows
        if row.born
        and any(h.born and h.born != row.born for h in given.headers_of.get(row.child, ()))
    ]
