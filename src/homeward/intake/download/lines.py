"""One record of a file as a line: its cells by the contract's columns, and their digest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import compress
from operator import itemgetter
from typing import Final

from homeward.intake.download import codes
from homeward.intake.download.columns import (
    CONTRACT,
    DATES,
    REFERENCES,
    ContractCells,
    heading_text,
)
from homeward.intake.download.shapes import Dropped
from homeward.intake.download.sheets import SheetTable
from homeward.intake.download.survey import Located
from homeward.rules.local_times import SURE

_EXTRACT_COLUMNS: Final = 2  # the extract's id and time stand first and are no content
_ABSENT: Final = ("",)  # stands where the layout places a column that the file lacks
_SPREADSHEET: Final = ("#", "=", "+", ".0")  # a row with one of these may need mending
_ROUNDED: Final = "has lost digits in a spreadsheet"
_SHEET_ERROR: Final = "is a spreadsheet's error value"


@dataclass(slots=True)
class Line:
    """One data row on its way: trimmed cells, and the values that had to be dropped so far."""

    number: int
    contract: ContractCells
    cells: dict[str, str]
    digest: bytes
    drops: list[Dropped] = field(default_factory=list)
    beyond: str = ""  # the first column that has a value here, but no place in the heading row

    def drop(self, column: str, reason: str) -> None:
        """Mark a value that could not be used."""
        self.drops.append(Dropped(column, self.cells.get(column, ""), reason))


_Picker = Callable[[Sequence[str]], tuple[str, ...]]


class LineReader:
    """Turns the records of one located table into lines, one at a time."""

    def __init__(self, located: Located) -> None:
        """Work out once where each column stands."""
        layout = located.layout
        self._located = located
        self._width = layout.width
        self._pick: _Picker = itemgetter(*(layout.place(column) for column in CONTRACT))
        unknown = (heading for heading in layout.headings if heading.column is None)
        self._unknown = tuple(sorted(unknown, key=lambda heading: heading.plain))
        self._plain = {heading.text: heading.plain for heading in self._unknown}
        self._typed = isinstance(located.table, SheetTable)

    def lines(self) -> Iterator[Line]:
        """Give every data row in order, numbered from 1."""
        for number, record in enumerate(self._located.rows(), start=1):
            yield self._line(number, record)

    def _line(self, number: int, record: Sequence[str]) -> Line:
        texts = list(map(str.strip, record))
        extra = texts[self._width :]
        texts[self._width :] = _ABSENT
        marked = plain = ContractCells._make(self._pick(texts))
        if self._typed:
            marked, plain = _unmarked(plain)
        cells = dict(compress(zip(CONTRACT, plain, strict=True), plain))
        content = "\0".join(plain[_EXTRACT_COLUMNS:])
        beyond = ""
        if extra or self._unknown:
            further, beyond = self._further(texts, extra)
            cells.update(further)
            content += self._further_content(further)
        digest = blake2b(content.encode(), digest_size=16).digest()
        line = Line(number, marked, cells, digest, beyond=beyond)
        if any(map(content.__contains__, _SPREADSHEET)):
            _mend(line)
        return line

    def _further(self, texts: Sequence[str], extra: Sequence[str]) -> tuple[dict[str, str], str]:
        """The cells that the contract has no column for, and the first beyond the headings."""
        further = {
            heading.text: text
            for heading in self._unknown
            if (text := texts[heading.index].removeprefix(SURE))
        }
        beyond = {
            heading_text(place): text
            for place, marked in enumerate(extra, start=self._width)
            if (text := marked.removeprefix(SURE))
        }
        return further | beyond, next(iter(beyond), "")

    def _further_content(self, further: Mapping[str, str]) -> str:
        """Such cells as content, by plain headings in an order that the file's cannot change."""
        return "".join(f"\0{self._plain.get(name, '')}\0{text}" for name, text in further.items())


def _unmarked(contract: ContractCells) -> tuple[ContractCells, ContractCells]:
    """Take the mark of a sure date away: outside the date columns, and everywhere."""
    plain = [text.removeprefix(SURE) for text in contract]
    dated = [
        marked if column in DATES else text
        for column, marked, text in zip(CONTRACT, contract, plain, strict=True)
    ]
    return ContractCells._make(dated), ContractCells._make(plain)


def _mend(line: Line) -> None:
    """Undo what a spreadsheet does to texts and numbers; blank and mark what it has spoilt."""
    mended = []
    for column, text in zip(CONTRACT, line.contract, strict=True):
        plain = codes.unwrapped(text)
        fault = _SHEET_ERROR if codes.is_error(plain) else ""
        if column in REFERENCES:
            fault = fault or (_ROUNDED if codes.is_rounded(plain) else "")
            plain = codes.without_point_zero(plain)
        if fault:
            line.drop(column, fault)
        mended.append("" if fault else plain)
    line.contract = ContractCells._make(mended)
