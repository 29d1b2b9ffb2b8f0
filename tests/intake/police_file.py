"""Small police downloads for the tests: one plain row, changed where a test needs it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from homeward.intake.download.columns import CONTRACT
from homeward.intake.download.reader import Download, Row, default_aliases, open_download

NAME = "MSPR_12_20261122_01.csv"

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
    "LAST_SEEN_DTTM": "21/11/2026 21:40",
    "REPORTED_DTTM": "21/11/2026 22:55",
    "RECORDED_MISSING_DTTM": "21/11/2026 23:10",
    "RETURNED_DTTM": "22/11/2026 02:05",
    "RISK_CURRENT": "MEDIUM",
    "NARRATIVE": "Left after tea",
}


def row(**changes: str) -> dict[str, str]:
    """The plain row with some cells changed."""
    return PLAIN | changes


def csv_text(
    rows: Iterable[Mapping[str, str]],
    columns: Sequence[str] = CONTRACT,
    delimiter: str = ",",
    line_end: str = "\r\n",
) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=line_end)
    writer.writerow(columns)
    writer.writerows([[cells.get(column, "") for column in columns] for cells in rows])
    return out.getvalue()


def opened(folder: Path, content: str | bytes, name: str = NAME) -> Download:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return open_download(path, default_aliases())


def rows_of(folder: Path, *rows: Mapping[str, str], name: str = NAME) -> list[Row]:
    return list(opened(folder, csv_text(rows), name).rows())


def only(folder: Path, **changes: str) -> Row:
    """Read a file of one row: the plain row with some cells changed."""
    (read,) = rows_of(folder, row(**changes))
    return read
