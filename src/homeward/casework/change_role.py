"""Give a role, change it, move somebody to another team, let a role end or run on."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from homeward.access.people import actions, queries
from homeward.access.scope import scoped
from homeward.agencies.queries import get_directory
from homeward.casework.transaction import demand
from homeward.ledger.actions import enter
from homeward.rules.acts import Act, NotFound, Refusal
from homeward.rules.clocks import LONDON
from homeward.rules.people import can_change, may_administer_agency
from homeward.rules.sharing import Role


def give_role(act: Act, person: UUID, *, team: int, role: Role, until_on: date | None) -> None:
    """Another role, from today on. Refused for one that is held already."""
    today = act.at.astimezone(LONDON).date()
    with scoped(act.viewer):
        if queries.get_person(act.viewer, person) is None:
            raise NotFound
        _own(act, team)
        demand(can_change(today, None, today, until_on), "until_on")
        _not_held(act, person, team, role, today)
        actions.add_membership(act, person, team, role, today, until_on)
        enter(act, [], person)


def change_role(
    act: Act, person: UUID, held: int, *, team: int, role: Role, until_on: date | None
) -> None:
    """Another role or team: the old one ends today, the new one begins today.

    With the same role and team only the end changes. Open work stays with the old team; the
    agency's last administrator keeps the role.
    """
    today = act.at.astimezone(LONDON).date()
    with scoped(act.viewer):
        roles = queries.roles_held(act.viewer, [person])
        old = next((each for each in roles if each.id == held), None)
        if old is None or old.agency != act.viewer.agency:
            raise NotFound
        _own(act, team)
        demand(can_change(old.since_on, old.until_on, today, until_on), "until_on")
        same = (team, role) == (old.team_id, old.role)
        if old.role == Role.ADMINISTRATOR and (until_on is not None or not same):
            _not_the_last(act, person, today)
        if same:
            actions.end_membership(act, held, until_on)
        else:
            _not_held(act, person, team, role, today)
            actions.end_membership(act, held, today)
            actions.add_membership(act, person, team, role, today, until_on)
        enter(act, [], person)


def _own(act: Act, team: int) -> None:
    known = get_directory().by_id.get(team)
    demand(may_administer_agency(act.viewer, known.agency if known else ""), "team")


def _not_held(act: Act, person: UUID, team: int, role: Role, today: date) -> None:
    held = queries.roles_held(act.viewer, [person])
    if any(
        (each.team_id, each.role) == (team, role)
        and (each.until_on is None or each.until_on > today)
        for each in held
    ):
        raise Refusal("This role in this team is held already.", code="held", field="role")


def _not_the_last(act: Act, person: UUID, today: date) -> None:
    if queries.administrators(act.viewer, act.viewer.agency, today) <= {person}:
        raise Refusal(
            "This is the agency's last administrator. Make somebody else one first.",
            code="last-administrator",
        )
