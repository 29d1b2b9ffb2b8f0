"""Classing a report anew: what opens an episode, what ends one, who is named."""

from __future__ import annotations

import pytest
from tests.casework.cast import HOUR, World
from tests.casework.worlds import NOW

from homeward.casework.reclassify import reclassify
from homeward.ground.ids import new_id
from homeward.rules.acts import NotFound, Refusal, Viewer
from homeward.rules.reports import ReportClass

ELSEWHERE = ReportClass.NOT_WHERE_SUPPOSED_TO_BE


def class_elsewhere(world: World, viewer: Viewer) -> None:
    """She is with her aunt, which an officer checked."""
    reclassify(
        world.act(viewer, "Aunt rang; officer saw her"),
        world.episode,
        world.report,
        report_class=ELSEWHERE,
        location_known=True,
        verified_by="PC 1182",
        decided_by="Sgt Dale",
        recheck_at=NOW + 2 * HOUR,
    )


def test_the_only_report_no_longer_missing_cancels_the_episode_and_keeps_it(world: World) -> None:
    assert world.duties()
    kept = world.written()[0]
    class_elsewhere(world, world.coordinator)
    assert world.stands().state == "CANCELLED"
    assert world.duties() == []
    assert world.written()[0] == kept + 1
    (line,) = world.lines("report.reclassified")
    assert (line.data["from"], line.data["to"]) == ("MISSING", "NOT_WHERE_SUPPOSED_TO_BE")
    assert (line.data["verified_by"], line.data["decided_by"]) == ("PC 1182", "Sgt Dale")
    assert world.is_as_counted_anew()


def test_missing_again_is_the_same_episode_with_its_duties(world: World) -> None:
    before = {(each.duty, each.start_at) for each in world.duties()}
    class_elsewhere(world, world.coordinator)
    reclassify(
        world.act(world.home, "Aunt has not seen her since noon"),
        None,
        world.report,
        report_class=ReportClass.MISSING,
        decided_by="R. Moss",
    )
    assert [each.state for each in world.episodes()] == ["OPEN"]
    assert world.stands().state == "OPEN"
    assert before <= {(each.duty, each.start_at) for each in world.duties()}
    assert world.is_as_counted_anew()


def test_an_abduction_leaves_the_protocol(world: World) -> None:
    reclassify(
        world.act(world.coordinator, "Seen pulled into a car"),
        world.episode,
        world.report,
        report_class=ReportClass.ABDUCTION,
        decided_by="Sgt Dale",
    )
    assert world.stands().state == "CANCELLED"
    assert world.duties() == []
    with pytest.raises(Refusal, match="only become missing"):
        class_elsewhere(world, world.coordinator)
    assert world.is_as_counted_anew()


@pytest.mark.parametrize(
    ("changes", "reason", "code", "field"),
    [
        ({"report_class": ReportClass.MISSING}, "why", "same-class", "report_class"),
        ({"decided_by": ""}, "why", "needs-name", "decided_by"),
        ({}, "", "needs-reason", "reason"),
        ({"location_known": False}, "why", "location-unknown", "location_known"),
        ({"verified_by": ""}, "why", "needs-verifier", "verified_by"),
        ({"recheck_at": None}, "why", "needs-recheck", "recheck_at"),
        ({"recheck_at": NOW - HOUR}, "why", "past", "recheck_at"),
        (
            {"report_class": ReportClass.CONCERN_FOR_WELFARE, "location_known": False},
            "why",
            "location-unknown",
            "location_known",
        ),
    ],
)
def test_refusals_name_the_field(
    world: World, changes: dict[str, object], reason: str, code: str, field: str
) -> None:
    said: dict[str, object] = {
        "report_class": ELSEWHERE,
        "location_known": True,
        "verified_by": "PC 1182",
        "decided_by": "Sgt Dale",
        "recheck_at": NOW + HOUR,
    }
    before = world.written()
    with pytest.raises(Refusal) as refused:
        reclassify(
            world.act(world.coordinator, reason), world.episode, world.report, **(said | changes)
        )
    assert (refused.value.code, refused.value.field) == (code, field)
    assert world.written() == before
    assert world.stands().state == "OPEN"


@pytest.mark.parametrize("who", ["outsider", "school"])
def test_whoever_may_not_see_the_episode_finds_nothing(world: World, who: str) -> None:
    before = world.written()
    with pytest.raises(NotFound):
        class_elsewhere(world, getattr(world, who))
    assert world.written() == before


def test_a_report_of_another_episode_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        reclassify(
            world.act(world.coordinator, "why"),
            new_id(),
            world.report,
            report_class=ReportClass.ABDUCTION,
            decided_by="Sgt Dale",
        )
