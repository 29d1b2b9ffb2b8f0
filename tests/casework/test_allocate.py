"""Giving a child's case to a team: from then on it sees her, until somebody ends that."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.casework.cast import World
from tests.casework.worlds import NOW, as_worker

from homeward.access.queries import SYSTEM_VIEWER, involvements_of
from homeward.access.scope import scoped
from homeward.casework.allocate import allocate
from homeward.children.queries import get_child
from homeward.rules.acts import NotFound, Refusal

WHY = "She moves to York next week."


def test_the_team_sees_her_without_an_end_and_the_line_says_why(world: World) -> None:
    team = world.teams["york"].id
    with scoped(world.outsider):
        assert get_child(world.outsider, world.child) is None
    allocate(world.act(world.social_worker, WHY), world.child, team=team)
    with scoped(world.outsider):
        assert get_child(world.outsider, world.child) is not None
    (line,) = world.lines("worker.allocated")
    assert (line.text, line.data) == (WHY, {"team": team})
    with as_worker(), scoped(SYSTEM_VIEWER):
        assert (world.child, team, "ALLOCATED", None) in involvements_of(
            SYSTEM_VIEWER, [world.child]
        )
    assert world.is_as_counted_anew()


def test_not_twice(world: World) -> None:
    team = world.teams["york"].id
    allocate(world.act(world.manager, WHY), world.child, team=team)
    with pytest.raises(Refusal) as refused:
        allocate(world.act(world.manager, WHY), world.child, team=team)
    assert (refused.value.code, refused.value.field) == ("already", "team")


def test_it_takes_a_reason_and_social_care(world: World) -> None:
    team = world.teams["york"].id
    with pytest.raises(Refusal, match="Say why"):
        allocate(world.act(world.social_worker), world.child, team=team)
    with pytest.raises(Refusal, match="Only children's social care"):
        allocate(world.act(world.coordinator, WHY), world.child, team=team)
    assert world.lines("worker.allocated") == []


def test_the_outsider_has_no_such_child_and_nobody_has_such_a_team(world: World) -> None:
    before = world.written()
    with pytest.raises(NotFound):
        allocate(world.act(world.outsider, WHY), world.child, team=world.teams["york"].id)
    with pytest.raises(NotFound):
        allocate(replace(world.act(world.manager, WHY), at=NOW), world.child, team=32_000)
    assert world.written() == before
