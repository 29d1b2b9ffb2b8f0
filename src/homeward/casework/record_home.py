"""Keep a mark of where a colleague lives, so that a reading of a neighbour's record is seen."""

from __future__ import annotations

from uuid import UUID

from homeward.access.looks.actions import keep_home
from homeward.access.looks.queries import home_mark
from homeward.access.people.queries import get_person
from homeward.access.scope import scoped
from homeward.casework.transaction import demand
from homeward.ledger.actions import enter
from homeward.rules.acts import Act, NotFound, Refusal
from homeward.rules.identifiers import Kind, clean
from homeward.rules.people import may_administer_agency


def record_home(act: Act, person: UUID, postcode: str) -> None:
    """The postcode itself is not kept: a keyed digest of it is, which nobody can read back."""
    plain = clean(Kind.POSTCODE, postcode)
    mark = home_mark(plain or "")
    if mark is None:
        raise Refusal("Enter a whole postcode.", code="postcode", field="postcode")
    with scoped(act.viewer):
        if get_person(act.viewer, person) is None:
            raise NotFound
        demand(may_administer_agency(act.viewer, act.viewer.agency))
        keep_home(act, person, mark)
        enter(act, [], person)
