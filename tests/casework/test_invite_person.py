"""Entering somebody who may sign in, with the roles that they hold."""

from __future__ import annotations

from datetime import date

import pytest
from tests.casework.worlds import NOW, act_of, as_worker, partnership, system_act

from homeward.access.facts import NewMembership
from homeward.access.models import Person
from homeward.access.queries import SYSTEM_VIEWER, get_viewer, person_by_email
from homeward.casework.invite_person import make_person
from homeward.rules.acts import Refusal, Viewer
from homeward.rules.sharing import Role

pytestmark = pytest.mark.django_db

STRONG = "four quiet herons wading"
HELD = NewMembership("north-yorkshire-team", Role.SOCIAL_WORKER, date(2026, 1, 1))


def test_a_person_signs_in_with_the_password_and_holds_the_role() -> None:
    teams = partnership()
    with as_worker():
        person = make_person(
            system_act("make_person"), " Sam@Agency.example ", "Sam Reed", STRONG, [HELD]
        )
    made = Person.objects.get(pk=person)
    assert (made.email, made.name, made.is_rehearsal) == ("sam@agency.example", "Sam Reed", False)
    assert made.check_password(STRONG)
    viewer = get_viewer(person, NOW.date())
    assert viewer.teams == (teams["north-yorkshire"].id,)
    assert viewer.roles == {"SOCIAL_WORKER"}
    assert person_by_email(SYSTEM_VIEWER, "SAM@agency.example") == person


def test_somebody_of_the_rehearsal_has_no_password_at_all() -> None:
    with as_worker():
        person = make_person(
            system_act("make_person"), "zofia@rehearsal.example", "Zofia", None, [], rehearsal=True
        )
    made = Person.objects.get(pk=person)
    assert made.is_rehearsal
    assert not made.has_usable_password()


@pytest.mark.parametrize(
    ("email", "name", "password", "held", "code"),
    [
        ("sam@agency.example", " ", STRONG, [], "needs-name"),
        ("sam at agency", "Sam", STRONG, [], "no-address"),
        ("sam@agency.example", "Sam", "short", [], "weak-password"),
        (
            "sam@agency.example",
            "Sam",
            STRONG,
            [NewMembership("nobody", Role.NURSE, date(2026, 1, 1))],
            "unknown-team",
        ),
    ],
)
def test_what_cannot_be_used_is_refused(
    email: str, name: str, password: str, held: list[NewMembership], code: str
) -> None:
    with as_worker(), pytest.raises(Refusal) as refused:
        make_person(system_act("make_person"), email, name, password, held)
    assert refused.value.code == code
    assert not Person.objects.exists()


def test_an_address_is_one_persons() -> None:
    with as_worker():
        make_person(system_act("make_person"), "sam@agency.example", "Sam", STRONG, [])
        with pytest.raises(Refusal, match="known already"):
            make_person(system_act("make_person"), "SAM@agency.example", "Other", STRONG, [])
    assert Person.objects.count() == 1


def test_nobody_but_an_administrator_invites() -> None:
    worker = Viewer(None, "partnership", (), frozenset({"SOCIAL_WORKER"}))
    with pytest.raises(Refusal) as refused:
        make_person(act_of(worker, "make_person"), "sam@agency.example", "Sam", STRONG, [])
    assert refused.value.code == "needs-administrator"
