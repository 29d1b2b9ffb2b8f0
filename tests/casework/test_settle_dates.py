"""Times are claims: another agency's word stands beside, and a person may choose, with a reason."""

from __future__ import annotations

import pytest
from tests.casework.cast import HOUR, STARTED, World
from tests.casework.worlds import NOW

from homeward.casework.claim_time import claim_time
from homeward.casework.confirm_return import confirm_return
from homeward.casework.settle_dates import BY_RULE, settle_by_rule, settle_dates
from homeward.rules.acts import NotFound, Refusal, Viewer
from homeward.rules.clocks import Clock, Source

EARLIER = STARTED - 2 * HOUR


def say_earlier(world: World) -> int:
    """The home says that she left two hours before police have it; the id of that line."""
    claim_time(
        world.act(world.home),
        world.episode,
        clock=Clock.START,
        at=EARLIER,
        source=Source.CARER,
        text="Door alarm",
    )
    return world.newest_line("clock.claimed")


def test_police_come_first_and_the_difference_shows(world: World) -> None:
    say_earlier(world)
    stands = world.stands()
    assert stands.started_at == STARTED
    assert (stands.differing, stands.differs_minutes) == ("START", 120)
    assert world.is_as_counted_anew()


def test_a_person_settles_it_with_a_reason_and_the_other_claim_stays(world: World) -> None:
    line = say_earlier(world)
    settle_dates(
        world.act(world.social_worker, "door alarm log"),
        world.episode,
        clock=Clock.START,
        line=line,
    )
    stands = world.stands()
    assert (stands.started_at, stands.differs_minutes) == (EARLIER, 0)
    assert [each.text for each in world.lines("clock.settled")] == ["door alarm log"]
    assert len(world.live_lines("clock.claimed")) == 4
    assert world.is_as_counted_anew()


def test_a_changed_start_judges_anew_and_keeps_both_results(world: World) -> None:
    """Domain notes 7.10: a changed start time recomputes and keeps both results."""
    line = say_earlier(world)
    before = {each.duty for each in world.duties() if each.start_at == STARTED}
    act = world.act(world.manager, "door alarm log")
    settle_dates(act, world.episode, clock=Clock.START, line=line)
    after = [each for each in world.duties() if each.start_at == EARLIER]
    kept = [each for each in world.superseded() if each.start_at == STARTED]
    assert {each.duty for each in after} & before
    assert {each.duty for each in after} == {each.duty for each in kept}


def test_the_rule_may_be_accepted_again(world: World) -> None:
    line = say_earlier(world)
    settle_dates(
        world.act(world.social_worker, "door alarm log"),
        world.episode,
        clock=Clock.START,
        line=line,
    )
    settle_by_rule(world.act(world.social_worker), world.episode, Clock.START)
    assert world.stands().started_at == STARTED
    assert world.lines("clock.settled")[-1].text == BY_RULE
    assert world.stands().differs_minutes == 0
    assert world.is_as_counted_anew()


def test_refusals(world: World) -> None:
    line = say_earlier(world)
    before = world.written()
    with pytest.raises(Refusal, match="Say why"):
        settle_dates(world.act(world.social_worker), world.episode, clock=Clock.START, line=line)
    with pytest.raises(Refusal, match="no longer stands"):
        settle_dates(
            world.act(world.social_worker, "why"), world.episode, clock=Clock.RETURNED, line=line
        )
    with pytest.raises(Refusal, match="no longer stands"):
        settle_dates(
            world.act(world.social_worker, "why"),
            world.episode,
            clock=Clock.START,
            line=line + 1000,
        )
    with pytest.raises(Refusal, match="Nobody stated"):
        settle_by_rule(world.act(world.social_worker), world.episode, Clock.RETURNED)
    assert world.written() == before


def test_a_start_after_the_return_is_not_chosen(world: World) -> None:
    late = STARTED + 3 * HOUR
    claim_time(
        world.act(world.home), world.episode, clock=Clock.START, at=late, source=Source.CARER
    )
    line = world.newest_line("clock.claimed")
    confirm_return(
        world.act(world.home), world.episode, returned_at=STARTED + HOUR, source=Source.CARER
    )
    with pytest.raises(Refusal) as refused:
        settle_dates(world.act(world.manager, "why"), world.episode, clock=Clock.START, line=line)
    assert refused.value.code == "after-return"
    assert world.stands().state == "RETURNED"


@pytest.mark.parametrize("who", ["outsider", "school"])
def test_whoever_may_not_see_the_episode_finds_nothing(world: World, who: str) -> None:
    line = say_earlier(world)
    viewer: Viewer = getattr(world, who)
    before = world.written()
    act = world.act(viewer, "why")
    with pytest.raises(NotFound):
        settle_dates(act, world.episode, clock=Clock.START, line=line)
    with pytest.raises(NotFound):
        settle_by_rule(act, world.episode, Clock.START)
    with pytest.raises(NotFound):
        claim_time(act, world.episode, clock=Clock.START, at=EARLIER, source=Source.SOCIAL_CARE)
    assert world.written() == before


def test_nobody_speaks_in_the_name_of_the_download(world: World) -> None:
    with pytest.raises(Refusal) as refused:
        claim_time(
            world.act(world.coordinator),
            world.episode,
            clock=Clock.START,
            at=EARLIER,
            source=Source.MSPR,
        )
    assert (refused.value.code, refused.value.field) == ("download", "source")


def test_a_first_return_stated_as_a_time_needs_the_same_role(world: World) -> None:
    with pytest.raises(NotFound):
        claim_time(
            world.act(world.school),
            world.episode,
            clock=Clock.RETURNED,
            at=NOW,
            source=Source.SCHOOL,
        )
    claim_time(
        world.act(world.home),
        world.episode,
        clock=Clock.RETURNED,
        at=NOW - HOUR,
        source=Source.CARER,
    )
    assert world.stands().state == "RETURNED"


def test_a_time_to_come_or_out_of_order_is_refused(world: World) -> None:
    act = world.act(world.home)
    with pytest.raises(Refusal, match="future"):
        claim_time(act, world.episode, clock=Clock.LOCATED, at=NOW + HOUR, source=Source.CARER)
    with pytest.raises(Refusal, match="before the start"):
        claim_time(act, world.episode, clock=Clock.RETURNED, at=EARLIER, source=Source.CARER)


def test_a_return_of_which_only_the_day_is_known_fits_the_day_of_the_start(world: World) -> None:
    midnight = STARTED.replace(hour=0, minute=0)
    claim_time(
        world.act(world.home),
        world.episode,
        clock=Clock.RETURNED,
        at=midnight,
        source=Source.CARER,
        precision="day",
    )
    assert (world.stands().state, world.stands().returned_at) == ("RETURNED", STARTED)
    assert world.is_as_counted_anew()
