"""Lines by hand: of the kinds that the protocol names for hands, to an episode or to the child."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.casework.cast import HOUR, STARTED, World
from tests.casework.reports import MISSING, child_of, download, episodes_of
from tests.casework.worlds import NOW

from homeward.casework.add_line import add_line
from homeward.casework.confirm_return import confirm_return
from homeward.ground.ids import new_id
from homeward.rules.acts import NotFound, Refusal, Viewer
from homeward.rules.clocks import Source

BACK = STARTED + 4 * HOUR


def test_an_interview_held_in_time_meets_the_duty(world: World) -> None:
    confirm_return(
        world.act(world.social_worker), world.episode, returned_at=BACK, source=Source.SOCIAL_CARE
    )
    held = BACK + 5 * HOUR
    add_line(
        world.act(world.social_worker),
        world.child,
        kind="interview.held",
        happened_at=held,
        precision="minute",
        text="At her aunt's",
        episode=world.episode,
    )
    duty = world.duty("RHI-02")
    assert duty is not None
    assert (duty.outcome, duty.decided_at) == ("MET", held)
    assert world.is_as_counted_anew()


@pytest.mark.parametrize("who", ["coordinator", "home", "school", "social_worker"])
def test_everyone_involved_adds_lines_in_the_name_of_their_agency(world: World, who: str) -> None:
    viewer: Viewer = getattr(world, who)
    add_line(
        world.act(viewer),
        world.child,
        kind="note.added",
        happened_at=NOW - HOUR,
        text="Rang back",
        episode=world.episode,
    )
    (line,) = world.lines("note.added")
    assert (line.agency, line.source_id, line.known_at) == (viewer.agency, world.report, NOW)


def test_without_an_episode_the_line_stands_with_the_child(world: World) -> None:
    for text in ("First", "Second"):
        add_line(
            world.act(world.home),
            world.child,
            kind="information_pack.updated",
            happened_at=NOW - HOUR,
            text=text,
        )
    lines = world.lines("information_pack.updated")
    assert [(each.source_id, each.text) for each in lines] == [
        (world.child, "First"),
        (world.child, "Second"),
    ]
    assert world.is_as_counted_anew()


@pytest.mark.parametrize("kind", ["risk.graded", "clock.claimed", "child.returned", "no.such"])
def test_only_kinds_for_hands(world: World, kind: str) -> None:
    before = world.written()
    with pytest.raises(Refusal) as refused:
        add_line(world.act(world.social_worker), world.child, kind=kind, happened_at=NOW)
    assert (refused.value.code, refused.value.field) == ("not-by-hand", "kind")
    assert world.written() == before


def test_not_in_the_future(world: World) -> None:
    with pytest.raises(Refusal) as refused:
        add_line(world.act(world.home), world.child, kind="note.added", happened_at=NOW + HOUR)
    assert (refused.value.code, refused.value.field) == ("future", "happened_at")


def test_an_outsider_finds_neither_child_nor_episode(world: World) -> None:
    before = world.written()
    for episode in (None, world.episode):
        with pytest.raises(NotFound):
            add_line(
                world.act(world.outsider),
                world.child,
                kind="note.added",
                happened_at=NOW,
                episode=episode,
            )
    assert world.written() == before


def test_an_episode_of_another_child_is_not_found(world: World, tmp_path: Path) -> None:
    other = MISSING | {
        "REPORT_REF": "MSPR/2026/009002",
        "SURNAME": "Vale",
        "FORENAME1": "Rowan",
        "DOB": "23/02/2012",
        "SEX": "M",
    }
    download(tmp_path, other, name="MSPR_12_20261123_02.csv")
    theirs = episodes_of(child_of("MSPR/2026/009002"))[0].id
    for episode in (theirs, new_id()):
        with pytest.raises(NotFound):
            add_line(
                world.act(world.coordinator),
                world.child,
                kind="note.added",
                happened_at=NOW,
                episode=episode,
            )
