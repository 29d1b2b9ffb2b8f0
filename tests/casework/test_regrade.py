"""Grades: every one has a reason, a high one opens its tasks, the floor needs a supervisor."""

from __future__ import annotations

import pytest
from tests.casework.cast import HOUR, STARTED, World
from tests.casework.worlds import NOW

from homeward.casework.regrade import regrade
from homeward.rules.acts import NotFound, Refusal, Viewer
from homeward.rules.risk import Grade


def test_a_high_grade_opens_its_tasks_and_its_duties(world: World) -> None:
    before = {task.task for task in world.tasks()}
    regrade(world.act(world.coordinator, "medicine is due"), world.episode, grade=Grade.HIGH)
    opened = [task for task in world.tasks() if task.task not in before]
    assert opened
    assert {task.grade for task in opened} == {"HIGH"}
    assert world.stands().grade == "HIGH"
    assert world.live_lines("risk.graded")[-1].text == "medicine is due"
    assert [each.data["grade"] for each in world.lines("risk.reviewed")] == ["HIGH"]
    assert world.is_as_counted_anew()


def test_the_grade_may_have_been_set_earlier_than_it_is_written_down(world: World) -> None:
    at = STARTED + HOUR
    regrade(
        world.act(world.coordinator, "seen with strangers"), world.episode, grade=Grade.HIGH, at=at
    )
    line = world.live_lines("risk.graded")[0]
    assert (line.happened_at, line.known_at) == (at, NOW)
    assert world.is_as_counted_anew()


def test_a_review_that_leaves_the_grade_as_it_was_is_a_line_of_its_own(world: World) -> None:
    regrade(world.act(world.coordinator, "nothing new"), world.episode, grade=Grade.MEDIUM)
    assert world.lines("risk.graded") == []
    assert [each.text for each in world.lines("risk.reviewed")] == ["nothing new"]
    assert world.is_as_counted_anew()


@pytest.mark.parametrize(
    ("who", "reason", "field"),
    [
        ("coordinator", "", "reason"),
        ("supervisor", "   ", "reason"),
        ("coordinator", "seen by family", "grade"),
        ("manager", "seen by family", "grade"),
    ],
)
def test_below_the_floor_only_a_police_supervisor_with_a_reason(
    world: World, who: str, reason: str, field: str
) -> None:
    viewer: Viewer = getattr(world, who)
    before = world.written()
    with pytest.raises(Refusal) as refused:
        regrade(world.act(viewer, reason), world.episode, grade=Grade.LOW)
    assert refused.value.field == field
    assert world.written() == before


def test_a_supervisor_going_below_the_floor_is_flagged(world: World) -> None:
    regrade(world.act(world.supervisor, "with her aunt, safe"), world.episode, grade=Grade.LOW)
    assert world.stands().grade == "LOW"
    assert len(world.lines("risk.below_floor")) == 1
    assert world.is_as_counted_anew()


def test_neither_in_the_future_nor_before_the_start(world: World) -> None:
    for at, code in ((NOW + HOUR, "future"), (STARTED - HOUR, "before-start")):
        with pytest.raises(Refusal) as refused:
            regrade(world.act(world.coordinator, "why"), world.episode, grade=Grade.HIGH, at=at)
        assert (refused.value.code, refused.value.field) == (code, "at")


@pytest.mark.parametrize("who", ["outsider", "school", "home"])
def test_whoever_may_not_see_the_risk_finds_nothing_to_grade(world: World, who: str) -> None:
    """The outsider has no such child; school and home have no such part of her record."""
    viewer: Viewer = getattr(world, who)
    before = world.written()
    with pytest.raises(NotFound):
        regrade(world.act(viewer, "why"), world.episode, grade=Grade.HIGH)
    assert world.written() == before
