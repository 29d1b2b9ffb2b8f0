"""States of an episode, its moves, and which reports belong to it, from `tests/spec`."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeward.rules.clocks import Clock
from homeward.rules.episodes import (
    ENDED,
    TRANSITIONS,
    EpisodeSpan,
    Marks,
    MoveFacts,
    ReportSpan,
    State,
    can_move,
    group_reports,
    is_same_episode,
    merge_into,
    state_of,
)
from homeward.rules.reports import ReportClass

SPEC = Path(__file__).parent.parent / "spec"
BEGINNING = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
TIME = r"\d+ \d\d:\d\d"
REPORT = re.compile(
    rf"(\w+) ({TIME})(?: to ({TIME}))?(?: confirmed ({TIME}))?(?P<cancelled> cancelled)?"
)
EPISODE = re.compile(rf"([A-Z ]+) from ({TIME})(?: to ({TIME}))?")


def rows(name: str) -> list[dict[str, str]]:
    with (SPEC / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def case(row: dict[str, str]) -> str:
    return row["case"]


def moment(text: str) -> datetime:
    return datetime.strptime(f"2026-11-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def hour(number: str) -> datetime:
    return BEGINNING + timedelta(hours=int(number))


def report(text: str) -> ReportSpan:
    found = REPORT.fullmatch(text.strip())
    assert found is not None, text
    name, start, returned, confirmed, cancelled = found.groups()
    return ReportSpan(
        report=name,
        start=moment(start),
        returned=moment(returned) if returned else None,
        opens=not cancelled,
        confirmed_returns=(moment(confirmed),) if confirmed else (),
    )


def episode(text: str) -> EpisodeSpan:
    found = EPISODE.fullmatch(text.strip())
    assert found is not None, text
    names, start, returned = found.groups()
    reports = tuple(names.split())
    return EpisodeSpan(reports[0], reports, moment(start), moment(returned) if returned else None)


@pytest.mark.parametrize("row", rows("episode_groups.csv"), ids=case)
def test_which_reports_make_one_episode(row: dict[str, str]) -> None:
    reports = [report(part) for part in row["reports"].split(";")]
    episodes = [episode(part) for part in row["episodes"].split("|") if part]
    assert group_reports(reports) == episodes
    assert group_reports(reports[::-1]) == episodes


def test_no_reports_make_no_episode() -> None:
    assert group_reports([]) == []


def test_two_reports_of_one_minute_stand_by_reference_whichever_was_known_first() -> None:
    later_known = ReportSpan("9", BEGINNING, ref="MSPR/1")
    first_known = ReportSpan("1", BEGINNING, ref="MSPR/2")
    assert group_reports([first_known, later_known])[0].reports == ("9", "1")


def test_a_report_is_given_once() -> None:
    with pytest.raises(ValueError, match="only once"):
        group_reports([ReportSpan("A", BEGINNING), ReportSpan("A", BEGINNING)])


hours = st.integers(0, 30).map(lambda n: BEGINNING + timedelta(hours=n))
some_reports = st.lists(
    st.builds(
        ReportSpan,
        report=st.sampled_from("ABCDEFGH"),
        start=hours,
        returned=st.none() | hours,
        opens=st.booleans(),
        confirmed_returns=st.lists(hours, max_size=2).map(tuple),
    ),
    max_size=8,
    unique_by=lambda each: each.report,
)


@given(some_reports, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_the_reports_never_matters(reports: list[ReportSpan], random: Random) -> None:
    shuffled = list(reports)
    random.shuffle(shuffled)
    assert group_reports(shuffled) == group_reports(reports)


@given(some_reports)
@settings(deadline=None)
def test_no_report_is_lost_or_doubled(reports: list[ReportSpan]) -> None:
    grouped = Counter(name for each in group_reports(reports) for name in each.reports)
    assert grouped == Counter(each.report for each in reports if each.opens)


@given(some_reports)
@settings(deadline=None)
def test_one_episode_ends_before_the_next_begins(reports: list[ReportSpan]) -> None:
    episodes = group_reports(reports)
    for earlier, later in pairwise(episodes):
        assert earlier.returned is not None
        assert earlier.start <= earlier.returned <= later.start


def test_claims_of_a_merged_report_go_to_the_last_survivor() -> None:
    merges = merge_into({"A": "B", "B": "C", "D": "C"}, {"A", "B", "C", "D"})
    assert merges.survivors == {"A": "C", "B": "C", "D": "C"}
    assert merges.unresolved == {}


def test_an_unknown_survivor_waits_for_a_person() -> None:
    merges = merge_into({"A": "B", "B": "X"}, {"A", "B"})
    assert merges.survivors == {}
    assert merges.unresolved == {
        "A": "Police merged A into X, which is not held.",
        "B": "Police merged B into X, which is not held.",
    }


def test_merges_in_a_circle_wait_for_a_person() -> None:
    merges = merge_into({"A": "B", "B": "A", "C": "A", "D": "D", "E": "F"}, set("ABCDEF"))
    assert merges.survivors == {"E": "F"}
    assert set(merges.unresolved) == {"A", "B", "C", "D"}
    assert merges.unresolved["C"] == "Police merged C into reports that lead back to it."


names = st.sampled_from("ABCDEF")


@given(st.dictionaries(names, names), st.sets(names))
@settings(deadline=None)
def test_every_merged_report_is_resolved_or_waits(merged: dict[str, str], known: set[str]) -> None:
    merges = merge_into(merged, known)
    assert {*merges.survivors, *merges.unresolved} == set(merged)
    assert not set(merges.survivors) & set(merges.unresolved)
    assert all(last in known and last not in merged for last in merges.survivors.values())


def marks(text: str) -> Marks:
    parts = [part.strip().partition(" ") for part in text.split(";")]
    words = {name: value for name, _, value in parts}
    outcome = words.get("outcome")
    timed = ("completed", "reopened", "left_again")
    times = {name: hour(words[name]) for name in timed if name in words}
    return Marks(
        cancelled="cancelled" in words,
        outcome=State(outcome) if outcome else None,
        completed_at=times.get("completed"),
        reopened_at=times.get("reopened"),
        left_again_at=times.get("left_again"),
        lessons_owed="lessons_owed" in words,
    )


@pytest.mark.parametrize("row", rows("episode_states.csv"), ids=case)
def test_the_state_is_read_from_the_clocks(row: dict[str, str]) -> None:
    pairs = (part.split() for part in row["clocks"].split(";"))
    settled = {Clock(clock): hour(at) for clock, at in pairs}
    assert state_of(settled, marks(row["marks"])) == row["state"]


def test_an_episode_without_marks_is_read_from_its_clocks_alone() -> None:
    assert state_of({}) is State.OPEN


FACTS: dict[str, dict[str, Any]] = {
    "missing": {"report_class": ReportClass.MISSING},
    "concern": {"report_class": ReportClass.CONCERN_FOR_WELFARE},
    "download": {"by_download": True},
    "returned": {"returned_at": hour("6")},
    "left": {"left_again_at": hour("7")},
    "seen": {"seen_at": hour("7")},
    "prevention": {"prevention_interview_held": True},
    "reason": {"reason": "Told so by the duty inspector."},
    "lessons": {"interview_ended": True, "plan_updated": True, "information_shared": True},
}


def facts(row: dict[str, str]) -> MoveFacts:
    given_facts: dict[str, Any] = {}
    for word in row["facts"].split():
        given_facts |= FACTS[word]
    roles = frozenset(filter(None, row["roles"].split(";")))
    return MoveFacts(roles=roles, **given_facts)


@pytest.mark.parametrize("row", rows("episode_moves.csv"), ids=case)
def test_who_may_move_an_episode_and_when(row: dict[str, str]) -> None:
    before = State(row["from"]) if row["from"] else None
    decision = can_move(before, State(row["to"]), facts(row))
    assert decision.allowed is (row["answer"] == "yes")
    assert decision.allowed or (decision.code == row["answer"] and decision.reason)


def test_a_refusal_says_who_may_do_it() -> None:
    decision = can_move(State.WELLBEING_CONFIRMED, State.POLICE_CLOSED, MoveFacts())
    assert decision.reason == "This can be done by: police supervisor."


def test_a_refusal_says_what_is_still_owed() -> None:
    manager = MoveFacts(roles=frozenset({"SOCIAL_CARE_MANAGER"}), interview_ended=True)
    assert can_move(State.LESSONS_PENDING, State.COMPLETE, manager).reason == (
        "The episode can be completed once the plan is updated and what is needed has been shared."
    )


def test_a_move_that_is_not_in_the_table_is_named() -> None:
    assert can_move(State.OPEN, State.COMPLETE, MoveFacts()).reason == (
        "An episode that is open cannot become complete."
    )
    assert can_move(None, State.COMPLETE, MoveFacts()).reason == (
        "An episode that is not yet opened cannot become complete."
    )


@pytest.mark.parametrize(
    ("returned", "left", "same"),
    [(None, "4", True), ("6", "5", True), ("6", "6", False), ("6", "9", False)],
)
def test_left_again(returned: str | None, left: str, same: bool) -> None:
    decision = is_same_episode(hour(returned) if returned else None, hour(left))
    assert decision.allowed is same
    assert decision.reason


def test_the_table_has_one_row_for_each_move_and_each_has_its_source() -> None:
    moves = [(before, row.after) for row in TRANSITIONS for before in row.before]
    assert len(set(moves)) == len(moves)
    assert all(row.source and row.evidence in {"S", "B", "P"} for row in TRANSITIONS)


def test_only_a_completed_episode_can_be_reopened_of_those_that_ended() -> None:
    leaving = {before for row in TRANSITIONS for before in row.before}
    assert leaving & ENDED == {State.COMPLETE}


def test_states_are_shown_in_words() -> None:
    assert State.WELLBEING_CONFIRMED.words == "Wellbeing confirmed"
