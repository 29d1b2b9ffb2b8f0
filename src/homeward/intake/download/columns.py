"""Finding the contract's columns under the headings that a force uses.

The names and their order are the contract's; meanings and other headings stand in `columns.toml`,
which a partnership may replace by its own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final, NamedTuple

from homeward.intake.download.shapes import BadFile


class ContractCells(NamedTuple):
    """The trimmed cells of one row by the contract's columns, in the contract's order."""

    EXTRACT_ID: str
    EXTRACT_DTTM: str
    FORCE_CODE: str
    REPORT_REF: str
    OCCURRENCE_NO: str
    INCIDENT_LOG: str
    RECORD_VERSION: str
    RECORD_STATUS: str
    MERGED_INTO_REF: str
    LAST_UPDATED_DTTM: str
    NOMINAL_ID: str
    SURNAME: str
    FORENAME1: str
    FORENAME2: str
    ALIASES: str
    DOB: str
    AGE_AT_REPORT: str
    SEX: str
    ETHNICITY: str
    NHS_NO: str
    UPN: str
    LA_CHILD_ID: str
    HOME_ADDRESS: str
    HOME_POSTCODE: str
    HOME_UPRN: str
    RESIDENCE_TYPE: str
    PLACEMENT_URN: str
    RESPONSIBLE_LA: str
    PLACING_LA: str
    SCHOOL_URN: str
    LAST_SEEN_DTTM: str
    REPORTED_DTTM: str
    RECORDED_MISSING_DTTM: str
    RETURNED_DTTM: str
    CLOSED_DTTM: str
    LAST_SEEN_PLACE: str
    LAST_SEEN_GRID: str
    FOUND_PLACE: str
    FOUND_GRID: str
    FOUND_BY: str
    RISK_INITIAL: str
    RISK_CURRENT: str
    FLAGS: str
    REPEAT_COUNT_90D: str
    REPORTER_ROLE: str
    PREVENTION_CHECK_DTTM: str
    HARM_REPORTED: str
    CANCEL_REASON: str
    NARRATIVE: str
    HANDLING: str


CONTRACT: Final = ContractCells._fields
KEYS: Final = (
    "REPORT_REF",
    "RECORD_VERSION",
    "RECORD_STATUS",
    "SURNAME",
    "DOB",
    "REPORTED_DTTM",
    "RECORDED_MISSING_DTTM",
)
TIMES: Final = tuple(name for name in CONTRACT if name.endswith("_DTTM"))
DATES: Final = tuple(name for name in CONTRACT if name in TIMES or name == "DOB")
REFERENCES: Final = frozenset(
    {
        *("FORCE_CODE", "REPORT_REF", "OCCURRENCE_NO", "INCIDENT_LOG", "MERGED_INTO_REF"),
        *("NOMINAL_ID", "NHS_NO", "UPN", "LA_CHILD_ID", "HOME_UPRN", "PLACEMENT_URN"),
        *("RESPONSIBLE_LA", "PLACING_LA", "SCHOOL_URN"),
    }
)
CODED: Final = (
    *("SEX", "RESIDENCE_TYPE", "FOUND_BY", "RISK_INITIAL", "RISK_CURRENT"),
    *("REPORTER_ROLE", "HARM_REPORTED"),
)

_STRICT = re.compile(r"[\s_\ufeff\u200b]+")
_LOOSE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class ColumnNote:
    """One line of the columns' documentation."""

    number: int
    name: str
    meaning: str
    key: bool
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of a file: where it stands, as written, plain, and the contract's name if any.

    A column without a heading is called by its number and has no plain form.
    """

    index: int
    text: str
    plain: str
    column: str | None

    @property
    def is_unknown(self) -> bool:
        """Say whether this is a heading that the contract does not know."""
        return self.column is None and self.plain != ""


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one file, in the file's order."""

    headings: tuple[Heading, ...]
    width: int

    @property
    def columns(self) -> tuple[str, ...]:
        """The contract's columns that the file has, in the contract's order."""
        found = {heading.column for heading in self.headings}
        return tuple(name for name in CONTRACT if name in found)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The headings that the contract does not know, as written, in the file's order."""
        return tuple(heading.text for heading in self.headings if heading.is_unknown)

    @property
    def missing(self) -> tuple[str, ...]:
        """The key columns that the file lacks."""
        found = {heading.column for heading in self.headings}
        return tuple(name for name in KEYS if name not in found)

    def doubled(self) -> tuple[Heading, Heading] | None:
        """The first two headings that mean the same column, if any."""
        seen: dict[str, Heading] = {}
        for heading in self.headings:
            if not heading.plain:
                continue
            first = seen.setdefault(heading.column or heading.plain, heading)
            if first is not heading:
                return first, heading
        return None

    def place(self, column: str) -> int:
        """The index of a contract's column; the width, where the file lacks it."""
        for heading in self.headings:
            if heading.column == column:
                return heading.index
        return self.width


class Finder:
    """Looks up headings in an alias table (contract's column to other headings)."""

    def __init__(self, aliases: Mapping[str, Iterable[str]]) -> None:
        """Build the look-up; a contract's own name always means itself.

        Raises `BadFile` when the table names an unknown column or gives one heading to two.
        """
        self._names = {plain_heading(name): name for name in CONTRACT}
        for column, others in aliases.items():
            if column not in CONTRACT:
                raise BadFile(f"The alias table has a column {column} that the contract lacks.")
            for other in others:
                self._learn(other, column)
        self._loose = {_LOOSE.sub("", plain): name for plain, name in self._names.items()}

    def _learn(self, heading: str, column: str) -> None:
        known = self._names.setdefault(plain_heading(heading), column)
        if known != column:
            raise BadFile(f"The alias table gives the heading {heading} to {known} and {column}.")

    def column(self, heading: str) -> str | None:
        """Give the contract's column that a heading means, or None."""
        plain = plain_heading(heading)
        return self._names.get(plain) or self._loose.get(_LOOSE.sub("", plain))

    def count(self, cells: Sequence[str]) -> int:
        """Count the contract's columns that a row of cells names."""
        return len({self.column(cell) for cell in cells if cell} - {None})

    def layout(self, cells: Sequence[str]) -> Layout:
        """Read a heading row."""
        headings = tuple(
            Heading(index, heading_text(index, text), plain_heading(text), self.column(text))
            for index, text in enumerate(cells)
        )
        return Layout(headings, len(cells))


def heading_text(index: int, text: str = "") -> str:
    """Give a heading as written, or the number by which a column without one is called."""
    return text.replace("\0", "").strip(" \t\r\n\ufeff") or f"column {index + 1}"


def plain_heading(text: str) -> str:
    """Bring a heading to the form in which headings are compared."""
    return _STRICT.sub("", text.replace("\0", "")).casefold()


def read_aliases(text: str, name: str) -> dict[str, tuple[str, ...]]:
    """Read an alias table (TOML, one table a column, `also` = other headings).

    Raises `BadFile` with one sentence when the text is no such table.
    """
    try:
        table = tomllib.loads(text)
        return {column: tuple(map(str, note.get("also", ()))) for column, note in table.items()}
    except (tomllib.TOMLDecodeError, AttributeError, TypeError) as error:
        raise BadFile(f"The alias table {name} cannot be read: {error}.") from error


def default_aliases() -> dict[str, tuple[str, ...]]:
    """Give the alias table that is shipped."""
    return read_aliases(_shipped(), "columns.toml")


def describe_columns() -> tuple[ColumnNote, ...]:
    """Give every column of the contract with its meaning and other headings, for the docs."""
    table = tomllib.loads(_shipped())
    return tuple(
        ColumnNote(number, name, table[name]["meaning"], name in KEYS, tuple(table[name]["also"]))
        for number, name in enumerate(CONTRACT, start=1)
    )


def _shipped() -> str:
    return (files("homeward.intake.download") / "columns.toml").read_text(encoding="utf-8")
