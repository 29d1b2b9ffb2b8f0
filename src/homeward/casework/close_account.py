"""Hand a leaver's open work on, then close the account: sessions end at once."""

from __future__ import annotations

from uuid import UUID

from homeward.access.people import actions, queries
from homeward.access.people.queries import PersonFacts
from homeward.access.scope import scoped
from homeward.agencies.queries import get_directory
from homeward.casework.transaction import demand
from homeward.ground.wake import wake
from homeward.ledger.actions import enter
from homeward.rules.acts import Act, NotFound, Refusal
from homeward.rules.clocks import LONDON
from homeward.rules.people import HANDED_ON, can_leave, may_administer_agency


def hand_on(act: Act, person: UUID, kind: str, *, team: int, colleague: UUID | None) -> None:
    """One kind of somebody's open work goes to a team of the agency, led by this colleague.

    An administrator decides and sees numbers alone; the worker carries it out, so that the
    administrator need not be involved with the children. Drafts need a colleague.
    """
    with scoped(act.viewer):
        _own_person(act, person)
        known = get_directory().by_id.get(team)
        if known is None or known.agency != act.viewer.agency or kind not in HANDED_ON:
            raise NotFound
        if colleague is not None:
            _in_team(act, colleague, team, person)
        elif kind == "DRAFTS":
            raise Refusal("A draft goes to a person. Choose one.", code="person", field="colleague")
        if not any(each.kind == kind for each in queries.open_work(act.viewer, person)):
            raise Refusal("There is nothing of this kind to hand on.", code="nothing-open")
        if kind in queries.handed_on(act.viewer, person):
            raise Refusal("This is being handed on already.", code="under-way")
        actions.ask_handover(act, person, kind, act.viewer.agency, team, colleague)
        enter(act, [], person)
        wake()


def _in_team(act: Act, colleague: UUID, team: int, leaver: UUID) -> None:
    found = queries.get_person(act.viewer, colleague)
    today = act.at.astimezone(LONDON).date()
    held = queries.roles_held(act.viewer, [colleague])
    runs = any(each.team_id == team and each.runs(today) for each in held)
    if found is None or not found.is_active or not runs or colleague == leaver:
        raise Refusal("Choose somebody who works in that team.", code="team", field="colleague")


def close_account(act: Act, person: UUID) -> None:
    """No password is right any more, no session goes on, every role ends today.

    Refused while anything of theirs is open, for the agency's last administrator, and for
    somebody who works for another agency too.
    """
    with scoped(act.viewer):
        found = _own_person(act, person)
        if found.closed_at is not None:
            raise Refusal("This account is closed already.", code="closed")
        today = act.at.astimezone(LONDON).date()
        running = [each for each in queries.roles_held(act.viewer, [person]) if each.runs(today)]
        if any(each.agency != act.viewer.agency for each in running):
            raise Refusal(
                "This person works for another agency too. End the roles of your own agency;"
                " the account stays open for the other.",
                code="elsewhere",
            )
        admins = queries.administrators(act.viewer, act.viewer.agency, today)
        demand(
            can_leave(queries.open_work(act.viewer, person), last_administrator=admins == {person})
        )
        for each in running:
            actions.end_membership(act, each.id, today)
        actions.withdraw(act, person)
        actions.shut_out(act, person)
        enter(act, [], person)


def _own_person(act: Act, person: UUID) -> PersonFacts:
    found = queries.get_person(act.viewer, person)
    if found is None:
        raise NotFound
    demand(may_administer_agency(act.viewer, act.viewer.agency))
    return found
