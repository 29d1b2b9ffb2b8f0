"""Turns the cells of one column into values; a cell that cannot be turned names its row."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime
from typing import TypeVar

import polars as pl

from homeward.insight.tables import Sheet

T = TypeVar("T")

UTC_TIME = pl.Datetime("us", "UTC")
_USUAL = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:[0-5]\d(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$"
_FORMAT = "%Y-%m-%dT%H:%M:%S%.f%#z"
_FIRST, _LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_TEXTUAL = (pl.String, pl.Categorical, pl.Enum, pl.Null)
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


def texts(sheet: Sheet, column: str, *, blank: bool = False) -> pl.Series:
    """The column as texts; whole numbers become their digits. Blank is a fault unless allowed."""
    values = sheet.frame[column]
    if values.dtype.is_float():
        values = _whole(sheet, column, values)
    if not (values.dtype.is_integer() or values.dtype in _TEXTUAL):
        raise sheet.column_fault(column, "the column holds neither text nor whole numbers")
    found = values.cast(pl.String).str.strip_chars()
    if not blank:
        _no_blank(sheet, column, found)
    return found


def _whole(sheet: Sheet, column: str, values: pl.Series) -> pl.Series:
    """Whole numbers that came as floats, as they do beside blanks."""
    found = values.fill_nan(None)
    row = _first_row(sheet, found.is_infinite() | (found != found.floor()))
    if row is not None:
        raise sheet.fault(row, column, "this is no whole number")
    return found.cast(pl.Int64)


def _no_blank(sheet: Sheet, column: str, found: pl.Series) -> None:
    _no_gap(sheet, column, found.replace("", None))


def _no_gap(sheet: Sheet, column: str, found: pl.Series) -> None:
    row = _first_row(sheet, found.is_null())
    if row is not None:
        raise sheet.fault(row, column, "the cell is blank")


def _first_row(sheet: Sheet, bad: pl.Series) -> int | None:
    rows = sheet.frame["row"].filter(bad)
    return int(rows[0]) if len(rows) else None


def times(sheet: Sheet, column: str, *, blank: bool = False) -> pl.Series:
    """The column as UTC times. A Parquet time without zone is UTC; a CSV time needs an offset."""
    values = sheet.frame[column]
    if isinstance(values.dtype, pl.Datetime):
        found = _in_utc(values, values.dtype)
    elif values.dtype in _TEXTUAL:
        found = _parsed_times(sheet, column)
    else:
        raise sheet.column_fault(column, "the column holds no times")
    if not blank:
        _no_gap(sheet, column, found)
    row = _first_row(sheet, (found < _FIRST) | (found >= _LAST))
    if row is not None:
        raise sheet.fault(row, column, "the year is not between 1900 and 2199")
    return found


def _in_utc(values: pl.Series, dtype: pl.Datetime) -> pl.Series:
    zoned = values if dtype.time_zone is not None else values.dt.replace_time_zone("UTC")
    return zoned.dt.convert_time_zone("UTC").cast(UTC_TIME)


def _parsed_times(sheet: Sheet, column: str) -> pl.Series:
    """The usual spelling in one go over the column; any other ISO 8601 text on its own."""
    found = texts(sheet, column, blank=True)
    spelt = pl.select(t=found.str.replace(r"^(\S{10}) ", "${1}T"))
    usual = pl.when(pl.col("t").str.contains(_USUAL)).then(pl.col("t"))
    read = usual.str.to_datetime(_FORMAT, strict=False, time_unit="us").cast(UTC_TIME)
    done = spelt.select(read).to_series()
    left = done.is_null() & found.is_not_null() & (found != "")
    if not left.any():
        return done
    slow = _each(sheet, column, lambda text: _moment(text, naive_is_utc=sheet.is_parquet), left)
    return done.fill_null(pl.Series(slow, dtype=UTC_TIME))


def _moment(text: str, *, naive_is_utc: bool) -> datetime:
    try:
        at = datetime.fromisoformat(_with_clock(text))
    except ValueError:
        raise ValueError(f'"{text}" is no ISO 8601 time') from None
    if at.tzinfo is not None:
        return at.astimezone(UTC)
    if naive_is_utc:
        return at.replace(tzinfo=UTC)
    raise ValueError(f'"{text}" has no offset; write it like 2026-01-31T09:15:00Z')


def _with_clock(text: str) -> str:
    """A day alone is no time of day."""
    if "T" not in text and " " not in text:
        raise ValueError
    return text


def _each(
    sheet: Sheet, column: str, read: Callable[[str], T], only: pl.Series | None = None
) -> list[T | None]:
    """Each text read by a function that raises ValueError; blank cells are None."""
    found = texts(sheet, column, blank=True)
    rows = sheet.frame["row"].to_list()
    asked = only.to_list() if only is not None else [True] * len(rows)
    return [
        _read(sheet, int(row), column, text, read) if text and ask else None
        for row, text, ask in zip(rows, found.to_list(), asked, strict=True)
    ]


def _read(sheet: Sheet, row: int, column: str, text: str, read: Callable[[str], T]) -> T:
    try:
        return read(text)
    except (ValueError, OverflowError) as fault:
        raise sheet.fault(row, column, str(fault)) from None


def days(sheet: Sheet, column: str) -> list[date | None]:
    """The column as dates: ISO texts, or a Parquet date; blank is None."""
    values = sheet.frame[column]
    if isinstance(values.dtype, pl.Date | pl.Datetime):
        found: list[date | None] = values.cast(pl.Date).to_list()
        return found
    return _each(sheet, column, _day)


def given_days(sheet: Sheet, column: str) -> list[date]:
    """The column as dates, as `days` reads them; blank is a fault."""
    found = days(sheet, column)
    _no_gap(sheet, column, pl.Series(found, dtype=pl.Date))
    return [day for day in found if day is not None]


def _day(text: str) -> date:
    try:
        if len(text) != len("2012-05-31"):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"{text}" is no date like 2012-05-31') from None


def choices(sheet: Sheet, column: str, known: Collection[str]) -> list[str | None]:
    """The column as codes out of a known list; blank is None."""

    def read(text: str) -> str:
        if text not in known:
            raise ValueError(f'"{text}" is none of {", ".join(known)}')
        return text

    return _each(sheet, column, read)


def flags(sheet: Sheet, column: str) -> list[bool | None]:
    """The column as true or false; blank is None."""
    values = sheet.frame[column]
    if values.dtype == pl.Boolean:
        return list(values)
    return _each(sheet, column, _flag)


def _flag(text: str) -> bool:
    if text.lower() not in _FLAGS:
        raise ValueError(f'"{text}" is neither true nor false')
    return _FLAGS[text.lower()]
