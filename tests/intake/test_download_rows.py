"""What becomes of one row of a police download."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from homeward.intake.download.reader import (
    DoubtfulRow,
    Dropped,
    RefusedRow,
    ReportRow,
    default_aliases,
    open_download,
)

SAMPLE = Path(__file__).parent / "data" / "MSPR_12_20261122_01.csv"


def test_the_worked_sample() -> None:
    download = open_download(SAMPLE, default_aliases())
    rows = list(download.rows())
    assert (download.name, download.encoding, download.rows_total) == (SAMPLE.name, "UTF-8", 9)
    reports = [row for row in rows if isinstance(row, ReportRow)]
    assert [row.row for row in reports] == [1, 2, 3, 4, 5, 6, 7, 9]
    (refused,) = [row for row in rows if isinstance(row, RefusedRow)]
    assert (refused.row, refused.column) == (8, "RECORDED_MISSING_DTTM")
    assert (refused.value, refused.reason) == ("31/11/2026 18:05", "is no date")
    assert reports[2].digest == reports[7].digest
    assert len({row.digest for row in reports}) == 7


def test_a_report_is_read_in_full() -> None:
    first, second, *_ = open_download(SAMPLE, default_aliases()).rows()
    assert isinstance(first, ReportRow)
    assert isinstance(second, ReportRow)
    assert (first.ref, first.version, first.status) == ("MSPR/2026/004187", 1, "OPEN")
    assert (first.surname, first.forename, first.dob) == ("O'NEILL", "Caitlín", date(2011, 4, 9))
    assert first.aliases == ("Kat", "K Oneil")
    assert first.flags == ("CSE", "PREPLANNED_BAG")
    assert (first.sex, first.residence, first.risk_initial) == ("F", "CHILDRENS_HOME", "MEDIUM")
    assert (first.la_child_id, first.force, first.harm) == ("204417", "12", "U")
    assert first.extract_at == datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
    assert second.updated_at == datetime(2026, 11, 22, 4, 31, tzinfo=UTC)
    assert set(first.times) == {"LAST_SEEN_DTTM", "REPORTED_DTTM", "RECORDED_MISSING_DTTM"}
    assert second.times["RETURNED_DTTM"].at == datetime(2026, 11, 22, 2, 5, tzinfo=UTC)
    assert second.times["PREVENTION_CHECK_DTTM"].text == "22/11/2026 03:10"
    assert (second.found_by, second.risk_current, second.dropped) == ("SELF", "HIGH", ())
    assert first.cells["NARRATIVE"] == "Left after argument, bag packed"
    assert "FORENAME2" not in first.cells


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("REPORT_REF", "", "is blank"),
        ("REPORT_REF", "1.22602E+10", "has lost digits in a spreadsheet"),
        ("REPORT_REF", "R" * 81, "is blank or longer than 80 characters"),
        ("RECORD_VERSION", "", "is blank"),
        ("RECORD_VERSION", "2.5", "is no whole number from 1"),
        ("RECORD_VERSION", "0", "is no whole number from 1"),
        ("RECORD_VERSION", "two", "is no whole number from 1"),
        ("RECORD_STATUS", "", "is blank"),
        ("RECORD_STATUS", "PENDING", "is no known status"),
        ("SURNAME", "  ", "is blank"),
        ("SURNAME", "#N/A", "is a spreadsheet's error value"),
        ("DOB", "", "is blank"),
        ("DOB", "2011", "is a year alone"),
        ("DOB", "31/04/2011", "is no date"),
        ("DOB", "22/11/2026", "is after the report"),
        ("DOB", "21/11/2008", "not a child"),
        ("DOB", "21/11/08", "not a child"),
        ("REPORTED_DTTM", "", "is blank"),
        ("REPORTED_DTTM", "#REF!", "is a spreadsheet's error value"),
        ("REPORTED_DTTM", "29/03/2026 01:30", "is a time that the clocks skipped that night"),
        ("RECORDED_MISSING_DTTM", "31/11/2026 18:05", "is no date"),
        ("RECORDED_MISSING_DTTM", "2026", "is a year alone"),
        ("RECORDED_MISSING_DTTM", "21/11/2026 25:00", "holds no time of day"),
    ],
)
def test_a_key_value_that_is_blank_or_impossible_refuses_the_row(
    police, tmp_path: Path, column: str, value: str, reason: str
) -> None:
    refused = police.one(tmp_path, **{column: value})
    assert isinstance(refused, RefusedRow)
    assert (refused.row, refused.column) == (1, column)
    assert (refused.value, refused.reason) == (value.strip(), reason)
    assert refused.cells["FORENAME1"] == "Bryony"


def test_the_first_failing_key_column_is_named(police, tmp_path: Path) -> None:
    refused = police.one(tmp_path, RECORDED_MISSING_DTTM="", DOB="2011", RECORD_STATUS="X")
    assert isinstance(refused, RefusedRow)
    assert refused.column == "RECORD_STATUS"


def test_a_totals_row_is_refused_like_any_row(police, tmp_path: Path) -> None:
    rows = police.rows(tmp_path, [police.row(), {"EXTRACT_ID": "Total rows", "FORCE_CODE": "1"}])
    assert isinstance(rows[1], RefusedRow)
    assert (rows[1].row, rows[1].column, rows[1].value) == (2, "REPORT_REF", "")


@pytest.mark.parametrize(("text", "version"), [("2", 2), ("2.0", 2), ("02", 2), (" 3 ", 3)])
def test_whole_versions(police, tmp_path: Path, text: str, version: int) -> None:
    assert police.one(tmp_path, RECORD_VERSION=text).version == version


@pytest.mark.parametrize(("text", "status"), [("found", "FOUND"), ("No Trace", "NO_TRACE")])
def test_status_words(police, tmp_path: Path, text: str, status: str) -> None:
    assert police.one(tmp_path, RECORD_STATUS=text).status == status


def test_a_blank_forename_is_allowed(police, tmp_path: Path) -> None:
    read = police.one(tmp_path, FORENAME1="")
    assert isinstance(read, ReportRow)
    assert read.forename == ""


def test_age_is_judged_on_the_local_day_of_the_report(police, tmp_path: Path) -> None:
    turns = {"DOB": "15/07/2008", "LAST_SEEN_DTTM": "14/07/2026 20:00", "RETURNED_DTTM": ""}
    before = police.one(
        tmp_path,
        **turns,
        REPORTED_DTTM="14/07/2026 23:58",
        RECORDED_MISSING_DTTM="15/07/2026 00:20",
    )
    after = police.one(
        tmp_path,
        **turns,
        REPORTED_DTTM="15/07/2026 00:30",
        RECORDED_MISSING_DTTM="15/07/2026 00:40",
    )
    assert isinstance(before, ReportRow)
    assert isinstance(after, RefusedRow)
    assert after.reason == "not a child"


def test_doubtful_key_dates_wait_and_sure_rows_go_in(police, tmp_path: Path) -> None:
    doubtful = police.row(REPORTED_DTTM="05/04/2026 22:55")
    alike = police.row(
        LAST_SEEN_DTTM="03/03/2026 08:00",
        REPORTED_DTTM="03/03/2026 09:00",
        RECORDED_MISSING_DTTM="03/03/2026 09:10",
        RETURNED_DTTM="2026-03-03 12:00",
    )
    rows = police.rows(
        tmp_path, [doubtful, police.row(), police.row(REPORTED_DTTM="11/21/2026 22:55"), alike]
    )
    assert isinstance(rows[0], DoubtfulRow)
    assert (rows[0].column, rows[0].value) == ("REPORTED_DTTM", "05/04/2026 22:55")
    assert rows[0].reason == "REPORTED_DTTM could be 5 April 2026 or 4 May 2026"
    assert (rows[0].ref, rows[0].version, rows[0].surname) == ("MSPR/2026/009001", 1, "Harrow")
    assert (rows[0].forename, rows[0].dob, rows[0].status) == ("Bryony", "19/04/2011", "FOUND")
    assert rows[0].extract_at == datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
    assert [type(row) for row in rows[1:]] == [ReportRow] * 3
    assert rows[2].times["REPORTED_DTTM"].at == rows[1].times["REPORTED_DTTM"].at


def test_a_column_votes_for_itself_alone(police, tmp_path: Path) -> None:
    doubtful = police.row(DOB="05/04/2011")
    assert isinstance(police.rows(tmp_path, [doubtful])[0], DoubtfulRow)
    settled = police.rows(tmp_path, [doubtful, police.row(DOB="04/25/2011")])[0]
    assert settled.dob == date(2011, 5, 4)


def test_year_first_and_worded_dates_do_not_settle_a_column(police, tmp_path: Path) -> None:
    rows = police.rows(
        tmp_path,
        [police.row(DOB="05/04/2011"), police.row(DOB="2011-04-25"), police.row(DOB="25 Apr 2011")],
    )
    assert [type(row) for row in rows] == [DoubtfulRow, ReportRow, ReportRow]


def test_refused_rows_vote_too(police, tmp_path: Path) -> None:
    rows = police.rows(tmp_path, [police.row(DOB="05/04/2011"), {"DOB": "25/04/2011"}])
    assert rows[0].dob == date(2011, 4, 5)
    assert isinstance(rows[1], RefusedRow)


def test_a_refusal_outranks_a_doubt(police, tmp_path: Path) -> None:
    (read,) = police.rows(tmp_path, [police.row(DOB="05/04/2011", RECORDED_MISSING_DTTM="x")])
    assert isinstance(read, RefusedRow)
    assert read.column == "RECORDED_MISSING_DTTM"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"RETURNED_DTTM": "21/11/2026 23:09"}, "RETURNED_DTTM is before the start"),
        ({"LAST_SEEN_DTTM": "21/11/2026 22:56"}, "LAST_SEEN_DTTM is after the report"),
        ({"RETURNED_DTTM": "22/11/2026 06:06"}, "RETURNED_DTTM is after the extract"),
        ({"CLOSED_DTTM": "23/11/2026"}, "CLOSED_DTTM is after the extract"),
        ({"EXTRACT_DTTM": "21/11/2026 22:58"}, "RECORDED_MISSING_DTTM is after the extract"),
    ],
)
def test_times_that_cannot_all_be_right_wait(
    police, tmp_path: Path, changes: dict[str, str], reason: str
) -> None:
    doubtful = police.one(tmp_path, **changes)
    assert isinstance(doubtful, DoubtfulRow)
    assert doubtful.reason == reason


@pytest.mark.parametrize(
    "changes",
    [
        {"RETURNED_DTTM": "21/11/2026 23:10"},
        {"LAST_SEEN_DTTM": "21/11/2026 22:55"},
        {"LAST_SEEN_DTTM": "21/11/2026 23:59"},
        {"RETURNED_DTTM": "21/11/2026 00:00"},
        {"CLOSED_DTTM": "22/11/2026 23:59"},
        {"EXTRACT_DTTM": "", "CLOSED_DTTM": "22/11/2026 09:00"},
    ],
)
def test_equal_times_and_bare_days_are_in_order(police, tmp_path: Path, changes) -> None:
    assert isinstance(police.one(tmp_path, **changes), ReportRow)


def test_a_placeholder_time_is_kept_as_a_day(police, tmp_path: Path) -> None:
    read = police.one(tmp_path, RECORDED_MISSING_DTTM="21/11/2026 00:00")
    start = read.times["RECORDED_MISSING_DTTM"]
    assert (start.precision, start.text) == ("day", "21/11/2026 00:00")


def test_the_repeated_hour_goes_in_with_both_readings(police, tmp_path: Path) -> None:
    read = police.one(
        tmp_path,
        LAST_SEEN_DTTM="24/10/2026 22:00",
        REPORTED_DTTM="25/10/2026 00:50",
        RECORDED_MISSING_DTTM="25/10/2026 01:30",
        RETURNED_DTTM="25/10/2026 03:00",
    )
    start = read.times["RECORDED_MISSING_DTTM"]
    assert start.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert start.other_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("RETURNED_DTTM", "31/11/2026 02:05", "is no date"),
        ("LAST_SEEN_DTTM", "29/03/2026 01:30", "is a time that the clocks skipped that night"),
        ("LAST_UPDATED_DTTM", "NULL", "is no date"),
        ("CLOSED_DTTM", "#N/A", "is a spreadsheet's error value"),
        ("RISK_CURRENT", "SEVERE", "is no known code"),
        ("SEX", "Z", "is no known code"),
        ("HOME_UPRN", "1.00051E+11", "has lost digits in a spreadsheet"),
    ],
)
def test_any_other_impossible_value_is_dropped_and_marked(
    police, tmp_path: Path, column: str, value: str, reason: str
) -> None:
    read = police.one(tmp_path, **{column: value})
    assert isinstance(read, ReportRow)
    assert read.dropped == (Dropped(column, value, reason),)
    assert column not in read.times
    assert read.cells[column] == value


def test_a_doubtful_date_outside_the_keys_is_dropped(police, tmp_path: Path) -> None:
    (read,) = police.rows(tmp_path, [police.row(RETURNED_DTTM="11/12/2026 02:05")])
    assert isinstance(read, ReportRow)
    assert read.dropped[0].reason == "could be 11 December 2026 or 12 November 2026"
    assert "RETURNED_DTTM" not in read.times


def test_what_spreadsheets_do_to_numbers_is_undone(police, tmp_path: Path) -> None:
    read = police.one(
        tmp_path,
        REPORT_REF="12260219845.0",
        FORCE_CODE="1",
        LA_CHILD_ID='="0204417"',
        NHS_NO="943 476 5919",
        SCHOOL_URN="121678.0",
        NARRATIVE="=HYPERLINK(1)",
    )
    assert isinstance(read, ReportRow)
    assert (read.ref, read.force, read.la_child_id) == ("12260219845", "01", "0204417")
    assert (read.nhs_no, read.school_urn) == ("9434765919", "121678")
    assert read.narrative == "=HYPERLINK(1)"
    assert read.cells["REPORT_REF"] == "12260219845.0"


def test_words_are_read_as_codes(police, tmp_path: Path) -> None:
    read = police.one(
        tmp_path,
        SEX="Female",
        RESIDENCE_TYPE="Children's home",
        RISK_INITIAL="No apparent risk",
        FLAGS="cse; County lines;CSE",
        HARM_REPORTED="no",
    )
    assert (read.sex, read.residence, read.risk_initial) == ("F", "CHILDRENS_HOME", "NAR")
    assert (read.flags, read.harm) == (("CSE", "COUNTY_LINES"), "N")


def test_excel_serials_are_read(police, tmp_path: Path) -> None:
    read = police.one(tmp_path, RECORDED_MISSING_DTTM="46347.965277778", DOB="40652")
    assert read.times["RECORDED_MISSING_DTTM"].at == datetime(2026, 11, 21, 23, 10, tzinfo=UTC)
    assert read.dob == date(2011, 4, 19)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("MSPR_12_20261122_01.csv", "", datetime(2026, 11, 22, 6, 0, tzinfo=UTC)),
        ("MSPR_12_20260722_01.csv", "", datetime(2026, 7, 22, 5, 0, tzinfo=UTC)),
        ("download.csv", "", None),
        ("MSPR_12_20261205_01.csv", "05/12/2026 06:05", datetime(2026, 12, 5, 6, 5, tzinfo=UTC)),
        ("MSPR_12_20261206_01.csv", "05/12/2026 06:05", datetime(2026, 12, 6, 6, 0, tzinfo=UTC)),
        ("MSPR_12_20261122_01.csv", "soon", datetime(2026, 11, 22, 6, 0, tzinfo=UTC)),
    ],
)
def test_the_time_of_the_extract(
    police, tmp_path: Path, name: str, text: str, expected: datetime | None
) -> None:
    changes = {"REPORTED_DTTM": "2026-07-20 10:00", "RECORDED_MISSING_DTTM": "2026-07-20 11:00"}
    row = police.row(EXTRACT_DTTM=text, LAST_SEEN_DTTM="", RETURNED_DTTM="", **changes)
    (read,) = police.rows(tmp_path, [row], name)
    assert isinstance(read, ReportRow)
    assert read.extract_at == expected


def test_a_blank_extract_time_is_noted(police, tmp_path: Path) -> None:
    content = police.text(police.row(EXTRACT_DTTM=""))
    notes = police.opened(tmp_path, content).notes
    assert any("22/11/2026 06:00, from the file name" in note for note in notes)
    assert any(
        "the name has no date" in n for n in police.opened(tmp_path, content, "day.csv").notes
    )


def test_a_value_beyond_the_headings_makes_the_row_wait(police, tmp_path: Path) -> None:
    slipped = police.text(police.row()).rstrip() + ",,and more\r\n"
    (read,) = police.read(tmp_path, slipped)
    assert isinstance(read, DoubtfulRow)
    assert (read.column, read.value) == ("column 52", "and more")
    trailing = police.text(police.row()).rstrip() + ",,,\r\n"
    assert isinstance(police.read(tmp_path, trailing)[0], ReportRow)


def test_a_short_row_reads_as_blank_to_its_right(police, tmp_path: Path) -> None:
    content = police.text(police.row(NARRATIVE="", RISK_CURRENT=""))
    (read,) = police.read(tmp_path, content.rstrip().rstrip(",") + "\r\n")
    assert isinstance(read, ReportRow)
    assert read.narrative == ""


def test_rows_can_be_gone_through_again(police, tmp_path: Path) -> None:
    download = police.opened(tmp_path, police.text(police.row(), police.row(DOB="x")))
    assert list(download.rows()) == list(download.rows())
