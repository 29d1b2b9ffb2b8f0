"""Putting a line right: marked or replaced by its own agency, never deleted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.casework.cast import HOUR, STARTED, World
from tests.casework.worlds import NOW

from homeward.casework.add_line import add_line
from homeward.casework.claim_time import claim_time
from homeward.casework.close_episode import close_episode
from homeward.casework.confirm_return import confirm_return
from homeward.casework.enter_in_error import enter_in_error
from homeward.casework.regrade import regrade
from homeward.casework.settle_dates import settle_dates
from homeward.rules.acts import NewLine, NotFound, Refusal
from homeward.rules.clocks import Clock, Source
from homeward.rules.risk import Grade

BACK = STARTED + 4 * HOUR


@pytest.fixture
def returned(world: World) -> int:
    """The line by which the home said that she is back."""
    confirm_return(world.act(world.home), world.episode, returned_at=BACK, source=Source.CARER)
    return world.newest_line("clock.claimed")


def test_the_wrong_child_came_back(world: World, returned: int) -> None:
    assert world.duty("RHI-02") is not None
    enter_in_error(world.act(world.home, "It was another child"), returned)
    assert (world.stands().state, world.stands().returned_at) == ("OPEN", None)
    assert world.duty("RHI-02") is None
    assert [each.duty for each in world.superseded()].count("RHI-02") == 1
    (mark,) = world.lines("line.entered_in_error")
    assert (mark.supersedes, mark.text) == (returned, "It was another child")
    assert returned in {each.id for each in world.lines("clock.claimed")}
    assert world.is_as_counted_anew()


def test_the_wrong_time_is_replaced_by_a_line_of_the_same_kind(world: World, returned: int) -> None:
    right = BACK + 2 * HOUR
    told = NewLine("note.added", right, data={"source": "POLICE_CALL", "place": "Home"})
    enter_in_error(world.act(world.home, "Misread the log"), returned, instead=told)
    new = next(each for each in world.lines() if each.supersedes == returned)
    assert (new.kind, new.happened_at, new.data["source"]) == ("clock.claimed", right, "CARER")
    assert (new.data["clock"], new.data["place"]) == ("RETURNED", "Home")
    assert new.data["corrected"] == "Misread the log"
    owed = world.duty("RHI-02")
    assert owed is not None
    assert owed.start_at == right
    assert world.is_as_counted_anew()


def test_a_line_is_put_right_once(world: World, returned: int) -> None:
    enter_in_error(world.act(world.home, "It was another child"), returned)
    before = world.written()
    with pytest.raises(Refusal, match="put right before"):
        enter_in_error(world.act(world.home, "again"), returned)
    assert world.written() == before


def test_what_the_interview_meeting_rested_on_falls_with_it(world: World, returned: int) -> None:
    add_line(
        world.act(world.social_worker),
        world.child,
        kind="interview.held",
        happened_at=BACK + HOUR,
        episode=world.episode,
    )
    met = world.duty("RHI-02")
    assert met is not None
    assert met.outcome == "MET"
    held = world.newest_line("interview.held")
    enter_in_error(world.act(world.social_worker, "Wrong child"), held)
    owed = world.duty("RHI-02")
    assert owed is not None
    assert owed.outcome == ""
    assert world.is_as_counted_anew()


def test_a_settlement_that_is_withdrawn_gives_way_to_the_rule(world: World) -> None:
    claim_time(
        world.act(world.home),
        world.episode,
        clock=Clock.START,
        at=STARTED - HOUR,
        source=Source.CARER,
    )
    settle_dates(
        world.act(world.manager, "alarm log"),
        world.episode,
        clock=Clock.START,
        line=world.newest_line("clock.claimed"),
    )
    assert world.stands().started_at == STARTED - HOUR
    enter_in_error(
        world.act(world.manager, "The log is of another day"), world.newest_line("clock.settled")
    )
    assert world.stands().started_at == STARTED
    assert world.is_as_counted_anew()


def test_a_grade_keeps_its_level_when_its_time_is_put_right(world: World) -> None:
    regrade(world.act(world.coordinator, "medicine"), world.episode, grade=Grade.HIGH)
    told = NewLine("risk.graded", NOW - HOUR, data={"grade": "LOW"})
    enter_in_error(
        world.act(world.coordinator, "It was an hour earlier"),
        world.newest_line("risk.graded"),
        instead=told,
    )
    assert world.stands().grade == "HIGH"
    assert world.live_lines("risk.graded")[0].happened_at == NOW - HOUR
    assert world.is_as_counted_anew()


def of_police(world: World, _: int) -> int:
    return min(each.id for each in world.lines("clock.claimed"))


def of_home(_: World, returned: int) -> int:
    return returned


@pytest.mark.parametrize(
    ("line", "who", "reason", "code"),
    [
        (of_police, "coordinator", "wrong", "download"),
        (of_home, "coordinator", "wrong", "other-agency"),
        (of_home, "home", "  ", "needs-reason"),
    ],
)
def test_refusals(
    world: World, returned: int, line: Callable[[World, int], int], who: str, reason: str, code: str
) -> None:
    before = world.written()
    with pytest.raises(Refusal) as refused:
        enter_in_error(world.act(getattr(world, who), reason), line(world, returned))
    assert refused.value.code == code
    assert world.written() == before


def test_a_right_time_must_be_possible(world: World, returned: int) -> None:
    for at, code in ((NOW + HOUR, "future"), (STARTED - HOUR, "before-start")):
        with pytest.raises(Refusal) as refused:
            enter_in_error(
                world.act(world.home, "wrong"), returned, instead=NewLine("clock.claimed", at)
            )
        assert refused.value.code == code


def test_an_outcome_recorded_by_mistake_needs_a_lead_to_mark_it(world: World) -> None:
    close_episode(
        world.act(world.supervisor, "wrong name read"),
        world.episode,
        closed_at=NOW,
        outcome="FOUND_HARMED",
    )
    assert world.stands().state == "FOUND_HARMED"
    line = world.newest_line("episode.closed")
    with pytest.raises(Refusal) as refused:
        enter_in_error(world.act(world.coordinator, "wrong child"), line)
    assert refused.value.code == "lead"
    enter_in_error(world.act(world.supervisor, "wrong child"), line)
    assert world.stands().state == "OPEN"
    assert world.is_as_counted_anew()


def test_a_line_of_the_child_alone_can_be_marked_too(world: World) -> None:
    add_line(world.act(world.home), world.child, kind="note.added", happened_at=NOW, text="Oops")
    enter_in_error(world.act(world.home, "Other child"), world.newest_line("note.added"))
    assert world.live_lines("note.added") == []
    assert world.is_as_counted_anew()


def test_an_outsider_finds_no_such_line(world: World, returned: int) -> None:
    before = world.written()
    for line in (returned, returned + 10_000):
        with pytest.raises(NotFound):
            enter_in_error(world.act(world.outsider, "wrong"), line)
    assert world.written() == before
