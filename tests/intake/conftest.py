"""Small police downloads for the tests: one plain row, changed where a test needs it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pytest

from homeward.intake.download.columns import CONTRACT
from homeward.intake.download.reader import Download, Row, default_aliases, open_download

PLAIN = {
    "EXTRACT_ID": "NYP-20261122-01",
    "EXTRACT_DTTM": "22/11/2026 06:05",
    "FORCE_CODE": "12",
    "REPORT_REF": "MSPR/2026/009001",
    "RECORD_VERSION": "1",
    "RECORD_STATUS": "FOUND",
    "SURNAME": "Harrow",
    "FORENAME1": "Bryony",
    "DOB": "19/04/2011",
    "SEX": "F",
    "HOME_ADDRESS": "9 Ropewalk, Norbeck",
    "LAST_SEEN_DTTM": "21/11/2026 21:40",
    "REPORTED_DTTM": "21/11/2026 22:55",
    "RECORDED_MISSING_DTTM": "21/11/2026 23:10",
    "RETURNED_DTTM": "22/11/2026 02:05",
    "RISK_CURRENT": "MEDIUM",
    "NARRATIVE": "Left after tea",
}


class PoliceFiles:
    """Writes downloads and reads them back."""

    name = "MSPR_12_20261122_01.csv"
    columns = CONTRACT

    def row(self, **changes: str) -> dict[str, str]:
        """The plain row with some cells changed."""
        return PLAIN | changes

    def text(
        self,
        *rows: Mapping[str, str],
        columns: Sequence[str] = CONTRACT,
        delimiter: str = ",",
        line_end: str = "\r\n",
        quoting: int = csv.QUOTE_MINIMAL,
    ) -> str:
        """The rows as separated text under a row of headings."""
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter, lineterminator=line_end, quoting=quoting)
        writer.writerow(columns)
        writer.writerows([[cells.get(column, "") for column in columns] for cells in rows])
        return out.getvalue()

    def opened(self, folder: Path, content: str | bytes, name: str = name) -> Download:
        """Write a file and open it."""
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return open_download(path, default_aliases())

    def read(self, folder: Path, content: str | bytes, name: str = name) -> list[Row]:
        """Write a file and read all its rows."""
        return list(self.opened(folder, content, name).rows())

    def rows(self, folder: Path, rows: Iterable[Mapping[str, str]], name: str = name) -> list[Row]:
        """Write rows and read them back."""
        return self.read(folder, self.text(*rows), name)

    def one(self, folder: Path, **changes: str) -> Row:
        """Read a file of one row: the plain row with some cells changed.

        A second, refused row makes every column of dates day-first without being a report.
        """
        settled = dict.fromkeys((c for c in CONTRACT if c.endswith("DTTM")), "30/10/2026 09:00")
        return self.rows(folder, [self.row(**changes), settled | {"DOB": "30/10/2012"}])[0]


@pytest.fixture(scope="session")
def police() -> PoliceFiles:
    return PoliceFiles()
