"""The downloads that measurements are made with: the same again, and one present for all sizes."""

from __future__ import annotations

from csv import DictReader
from datetime import UTC, datetime
from pathlib import Path

from bench.generate import Mix, write_download

from homeward.intake.download.columns import default_aliases
from homeward.intake.download.reader import open_download
from homeward.intake.download.shapes import ReportRow

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RECENTLY = datetime(2026, 10, 20)
NAME = "MSPR_12_20261123_01.csv"


def cells(folder: Path, mix: Mix) -> list[dict[str, str]]:
    """The rows of a download of this mix."""
    with write_download(folder / NAME, mix, NOW).open(encoding="utf-8") as file:
        return list(DictReader(file))


def test_every_row_is_read_as_a_report_of_a_child(tmp_path: Path) -> None:
    path = write_download(tmp_path / NAME, Mix(300, 100, missing=4, back=10), NOW)
    rows = list(open_download(path, default_aliases()).rows())
    assert len(rows) == 300
    assert all(isinstance(row, ReportRow) and not row.dropped for row in rows)
    assert len({row.nhs_no for row in rows if isinstance(row, ReportRow)}) == 100


def test_a_longer_file_has_the_same_children_in_the_present(tmp_path: Path) -> None:
    def present(rows: int) -> set[tuple[str, str, str]]:
        found = cells(tmp_path, Mix(rows, rows // 3, missing=5, back=8))
        assert sum(row["RECORD_STATUS"] == "OPEN" for row in found) == 5
        return {
            (row["NHS_NO"], row["SURNAME"], row["RECORDED_MISSING_DTTM"])
            for row in found
            if datetime.strptime(row["RECORDED_MISSING_DTTM"], "%d/%m/%Y %H:%M") > RECENTLY
        }

    assert len(present(100)) == 13
    assert present(100) == present(900)


def test_the_same_mix_gives_the_same_file(tmp_path: Path) -> None:
    mix = Mix(50, 20, missing=1, back=2)
    assert cells(tmp_path, mix) == cells(tmp_path, mix)
