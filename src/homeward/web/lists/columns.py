"""A list says its columns once: the page's table, its print and its sheets come from that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from homeward.rules.sharing import Section
from homeward.web import words

Line = TypeVar("Line")
Cell = str | int | datetime | date | timedelta | None


def nothing(line: Any) -> str:
    """A part that a column has not."""
    return ""


def nobody(line: Any) -> UUID | None:
    """A line that is about no child."""
    return None


@dataclass(frozen=True)
class Column(Generic[Line]):
    """One column. `value` is what a sheet holds; on the page it is worded.

    `shown` says other words on the page, `note` what stands small below them, `href` where
    they lead, `look` the look of a tag ("grade": the tag of that grade). `section`: only for
    those who may read that part of a record. `only`: "page" or "sheet", blank for both.
    """

    label: str
    value: Callable[[Line], Cell]
    shown: Callable[[Line], str] | None = None
    note: Callable[[Line], str] = nothing
    href: Callable[[Line], str] = nothing
    look: Callable[[Line], str] = nothing
    numeric: bool = False
    section: Section | None = None
    only: str = ""
    width: int = 18


@dataclass(frozen=True, slots=True)
class PageCell:
    """A cell as the page draws it."""

    words: str
    href: str
    note: str
    look: str
    numeric: bool


@dataclass(frozen=True)
class Listing(Generic[Line]):
    """One list of the record.

    `code` names it in file names and in the ledger, `child` says which child a line is about,
    `filters` are the names that an address may narrow it by; none of them can hold a name.
    """

    code: str
    title: str
    columns: tuple[Column[Line], ...]
    child: Callable[[Line], UUID | None] = nobody
    filters: tuple[str, ...] = ()

    def within(self, sections: Iterable[Section]) -> Listing[Line]:
        """The list without what lies beyond these sections: not blank, not there."""
        may = {None, *sections}
        return replace(self, columns=tuple(each for each in self.columns if each.section in may))

    @property
    def on_page(self) -> list[Column[Line]]:
        """The columns of the page, in order."""
        return [each for each in self.columns if each.only != "sheet"]

    @property
    def on_sheet(self) -> list[Column[Line]]:
        """The columns of a sheet, in order."""
        return [each for each in self.columns if each.only != "page"]

    def cells(self, line: Line, now: datetime) -> list[PageCell]:
        """A line as the page draws it."""
        return [
            PageCell(
                column.shown(line) if column.shown else worded(column.value(line), now),
                column.href(line),
                column.note(line),
                column.look(line),
                column.numeric,
            )
            for column in self.on_page
        ]


def worded(cell: Cell, now: datetime) -> str:
    """A value in the words of a page."""
    if isinstance(cell, datetime):
        return words.when(cell, now)
    if isinstance(cell, date):
        return words.day(cell, now)
    if isinstance(cell, timedelta):
        return words.duration(cell)
    return f"{cell:,}" if isinstance(cell, int) else cell or ""


Key = TypeVar("Key")
Row = TypeVar("Row")
#: How many rows of a list are read at a time for a sheet.
BATCH = 500


def every(
    read: Callable[[Key | None, int], Sequence[Row]], key: Callable[[Row], Key]
) -> Iterable[Sequence[Row]]:
    """All rows of a list that is paged by key, a batch at a time: memory stays flat."""
    after: Key | None = None
    while rows := read(after, BATCH):
        yield rows
        if len(rows) < BATCH:
            return
        after = key(rows[-1])
