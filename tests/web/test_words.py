"""How times, spans and counts are worded on every screen."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from homeward.web import words

NOW = datetime(2026, 11, 22, 23, 10, tzinfo=UTC)


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def test_a_winter_moment_is_written_the_one_way() -> None:
    assert words.when(NOW) == "Sun 22 Nov, 23:10"


def test_a_summer_moment_is_shown_an_hour_ahead_of_utc() -> None:
    assert words.when(utc(2026, 7, 1, 23, 30)) == "Thu 2 Jul, 00:30"


def test_the_year_is_said_only_when_it_is_another_one() -> None:
    assert words.when(utc(2025, 11, 22, 8, 5), NOW) == "Sat 22 Nov 2025, 08:05"
    assert words.when(utc(2026, 1, 2, 8, 5), NOW) == "Fri 2 Jan, 08:05"


def test_the_second_half_past_one_of_the_october_night_says_so() -> None:
    assert words.when(utc(2026, 10, 25, 0, 30)) == "Sun 25 Oct, 01:30"
    assert words.when(utc(2026, 10, 25, 1, 30)) == "Sun 25 Oct, 01:30 (after the clocks went back)"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        words.when(NOW.replace(tzinfo=None))


def test_a_plain_date_stays_the_date_it_is() -> None:
    assert words.day(date(2026, 3, 29)) == "Sun 29 Mar"
    assert words.day(date(2024, 3, 29), NOW) == "Fri 29 Mar 2024"
    assert words.clock(NOW) == "23:10"


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (timedelta(hours=3, minutes=10), "due in 3 h 10 min"),
        (timedelta(minutes=20), "due in 20 min"),
        (timedelta(minutes=1), "due in 1 min"),
        (timedelta(seconds=59), "due now"),
        (timedelta(0), "due now"),
        (timedelta(seconds=-59), "due now"),
        (timedelta(minutes=-1), "1 min over"),
        (timedelta(hours=-4), "4 h over"),
        (timedelta(hours=47, minutes=59), "due in 47 h 59 min"),
        (timedelta(hours=72), "due in 3 days"),
        (timedelta(days=-3, hours=-5), "3 days 5 h over"),
    ],
)
def test_time_left(due: timedelta, said: str) -> None:
    assert words.time_left(NOW + due, NOW) == said


def test_over_begins_where_the_words_say_over() -> None:
    for seconds in (-61, -60, -59, 0, 59, 60):
        due = NOW + timedelta(seconds=seconds)
        assert words.is_over(due, NOW) == words.time_left(due, NOW).endswith("over")


def test_time_left_across_the_clock_change_counts_real_hours() -> None:
    before, after = utc(2026, 10, 24, 22), utc(2026, 10, 25, 10)
    assert (words.clock(before), words.clock(after)) == ("23:00", "10:00")
    assert words.time_left(after, before) == "due in 12 h"


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        (timedelta(seconds=30), "just now"),
        (timedelta(minutes=40), "40 min ago"),
        (timedelta(hours=3, minutes=50), "3 h ago"),
        (timedelta(hours=50), "2 days ago"),
        (timedelta(minutes=-40), "in 40 min"),
    ],
)
def test_ago(gap: timedelta, said: str) -> None:
    assert words.ago(NOW - gap, NOW) == said


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(seconds=10), "less than a minute"),
        (timedelta(hours=9, minutes=20), "9 h 20 min"),
        (timedelta(hours=3), "3 h"),
        (timedelta(days=3, hours=4, minutes=59), "3 days 4 h"),
        (timedelta(hours=-9), "9 h"),
    ],
)
def test_duration(span: timedelta, said: str) -> None:
    assert words.duration(span) == said


def test_counts_agree_with_their_noun() -> None:
    assert words.plural(1, "report") == "1 report"
    assert words.plural(0, "report") == "0 reports"
    assert words.plural(2, "child", "children") == "2 children"
    assert words.plural(200_000, "episode") == "200,000 episodes"


def test_lists_are_joined_as_spoken() -> None:
    assert words.join([]) == ""
    assert words.join(["police"]) == "police"
    assert words.join(["police", "home", "school"]) == "police, home and school"
    assert words.join(["day", "month"], "or") == "day or month"
