"""Emergency access: opened for one person and some hours, told to nobody who guesses, reviewed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.casework.cast import HOUR, World
from tests.casework.worlds import NOW, as_worker, person
from tests.standing import Stand

from homeward.access.emergencies.queries import (
    count_to_review,
    list_own,
    list_to_review,
    reviews_of,
    running,
)
from homeward.access.models import Person
from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.add_line import add_line
from homeward.casework.end_emergency import end_emergency
from homeward.casework.open_emergency import Named, open_emergency
from homeward.casework.review_emergency import review_emergency
from homeward.children.queries import get_child
from homeward.ledger.models import Entry
from homeward.rules.acts import NotFound, Refusal, Viewer
from homeward.rules.emergency import ASKS_A_DAY, HOURS
from homeward.rules.identifiers import Kind
from homeward.rules.sharing import EMERGENCY_HOURS, Role

pytestmark = pytest.mark.django_db

BRYONY = Named("Bryony", "Harrow", date(2011, 4, 19))
WHY = "Found on a train at Leeds, alone and hurt."


class Clock:
    """The database's own clock, standing still at a moment until the test ends."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch

    def __call__(self, moment: datetime) -> None:
        """The signature of the scope covers the moment, so the connection is told as well."""
        still = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        options = connection.settings_dict["OPTIONS"]
        told = re.sub(r"(?<=-c homeward\.at=)\S+", still, options["options"])
        self._patch.setitem(options, "options", told)
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('homeward.at', %s, false)", [still])


@pytest.fixture
def clock_at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def world(stand: Stand, clock_at: Clock) -> World:
    made = stand(LA_CHILD_ID="204417", ALIASES="Bry Vale")
    clock_at(NOW)
    return made


def opens(world: World, viewer: Viewer, named: Named = BRYONY, hours: int = 4) -> UUID | None:
    team = viewer.teams[0]
    return open_emergency(world.act(viewer, WHY), named, team=team, hours=hours)


def sees(world: World, viewer: Viewer) -> bool:
    with scoped(viewer):
        return get_child(viewer, world.child) is not None


def test_the_record_opens_to_that_person_alone_and_closes_by_itself(
    world: World, clock_at: Clock
) -> None:
    colleague = person(world.teams["york"], "SOCIAL_CARE_MANAGER")
    assert not sees(world, world.outsider)
    assert opens(world, world.outsider) == world.child
    assert sees(world, world.outsider)
    assert not sees(world, colleague)
    with scoped(world.outsider):
        assert [each.child_id for each in running(world.outsider)] == [world.child]
    clock_at(NOW + 4 * HOUR)
    assert not sees(world, world.outsider)
    with scoped(world.outsider):
        assert running(world.outsider) == []


def test_who_opened_it_may_write_while_it_runs(world: World) -> None:
    opens(world, world.outsider)
    add_line(
        world.act(world.outsider), world.child, kind="note.added", happened_at=NOW, text="Safe."
    )
    assert world.live_lines("note.added")[0].text == "Safe."
    assert world.is_as_counted_anew()


@pytest.mark.parametrize(
    "named",
    [
        Named("Bryony", "Harrow", date(2011, 4, 18)),
        Named("Briony", "Harrow", date(2011, 4, 19)),
        Named("Nobody", "Atall", date(2011, 4, 19)),
        Named(number_kind=Kind.LA_CHILD_ID, number="204418"),
        Named(number_kind=Kind.NHS_NO, number="no number"),
        Named("", "", None),
    ],
)
def test_a_near_miss_and_no_such_child_are_the_same_nothing(world: World, named: Named) -> None:
    assert opens(world, world.outsider, named) is None
    assert not sees(world, world.outsider)
    with scoped(world.outsider):
        assert list_own(world.outsider, 5) == []


@pytest.mark.parametrize(
    "named",
    [
        Named("BRYONY", "O'Harrow".replace("O'", ""), date(2011, 4, 19)),
        Named("Bry", "Vale", date(2011, 4, 19)),
        Named(number_kind=Kind.LA_CHILD_ID, number=" 204417 "),
    ],
)
def test_the_same_name_another_name_and_a_number_open_it(world: World, named: Named) -> None:
    assert opens(world, world.outsider, named) == world.child


def test_two_children_of_one_name_open_neither(world: World) -> None:
    with as_worker(), scoped(SYSTEM_VIEWER), connection.cursor() as cursor:
        twin = UUID(int=77)
        cursor.execute(
            "INSERT INTO children_child SELECT %s, surname, forename, forename2, dob, sex,"
            " ethnicity, setting, place, school_urn, placed_by_other_la FROM children_child"
            " WHERE id = %s",
            [twin, world.child],
        )
        cursor.execute(
            "INSERT INTO linkage_profile SELECT %s, keys, person FROM linkage_profile"
            " WHERE child_id = %s",
            [twin, world.child],
        )
    assert opens(world, world.outsider) is None


def test_who_sees_the_child_already_opens_nothing(world: World) -> None:
    assert opens(world, world.social_worker) == world.child
    with scoped(world.social_worker):
        assert list_own(world.social_worker, 5) == []


def test_every_try_counts_towards_the_days_limit(world: World, clock_at: Clock) -> None:
    for _ in range(ASKS_A_DAY):
        assert opens(world, world.outsider, Named("No", "Body", date(2012, 1, 1))) is None
    with pytest.raises(Refusal, match="too often") as refused:
        opens(world, world.outsider)
    assert refused.value.code == "too-often"
    clock_at(NOW + timedelta(hours=24, seconds=1))
    assert opens(world, world.outsider) == world.child


def test_a_rehearsal_may_ask_more_often(world: World) -> None:
    Person.objects.filter(pk=world.outsider.person).update(is_rehearsal=True)
    for _ in range(ASKS_A_DAY + 1):
        assert opens(world, world.outsider, Named("No", "Body", date(2012, 1, 1))) is None


def test_the_database_keeps_the_same_table_of_roles_and_hours(world: World) -> None:
    """Past the first wall: the function itself refuses what the rule refuses."""
    Person.objects.filter(pk=world.outsider.person).update(is_rehearsal=True)
    for role in Role:
        viewer = replace(world.outsider, roles=frozenset({role.value}))
        longest = EMERGENCY_HOURS.get(role, 0)
        assert [asked_for(viewer, hours) for hours in HOURS] == [
            hours <= longest for hours in HOURS
        ], role


def asked_for(viewer: Viewer, hours: int) -> bool:
    """Whether the function takes the question at all."""
    try:
        with transaction.atomic(), scoped(viewer), connection.cursor() as cursor:
            cursor.execute(
                "SELECT outcome FROM homeward_emergency(gen_random_uuid(), gen_random_uuid(),"
                " gen_random_uuid(), %s, %s, %s, '', '', '', NULL, '', '')",
                [viewer.teams[0], WHY, hours],
            )
            return bool(cursor.fetchone()[0] == "NOTHING")
    except ProgrammingError:
        return False


def test_nobody_writes_an_emergency_by_hand_nor_makes_one_longer(world: World) -> None:
    opens(world, world.outsider)
    for statement in (
        "INSERT INTO access_emergency SELECT * FROM access_emergency",
        "UPDATE access_emergency SET until_at = until_at + interval '1 hour'",
        "UPDATE access_emergency SET child_id = gen_random_uuid()",
        "DELETE FROM access_ask",
        "UPDATE access_ask SET at = at - interval '2 days'",
    ):
        with (
            pytest.raises(ProgrammingError),
            transaction.atomic(),
            scoped(world.outsider),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_it_is_announced_to_the_owner_and_reviewed_by_somebody_else(world: World) -> None:
    protection = person(world.teams["york"], "DATA_PROTECTION")
    stranger = person(world.teams["leeds"], "DATA_PROTECTION")
    opens(world, world.outsider)
    with scoped(world.outsider):
        opened = list_own(world.outsider, 1)[0]
        assert count_to_review(world.outsider, 9) == 0
    assert opened.owner_team == "north-yorkshire team"
    for viewer, waits in ((world.manager, 1), (protection, 1), (stranger, 0), (world.home, 0)):
        with scoped(viewer):
            assert count_to_review(viewer, 9) == waits, viewer.roles
            assert len(list_to_review(viewer, None, 9)) == waits
    with pytest.raises(NotFound):
        review_emergency(world.act(stranger), opened.id, right=True)
    with pytest.raises(NotFound):
        review_emergency(world.act(world.outsider), opened.id, right=True)
    with pytest.raises(Refusal, match="why it was not right"):
        review_emergency(world.act(world.manager), opened.id, right=False)
    review_emergency(world.act(world.manager, "Nobody was hurt."), opened.id, right=False)
    review_emergency(world.act(protection, at=NOW + HOUR), opened.id, right=True)
    with scoped(world.manager):
        assert count_to_review(world.manager, 9) == 0
        assert reviews_of(world.manager, [opened.id])[opened.id].right


def test_it_is_ended_early_by_its_person_or_its_reviewers(world: World) -> None:
    opens(world, world.outsider)
    with scoped(world.outsider):
        opened = list_own(world.outsider, 1)[0].id
    with pytest.raises(NotFound):
        end_emergency(world.act(world.home), opened)
    end_emergency(world.act(world.manager), opened)
    assert not sees(world, world.outsider)
    with pytest.raises(Refusal, match="ended already"):
        end_emergency(world.act(world.outsider), opened)


def test_every_try_is_in_the_ledger(world: World) -> None:
    opens(world, world.outsider, Named("No", "Body", date(2012, 1, 1)))
    opens(world, world.outsider)
    with scoped(world.outsider):
        entries = Entry.objects.filter(person_id=world.outsider.person).order_by("id")
        assert [each.children for each in entries] == [[], [world.child]]
