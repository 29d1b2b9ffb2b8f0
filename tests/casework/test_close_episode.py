"""Leaving again, closing, completing, reopening: each by whom the table of moves names."""

from __future__ import annotations

import pytest
from tests.casework.cast import HOUR, STARTED, World
from tests.casework.worlds import NOW

from homeward.casework.add_line import add_line
from homeward.casework.claim_time import claim_time
from homeward.casework.close_episode import close_episode
from homeward.casework.confirm_return import confirm_return
from homeward.casework.record_left_again import record_left_again
from homeward.casework.reopen_episode import reopen_episode
from homeward.rules.acts import NotFound, Refusal, Viewer
from homeward.rules.clocks import Clock, Source

BACK = STARTED + 4 * HOUR


@pytest.fixture
def returned(world: World) -> World:
    """The child is back and police saw that all is well."""
    confirm_return(
        world.act(world.coordinator),
        world.episode,
        returned_at=BACK,
        source=Source.POLICE_CALL,
        seen_at=BACK + HOUR,
    )
    return world


def located(world: World, at: object = STARTED + HOUR) -> None:
    """Somebody found out where she is."""
    claim_time(
        world.act(world.coordinator),
        world.episode,
        clock=Clock.LOCATED,
        at=at,
        source=Source.POLICE_CALL,
    )


def test_located_then_left_again_is_the_same_episode(world: World) -> None:
    located(world)
    assert world.stands().state == "LOCATED"
    record_left_again(world.act(world.coordinator), world.episode, left_at=STARTED + 2 * HOUR)
    assert world.stands().state == "OPEN"
    assert len(world.episodes()) == 1
    assert world.is_as_counted_anew()


def test_located_anew_after_leaving_again(world: World) -> None:
    located(world)
    record_left_again(world.act(world.coordinator), world.episode, left_at=STARTED + 2 * HOUR)
    located(world, STARTED + 3 * HOUR)
    assert world.stands().state == "LOCATED"
    assert world.is_as_counted_anew()


def test_left_after_the_return_is_a_new_report(returned: World) -> None:
    before = returned.written()
    with pytest.raises(Refusal, match="Make a new report") as refused:
        record_left_again(
            returned.act(returned.coordinator), returned.episode, left_at=BACK + 2 * HOUR
        )
    assert refused.value.code == "new-episode"
    assert returned.written() == before


def test_left_again_refusals(world: World) -> None:
    at = STARTED + 2 * HOUR
    with pytest.raises(Refusal, match="does not say that the child was located"):
        record_left_again(world.act(world.coordinator), world.episode, left_at=at)
    located(world)
    with pytest.raises(Refusal, match="can be done by"):
        record_left_again(world.act(world.home), world.episode, left_at=at)
    with pytest.raises(Refusal, match="future"):
        record_left_again(world.act(world.coordinator), world.episode, left_at=NOW + HOUR)


def test_police_close_then_social_care_completes(returned: World) -> None:
    world = returned
    close_episode(
        world.act(world.supervisor, "spoken with by phone"), world.episode, closed_at=NOW - HOUR
    )
    assert (world.stands().state, world.stands().closed_at) == ("POLICE_CLOSED", NOW - HOUR)
    with pytest.raises(Refusal, match="return interview has ended"):
        close_episode(world.act(world.manager), world.episode, closed_at=NOW)
    for kind in ("interview.held", "action_plan.updated", "interview.shared"):
        add_line(
            world.act(world.social_worker),
            world.child,
            kind=kind,
            happened_at=NOW - HOUR,
            episode=world.episode,
        )
    close_episode(world.act(world.manager), world.episode, closed_at=NOW)
    assert world.stands().state == "COMPLETE"
    assert world.is_as_counted_anew()


def test_police_closing_needs_a_prevention_interview_or_a_reason(returned: World) -> None:
    with pytest.raises(Refusal) as refused:
        close_episode(returned.act(returned.supervisor), returned.episode, closed_at=NOW)
    assert (refused.value.code, refused.value.field) == ("prevention_interview", "reason")
    add_line(
        returned.act(returned.coordinator),
        returned.child,
        kind="prevention_interview.held",
        happened_at=NOW - HOUR,
        episode=returned.episode,
    )
    close_episode(returned.act(returned.supervisor), returned.episode, closed_at=NOW)
    assert returned.stands().state == "POLICE_CLOSED"


@pytest.mark.parametrize("who", ["coordinator", "social_worker", "manager", "home", "school"])
def test_only_a_police_supervisor_closes_first(returned: World, who: str) -> None:
    viewer: Viewer = getattr(returned, who)
    before = returned.written()
    with pytest.raises(Refusal) as refused:
        close_episode(returned.act(viewer, "why"), returned.episode, closed_at=NOW)
    assert refused.value.code == "not-your-role"
    assert returned.written() == before


def test_a_child_who_is_missing_is_not_closed_away(world: World) -> None:
    with pytest.raises(Refusal) as refused:
        close_episode(world.act(world.supervisor, "why"), world.episode, closed_at=NOW)
    assert refused.value.code == "no-such-move"
    assert world.stands().state == "OPEN"


@pytest.mark.parametrize(
    ("who", "outcome"),
    [
        ("coordinator", "FOUND_HARMED"),
        ("coordinator", "DECEASED"),
        ("manager", "TRANSFERRED"),
        ("supervisor", "CANCELLED"),
    ],
)
def test_an_episode_may_end_otherwise(world: World, who: str, outcome: str) -> None:
    close_episode(
        world.act(getattr(world, who), "told by the hospital"),
        world.episode,
        closed_at=NOW,
        outcome=outcome,
    )
    assert world.stands().state == outcome
    assert world.is_as_counted_anew()


def test_unknown_outcomes_and_times_out_of_order_are_refused(returned: World) -> None:
    act = returned.act(returned.supervisor, "why")
    with pytest.raises(Refusal, match="no outcome"):
        close_episode(act, returned.episode, closed_at=NOW, outcome="OPEN")
    with pytest.raises(Refusal, match="before it started"):
        close_episode(act, returned.episode, closed_at=BACK - HOUR)
    with pytest.raises(Refusal, match="future"):
        close_episode(act, returned.episode, closed_at=NOW + HOUR)


def test_reopened_the_episode_stands_where_its_times_say(returned: World) -> None:
    world = returned
    close_episode(world.act(world.supervisor, "by phone"), world.episode, closed_at=NOW - HOUR)
    reopen_episode(world.act(world.manager, "New account from the child"), world.episode)
    assert world.stands().state == "WELLBEING_CONFIRMED"
    with pytest.raises(Refusal, match="before it was reopened"):
        close_episode(world.act(world.supervisor, "again"), world.episode, closed_at=NOW)
    later = NOW + HOUR
    close_episode(world.act(world.supervisor, "again", later), world.episode, closed_at=later)
    assert (world.stands().state, world.stands().closed_at) == ("POLICE_CLOSED", later)


def test_reopening_needs_a_lead_a_reason_and_something_closed(returned: World) -> None:
    world = returned
    with pytest.raises(Refusal) as refused:
        reopen_episode(world.act(world.manager, "why"), world.episode)
    assert refused.value.code == "no-such-move"
    close_episode(world.act(world.supervisor, "by phone"), world.episode, closed_at=NOW)
    with pytest.raises(Refusal, match="can be done by"):
        reopen_episode(world.act(world.coordinator, "why"), world.episode)
    with pytest.raises(Refusal, match="Give the reason"):
        reopen_episode(world.act(world.supervisor), world.episode)


def test_an_outsider_finds_nothing(world: World) -> None:
    before = world.written()
    act = world.act(world.outsider, "why")
    with pytest.raises(NotFound):
        close_episode(act, world.episode, closed_at=NOW)
    with pytest.raises(NotFound):
        reopen_episode(act, world.episode)
    with pytest.raises(NotFound):
        record_left_again(act, world.episode, left_at=STARTED + HOUR)
    assert world.written() == before
