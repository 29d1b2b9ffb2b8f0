"""Record who lives together at an address of a child's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from homeward.casework.entries import demand_days, note, said, standing_now
from homeward.casework.transaction import acting_on_child, must_see
from homeward.children.actions import NewEntry, keep_entry
from homeward.children.facts import HouseholdFacts, Kept
from homeward.children.queries import get_life
from homeward.rules.acts import Act, NotFound, Refusal
from homeward.rules.sharing import Section


def record_household(
    act: Act,
    child: UUID,
    *,
    name: str,
    said_by: str,
    address: str = "",
    postcode: str = "",
    members: Sequence[UUID] = (),
    since_on: date | None = None,
    thread: UUID | None = None,
) -> UUID:
    """Record a household, or with `thread` its next version; its thread.

    `members` are ties of this child, by their threads. Refused without a name; NotFound for
    a member who is not tied to this child.
    """
    must_see(act, Section.THIRD_PARTY)
    demand_days(act, since_on, None)
    if not name.strip():
        raise Refusal("Say whose household it is.", code="needed", field="name")
    with acting_on_child(act, child) as work:
        known = standing_now(work, Kept.HOUSEHOLD, HouseholdFacts, thread) if thread else None
        tied = {tie.stated.thread for tie in get_life(act.viewer, child, [Kept.TIE]).ties}
        if not tied.issuperset(members):
            raise NotFound
        values = {
            "name": name.strip(),
            "address": address.strip(),
            "postcode": postcode.strip().upper(),
            "members": list(members),
        }
        entry = NewEntry(said(said_by), values, since_on, reason=act.reason if known else "")
        kept = keep_entry(act, Kept.HOUSEHOLD, child, entry, thread)
        note(work, "household.recorded", corrected=bool(known))
        return kept
