"""What comes out of a police download: a report, a refused row or a doubtful row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from homeward.rules.local_times import ReadTime


class BadFile(Exception):
    """The file cannot be taken; `sentence` names it and, where known, row and column."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Dropped:
    """A value outside the key columns that could not be used; the row goes in without it."""

    column: str
    value: str
    reason: str


class ReportRow(NamedTuple):
    """One version of one report, read in full. Blank text is ``""``, a blank time is ``None``.

    Codes are upper case; a code that the contract does not know is blank here, stands in
    `dropped`, and stays in `cells`. `times` is keyed by the contract's column and holds only the
    times that were read; all of them are UTC. `cells` holds the non-blank cells as they came,
    trimmed, by the contract's name or else by the file's own heading. `digest` is 16 bytes over
    all cells but EXTRACT_ID and EXTRACT_DTTM, whatever the order of the columns.
    """

    row: int
    ref: str
    version: int
    status: str
    merged_into: str
    surname: str
    forename: str
    forename2: str
    aliases: tuple[str, ...]
    dob: date
    sex: str
    ethnicity: str
    nhs_no: str
    upn: str
    la_child_id: str
    address: str
    postcode: str
    uprn: str
    residence: str
    placement_urn: str
    responsible_la: str
    placing_la: str
    school_urn: str
    extract_id: str
    extract_at: datetime | None
    updated_at: datetime | None
    force: str
    occurrence: str
    nominal: str
    times: Mapping[str, ReadTime]
    dropped: tuple[Dropped, ...]
    last_seen_place: str
    found_place: str
    found_by: str
    risk_initial: str
    risk_current: str
    flags: tuple[str, ...]
    reporter_role: str
    harm: str
    cancel_reason: str
    narrative: str
    cells: dict[str, str]
    digest: bytes


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that cannot go in: the first key column that failed, its text as it came, and why."""

    row: int
    column: str
    value: str
    reason: str
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class DoubtfulRow:
    """A row that waits for a person: a key date read two ways, or times that cannot all be right.

    `column` and `value` name the doubt; `dob` is the text as it came.
    """

    row: int
    column: str
    value: str
    reason: str
    ref: str
    version: int
    status: str
    surname: str
    forename: str
    dob: str
    extract_at: datetime | None
    cells: dict[str, str]
    digest: bytes


Row = ReportRow | RefusedRow | DoubtfulRow
