"""Confirming a return: who may, what starts, and what two agencies' words do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.casework.cast import HOUR, STARTED, World, missing_child
from tests.casework.worlds import NOW

from homeward.casework.confirm_return import confirm_return
from homeward.rules.acts import NotFound, Refusal, Viewer
from homeward.rules.clocks import Source

BACK = STARTED + 4 * HOUR


def test_the_interview_is_owed_within_72_hours_of_the_return(world: World) -> None:
    assert world.duty("RHI-02") is None
    confirm_return(
        world.act(world.social_worker), world.episode, returned_at=BACK, source=Source.SOCIAL_CARE
    )
    owed = world.duty("RHI-02")
    assert owed is not None
    assert (owed.start_at, owed.due_at, owed.outcome) == (BACK, BACK + timedelta(hours=72), "")
    assert (world.stands().state, world.stands().returned_at) == ("RETURNED", BACK)
    assert world.is_as_counted_anew()


@pytest.mark.parametrize("who", ["coordinator", "manager", "home", "social_worker"])
def test_those_with_the_child_may(world: World, who: str) -> None:
    viewer: Viewer = getattr(world, who)
    confirm_return(world.act(viewer), world.episode, returned_at=BACK, source=Source.CARER)
    assert world.stands().state == "RETURNED"


def test_a_school_may_not(world: World) -> None:
    before = world.written()
    with pytest.raises(Refusal) as refused:
        confirm_return(
            world.act(world.school), world.episode, returned_at=BACK, source=Source.SCHOOL
        )
    assert refused.value.code == "not-your-role"
    assert world.written() == before


def test_an_outsider_finds_nothing(world: World) -> None:
    before = world.written()
    with pytest.raises(NotFound):
        confirm_return(
            world.act(world.outsider), world.episode, returned_at=BACK, source=Source.SOCIAL_CARE
        )
    assert world.written() == before


def test_three_agencies_report_one_return_and_one_interview_is_owed(world: World) -> None:
    said = [
        (world.home, Source.CARER, BACK),
        (world.coordinator, Source.POLICE_CALL, BACK + HOUR),
        (world.social_worker, Source.SOCIAL_CARE, BACK + 2 * HOUR),
    ]
    for viewer, source, at in said:
        confirm_return(world.act(viewer), world.episode, returned_at=at, source=source)
    stands = world.stands()
    assert stands.returned_at == BACK + HOUR  # police first
    assert (stands.differing, stands.differs_minutes) == ("RETURNED", 60)
    owed = world.duty("RHI-02")
    assert owed is not None
    assert owed.start_at == BACK + HOUR
    assert world.is_as_counted_anew()


def test_police_confirm_that_all_is_well(world: World) -> None:
    confirm_return(
        world.act(world.coordinator),
        world.episode,
        returned_at=BACK,
        source=Source.POLICE_CALL,
        seen_at=BACK + HOUR,
    )
    assert world.stands().state == "WELLBEING_CONFIRMED"


def test_only_police_confirm_that_all_is_well(world: World) -> None:
    with pytest.raises(Refusal) as refused:
        confirm_return(
            world.act(world.home),
            world.episode,
            returned_at=BACK,
            source=Source.CARER,
            seen_at=BACK,
        )
    assert (refused.value.code, refused.value.field) == ("not-your-role", "seen_at")
    assert world.stands().state == "OPEN"


@pytest.mark.parametrize(
    ("at", "source", "code", "field"),
    [
        (NOW + HOUR, Source.CARER, "future", "returned_at"),
        (STARTED - HOUR, Source.CARER, "before-start", "returned_at"),
        (BACK, Source.MSPR, "download", "source"),
    ],
)
def test_refusals_say_which_field(
    world: World, at: datetime, source: Source, code: str, field: str
) -> None:
    before = world.written()
    with pytest.raises(Refusal) as refused:
        confirm_return(world.act(world.social_worker), world.episode, returned_at=at, source=source)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert refused.value.sentence.endswith(".")
    assert world.written() == before


def test_a_return_that_ends_the_confirmers_own_sight_is_written_whole(
    db: None, tmp_path: Path
) -> None:
    """The return lies so long ago that nobody is involved any longer once it is known."""
    long_ago = {
        "EXTRACT_DTTM": "23/06/2024 06:05",
        "LAST_SEEN_DTTM": "21/06/2024 20:40",
        "REPORTED_DTTM": "21/06/2024 21:55",
        "RECORDED_MISSING_DTTM": "21/06/2024 22:10",
    }
    world = missing_child(tmp_path, **long_ago)
    back = datetime(2024, 6, 22, 9, 0, tzinfo=UTC)
    act = world.act(world.home)
    confirm_return(act, world.episode, returned_at=back, source=Source.CARER)
    assert (world.stands().state, world.stands().returned_at) == ("RETURNED", back)
    assert world.is_as_counted_anew()
    with pytest.raises(NotFound):
        confirm_return(act, world.episode, returned_at=back, source=Source.CARER)
