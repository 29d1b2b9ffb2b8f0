"""Enquiries and sightings: anyone involved may record them, nobody may invent the future."""

from __future__ import annotations

import pytest
from tests.casework.cast import HOUR, World
from tests.casework.worlds import NOW

from homeward.casework.record_enquiry import record_enquiry
from homeward.casework.record_sighting import record_sighting
from homeward.rules.acts import NotFound, Refusal, Viewer

EVERYONE_INVOLVED = ["coordinator", "social_worker", "home", "school"]


@pytest.mark.parametrize("who", EVERYONE_INVOLVED)
def test_everyone_involved_records_enquiries(world: World, who: str) -> None:
    viewer: Viewer = getattr(world, who)
    record_enquiry(
        world.act(viewer),
        world.episode,
        asked_at=NOW - HOUR,
        of_whom="grandmother",
        method="PHONE",
        result="NOT_SEEN",
        text="Has not heard from her since Friday",
    )
    (line,) = world.lines("enquiry.recorded")
    assert line.data == {"of_whom": "grandmother", "method": "PHONE", "result": "NOT_SEEN"}
    assert (line.agency, line.person_id) == (viewer.agency, viewer.person)
    assert world.is_as_counted_anew()


@pytest.mark.parametrize("who", EVERYONE_INVOLVED)
def test_a_sighting_moves_the_last_known_place(world: World, who: str) -> None:
    record_sighting(
        world.act(getattr(world, who)),
        world.episode,
        seen_at=NOW - HOUR,
        place="Bus station",
        seen_by="driver",
    )
    assert world.stands().last_place == "Bus station"
    assert world.is_as_counted_anew()


def test_an_outsider_finds_nothing(world: World) -> None:
    before = world.written()
    act = world.act(world.outsider)
    with pytest.raises(NotFound):
        record_enquiry(act, world.episode, asked_at=NOW, of_whom="school", method="", result="")
    with pytest.raises(NotFound):
        record_sighting(act, world.episode, seen_at=NOW, place="Station", seen_by="")
    assert world.written() == before


def test_refusals(world: World) -> None:
    act, before = world.act(world.home), world.written()
    with pytest.raises(Refusal, match="who was asked"):
        record_enquiry(act, world.episode, asked_at=NOW, of_whom=" ", method="", result="")
    with pytest.raises(Refusal, match="future"):
        record_enquiry(
            act, world.episode, asked_at=NOW + HOUR, of_whom="school", method="", result=""
        )
    with pytest.raises(Refusal, match="Say where"):
        record_sighting(act, world.episode, seen_at=NOW, place="", seen_by="driver")
    with pytest.raises(Refusal, match="future"):
        record_sighting(act, world.episode, seen_at=NOW + HOUR, place="Station", seen_by="")
    assert world.written() == before
