"""Finds the tables of an SSDA903 return in a folder, as CSV or XML, this year's and last's."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from homeward.insight.faults import InputFault
from homeward.returns.tagged import read_tagged

NEEDED = {
    "Missing": ("CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"),
    "Header": ("CHILD", "DOB", "ETHNIC", "UPN"),
    "Episodes": ("CHILD", "DECOM", "RNE", "DEC", "REC"),
}
LAST = "_last"
_LONGEST = 1_000_000  # characters in one cell; no cell of a return is near it


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it came: `name` is `Missing`, `Missing_last` and so on, `file` its base name."""

    name: str
    file: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]

    def column(self, name: str, *, trim: bool) -> list[str]:
        """The cells of one column, in capitals; trimmed where asked.

        Most columns are in capitals already; those are not copied cell by cell.
        """
        cells = list(map(itemgetter(self.headings.index(name)), self.rows))
        whole = "".join(cells)
        if whole != whole.upper():
            cells = list(map(str.upper, cells))
        return list(map(str.strip, cells)) if trim else cells


@dataclass(frozen=True, slots=True)
class Folder:
    """The tables found, by name, and the base names of files that were left aside."""

    tables: dict[str, Table]
    aside: tuple[str, ...]


def read_folder(path: Path) -> Folder:
    """Every table of the return in this folder. Raises InputFault.

    A table is known by its columns, whatever its file is called; last year's by a name
    that ends in `_last`. Other tables of a return are left aside.
    """
    tables: dict[str, Table] = {}
    aside: list[str] = []
    for file in _files(path):
        found = _tables(file)
        if not found:
            aside.append(file.name)
        for table in found:
            if table.name in tables:
                other = tables[table.name].file
                raise InputFault(table.file, f"{other} holds the table {table.name} already")
            tables[table.name] = table
    if not tables:
        raise InputFault(path.name, "no table Header, Episodes or Missing is in this folder")
    return Folder(tables, tuple(aside))


def _files(path: Path) -> list[Path]:
    try:
        entries = sorted(path.iterdir())
    except OSError as fault:
        reason = (fault.strerror or "unknown reason").lower()
        raise InputFault(path.name, f"the folder cannot be opened ({reason})") from None
    return [entry for entry in entries if entry.suffix.lower() in {".csv", ".xml"}]


def _tables(file: Path) -> list[Table]:
    last = LAST if file.stem.lower().endswith(LAST) else ""
    text = _text(file)
    if file.suffix.lower() == ".xml":
        return [
            Table(name + last, file.name, NEEDED[name], rows)
            for name, rows in read_tagged(text, file.name, NEEDED).items()
        ]
    headings, rows = _csv(text, file.name)
    name = _known(headings, file)
    return [Table(name + last, file.name, headings, rows)] if name else []


def _text(file: Path) -> str:
    try:
        content = file.read_bytes()
    except OSError as fault:
        reason = (fault.strerror or "unknown reason").lower()
        raise InputFault(file.name, f"the file cannot be opened ({reason})") from None
    if b"\0" in content:
        raise InputFault(file.name, "the file is no text in UTF-8 or Windows-1252")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _csv(text: str, name: str) -> tuple[list[str], list[list[str]]]:
    csv.field_size_limit(_LONGEST)
    try:
        lines = [
            row
            for row in csv.reader(io.StringIO(text, newline=""), strict=True)
            if len(row) > 1 or (row and row[0].strip())
        ]
    except csv.Error as fault:
        raise InputFault(name, f"the file cannot be read as CSV ({fault})") from None
    if not lines:
        raise InputFault(name, "the file is empty")
    headings = [heading.strip().upper() for heading in lines[0]]
    width = len(headings)
    rows = lines[1:]
    for number, row in enumerate(rows, start=1):
        if len(row) > width:
            raise InputFault(name, f"there are {len(row)} cells but {width} headings", row=number)
        if len(row) < width:
            row.extend([""] * (width - len(row)))
    return headings, rows


def _known(headings: Sequence[str], file: Path) -> str | None:
    """Which table has these headings. A file called like a table must be that table."""
    for name, needed in NEEDED.items():
        if set(needed) <= set(headings):
            for column in needed:
                if headings.count(column) > 1:
                    raise InputFault(file.name, "the column is there twice", column=column)
            return name
    called = file.stem.lower().removesuffix(LAST)
    for name, needed in NEEDED.items():
        if called == name.lower():
            lacking = next(column for column in needed if column not in headings)
            raise InputFault(file.name, "the column is missing", column=lacking)
    return None
