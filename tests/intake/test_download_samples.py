"""The two sample downloads that a visitor can try."""

from __future__ import annotations

from importlib.resources import as_file, files

from homeward.intake.download.reader import (
    DoubtfulRow,
    RefusedRow,
    ReportRow,
    Row,
    default_aliases,
    open_download,
)


def rows_of(name: str) -> list[Row]:
    with as_file(files("homeward.rehearsal") / "samples" / name) as path:
        return list(open_download(path, default_aliases()).rows())


def test_the_clean_sample_goes_in_whole() -> None:
    rows = rows_of("MSPR_12_20261120_01_clean.csv")
    assert [type(row) for row in rows] == [ReportRow] * 6
    assert all(not row.dropped for row in rows if isinstance(row, ReportRow))


def test_the_messy_sample_shows_each_kind_of_mess() -> None:
    rows = rows_of("MSPR_12_20261121_01_messy.csv")
    assert [row.row for row in rows if isinstance(row, ReportRow)] == [1, 2, 3, 4, 5, 10]
    assert [(row.row, row.column, row.reason) for row in rows if isinstance(row, RefusedRow)] == [
        (6, "DOB", "is a year alone"),
        (7, "DOB", "not a child"),
        (9, "RECORDED_MISSING_DTTM", "is a time that the clocks skipped that night"),
        (11, "REPORT_REF", "has lost digits in a spreadsheet"),
        (13, "REPORT_REF", "is blank"),
    ]
    assert [(row.row, row.reason) for row in rows if isinstance(row, DoubtfulRow)] == [
        (8, "RETURNED_DTTM is before the start"),
        (12, "RECORDED_MISSING_DTTM could be 12 November 2026 or 11 December 2026"),
    ]
    (dropped,) = [row.dropped for row in rows if isinstance(row, ReportRow) and row.dropped]
    assert [drop.column for drop in dropped] == ["NHS_NO", "RETURNED_DTTM"]
