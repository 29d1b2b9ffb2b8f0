"""Claims that later events have overtaken, and times that contradict each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from homeward.chronology.facts import LineFacts
from homeward.episodes.overtaken import agreeing, still_heard
from homeward.rules.clocks import DAY, MINUTE, Choice, Claim, Clock, Source, settle_all

START = datetime(2026, 11, 20, 23, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
NONE = timedelta(0)


def claim(
    clock: Clock,
    at: datetime,
    source: Source = Source.CARER,
    precision: str = MINUTE,
    line: int = 1,
) -> Claim:
    return Claim(clock, at, precision, at, "home", source, line, "r")


def line(kind: str, at: datetime) -> LineFacts:
    return LineFacts(1, UUID(int=1), kind, at, MINUTE, at, "police")


def heard(claims: list[Claim], *lines: LineFacts) -> list[Claim]:
    return [each for each in still_heard(claims, lines, {}) if not each.withdrawn]


def test_without_anything_later_every_claim_is_heard() -> None:
    claims = [claim(Clock.START, START), claim(Clock.CLOSED, START + HOUR)]
    assert heard(claims, line("episode.reopened", START + 2 * HOUR)) == claims


def test_a_closing_gives_way_to_one_after_the_reopening() -> None:
    first, second = claim(Clock.CLOSED, START + HOUR), claim(Clock.CLOSED, START + 3 * HOUR)
    assert heard([first, second], line("episode.reopened", START + 2 * HOUR)) == [second]


def test_where_she_was_located_gives_way_once_she_left_and_was_located_again() -> None:
    left = line("child.left_again", START + 2 * HOUR)
    for clock in (Clock.LOCATED, Clock.SEEN):
        first, second = claim(clock, START + HOUR), claim(clock, START + 3 * HOUR)
        assert heard([first, second], left) == [second]


def test_a_return_on_an_earlier_day_than_the_start_counts_as_none() -> None:
    start = claim(Clock.START, START)
    assert heard([start, claim(Clock.RETURNED, START - 30 * HOUR)]) == [start]


def test_the_return_is_held_against_the_start_that_is_settled() -> None:
    early = claim(Clock.START, START, line=1)
    late = claim(Clock.START, START + 5 * HOUR, Source.OTHER, line=2)
    back = claim(Clock.RETURNED, START + HOUR, line=3)
    chosen = {Clock.START: Choice(2, "log")}
    assert [each.withdrawn for each in still_heard([early, late, back], (), {})] == [False] * 3
    assert [each.withdrawn for each in still_heard([early, late, back], (), chosen)] == [
        False, False, True,
    ]  # fmt: skip


def test_no_start_at_all_leaves_every_return() -> None:
    back = claim(Clock.RETURNED, START)
    withdrawn = replace(claim(Clock.START, START + HOUR), withdrawn=True)
    assert heard([back, withdrawn]) == heard([back]) == [back]


def settled(*claims: Claim) -> dict[Clock, datetime]:
    clocks = agreeing(settle_all(still_heard(claims, (), {}), tolerance=NONE))
    return {clock: each.at for clock, each in clocks.items()}


def test_a_return_of_which_only_the_day_is_known_is_not_before_the_start() -> None:
    midnight = START.replace(hour=0, minute=0)
    times = settled(claim(Clock.START, START), claim(Clock.RETURNED, midnight, precision=DAY))
    assert times == {Clock.START: START, Clock.RETURNED: START}


def test_a_start_of_which_only_the_day_is_known_gives_way_to_the_return() -> None:
    end_of_day, back = START.replace(hour=23, minute=59), START - HOUR
    times = settled(claim(Clock.START, end_of_day, precision=DAY), claim(Clock.RETURNED, back))
    assert times == {Clock.START: back, Clock.RETURNED: back}


def test_times_in_order_stay_as_they_are() -> None:
    times = settled(claim(Clock.START, START), claim(Clock.RETURNED, START + HOUR))
    assert times == {Clock.START: START, Clock.RETURNED: START + HOUR}
