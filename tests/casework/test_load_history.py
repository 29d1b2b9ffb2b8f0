"""Many lines of the past in one go: the same record as line by line, one count at the end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.casework.cast import HOUR, STARTED, World
from tests.casework.worlds import NOW, act_of, as_worker, system_act

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.load_history import load_history
from homeward.ground.ids import new_id
from homeward.ledger.models import Entry
from homeward.rules.acts import NewLine, NotFound, Refusal


def past(world: World) -> list[tuple[object, NewLine]]:
    """What two agencies did in the first hours."""
    said = (
        (world.coordinator, "school.notified", 2 * HOUR),
        (world.social_worker, "social_care.acknowledged", HOUR),
        (world.social_worker, "history.checked", HOUR),
    )
    return [
        (act_of(viewer, "add_line", at=STARTED + after + HOUR), NewLine(kind, STARTED + after))
        for viewer, kind, after in said
    ]


def test_every_line_stands_under_its_own_act_and_meets_its_duty(world: World) -> None:
    lines, entries = world.written()
    with as_worker():
        assert load_history(system_act("load_history"), world.episode, past(world)) == 3
    assert world.written() == (lines + 3, entries + 4)
    (notified,) = world.lines("school.notified")
    assert notified.person_id == world.coordinator.person
    assert notified.recorded_at == STARTED + 3 * HOUR
    met = world.duty("LA-02")
    assert met is not None
    assert (met.outcome, met.decided_at) == ("MET", STARTED + HOUR)
    assert world.is_as_counted_anew()


def test_the_ledger_has_an_entry_of_each_act(world: World) -> None:
    told = past(world)
    with as_worker():
        load_history(system_act("load_history"), world.episode, told)
        with scoped(SYSTEM_VIEWER):
            acts = set(Entry.objects.values_list("act_id", flat=True))
    assert {act.id for act, _ in told} <= acts


def test_what_no_hand_may_add_is_refused_and_nothing_goes_in(world: World) -> None:
    before = world.written()
    grade = NewLine("risk.graded", STARTED + HOUR, data={"grade": "LOW"})
    ahead = NewLine("note.added", NOW + timedelta(days=1))
    for line, code in ((grade, "not-by-hand"), (ahead, "future")):
        told = [*past(world), (system_act("add_line"), line)]
        with as_worker(), pytest.raises(Refusal) as refused:
            load_history(system_act("load_history"), world.episode, told)
        assert refused.value.code == code
    assert world.written() == before


def test_it_is_the_systems_alone_and_the_episode_must_be_there(world: World) -> None:
    with pytest.raises(Refusal, match="by the system alone"):
        load_history(world.act(world.manager), world.episode, past(world))
    with as_worker(), pytest.raises(NotFound):
        load_history(system_act("load_history"), new_id(), past(world))
