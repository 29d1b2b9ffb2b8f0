"""The tables of a download as streams of text cells: separated text, or the sheets of a workbook.

Every stream can be opened anew, so a file is gone through twice without being held.
"""

from __future__ import annotations

import csv
import re
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

import openpyxl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from homeward.intake.download.encodings import (
    Encoding,
    is_large_workbook,
    kind_of,
    settle_encoding,
)
from homeward.intake.download.shapes import BadFile
from homeward.rules.local_times import SURE

_DELIMITERS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_SEP = re.compile(r'\ufeff?"?sep=(\\t|[^\w"\r\n])"?[,;\s]*', re.IGNORECASE)
_END: Final = "\x1e the end of the file \x1e"
_FIRST_LINE: Final = 200
_BROKEN: Final = (  # what the readers of workbooks are known to raise on damaged ones
    *(CalamineError, BadZipFile, zlib.error, struct.error, SyntaxError, EOFError, OSError),
    *(ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RuntimeError),
)


@dataclass(frozen=True, slots=True)
class TextTable:
    """A separated text file read with one separator."""

    path: Path
    encoding: Encoding
    delimiter: str

    @property
    def encoding_name(self) -> str:
        """The encoding, by the name that people use."""
        return self.encoding.name

    @property
    def title(self) -> str:
        """How the file was read, in words."""
        named = _DELIMITERS.get(self.delimiter, self.delimiter)
        return f"read as {self.encoding.name}, separated by {named}"

    def records(self) -> Iterator[list[str]]:
        """Give every record, title lines and blank lines included, without NUL bytes.

        Raises `BadFile` when the file ends inside quotation marks.
        """
        codec, errors = self.encoding.codec, self.encoding.errors
        with self.path.open(encoding=codec, errors=errors, newline="") as stream:
            lines = _without_nuls(stream) if self.encoding.nuls else stream
            reader = csv.reader(chain(lines, (_END,)), delimiter=self.delimiter)
            begins = last = 1
            try:
                for record in reader:
                    if record and record[0] == _END:
                        return
                    yield record
                    last, begins = begins, reader.line_num + 1
            except csv.Error as error:
                raise self._unclosed(begins) from error
        raise self._unclosed(last)

    def _unclosed(self, line: int) -> BadFile:
        return BadFile(
            f"{self.path.name}: a quotation mark opened in the row at line {line} is never closed."
        )


@dataclass(frozen=True)
class SheetTable:
    """One sheet of a workbook; typed dates come as text that is sure about day and month.

    A small workbook's sheet is opened once and kept; a large one is streamed each time.
    """

    path: Path
    sheet: str
    streamed: bool

    @property
    def encoding_name(self) -> str:
        """A workbook has no encoding to settle."""
        return "workbook"

    @property
    def title(self) -> str:
        """Which sheet was read, in words."""
        return f"read from the sheet {self.sheet}"

    def records(self) -> Iterator[list[str]]:
        """Give every row of the sheet as text cells."""
        try:
            for row in self._streamed() if self.streamed else self._small.iter_rows():
                yield [_cell_text(value) for value in row]
        except _BROKEN as error:
            raise _cannot_open(self.path, error) from error

    @cached_property
    def _small(self) -> CalamineSheet:
        with CalamineWorkbook.from_path(str(self.path)) as book:
            return book.get_sheet_by_name(self.sheet)

    def _streamed(self) -> Iterator[Iterable[object]]:
        with self.path.open("rb") as stream:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            sheet = book[self.sheet]
            sheet.reset_dimensions()
            yield from sheet.iter_rows(values_only=True)


Table = TextTable | SheetTable


def tables_of(path: Path) -> tuple[Table, ...]:
    """Give the ways in which a file can be read, the likeliest first.

    For a text one table a separator, first the one that a ``sep=`` line names; for a workbook one
    table a sheet. Raises `BadFile` when the file cannot be opened at all.
    """
    if kind_of(path) == "workbook":
        return _sheets(path)
    encoding = settle_encoding(path)
    named = _named_delimiter(path, encoding)
    marks = dict.fromkeys([named, *_DELIMITERS] if named else _DELIMITERS)
    return tuple(TextTable(path, encoding, mark) for mark in marks)


def _sheets(path: Path) -> tuple[SheetTable, ...]:
    try:
        streamed = is_large_workbook(path)
        if streamed:
            with path.open("rb") as stream:
                names = openpyxl.load_workbook(stream, read_only=True).sheetnames
        else:
            with CalamineWorkbook.from_path(str(path)) as small:
                names = small.sheet_names
    except _BROKEN as error:
        raise _cannot_open(path, error) from error
    return tuple(SheetTable(path, name, streamed) for name in names)


def _cannot_open(path: Path, error: Exception) -> BadFile:
    if isinstance(error, PasswordError):
        return BadFile(f"{path.name} is a workbook locked with a password.")
    return BadFile(
        f"{path.name} is a workbook that cannot be read: it is damaged or of another kind."
    )


def _named_delimiter(path: Path, encoding: Encoding) -> str | None:
    with path.open(encoding=encoding.codec, errors=encoding.errors, newline="") as stream:
        found = _SEP.fullmatch(stream.readline(_FIRST_LINE).replace("\0", ""))
    if found is None:
        return None
    return "\t" if found[1] == r"\t" else found[1]


def _without_nuls(lines: Iterator[str]) -> Iterator[str]:
    return (line.replace("\0", "") for line in lines)


def _cell_text(value: object) -> str:
    if isinstance(value, str):
        return value.replace("\0", "")
    written = _WRITERS.get(type(value))
    return written(value) if written else str(value)


def _whole_text(value: object) -> str:
    number = float(str(value))
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _date_text(value: object) -> str:
    return f"{SURE}{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def _moment_text(value: object) -> str:
    """A typed time as a British hand would write it, rounded to the second."""
    if not isinstance(value, datetime):
        return str(value)
    moment = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
    clock = f" {moment:%H:%M:%S}".removesuffix(":00") if moment.time() != _MIDNIGHT else ""
    return f"{_date_text(moment)}{clock}"


_MIDNIGHT: Final = datetime.min.time()
_WRITERS: Final[dict[type, Callable[[object], str]]] = {
    type(None): lambda value: "",
    bool: lambda value: str(value).upper(),
    float: _whole_text,
    date: _date_text,
    datetime: _moment_text,
}
