"""Taking work on, ticking tasks, and the line that says who read what."""

from __future__ import annotations

import pytest
from tests.casework.cast import World
from tests.casework.worlds import NOW, as_worker

from homeward.access.queries import SYSTEM_VIEWER, involved_teams
from homeward.access.scope import scoped
from homeward.casework.log_reading import log_reading
from homeward.casework.take_ownership import take_ownership
from homeward.casework.tick_task import tick_task
from homeward.ledger.models import Entry, Repeat
from homeward.rules.acts import NotFound, Refusal


def test_the_owner_and_the_team_stand_on_the_episode(world: World) -> None:
    team = world.teams["north-yorkshire"].id
    take_ownership(world.act(world.social_worker), world.episode, team=team)
    stands = world.stands()
    assert (stands.owner_team_id, stands.owner_id) == (team, world.social_worker.person)
    with as_worker(), scoped(SYSTEM_VIEWER):
        assert team in involved_teams(SYSTEM_VIEWER, world.child)
    assert world.is_as_counted_anew()


def test_the_next_owner_takes_over_and_the_first_stays_on_record(world: World) -> None:
    for viewer, code in ((world.social_worker, "north-yorkshire"), (world.coordinator, "police")):
        take_ownership(world.act(viewer), world.episode, team=world.teams[code].id)
    assert world.stands().owner_id == world.coordinator.person
    assert len(world.lines("ownership.taken")) == 2
    assert world.is_as_counted_anew()


def test_only_for_a_team_of_ones_own_and_once(world: World) -> None:
    team = world.teams["north-yorkshire"].id
    with pytest.raises(Refusal) as refused:
        take_ownership(world.act(world.coordinator), world.episode, team=team)
    assert (refused.value.code, refused.value.field) == ("not-your-team", "team")
    take_ownership(world.act(world.social_worker), world.episode, team=team)
    with pytest.raises(Refusal, match="taken this on already"):
        take_ownership(world.act(world.social_worker), world.episode, team=team)


def test_outsiders_and_those_without_that_part_take_nothing_on(world: World) -> None:
    before = world.written()
    for viewer, code in ((world.outsider, "york"), (world.school, "norbeck-school")):
        with pytest.raises(NotFound):
            take_ownership(world.act(viewer), world.episode, team=world.teams[code].id)
    assert world.written() == before


def test_a_task_is_ticked_once(world: World) -> None:
    task = world.tasks()[0]
    tick_task(world.act(world.coordinator), world.episode, task.id)
    ticked = next(each for each in world.tasks() if each.id == task.id)
    assert (ticked.done_at, ticked.done_by) == (NOW, world.coordinator.person)
    with pytest.raises(Refusal, match="ticked this before"):
        tick_task(world.act(world.home), world.episode, task.id)
    assert world.is_as_counted_anew()


def test_no_such_task_and_no_such_child(world: World) -> None:
    task = world.tasks()[0]
    with pytest.raises(NotFound):
        tick_task(world.act(world.coordinator), world.episode, task.id + 10_000)
    with pytest.raises(NotFound):
        tick_task(world.act(world.outsider), world.episode, task.id)
    with pytest.raises(NotFound):
        tick_task(world.act(world.school), world.episode, task.id)


def test_reading_the_same_page_again_is_counted_on_the_same_line(world: World) -> None:
    before = world.entries()
    for _ in range(3):
        log_reading(world.act(world.social_worker), "child", [world.child])
    log_reading(world.act(world.social_worker), "episode", [world.child])
    log_reading(world.act(world.social_worker), "desk", [])
    assert world.entries() == before + 2
    with as_worker(), scoped(SYSTEM_VIEWER):
        child_page = Entry.objects.get(page="child", children=[world.child])
        assert child_page.person_id == world.social_worker.person
        assert Repeat.objects.get(entry_id=child_page.id).times == 3
