"""Working days, school days and clock-change nights, from tables in `tests/spec`."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeward.rules.workdays import (
    Calendar,
    bank_holidays,
    is_doubtful,
    is_impossible,
    readings,
)

SPEC = Path(__file__).parent.parent / "spec"
LONDON = ZoneInfo("Europe/London")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
ENGLAND_AND_WALES = bank_holidays(
    (SPEC / "bank_holidays.csv").read_text(encoding="utf-8").splitlines()
)


def rows(name: str) -> list[dict[str, str]]:
    with (SPEC / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def case(row: dict[str, str]) -> str:
    return row["case"]


def term(first: date, last: date) -> set[date]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return {day for day in days if day.weekday() < 5}


INSET = date(2026, 11, 20)
HILLTOP = frozenset(
    term(date(2026, 9, 3), date(2026, 10, 23))
    | term(date(2026, 11, 2), date(2026, 12, 18))
    | term(date(2027, 1, 5), date(2027, 2, 12))
) - {INSET}
CALENDAR = Calendar(
    holidays=ENGLAND_AND_WALES,
    covered_until=date(2027, 12, 31),
    school_days={"121678": HILLTOP, "100000": frozenset()},
    zone=LONDON,
)

any_day = st.dates(date(2025, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize("row", rows("working_days.csv"), ids=case)
def test_working_days_are_counted_from_the_day_after(row: dict[str, str]) -> None:
    start = date.fromisoformat(row["from"])
    due = CALENDAR.working_day_after(start, int(row["n"]))
    assert due == date.fromisoformat(row["due"])


@given(any_day, st.integers(1, 30))
@settings(deadline=None)
def test_the_nth_working_day_has_n_working_days_behind_it(day: date, n: int) -> None:
    due = CALENDAR.working_day_after(day, n)
    passed = (day + timedelta(days=k) for k in range(1, (due - day).days + 1))
    assert CALENDAR.is_working_day(due)
    assert sum(CALENDAR.is_working_day(each) for each in passed) == n


def test_working_days_cannot_be_counted_from_nought() -> None:
    with pytest.raises(ValueError, match="counted from 1"):
        CALENDAR.working_day_after(SPRING, 0)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),
        (date(2026, 11, 22), False),
        (date(2026, 12, 25), False),
        (date(2026, 12, 28), False),
        (date(2026, 4, 3), False),
        (date(2026, 4, 6), False),
    ],
)
def test_weekends_and_bank_holidays_are_free(day: date, works: bool) -> None:
    assert CALENDAR.is_working_day(day) is works


@pytest.mark.parametrize("row", rows("school_days.csv"), ids=case)
def test_next_school_day(row: dict[str, str]) -> None:
    after = date.fromisoformat(row["after"])
    found = CALENDAR.next_school_day(after, row["school"] or None)
    assert found == date.fromisoformat(row["next"])


@given(any_day, st.sampled_from([None, "121678", "100000", "999999"]))
@settings(deadline=None)
def test_the_next_school_day_is_the_first_one_after(day: date, urn: str | None) -> None:
    found = CALENDAR.next_school_day(day, urn)
    between = (day + timedelta(days=k) for k in range(1, (found - day).days))
    assert found > day
    assert CALENDAR.is_school_day(found, urn)
    assert not any(CALENDAR.is_school_day(each, urn) for each in between)


def test_an_inset_day_is_a_working_day_but_no_school_day() -> None:
    assert CALENDAR.is_working_day(INSET)
    assert not CALENDAR.is_school_day(INSET, "121678")
    assert CALENDAR.is_school_day(INSET, None)


@pytest.mark.parametrize("row", rows("clock_changes.csv"), ids=case)
def test_what_a_wall_clock_may_mean(row: dict[str, str]) -> None:
    wall = datetime.fromisoformat(row["wall"])
    meant = tuple(
        datetime.fromisoformat(text).replace(tzinfo=UTC)
        for text in row["readings"].split(";")
        if text
    )
    assert readings(wall, LONDON) == meant
    assert is_doubtful(wall, LONDON) is (len(meant) == 2)
    assert is_impossible(wall, LONDON) is (not meant)


def test_the_second_showing_of_an_hour_still_has_both_readings() -> None:
    again = datetime(2026, 10, 25, 1, 30, fold=1)
    assert readings(again, LONDON) == readings(again.replace(fold=0), LONDON)


def test_a_wall_clock_time_has_no_zone() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        readings(datetime(2026, 7, 1, tzinfo=UTC), LONDON)


@given(st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)))
@settings(deadline=None)
def test_every_moment_is_among_the_readings_of_its_wall_clock(moment: datetime) -> None:
    at = moment.replace(tzinfo=UTC)
    wall = at.astimezone(LONDON).replace(tzinfo=None)
    found = readings(wall, LONDON)
    assert at in found
    assert list(found) == sorted(found)


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25), (date(2026, 11, 21), 24)])
def test_the_length_of_a_local_day(day: date, hours: int) -> None:
    first = CALENDAR.at_local(day, time(0, 0))
    assert CALENDAR.end_of_day(day) - first == timedelta(hours=hours) - timedelta(seconds=1)
    assert CALENDAR.local_day(first) == CALENDAR.local_day(CALENDAR.end_of_day(day)) == day


def test_late_on_a_summer_evening_it_is_still_the_local_day() -> None:
    assert CALENDAR.local_day(datetime(2026, 7, 1, 22, 59, tzinfo=UTC)) == date(2026, 7, 1)
    assert CALENDAR.local_day(datetime(2026, 7, 1, 23, 0, tzinfo=UTC)) == date(2026, 7, 2)


def test_a_repeated_time_is_taken_at_its_first_showing() -> None:
    assert CALENDAR.at_local(AUTUMN, time(1, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_time_that_spring_leaves_out_is_read_before_the_change() -> None:
    assert CALENDAR.at_local(SPRING, time(1, 30)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_warning_stands_beyond_the_bank_holiday_data() -> None:
    assert CALENDAR.warning(date(2027, 12, 31)) is None
    assert CALENDAR.warning(date(2028, 1, 3)) == (
        "Bank holidays are known only up to 31 December 2027. "
        "3 January 2028 was counted without them: check it by hand."
    )


def test_bank_holidays_are_read_from_iso_days() -> None:
    assert bank_holidays(["2026-12-25", "  2026-12-28 ", ""]) == {
        date(2026, 12, 25),
        date(2026, 12, 28),
    }


def test_a_bank_holiday_that_is_no_day_is_named() -> None:
    with pytest.raises(ValueError, match=r"Row 2 of the bank holidays, '25 December', is not"):
        bank_holidays(["2026-12-25", "25 December"])
