"""Invite a person by e-mail with a role in a team; send again, withdraw; let them in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from homeward.access.actions import add_person
from homeward.access.people import actions, queries
from homeward.access.scope import scoped, set_scope
from homeward.agencies.queries import TeamFacts, get_directory
from homeward.casework.invite_person import check_address
from homeward.casework.transaction import demand
from homeward.ground.wake import wake
from homeward.ledger.actions import enter
from homeward.rules.acts import Act, NotFound, Refusal
from homeward.rules.clocks import LONDON
from homeward.rules.people import INVITED_DAYS, may_administer_agency
from homeward.rules.sharing import Role

USED_UP = (
    "This invitation can no longer be used. It was used, withdrawn, or is older than"
    f" {INVITED_DAYS} days. Ask your administrator to send a new one."
)


@dataclass(frozen=True, slots=True)
class Made:
    """An invitation that was made, and for whom."""

    id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is invited to what."""

    email: str
    name: str
    team: int
    role: Role
    until_on: date | None = None


def invite(act: Act, invited: Invited, site: str) -> Made:
    """Enter the person with the role; a link goes to their address.

    They cannot sign in before they used the link and chose a password. `site` is where the
    link leads: the address at which the administrator sees this record.
    """
    today = act.at.astimezone(LONDON).date()
    if invited.until_on is not None and invited.until_on < today:
        raise Refusal("The end must be today or later.", code="end-passed", field="until_on")
    with scoped(act.viewer):
        team = own_team(act, invited.team)
        check_address(act, invited.email, invited.name)
        person = add_person(act, invited.email, invited.name, None, rehearsal=False)
        actions.set_waiting(act, person)
        actions.add_membership(act, person, team.id, invited.role, today, invited.until_on)
        made = actions.invite(act, person, team.id, site, act.at + timedelta(days=INVITED_DAYS))
        enter(act, [], person)
        wake()
    return Made(made, person)


def own_team(act: Act, team: int) -> TeamFacts:
    """A team of the agency that the viewer administers; refused for any other."""
    known = get_directory().by_id.get(team)
    demand(may_administer_agency(act.viewer, known.agency if known else ""), "team")
    if known is None:
        raise NotFound
    return known


def send_again(act: Act, person: UUID, site: str) -> Made:
    """A new link for somebody who cannot sign in; the old one is worth nothing any more."""
    with scoped(act.viewer):
        found = queries.get_person(act.viewer, person)
        if found is None:
            raise NotFound
        demand(may_administer_agency(act.viewer, act.viewer.agency))
        if found.is_active:
            raise Refusal("This person signs in already.", code="signs-in")
        today = act.at.astimezone(LONDON).date()
        held = queries.roles_held(act.viewer, [person])
        own = [each for each in held if each.agency == act.viewer.agency and each.runs(today)]
        if not own:
            raise Refusal("Give this person a role first.", code="no-role")
        expires = act.at + timedelta(days=INVITED_DAYS)
        made = actions.invite(act, person, own[0].team_id, site, expires)
        enter(act, [], person)
        wake()
    return Made(made, person)


def withdraw_invitation(act: Act, person: UUID) -> None:
    """The link opens nothing any more; the roles that came with it end today."""
    with scoped(act.viewer):
        if queries.get_person(act.viewer, person) is None:
            raise NotFound
        demand(may_administer_agency(act.viewer, act.viewer.agency))
        if not actions.withdraw(act, person):
            raise Refusal("There is no open invitation.", code="nothing-open")
        today = act.at.astimezone(LONDON).date()
        for held in queries.roles_held(act.viewer, [person]):
            if held.agency == act.viewer.agency and held.until_on is None:
                actions.end_membership(act, held.id, max(today, held.since_on))
        enter(act, [], person)


def accept_invitation(act: Act, invitation: UUID, password: str) -> None:
    """The invited person chooses a password and may sign in. Refused when it is used up."""
    with transaction.atomic():
        set_scope(act.viewer)
        found = queries.get_invitation(act.viewer, invitation)
        if found is None or found.person_id != act.viewer.person or not found.is_open(act.at):
            raise Refusal(USED_UP, code="used-up")
        try:
            validate_password(password)
        except ValidationError as fault:
            raise Refusal(" ".join(fault.messages), code="weak", field="password") from None
        if not actions.use_invitation(act, invitation, password):
            raise Refusal(USED_UP, code="used-up")
        enter(act, [], act.viewer.person)
