"""The public face: open a police download, then go through its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from homeward.intake.download.columns import (
    Finder,
    default_aliases,
    describe_columns,
    read_aliases,
)
from homeward.intake.download.rows import RowReader
from homeward.intake.download.shapes import (
    BadFile,
    DoubtfulRow,
    Dropped,
    RefusedRow,
    ReportRow,
    Row,
)
from homeward.intake.download.survey import Survey, survey
from homeward.rules.local_times import ReadTime

__all__ = [
    "BadFile",
    "DoubtfulRow",
    "Download",
    "Dropped",
    "ReadTime",
    "RefusedRow",
    "ReportRow",
    "Row",
    "default_aliases",
    "describe_columns",
    "open_download",
    "read_aliases",
]


class Download:
    """A police download after its first pass; `rows` goes through it again, as often as asked.

    `encoding` and `notes` say in words how it was read; `columns` are the contract's columns that
    it has, `unknown` its other headings; `rows_total` counts its data rows.
    """

    def __init__(self, name: str, settled: Survey) -> None:
        """Keep what the first pass settled; nothing of the rows themselves."""
        layout = settled.located.layout
        self._settled = settled
        self.name = name
        self.encoding = settled.located.table.encoding_name
        self.notes = settled.notes
        self.rows_total = settled.rows
        self.columns = layout.columns
        self.unknown = layout.unknown

    def rows(self) -> Iterator[Row]:
        """Give every data row, numbered from 1, in a stream."""
        return RowReader(self._settled).rows()


def open_download(path: Path, aliases: Mapping[str, tuple[str, ...]]) -> Download:
    """Open a download and go through it once: encoding, separator, headings, date orders.

    `aliases` gives, by the contract's column, the other headings to look for. Raises `BadFile`
    (a sentence with the file's base name, row and column) for whatever refuses a file whole.
    """
    return Download(path.name, survey(path, Finder(aliases)))
