"""Checks the SSDA903 files of a folder by the 20 rules on missing episodes."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

from homeward.returns.folder import Folder, Table, read_folder
from homeward.rules.ssda903.catalogue import RULES, Rule
from homeward.rules.ssda903.judge import Findings, judge
from homeward.rules.ssda903.tables import EpisodeRow, HeaderRow, MissingRow, Return, read_day

_MISSING = ("CHILD", "DOB", "MISSING", "MIS_START", "MIS_END")
_EPISODES = ("CHILD", "DECOM", "DEC", "REC")
_HEADER = ("CHILD", "DOB")


@dataclass(frozen=True, slots=True)
class Checked:
    """What was read and what was found in it."""

    folder: Folder
    findings: Findings

    def places(self) -> Iterator[tuple[Rule, str, tuple[int, ...]]]:
        """Each rule with findings, the table that they are in, and their rows."""
        for code, rows in self.findings.rows.items():
            if rows:
                yield RULES[code], RULES[code].table, rows
        if self.findings.last_year:
            yield RULES["576"], "Missing_last", self.findings.last_year


def check_folder(path: Path, year: int, *, strict: bool = False) -> Checked:
    """Reads and judges. Raises InputFault when a file cannot be used.

    Strict, spaces around a cell are taken off before it is judged.
    """
    with _no_collecting():
        folder = read_folder(path)
        return Checked(folder, judge(_return(folder.tables, year, trim=strict), strict=strict))


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Rows do not refer in circles: looking for circles among them takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _return(tables: Mapping[str, Table], year: int, *, trim: bool) -> Return:
    return Return(
        year,
        missing=_missing(tables.get("Missing"), trim=trim),
        episodes=_episodes(tables.get("Episodes"), trim=trim),
        headers=_headers(tables.get("Header"), trim=trim),
        missing_last=_missing(tables.get("Missing_last"), trim=trim),
    )


# Whole columns are mapped, and rows made as the tuples that they are: half the time.
_as_missing: Callable[[Iterable[object]], MissingRow] = partial(tuple.__new__, MissingRow)
_as_episode: Callable[[Iterable[object]], EpisodeRow] = partial(tuple.__new__, EpisodeRow)
_as_header: Callable[[Iterable[object]], HeaderRow] = partial(tuple.__new__, HeaderRow)


def _missing(table: Table | None, *, trim: bool) -> list[MissingRow] | None:
    if table is None:
        return None
    child, born, kind, start, end = (table.column(name, trim=trim) for name in _MISSING)
    days = (map(read_day, born), map(read_day, start), map(read_day, end))
    return list(map(_as_missing, zip(count(), child, kind, start, end, *days)))


def _episodes(table: Table | None, *, trim: bool) -> list[EpisodeRow] | None:
    if table is None:
        return None
    child, start, end, reason = (table.column(name, trim=trim) for name in _EPISODES)
    days = (map(read_day, start), map(read_day, end))
    return list(map(_as_episode, zip(count(), child, *days, reason)))


def _headers(table: Table | None, *, trim: bool) -> list[HeaderRow] | None:
    if table is None:
        return None
    child, born = (table.column(name, trim=trim) for name in _HEADER)
    return list(map(_as_header, zip(count(), child, map(read_day, born))))
