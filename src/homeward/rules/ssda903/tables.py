"""The tables of an SSDA903 return that speak of missing episodes, as its rules see them.

A `Return` may hold one child or a whole authority: the rules are the same. Texts stand
beside the days read from them, because a blank and an unreadable day are different faults.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple, Protocol, TypeVar

_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_FIRST_YEAR, _LAST_YEAR = 1678, 2261


@lru_cache(maxsize=65536)
def read_day(text: str) -> date | None:
    """The day that `31/03/2026` says; None when the text says none."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    day, month, year = map(int, found.groups())
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


class MissingRow(NamedTuple):
    """A period missing (`M`) or away without authorisation (`A`). `row` counts from 0."""

    row: int
    child: str
    kind: str
    start_text: str
    end_text: str
    born: date | None
    start: date | None
    end: date | None


class EpisodeRow(NamedTuple):
    """An episode of care: one placement. `reason` says why it ended."""

    row: int
    child: str
    start: date | None
    end: date | None
    reason: str


class HeaderRow(NamedTuple):
    """A child of the return."""

    row: int
    child: str
    born: date | None


class Span(NamedTuple):
    """A period of care; None where it goes on."""

    start: date
    end: date | None


class _OfChild(Protocol):
    @property
    def child(self) -> str: ...


R = TypeVar("R", bound=_OfChild)


def missing_row(row: int, child: str, born: str, kind: str, start: str, end: str) -> MissingRow:
    """A row of Missing, its days read."""
    return MissingRow(row, child, kind, start, end, read_day(born), read_day(start), read_day(end))


def episode_row(row: int, child: str, start: str, end: str, reason: str) -> EpisodeRow:
    """A row of Episodes, its days read."""
    return EpisodeRow(row, child, read_day(start), read_day(end), reason)


def header_row(row: int, child: str, born: str) -> HeaderRow:
    """A row of Header, its day read."""
    return HeaderRow(row, child, read_day(born))


@dataclass(frozen=True)
class Return:
    """The tables of one collection year, 1 April before it to 31 March in it.

    None where a table was not handed in: rules that need it do not run.
    """

    year: int
    missing: Sequence[MissingRow] | None = None
    episodes: Sequence[EpisodeRow] | None = None
    headers: Sequence[HeaderRow] | None = None
    missing_last: Sequence[MissingRow] | None = None

    @property
    def first_day(self) -> date:
        """1 April."""
        return date(self.year - 1, 4, 1)

    @property
    def last_day(self) -> date:
        """31 March."""
        return date(self.year, 3, 31)

    @property
    def rows(self) -> Sequence[MissingRow]:
        """The rows of Missing; none when there is no such table."""
        return self.missing or ()

    @cached_property
    def missing_of(self) -> Mapping[str, Sequence[MissingRow]]:
        """The rows of Missing, child by child."""
        return _by_child(self.rows)

    @cached_property
    def episodes_of(self) -> Mapping[str, Sequence[EpisodeRow]]:
        """The rows of Episodes, child by child."""
        return _by_child(self.episodes or ())

    @cached_property
    def headers_of(self) -> Mapping[str, Sequence[HeaderRow]]:
        """The rows of Header, child by child."""
        return _by_child(self.headers or ())

    @cached_property
    def still_open_of(self) -> Mapping[str, Sequence[MissingRow]]:
        """What was open at the end of last year and has a start, child by child."""
        last = self.missing_last or ()
        return _by_child(row for row in last if not row.end_text and row.start and row.child)

    @cached_property
    def care_of(self) -> Mapping[str, Sequence[Span]]:
        """The periods of care, child by child: episodes that follow without a day between."""
        return {child: periods_of_care(rows) for child, rows in self.episodes_of.items()}


def _by_child(rows: Iterable[R]) -> dict[str, list[R]]:
    found: dict[str, list[R]] = {}
    for row in rows:
        found.setdefault(row.child, []).append(row)
    return found


def periods_of_care(rows: Iterable[EpisodeRow]) -> list[Span]:
    """Episodes of one child joined where the next starts no later than the last ended."""
    found: list[Span] = []
    for start, end in sorted(
        ((row.start, row.end) for row in rows if row.start), key=lambda span: span[0]
    ):
        before = found[-1].end if found else None
        if found and (before is None or start <= before):
            found[-1] = Span(found[-1].start, end)
        else:
            found.append(Span(start, end))
    return found
