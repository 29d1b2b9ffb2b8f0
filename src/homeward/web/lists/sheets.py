"""Sheets: the rows of a list as a workbook or as CSV, row by row, so that memory stays flat.

No cell is ever a formula. In a workbook every text is written as text and marked as such
(the mark that a spreadsheet sets for a leading apostrophe); in CSV, which knows no marks, a
text that a spreadsheet would run is led by an apostrophe.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import TextIOWrapper
from typing import IO, Any, Protocol

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from homeward.web.lists.columns import Cell, Column, Listing
from homeward.web.words import duration, local, plural, when

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: No more rows leave in one file: what a person can still answer for.
MOST = 50_000
#: What a cell of a workbook holds.
LONGEST = 32_000
HANDLING = (
    "In confidence. For the work it was fetched for, and for nobody without a part in it."
    " Keep it on your agency's own systems, send it by secure mail alone, delete it when the"
    " work is done."
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands before the rows: which list, how it was narrowed, who fetched it, when (UTC)."""

    title: str
    asked: Sequence[tuple[str, str]]
    who: str
    at: datetime


def cut_words(most: int) -> str:
    """What a file says that does not hold all rows."""
    return (
        f"Cut: only the first {plural(most, 'row')} are in this file. Narrow the list and fetch"
        " it again for the others."
    )


class Writer(Protocol):
    """A file of rows that is being written."""

    def write(self, cells: Sequence[Cell]) -> None:
        """Add a row."""

    def end(self, count: int, cut: str) -> None:
        """Say what can only be said at the end."""


class CsvWriter:
    """Comma-separated, UTF-8 with the mark that spreadsheets look for; the rows alone."""

    def __init__(self, file: TextIOWrapper, columns: Sequence[Column[Any]]) -> None:
        self._out = csv.writer(file)
        self._out.writerow([plain(column.label) for column in columns])

    def write(self, cells: Sequence[Cell]) -> None:
        """Add a row."""
        self._out.writerow(
            [cell if isinstance(cell, int) else plain(_text(cell)) for cell in cells]
        )

    def end(self, count: int, cut: str) -> None:
        """A file that was cut says so in its last line."""
        if cut:
            self._out.writerow([cut])


def plain(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _text(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return local(cell).isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return duration(cell)
    return "" if cell is None else str(cell)


class BookWriter:
    """A workbook of two sheets: what this is, and the rows."""

    def __init__(
        self, book: xlsxwriter.Workbook, heading: Heading, columns: Sequence[Column[Any]]
    ) -> None:
        self._heading = heading
        self._about, self._rows = book.add_worksheet("About"), book.add_worksheet("Rows")
        self._text = book.add_format({"quote_prefix": True, "text_wrap": True, "valign": "top"})
        self._bold = book.add_format({"quote_prefix": True, "bold": True, "text_wrap": True})
        self._time = book.add_format({"num_format": "dd/mm/yyyy hh:mm", "valign": "top"})
        self._day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
        self._width, self._next = len(columns), 1
        for place, column in enumerate(columns):
            self._rows.set_column(place, place, column.width)
            self._rows.write_string(0, place, column.label, self._bold)
        self._rows.freeze_panes(1, 1)
        for sheet in (self._about, self._rows):
            _print_well(sheet)

    def write(self, cells: Sequence[Cell]) -> None:
        """Add a row."""
        for place, cell in enumerate(cells):
            self._put(place, cell)
        self._next += 1

    def _put(self, place: int, cell: Cell) -> None:
        if isinstance(cell, datetime):
            shown = local(cell)
            if shown.fold:  # a workbook knows no zone: the hour that comes twice is worded
                self._rows.write_string(self._next, place, when(cell), self._text)
            else:
                naive = shown.replace(tzinfo=None)
                self._rows.write_datetime(self._next, place, naive, self._time)
        elif isinstance(cell, date):
            self._rows.write_datetime(self._next, place, cell, self._day)
        elif isinstance(cell, int):
            self._rows.write_number(self._next, place, cell)
        elif cell is not None and (text := _text(cell)):
            self._rows.write_string(self._next, place, text[:LONGEST], self._text)

    def end(self, count: int, cut: str) -> None:
        """What stands on the first sheet, the number of rows among it."""
        if count:
            self._rows.autofilter(0, 0, count, self._width - 1)
        told = [
            ("List", self._heading.title),
            *self._heading.asked,
            ("Rows", f"{count:,}"),
            *([("Not all", cut)] if cut else []),
            ("Fetched by", self._heading.who),
            ("Fetched at", when(self._heading.at)),
            ("Times", "On the clock of England (Europe/London)."),
            ("Handling", HANDLING),
        ]
        self._about.set_column(0, 0, 18)
        self._about.set_column(1, 1, 80)
        for row, (label, text) in enumerate(told):
            self._about.write_string(row, 0, label, self._bold)
            self._about.write_string(row, 1, text, self._text)


def _print_well(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&8In confidence&R&8Page &P of &N")
    if sheet.get_name() == "Rows":
        sheet.repeat_rows(0)


@contextmanager
def as_csv(file: IO[bytes], heading: Heading, columns: Sequence[Column[Any]]) -> Iterator[Writer]:
    """Write CSV into a binary file, which stays open."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
    try:
        yield CsvWriter(text, columns)
    finally:
        text.flush()
        text.detach()


@contextmanager
def as_book(file: IO[bytes], heading: Heading, columns: Sequence[Column[Any]]) -> Iterator[Writer]:
    """Write a workbook into a binary file, which stays open."""
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        book.set_properties({"title": heading.title, "comments": HANDLING})
        yield BookWriter(book, heading, columns)


def fill(writer: Writer, listing: Listing[Any], lines: Iterable[Any], most: int) -> set[Any]:
    """Write the lines, at most so many; the children that they are about."""
    values = [column.value for column in listing.on_sheet]
    children, count, cut = set(), 0, ""
    for line in lines:
        if count == most:
            cut = cut_words(most)
            break
        writer.write([value(line) for value in values])
        children.add(listing.child(line))
        count += 1
    writer.end(count, cut)
    return children - {None}
