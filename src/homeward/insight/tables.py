"""Opens a CSV or Parquet file as a frame with the columns of a contract."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from homeward.insight.faults import InputFault

_PARQUET = b"PAR1"
_ROW = "row"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns asked for, as they came, with `row` from 1; and whose file they are.

    A CSV has texts only. `is_parquet` decides what a time without offset means.
    """

    name: str
    frame: pl.DataFrame
    is_parquet: bool

    def has(self, column: str) -> bool:
        """Whether the file has this column."""
        return column in self.frame.columns

    def fault(self, row: int, column: str, reason: str) -> InputFault:
        """A fault in one cell of this file."""
        return InputFault(self.name, reason, row=row, column=column)

    def column_fault(self, column: str, reason: str) -> InputFault:
        """A fault of a whole column of this file."""
        return InputFault(self.name, reason, column=column)


def open_sheet(path: Path, needed: Sequence[str], optional: Sequence[str]) -> Sheet:
    """The file's columns of these names; others are left out, blank CSV lines are no rows.

    CSV is UTF-8 (with or without mark) with commas. Raises InputFault when the file
    cannot be opened or read, lacks a needed column, or has one of them twice.
    """
    content = _content(path)
    is_parquet = content.startswith(_PARQUET)
    frame = _parquet(content, path.name) if is_parquet else _csv(content, path.name)
    wanted = [*needed, *optional]
    _once(frame.columns, wanted, path.name)
    for column in needed:
        if column not in frame.columns:
            raise InputFault(path.name, f"the column {column} is missing")
    kept = frame.select(column for column in wanted if column in frame.columns)
    return Sheet(path.name, kept.with_row_index(_ROW, offset=1), is_parquet)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        reason = fault.strerror or "unknown reason"
        raise InputFault(path.name, f"the file cannot be opened ({reason.lower()})") from None


def _parquet(content: bytes, name: str) -> pl.DataFrame:
    try:
        return pl.read_parquet(io.BytesIO(content))
    except (pl.exceptions.PolarsError, OSError):
        raise InputFault(name, "the file is damaged and cannot be read as Parquet") from None


def _csv(content: bytes, name: str) -> pl.DataFrame:
    try:
        frame = pl.read_csv(io.BytesIO(content), infer_schema=False)
    except pl.exceptions.NoDataError:
        raise InputFault(name, "the file is empty") from None
    except pl.exceptions.PolarsError:
        raise _csv_fault(content, name) from None
    trimmed = frame.with_columns(pl.all().str.strip_chars().replace("", None))
    return trimmed.filter(~pl.all_horizontal(pl.all().is_null()))


def _csv_fault(content: bytes, name: str) -> InputFault:
    """Finds the row that the fast reader stumbled on, by reading slowly."""
    try:
        return _slow_fault(content, name)
    except csv.Error:
        return InputFault(name, "the file cannot be read as CSV")


def _slow_fault(content: bytes, name: str) -> InputFault:
    lines = content.decode("utf-8-sig", errors="replace").splitlines(keepends=True)
    rows = (row for row in csv.reader(lines) if row)
    width = len(next(rows, []))
    for number, row in enumerate(rows, start=1):
        if any("\ufffd" in cell for cell in row):
            return InputFault(name, "the text is not UTF-8", row=number)
        if len(row) > width:
            return InputFault(name, f"there are {len(row)} cells but {width} headings", row=number)
    return InputFault(name, "the file cannot be read as CSV; is a quotation mark left open?")


def _once(columns: Sequence[str], wanted: Sequence[str], name: str) -> None:
    for column in wanted:
        if f"{column}_duplicated_0" in columns:
            raise InputFault(name, f"the column {column} is there twice")
