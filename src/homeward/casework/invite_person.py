"""Invite a person: somebody who may sign in, with the roles that they hold in teams."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from homeward.access.actions import add_memberships, add_person
from homeward.access.facts import NewMembership
from homeward.access.queries import person_by_email
from homeward.access.scope import scoped
from homeward.agencies.queries import get_directory
from homeward.casework.transaction import demand
from homeward.ledger.actions import enter
from homeward.rules.acts import Act, Refusal
from homeward.rules.administration import may_administer
from homeward.rules.people import may_administer_agency


def make_person(
    act: Act,
    email: str,
    name: str,
    password: str | None,
    memberships: Sequence[NewMembership],
    rehearsal: bool = False,
) -> UUID:
    """Enter a person and their memberships; the person's id.

    Without a password nobody can sign in with one: rehearsal people sign in by a button,
    which exists in rehearsal mode alone. Refused for an address that is known already, a
    weak password (the reasons are the sentence), or a team that is not known.
    """
    demand(may_administer(act.viewer))
    with scoped(act.viewer):
        check_address(act, email, name)
        if password is not None:
            _check_password(password)
        held = [(_team_of(act, each), each) for each in memberships]
        person = add_person(act, email, name, password, rehearsal=rehearsal)
        add_memberships(act, person, held)
        enter(act, [], person)
    return person


def _team_of(act: Act, membership: NewMembership) -> int:
    teams = get_directory().by_id.values()
    team = next((each for each in teams if each.code == membership.team), None)
    if team is None:
        raise Refusal(
            f"There is no team {membership.team}. Enter the team first.",
            code="unknown-team",
            field="team",
        )
    demand(may_administer_agency(act.viewer, team.agency), "team")
    return team.id


def check_address(act: Act, email: str, name: str) -> None:
    """Refuse a blank name, what is no address, and an address that is known already."""
    if not name.strip():
        raise Refusal("Give the person's name.", code="needs-name", field="name")
    try:
        validate_email(email.strip())
    except ValidationError:
        raise Refusal(
            f"{email} is no e-mail address, for example name@agency.example.",
            code="no-address",
            field="email",
        ) from None
    if person_by_email(act.viewer, email) is not None:
        raise Refusal(
            f"Somebody with the address {email} is known already; nothing was changed.",
            code="known-address",
            field="email",
        )


def _check_password(password: str) -> None:
    try:
        validate_password(password)
    except ValidationError as fault:
        raise Refusal(" ".join(fault.messages), code="weak-password", field="password") from None
