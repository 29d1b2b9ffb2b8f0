"""Reading local dates and times as people and spreadsheets write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.rules.local_times import (
    SURE,
    ReadTime,
    Unread,
    check_birth,
    local_midnight,
    read_birth,
    read_time,
    settle,
    vote,
    whole_years,
)

REPORTED = date(2026, 11, 21)
TEN_PAST_ELEVEN = datetime(2026, 11, 21, 23, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "21/11/2026 23:10",
        "21-11-2026 23:10",
        "21.11.2026 23.10",
        "21/11/26 23:10",
        "21/11/2026 23:10:00",
        "21/11/2026 11:10 PM",
        "21/11/2026 11.10pm",
        "11/21/2026 23:10",
        "2026-11-21 23:10",
        "2026/11/21 23:10",
        "2026-11-21T23:10:00",
        "2026-11-21T23:10:00Z",
        "2026-11-22T00:10:00+01:00",
        "20261121 2310",
        "202611212310",
        "21-Nov-26 23:10",
        "21 November 2026 at 23:10",
        "Sat 21st Nov 2026 2310 hrs",
        "Nov 21, 2026 23:10",
        "2026-Nov-21 23:10",
        "46347.965277778",
        "46347,965277778",
    ],
)
def test_one_moment_written_in_many_ways(text: str) -> None:
    read = read_time(text, "UNSETTLED")
    assert isinstance(read, ReadTime)
    assert (read.at, read.text, read.precision) == (TEN_PAST_ELEVEN, text, "minute")
    assert read.day == date(2026, 11, 21)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31/11/2026 18:05",
        "30/02/2026",
        "13/13/2026",
        "21/11/1026 10:00",
        "1-Mar",
        "MAR1",
        "Nov-26",
        "#N/A",
        "23:10",
        "2310",
        "12260219845",
        "4.63E+04",
        "yesterday",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert read_time(text, "DAY_FIRST") == Unread(text, "is no date")
    assert vote(text) is None


@pytest.mark.parametrize("clock", ["24:00", "25:10", "12:60", "13:10 PM", "0:10 am", "noon"])
def test_what_is_no_time_of_day(clock: str) -> None:
    text = f"21/11/2026 {clock}"
    assert read_time(text, "DAY_FIRST") == Unread(text, "holds no time of day")


@pytest.mark.parametrize("text", ["2026", "2011", "2011.0"])
def test_a_year_alone_is_no_date(text: str) -> None:
    assert read_time(text, "DAY_FIRST") == Unread(text, "is a year alone")


def test_two_readings_are_doubtful_until_the_column_is_settled() -> None:
    text = "05/04/2026 10:00"
    doubt = read_time(text, "UNSETTLED")
    assert doubt == Unread(text, "could be 5 April 2026 or 4 May 2026", doubtful=True)
    assert isinstance(day_first := read_time(text, "DAY_FIRST"), ReadTime)
    assert isinstance(month_first := read_time(text, "MONTH_FIRST"), ReadTime)
    assert (day_first.day, month_first.day) == (date(2026, 4, 5), date(2026, 5, 4))


@pytest.mark.parametrize("text", ["03/03/2026 10:00", "2026-05-04 10:00", "4 May 2026 10:00"])
def test_alike_in_both_readings_is_not_doubtful(text: str) -> None:
    assert isinstance(read_time(text, "UNSETTLED"), ReadTime)


def test_a_typed_cell_is_sure_about_day_and_month() -> None:
    read = read_time(f"{SURE}05/04/2026 10:00", "MONTH_FIRST")
    assert isinstance(read, ReadTime)
    assert (read.day, read.text) == (date(2026, 4, 5), "05/04/2026 10:00")
    assert read_birth(f"{SURE}05/04/2011", "MONTH_FIRST", REPORTED) == date(2011, 4, 5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("21/11/2026 23:10", "DAY_FIRST"),
        ("1/13/26", "MONTH_FIRST"),
        ("21112026", "DAY_FIRST"),
        ("05/04/2026", None),
        ("03/03/2026", None),
        ("2026-11-21", None),
        ("21 Nov 2026", None),
        ("21-Nov-26", None),
        ("46347.9", None),
        ("31/11/2026", None),
        (f"{SURE}21/11/2026", None),
    ],
)
def test_only_one_sided_numeric_dates_vote(text: str, expected: str | None) -> None:
    assert vote(text) == expected
    assert vote(text[:10]) == expected


def test_one_dissenter_unsettles_a_column() -> None:
    assert settle(3, 0) == "DAY_FIRST"
    assert settle(0, 1) == "MONTH_FIRST"
    assert settle(300, 1) == "UNSETTLED"
    assert settle(0, 0) == "UNSETTLED"


@pytest.mark.parametrize("text", ["21/11/2026", "21/11/2026 00:00", "46347", "2026-11-21T23:59"])
def test_midnight_and_a_minute_before_say_no_more_than_the_day(text: str) -> None:
    read = read_time(text, "DAY_FIRST")
    assert isinstance(read, ReadTime)
    assert (read.precision, read.day) == ("day", date(2026, 11, 21))


def test_the_repeated_hour_keeps_both_readings_and_uses_the_earlier() -> None:
    read = read_time("25/10/2026 01:30", "DAY_FIRST")
    assert isinstance(read, ReadTime)
    assert read.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert read.other_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(("clock", "hour"), [("01:30 BST", 0), ("01:30 GMT", 1), ("02:00", 2)])
def test_a_stated_zone_or_the_hour_after_has_one_reading(clock: str, hour: int) -> None:
    read = read_time(f"25/10/2026 {clock}", "DAY_FIRST")
    assert isinstance(read, ReadTime)
    assert (read.at.hour, read.other_at) == (hour, None)


@pytest.mark.parametrize("clock", ["01:00", "01:30", "01:59"])
def test_the_missing_hour_is_no_time(clock: str) -> None:
    read = read_time(f"29/03/2026 {clock}", "DAY_FIRST")
    assert isinstance(read, Unread)
    assert read.reason == "is a time that the clocks skipped that night"
    assert not read.doubtful


def test_summer_time_is_an_hour_ahead() -> None:
    read = read_time("29/03/2026 02:00", "DAY_FIRST")
    assert isinstance(read, ReadTime)
    assert read.at == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert local_midnight(date(2026, 7, 1)) == datetime(2026, 6, 30, 23, 0, tzinfo=UTC)


def test_before_is_judged_by_days_where_only_the_day_is_known() -> None:
    def at(text: str) -> ReadTime:
        read = read_time(text, "DAY_FIRST")
        assert isinstance(read, ReadTime)
        return read

    assert at("21/11/2026 10:00").is_before(at("21/11/2026 10:01"))
    assert not at("21/11/2026 00:00").is_before(at("21/11/2026 10:00"))
    assert not at("21/11/2026 10:00").is_before(at("21/11/2026 23:59"))
    assert at("21/11/2026 23:59").is_before(at("22/11/2026 00:00"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("19/04/2011", date(2011, 4, 19)),
        ("19/04/11", date(2011, 4, 19)),
        ("19-Apr-11", date(2011, 4, 19)),
        ("2011-04-19 00:00:00", date(2011, 4, 19)),
        ("40652", date(2011, 4, 19)),
        ("21/11/26", date(2026, 11, 21)),
        ("22/11/2008", date(2008, 11, 22)),
        ("22/11/08", date(2008, 11, 22)),
    ],
)
def test_dates_of_birth_of_children(text: str, expected: date) -> None:
    assert read_birth(text, "UNSETTLED", REPORTED) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("21/11/2008", "not a child"),
        ("21/11/08", "not a child"),
        ("22/11/26", "not a child"),
        ("15/06/45", "not a child"),
        ("05/04/1990", "not a child"),
        ("22/11/2026", "is after the report"),
        ("2011", "is a year alone"),
        ("15", "is no date"),
        ("", "is no date"),
    ],
)
def test_dates_of_birth_that_refuse(text: str, reason: str) -> None:
    assert read_birth(text, "UNSETTLED", REPORTED) == Unread(text, reason)


def test_a_birth_date_with_two_outcomes_is_doubtful() -> None:
    doubt = read_birth("05/04/2011", "UNSETTLED", REPORTED)
    assert isinstance(doubt, Unread)
    assert doubt.doubtful
    assert read_birth("05/04/2011", "MONTH_FIRST", REPORTED) == date(2011, 5, 4)
    on_the_edge = read_birth("05/04/2008", "UNSETTLED", date(2026, 4, 20))
    assert isinstance(on_the_edge, Unread)
    assert on_the_edge.doubtful


def test_a_birth_date_can_be_checked_without_a_report() -> None:
    assert check_birth("19/04/1970", "UNSETTLED") is None
    assert check_birth("31/04/2011", "UNSETTLED") == Unread("31/04/2011", "is no date")


def test_a_leap_day_birthday_falls_on_the_first_of_march() -> None:
    born = date(2008, 2, 29)
    assert whole_years(born, date(2026, 2, 28)) == 17
    assert whole_years(born, date(2026, 3, 1)) == 18


@given(st.datetimes(datetime.fromisoformat("2000-01-01"), datetime.fromisoformat("2099-12-31")))
def test_day_first_year_first_and_worded_agree(wall: datetime) -> None:
    texts = (f"{wall:%d/%m/%Y %H:%M}", f"{wall:%Y-%m-%d %H:%M}", f"{wall:%d-%b-%y %H:%M}")
    outcomes = [read_time(text, "DAY_FIRST") for text in texts]
    assert len({type(outcome) for outcome in outcomes}) == 1
    if isinstance(outcomes[0], ReadTime):
        times = [outcome for outcome in outcomes if isinstance(outcome, ReadTime)]
        assert len({(read.at, read.other_at, read.precision, read.day) for read in times}) == 1
        assert (
            timedelta(0) <= wall.replace(tzinfo=UTC) - times[0].at <= timedelta(hours=1, minutes=1)
        )
