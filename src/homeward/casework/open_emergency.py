"""Open a child's record in an emergency, for one person and some hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from homeward.access.emergencies.actions import Sought, ask_for_emergency
from homeward.access.scope import set_scope
from homeward.casework.transaction import demand
from homeward.ground.wake import wake
from homeward.ledger.actions import enter
from homeward.linkage.keys import match_keys
from homeward.rules.acts import Act, Refusal
from homeward.rules.emergency import TOO_OFTEN, may_open
from homeward.rules.identifiers import Kind, clean
from homeward.rules.linkage import Person

#: The numbers by which a child may be named.
NUMBERS = (Kind.NHS_NO, Kind.UPN, Kind.LA_CHILD_ID)


@dataclass(frozen=True, slots=True)
class Named:
    """Who the child is: names with date of birth, or a number of a kind."""

    forename: str = ""
    surname: str = ""
    dob: date | None = None
    number_kind: Kind | None = None
    number: str = ""


def open_emergency(act: Act, named: Named, *, team: int, hours: int) -> UUID | None:
    """The child, whose record is open to this person for so many hours; None for no answer.

    No such child, several, and a slip in what was written give the same None: nothing is
    learned by trying. Every try is kept and counted. The record's owner is told, and
    somebody else reviews it. Nothing is opened for a child whom the viewer sees anyway.
    """
    demand(may_open(act.viewer, hours, act.reason), "reason")
    if team not in act.viewer.teams:
        raise Refusal("Choose a team of your own.", code="not-your-team", field="team")
    with transaction.atomic():
        set_scope(act.viewer)
        opened = ask_for_emergency(act, _sought(named), team, hours)
        if opened.outcome == "LIMIT":
            raise Refusal(TOO_OFTEN, code="too-often")
        found = [opened.child_id] if opened.child_id else []
        enter(act, found, opened.emergency_id)
        if opened.outcome == "OPENED":
            wake()
    return opened.child_id


def _sought(named: Named) -> Sought:
    if named.number_kind is not None:
        number = clean(named.number_kind, named.number) or ""
        return Sought(number_kind=named.number_kind.value, number=number)
    person = Person(named.surname, named.forename, dob=named.dob)
    keys = (key for key in match_keys(person) if key.startswith("w"))
    return Sought(named.surname, named.forename, named.dob, next(keys, ""))
