"""Checks the SSDA903 files of a folder by the 20 rules on missing episodes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from homeward.returns.folder import Folder, Table, read_folder
from homeward.rules.ssda903.catalogue import RULES, Rule
from homeward.rules.ssda903.judge import Findings, judge
from homeward.rules.ssda903.tables import (
    EpisodeRow,
    HeaderRow,
    MissingRow,
    Return,
    episode_row,
    header_row,
    missing_row,
)

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
    folder = read_folder(path)
    return Checked(folder, judge(_return(folder.tables, year, trim=strict), strict=strict))


def _return(tables: Mapping[str, Table], year: int, *, trim: bool) -> Return:
    return Return(
        year,
        missing=_missing(tables.get("Missing"), trim=trim),
        episodes=_episodes(tables.get("Episodes"), trim=trim),
        headers=_headers(tables.get("Header"), trim=trim),
        missing_last=_missing(tables.get("Missing_last"), trim=trim),
    )


def _episodes(table: Table | None, *, trim: bool) -> list[EpisodeRow] | None:
    if table is None:
        return None
    return [episode_row(row, *c) for row, c in enumerate(table.columns(_EPISODES, trim=trim))]


def _headers(table: Table | None, *, trim: bool) -> list[HeaderRow] | None:
    if table is None:
        return None
    return [header_row(row, *c) for row, c in enumerate(table.columns(_HEADER, trim=trim))]


def _missing(table: Table | None, *, trim: bool) -> list[MissingRow] | None:
    if table is None:
        return None
    return [missing_row(row, *c) for row, c in enumerate(table.columns(_MISSING, trim=trim))]
