"""Say that a tie, a household, a placement, schooling or a need no longer stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from types import MappingProxyType
from uuid import UUID

from homeward.casework.entries import day_of, demand_days, note, standing, take_note
from homeward.casework.transaction import acting_on_child, demand, must_see
from homeward.children.actions import NewEntry, keep_entry
from homeward.children.facts import (
    EntryFacts,
    HouseholdFacts,
    Kept,
    NeedFacts,
    PlacementFacts,
    SchoolingFacts,
    TieFacts,
)
from homeward.rules.acts import Act, NotFound, Refusal
from homeward.rules.family import reasoned
from homeward.rules.living import may_record
from homeward.rules.needs import NEEDS
from homeward.rules.sharing import Section

#: What may be ended: its facts, the section to be seen, the line that says so.
_ENDED: Mapping[Kept, tuple[type[EntryFacts], Section, str]] = MappingProxyType(
    {
        Kept.TIE: (TieFacts, Section.THIRD_PARTY, "family.ended"),
        Kept.HOUSEHOLD: (HouseholdFacts, Section.THIRD_PARTY, "household.ended"),
        Kept.PLACEMENT: (PlacementFacts, Section.PLACES, "placement.ended"),
        Kept.SCHOOLING: (SchoolingFacts, Section.SCHOOLING, "schooling.ended"),
        Kept.NEED: (NeedFacts, Section.NEEDS, "need.ended"),
    }
)
#: What decides who else is involved with the child.
_INVOLVING = frozenset({Kept.PLACEMENT, Kept.SCHOOLING})
_FOREIGN = {"relative": "relative_id", "other_child": "other_child_id"}


def end_entry(
    act: Act,
    child: UUID,
    *,
    kept: Kept,
    thread: UUID,
    until_on: date | None = None,
    in_error: bool = False,
) -> None:
    """End an entry on a local day (today by default), or mark it as entered in error.

    `act.reason` says why. It stays readable, with who ended it. Refused without a reason and
    for one that has ended; NotFound where the viewer has no such entry.
    """
    if kept not in _ENDED:
        raise NotFound
    facts, section, line = _ENDED[kept]
    must_see(act, section)
    if kept in _INVOLVING:
        demand(may_record(act.viewer.roles))
    demand(reasoned(act.reason), "reason")
    with acting_on_child(act, child) as work:
        known = standing(work, kept, facts, thread)
        if isinstance(known, NeedFacts):
            must_see(act, NEEDS[known.kind].section)
        stated = known.stated
        if stated.until_on and not in_error:
            raise Refusal("This has ended already.", code="ended")
        until = stated.until_on if in_error else until_on or day_of(act)
        if not in_error:
            demand_days(act, stated.since_on, until)
        entry = NewEntry(
            stated.said_by, _values(known), stated.since_on, until, in_error, act.reason
        )
        keep_entry(act, kept, child, entry, thread)
        if kept in _INVOLVING:
            take_note(work)
        note(work, line, None if in_error else until, in_error=in_error)


def _values(known: EntryFacts) -> dict[str, object]:
    """The columns of its own kind, as they stood."""
    kept: dict[str, object] = {}
    for each in fields(known):
        if each.name not in ("stated", "child"):
            value = getattr(known, each.name)
            kept[_FOREIGN.get(each.name, each.name)] = (
                list(value) if isinstance(value, tuple) else value
            )
    return kept
