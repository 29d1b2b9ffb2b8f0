"""EPISODES and TREATED as the contract spells them, turned into arrays of local days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from homeward.ground.clock import LOCAL
from homeward.insight import cells
from homeward.insight.faults import InputFault
from homeward.insight.tables import Sheet, open_sheet

Ints = NDArray[np.int64]
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True)
class Record:
    """Everything known, in local days (Europe/London) as proleptic ordinals.

    `names`: the children, C of them, those of either file. `child` and `day`: shape (E,), the
    number of the child and the day of the start of each episode. `treated` and `since`: shape
    (T,), the number of the child and the day the support began. `first`: the first day that
    the data hold whole. `last`: no window may end after the first moment of this day.
    """

    names: tuple[str, ...]
    child: Ints
    day: Ints
    treated: Ints
    since: Ints
    first: int
    last: int


def read_record(episodes: Path, treated: Path) -> Record:
    """EPISODES: `child,start,end`; TREATED: `child,from`. Raises InputFault."""
    sheet = open_sheet(episodes, ("child", "start", "end"), ())
    owners = cells.texts(sheet, "child").to_list()
    starts = [at for at in _moments(sheet, "start", blank=False) if at is not None]
    ends = _moments(sheet, "end", blank=True)
    if not starts:
        raise InputFault(episodes.name, "the file holds no episode")
    _in_order(sheet, starts, ends)
    whom, since = _supported(treated)
    names = tuple(dict.fromkeys([*owners, *whom]))
    number = {name: place for place, name in enumerate(names)}
    first = min(starts).astimezone(LOCAL)
    last = max([*starts, *(at for at in ends if at is not None)])
    whole = (first.hour, first.minute, first.second, first.microsecond) == (0, 0, 0, 0)
    return Record(
        names,
        np.array([number[name] for name in owners], dtype=np.int64),
        np.array([_day(at) for at in starts], dtype=np.int64),
        np.array([number[name] for name in whom], dtype=np.int64),
        np.array(since, dtype=np.int64),
        _day(first) + (0 if whole else 1),
        _day(last),
    )


def _day(at: datetime) -> int:
    return at.astimezone(LOCAL).date().toordinal()


def _supported(path: Path) -> tuple[list[str], list[int]]:
    sheet = open_sheet(path, ("child", "from"), ())
    whom = cells.texts(sheet, "child").to_list()
    since = [day.toordinal() for day in cells.given_days(sheet, "from")]
    if not whom:
        raise InputFault(path.name, "the file names no child")
    seen: set[str] = set()
    for row, name in zip(sheet.frame["row"], whom, strict=True):
        if name in seen:
            raise sheet.fault(row, "child", f'"{name}" stands in an earlier row already')
        seen.add(name)
    return whom, since


def _moments(sheet: Sheet, column: str, *, blank: bool) -> list[datetime | None]:
    """ISO times or days; without an offset they are local, a day is its first moment."""
    if isinstance(sheet.frame[column].dtype, pl.Datetime):
        times: list[datetime | None] = cells.times(sheet, column, blank=blank).to_list()
        return times
    if sheet.frame[column].dtype == pl.Date:
        sheet = Sheet(
            sheet.name, sheet.frame.with_columns(pl.col(column).cast(pl.String)), sheet.is_parquet
        )
    texts = cells.texts(sheet, column, blank=blank).to_list()
    rows = sheet.frame["row"].to_list()
    return [
        _moment(sheet, row, column, text) if text else None
        for row, text in zip(rows, texts, strict=True)
    ]


def _moment(sheet: Sheet, row: int, column: str, text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise sheet.fault(row, column, f'"{text}" is no ISO 8601 day or time') from None
    if not _FIRST_YEAR <= at.year < _LAST_YEAR:
        raise sheet.fault(row, column, f'the year of "{text}" is not between 1900 and 2199')
    return (at if at.tzinfo is not None else at.replace(tzinfo=LOCAL)).astimezone(UTC)


def _in_order(sheet: Sheet, starts: list[datetime], ends: list[datetime | None]) -> None:
    rows = zip(sheet.frame["row"], sheet.frame["end"], starts, ends, strict=True)
    for row, text, start, end in rows:
        if end is not None and end < start:
            raise sheet.fault(row, "end", f'"{text}" is before the start of the episode')
