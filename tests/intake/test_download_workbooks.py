"""Downloads that come as workbooks."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from homeward.intake.download import encodings
from homeward.intake.download.columns import CONTRACT
from homeward.intake.download.reader import (
    BadFile,
    RefusedRow,
    ReportRow,
    default_aliases,
    open_download,
)

NAME = "MSPR_12_20261122_01.xlsx"


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.fixture(params=["at once", "streamed"])
def opened(request, monkeypatch):
    """Open a workbook in one go, and once more as if it were too large for that."""
    if request.param == "streamed":
        monkeypatch.setattr(encodings, "_LARGE_FILE", 0)
    return lambda path: open_download(path, default_aliases())


def write(path: Path, *sheets: tuple[str, list[list[object]]]) -> Path:
    book = xlsxwriter.Workbook(path)
    moments = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    days = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for number, cells in enumerate(rows):
            for place, value in enumerate(cells):
                kind = {datetime: moments, date: days}.get(type(value))
                sheet.write(number, place, value, kind)
    book.close()
    return path


def table(*rows: dict[str, object]) -> list[list[object]]:
    return [list(CONTRACT), *([row.get(column, "") for column in CONTRACT] for row in rows)]


def typed(row: dict[str, str]) -> dict[str, object]:
    """The plain row as a spreadsheet holds it: dates and numbers instead of text."""
    return row | {
        "EXTRACT_DTTM": moment("2026-11-22 06:05"),
        "RECORD_VERSION": 1,
        "FORCE_CODE": 12,
        "DOB": date(2011, 4, 19),
        "LAST_SEEN_DTTM": moment("2026-11-21 21:40"),
        "REPORTED_DTTM": moment("2026-11-21 22:55"),
        "RECORDED_MISSING_DTTM": moment("2026-11-21 23:10"),
        "RETURNED_DTTM": moment("2026-11-22 02:05"),
    }


def test_typed_cells_read_like_the_text_of_the_same_row(police, tmp_path: Path, opened) -> None:
    as_text = police.rows(tmp_path, [police.row()])
    download = opened(write(tmp_path / NAME, ("Data", table(typed(police.row())))))
    assert list(download.rows()) == as_text
    assert (download.encoding, download.rows_total) == ("workbook", 1)
    assert "read from the sheet Data" in download.notes


def test_typed_dates_are_never_doubtful_and_do_not_vote(police, tmp_path: Path, opened) -> None:
    sure = typed(police.row()) | {"DOB": date(2011, 5, 4), "REPORTED_DTTM": moment("2026-11-21 23")}
    told = police.row(DOB="05/04/2011")
    first, second = opened(write(tmp_path / NAME, ("Data", table(sure, told)))).rows()
    assert isinstance(first, ReportRow)
    assert first.dob == date(2011, 5, 4)
    assert second.reason == "DOB could be 5 April 2011 or 4 May 2011"


def test_a_typed_date_anywhere_else_is_plain_text(police, tmp_path: Path, opened) -> None:
    row = typed(police.row()) | {"NARRATIVE": date(2026, 3, 1), "CANCEL_REASON": True}
    (read,) = opened(write(tmp_path / NAME, ("Data", table(row)))).rows()
    assert (read.narrative, read.cancel_reason) == ("01/03/2026", "TRUE")
    assert "\0" not in "".join(read.cells.values())


def test_numbers_keep_their_digits_and_dates_their_seconds(police, tmp_path: Path, opened) -> None:
    row = typed(police.row()) | {
        "REPORT_REF": 12260219845,
        "LA_CHILD_ID": 204417.0,
        "REPEAT_COUNT_90D": 2.5,
        "RETURNED_DTTM": moment("2026-11-22 02:05:30"),
        "CLOSED_DTTM": moment("2026-11-22 00:00"),
        "PREVENTION_CHECK_DTTM": 46348.1,
    }
    (read,) = opened(write(tmp_path / NAME, ("Data", table(row)))).rows()
    assert (read.ref, read.la_child_id) == ("12260219845", "204417")
    assert read.cells["REPEAT_COUNT_90D"] == "2.5"
    assert read.times["RETURNED_DTTM"].text == "22/11/2026 02:05:30"
    assert read.times["CLOSED_DTTM"].precision == "day"
    assert read.times["PREVENTION_CHECK_DTTM"].at == datetime(2026, 11, 22, 2, 24, tzinfo=UTC)


def test_the_first_sheet_with_the_key_columns_is_taken(police, tmp_path: Path, opened) -> None:
    rows = [["Daily download"], [], *table(police.row()), [], ["Total", 1]]
    path = write(
        tmp_path / NAME,
        ("Cover", [["MSPR"], ["SURNAME", "DOB"]]),
        ("Rows", rows),
        ("Copy", table(police.row(), police.row())),
    )
    download = opened(path)
    first, total = download.rows()
    assert "read from the sheet Rows" in download.notes
    assert isinstance(first, ReportRow)
    assert isinstance(total, RefusedRow)
    assert (total.row, total.column) == (2, "REPORT_REF")


def test_a_workbook_under_a_text_name(police, tmp_path: Path, opened) -> None:
    path = write(tmp_path / NAME, ("Data", table(police.row())))
    path = path.rename(tmp_path / "MSPR_12_20261122_01.csv")
    assert [row.row for row in opened(path).rows()] == [1]


def test_workbooks_without_the_columns_are_refused(police, tmp_path: Path, opened) -> None:
    with pytest.raises(BadFile, match="no row with the column headings"):
        opened(write(tmp_path / NAME, ("Empty", [])))
    rows = table(police.row())
    rows[0][CONTRACT.index("DOB")] = "Shoe size"
    with pytest.raises(BadFile, match=f"^{NAME}, row 1: the key column DOB cannot be found"):
        opened(write(tmp_path / NAME, ("Data", rows)))
