"""Entering people from the command line. Loaded when the record is open."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings

from homeward.access.facts import NewMembership
from homeward.access.queries import SYSTEM_VIEWER, has_holder
from homeward.agencies.facts import NewAgency, NewTeam
from homeward.casework.found_partnership import found_partnership
from homeward.casework.invite_person import make_person
from homeward.casework.set_way_in import set_way_in
from homeward.cli.acts import system_act
from homeward.cli.answers import BadInput
from homeward.ground.clock import today
from homeward.rules.acts import Refusal
from homeward.rules.sharing import Role
from homeward.rules.sign_in import WayIn

AGENCY = NewAgency("partnership", "Safeguarding children partnership", "PARTNERSHIP")
TEAM = NewTeam("record-keepers", AGENCY.code, "Keepers of the record", "RECORD")


def create_first_administrator(email: str, name: str, password: str) -> UUID:
    """Enter the first administrator, and the team they are in where it is not there yet.

    Raises BadInput when there is an administrator already, or the address or the password
    cannot be used.
    """
    if has_holder(SYSTEM_VIEWER, Role.ADMINISTRATOR, today()):
        raise BadInput("There is an administrator already; nothing was changed.")
    held = NewMembership(TEAM.code, Role.ADMINISTRATOR, today())
    try:
        found_partnership(system_act("found_partnership"), [AGENCY], [TEAM])
        return make_person(system_act("make_person"), email, name, password, [held])
    except Refusal as refusal:
        raise BadInput(refusal.sentence) from None


def add_person(email: str, name: str, password: str, team: str, role: str) -> UUID:
    """Enter a person with one role in one team. Raises BadInput with the reason."""
    held = NewMembership(team, Role(role), today())
    try:
        return make_person(system_act("make_person"), email, name, password, [held])
    except Refusal as refusal:
        raise BadInput(refusal.sentence) from None


def sign_in_by(agency: str, service: str, domains: Sequence[str], password: bool) -> None:
    """Keep how an agency's people sign in. Raises BadInput with the reason."""
    known = {each.id for each in settings.SIGN_IN_SERVICES}
    way = WayIn(service, tuple(each.strip().lower() for each in domains), password)
    try:
        set_way_in(system_act("set_way_in"), agency, way, known)
    except Refusal as refusal:
        raise BadInput(refusal.sentence) from None
