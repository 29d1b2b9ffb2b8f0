"""The first pass: which table, which columns, how its dates are written. It holds only counters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final

from homeward.intake.download.columns import DATES, Finder, Layout
from homeward.intake.download.shapes import BadFile
from homeward.intake.download.sheets import Table, TextTable, tables_of
from homeward.rules.local_times import VOTE_LENGTH, Order, settle, vote

_LOOK_AT: Final = 60  # records in which the headings are looked for
_LIKELY: Final = 3  # columns known by name that make a row of headings
_NAME_DATE = re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Located:
    """A table and its headings: `above` records stand before the first data record."""

    table: Table
    layout: Layout
    above: int

    def rows(self) -> Iterator[list[str]]:
        """Give the data rows, at least as wide as the headings; blank lines are no rows."""
        width = self.layout.width
        for record in islice(self.table.records(), self.above, None):
            if any(map(str.strip, record)):
                if len(record) < width:
                    record.extend([""] * (width - len(record)))
                yield record


@dataclass(frozen=True, slots=True)
class Survey:
    """What the first pass settled: the count of data rows, date orders by column, and notes."""

    located: Located
    rows: int
    orders: Mapping[str, Order]
    name_day: date | None
    notes: tuple[str, ...]


def survey(path: Path, finder: Finder) -> Survey:
    """Go through a whole file once. Raises `BadFile` for whatever refuses a file whole."""
    located = locate(path, finder)
    rows, blank_extracts, tallies = _count(located)
    orders: dict[str, Order] = {
        column: settle(tally["DAY_FIRST"], tally["MONTH_FIRST"])
        for column, tally in tallies.items()
    }
    day = day_in_name(path.name)
    notes = (
        *_reading_notes(located),
        *_order_notes(tallies),
        *_extract_notes(blank_extracts, day),
    )
    return Survey(located, rows, orders, day, notes)


def locate(path: Path, finder: Finder) -> Located:
    """Find the first table with a row of headings that has all the key columns.

    Raises `BadFile` when there is none, or when a heading stands twice.
    """
    best: Located | None = None
    for table in tables_of(path):
        found = _likeliest(table, finder)
        if found and (best is None or len(found.layout.columns) > len(best.layout.columns)):
            best = found
        if found and not found.layout.missing:
            break
    if best is None:
        raise BadFile(f"{path.name}: no row with the column headings was found.")
    _refuse_unusable(path.name, best)
    return best


def day_in_name(name: str) -> date | None:
    """Give the date that a file name carries as eight digits, if any."""
    for found in _NAME_DATE.finditer(name):
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            continue
    return None


def _likeliest(table: Table, finder: Finder) -> Located | None:
    """The first row that has the key columns as headings, else the one that comes nearest."""
    most, best = _LIKELY - 1, None
    for above, record in enumerate(_first_records(table), start=1):
        known = finder.count(record)
        if known > most:
            most, best = known, Located(table, finder.layout(record), above)
            if not best.layout.missing:
                break
    return best


def _first_records(table: Table) -> Iterator[list[str]]:
    """The records in which headings may stand; quotation marks are judged in the count alone."""
    try:
        yield from islice(table.records(), _LOOK_AT)
    except BadFile:
        if not isinstance(table, TextTable):
            raise


def _refuse_unusable(name: str, located: Located) -> None:
    doubled = located.layout.doubled()
    row = located.above
    if doubled:
        first, second = doubled
        raise BadFile(
            f"{name}, row {row}: the column {first.column or first.text} stands twice, in columns "
            f"{first.index + 1} ({first.text}) and {second.index + 1} ({second.text})."
        )
    missing = located.layout.missing
    if missing:
        word = "column" if len(missing) == 1 else "columns"
        raise BadFile(f"{name}, row {row}: the key {word} {', '.join(missing)} cannot be found.")


Tally = dict[Order, int]


def _count(located: Located) -> tuple[int, int, dict[str, Tally]]:
    layout = located.layout
    tallies: dict[str, Tally] = {
        column: {"DAY_FIRST": 0, "MONTH_FIRST": 0} for column in DATES if column in layout.columns
    }
    watched = [(layout.place(column), tally) for column, tally in tallies.items()]
    extract = layout.place("EXTRACT_DTTM")
    rows = blank_extracts = 0
    for record in located.rows():
        rows += 1
        if extract == layout.width or not record[extract].strip():
            blank_extracts += 1
        for place, tally in watched:
            order = vote(record[place].strip()[:VOTE_LENGTH])
            if order is not None:
                tally[order] += 1
    return rows, blank_extracts, tallies


def _reading_notes(located: Located) -> Iterator[str]:
    table = located.table
    yield table.title
    if located.above > 1:
        yield f"lines above the headings: {located.above - 1}"
    if located.layout.unknown:
        yield "kept as they came, unknown columns: " + ", ".join(located.layout.unknown)
    if isinstance(table, TextTable) and table.encoding.nuls:
        yield f"NUL bytes removed: {table.encoding.nuls}"
    if isinstance(table, TextTable) and table.encoding.strays:
        yield f"bytes that were not UTF-8, read as Windows-1252: {table.encoding.strays}"


def _order_notes(tallies: Mapping[str, Tally]) -> Iterator[str]:
    for column, tally in tallies.items():
        if tally["DAY_FIRST"] and tally["MONTH_FIRST"]:
            yield (
                f"{column} has the day first in {tally['DAY_FIRST']} rows and the month first in "
                f"{tally['MONTH_FIRST']}: dates that could be either are not settled"
            )


def _extract_notes(blank: int, day: date | None) -> Iterator[str]:
    if not blank:
        return
    used = f"{day:%d/%m/%Y} 06:00, from the file name" if day else "none, the name has no date"
    yield f"rows without EXTRACT_DTTM: {blank}; time used instead: {used}"
