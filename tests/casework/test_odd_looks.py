"""What the worker lists for a human, who reads it, and what they say; looking as a role."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from tests.casework.cast import HOUR, World
from tests.casework.test_emergency import BRYONY, WHY, Clock
from tests.casework.worlds import NOW, act_of, as_worker, person, system_act
from tests.standing import Stand

from homeward.access.looks.models import HomeMark
from homeward.access.looks.queries import (
    OddFacts,
    answers_of,
    count_odd,
    list_answered_odd,
    list_waiting_odd,
)
from homeward.access.models import Person
from homeward.access.scope import reading_only, scoped
from homeward.casework.answer_odd_look import answer_odd_look
from homeward.casework.log_reading import log_reading
from homeward.casework.look_as_role import end_preview, look_as_role
from homeward.casework.notice_odd_looks import notice_odd_looks
from homeward.casework.open_emergency import open_emergency
from homeward.casework.record_home import record_home
from homeward.children.models import Child
from homeward.rules.acts import NotFound, Refusal, Viewer
from homeward.rules.sharing import Role

pytestmark = pytest.mark.django_db

LATER = NOW + HOUR


@pytest.fixture
def world(stand: Stand) -> World:
    return stand(HOME_ADDRESS="4 Mill Lane", HOME_POSTCODE="YO1 7HH")


def reads(viewer: Viewer, child: UUID, at: datetime = NOW, page: str = "child") -> None:
    log_reading(act_of(viewer, "log_reading", at=at), page, [child])


def noticed() -> int:
    steps = 0
    with as_worker():
        while notice_odd_looks(system_act("notice_odd_looks", LATER)):
            steps += 1
    return steps


def listed(world: World, agency: str) -> list[OddFacts]:
    """What a reviewer of that agency has before them."""
    viewer = person_of(world, agency)
    with scoped(viewer):
        return list_waiting_odd(viewer, None, 99)


def person_of(world: World, agency: str) -> Viewer:
    email = f"data_protection@{world.teams[agency].code}.example"
    if not Person.objects.filter(email=email).exists():
        return person(world.teams[agency], "DATA_PROTECTION")
    made = Person.objects.get(email=email)
    held = frozenset({"DATA_PROTECTION"})
    return Viewer(made.pk, agency, (world.teams[agency].id,), held)


def test_an_ordinary_reading_is_not_listed_and_the_place_is_kept(world: World) -> None:
    reads(world.social_worker, world.child)
    assert noticed() >= 1
    assert listed(world, "north-yorkshire") == []
    assert noticed() == 0


def test_the_same_surname_is_listed_for_the_readers_own_agency(world: World) -> None:
    Person.objects.filter(pk=world.social_worker.person).update(name="Ann O’Harrow-Harrow")
    Person.objects.filter(pk=world.coordinator.person).update(name="Bea HARROW")
    reads(world.coordinator, world.child)
    reads(world.coordinator, world.child, page="episode")
    noticed()
    found = listed(world, "police")
    assert [(each.kind, each.person_name) for each in found] == [("SURNAME", "Bea HARROW")]
    assert listed(world, "north-yorkshire") == []


def test_a_neighbour_is_listed_by_the_mark_of_the_home(world: World) -> None:
    boss = person(world.teams["north-yorkshire"], "ADMINISTRATOR")
    assert world.social_worker.person is not None
    with pytest.raises(Refusal, match="whole postcode"):
        record_home(world.act(boss), world.social_worker.person, "YO1")
    record_home(world.act(boss), world.social_worker.person, "yo17hh")
    with pytest.raises(NotFound):
        record_home(world.act(boss), world.outsider.person or world.child, "YO1 7HH")
    with scoped(boss):
        assert b"YO1" not in bytes(HomeMark.objects.get().mark)
    with scoped(world.manager):
        assert not HomeMark.objects.exists()
    reads(world.social_worker, world.child)
    noticed()
    assert [each.kind for each in listed(world, "north-yorkshire")] == ["ADDRESS"]


def test_emergency_access_and_a_night_reading_are_listed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    night = NOW - 8 * HOUR
    Clock(monkeypatch)(night)
    act = act_of(world.outsider, "open_emergency", WHY, night)
    open_emergency(act, BRYONY, team=world.outsider.teams[0], hours=4)
    reads(world.outsider, world.child, night)
    noticed()
    assert {each.kind for each in listed(world, "york")} == {"UNINVOLVED", "NIGHT"}


def test_many_records_in_an_hour_are_listed_once_with_the_figures(world: World) -> None:
    busy = NOW - timedelta(days=3)
    for number in range(4):
        reads(world.coordinator, world.child, busy + number * HOUR)
    for number in range(20):
        reads(world.coordinator, UUID(int=number + 1), NOW + timedelta(minutes=number))
    noticed()
    found = [each for each in listed(world, "police") if each.kind == "BULK"]
    assert [each.facts for each in found] == [{"children": 20, "busiest": 1}]
    assert found[0].child_id is None


def test_a_human_answers_with_a_reason_and_never_the_reader(world: World) -> None:
    protection = person_of(world, "police")
    other = person_of(world, "york")
    Person.objects.filter(pk=world.coordinator.person).update(name="Bea Harrow")
    Person.objects.filter(pk=protection.person).update(name="Di Harrow")
    reads(world.coordinator, world.child)
    reads(protection, world.child)
    noticed()
    with scoped(protection):
        rows = list_waiting_odd(protection, None, 9)
        assert {each.person_name for each in rows} == {"Bea Harrow"}
        assert count_odd(protection, 9) == len(rows) == 1
    with scoped(other):
        assert count_odd(other, 9) == 0
    for viewer in (other, world.coordinator, world.supervisor):
        with pytest.raises(NotFound):
            answer_odd_look(world.act(viewer, "Fine"), rows[0].id, explained=True)
    with pytest.raises(Refusal, match="what explains it"):
        answer_odd_look(world.act(protection), rows[0].id, explained=True)
    answer_odd_look(world.act(protection, "No kin."), rows[0].id, explained=True)
    with scoped(protection):
        assert count_odd(protection, 9) == 0
        said = answers_of(protection, [each.id for each in list_answered_odd(protection, 9)])
    assert said[rows[0].id].reason == "No kin."


def test_the_web_lists_nobody_and_keeps_no_place(world: World) -> None:
    protection = person_of(world, "police")
    for statement in (
        "INSERT INTO access_oddlook SELECT * FROM access_oddlook",
        "UPDATE access_oddlook SET kind = 'NIGHT'",
        "SELECT * FROM access_watermark",
        "DELETE FROM access_oddanswer",
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            scoped(protection),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


class TestPreview:
    def test_the_database_refuses_it_where_anybody_is_real(self, world: World) -> None:
        boss = person(world.teams["partnership"], "ADMINISTRATOR")
        team = world.teams["york"].id
        begin = {"team": team, "role": Role.NURSE}
        with pytest.raises(NotFound):
            look_as_role(world.act(boss), **begin, rehearsal=False)
        with pytest.raises(NotFound):
            look_as_role(world.act(world.manager), **begin, rehearsal=True)
        Person.objects.filter(pk=boss.person).update(is_rehearsal=True)
        with pytest.raises(ProgrammingError, match="rehearsal alone"), transaction.atomic():
            look_as_role(world.act(boss), **begin, rehearsal=True)
        Person.objects.update(is_rehearsal=True)
        look_as_role(world.act(boss), **begin, rehearsal=True)
        end_preview(world.act(boss))
        with pytest.raises(Refusal):
            end_preview(world.act(boss))

    def test_whatever_runs_meanwhile_can_write_nothing(self, world: World) -> None:
        with scoped(world.social_worker):
            with pytest.raises(InternalError, match="read-only"), reading_only():
                Child.objects.filter(pk=world.child).update(surname="Other")
            assert Child.objects.filter(pk=world.child).update(surname="Harrow") == 1
