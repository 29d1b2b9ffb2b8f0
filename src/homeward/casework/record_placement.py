"""Record where an authority placed a child, or that the child lives at home."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from homeward.casework.entries import demand_alone, demand_days, note, said, standing, take_note
from homeward.casework.transaction import acting_on_child, demand, must_see
from homeward.children.actions import NewEntry, keep_entry
from homeward.children.facts import Kept, PlacementFacts
from homeward.rules.acts import Act
from homeward.rules.living import can_place, may_record
from homeward.rules.sharing import Section


@dataclass(frozen=True, slots=True)
class NewPlacement:
    """What is said of a placement. `setting` as `children.models.Setting`, authorities by code."""

    setting: str
    provider: str = ""
    provider_urn: str = ""
    host_la: str = ""
    placing_la: str = ""
    home_la: str = ""
    school_urn: str = ""


def record_placement(
    act: Act,
    child: UUID,
    *,
    placement: NewPlacement,
    said_by: str,
    since_on: date,
    until_on: date | None = None,
    thread: UUID | None = None,
) -> UUID:
    """Record a placement, or with `thread` its next version; its thread.

    One that has not ended becomes where the child lives: setting, area, whether another
    authority placed the child, and which home and authority are involved follow it. Refused
    to roles that may not record it, where it says too little, and for days that another
    placement covers.
    """
    must_see(act, Section.PLACES)
    demand(may_record(act.viewer.roles))
    demand_days(act, since_on, until_on)
    may = can_place(
        placement.setting, placement.provider, placement.provider_urn, placement.school_urn
    )
    demand(may, "school_urn" if may.code == "school" else "provider")
    with acting_on_child(act, child) as work:
        known = standing(work, Kept.PLACEMENT, PlacementFacts, thread) if thread else None
        demand_alone(work, Kept.PLACEMENT, since_on, until_on, thread)
        reason = act.reason or ("Ended before it was recorded." if until_on else "")
        entry = NewEntry(said(said_by), asdict(placement), since_on, until_on, reason=reason)
        kept = keep_entry(act, Kept.PLACEMENT, child, entry, thread)
        take_note(work)
        note(work, "placement.made", since_on, setting=placement.setting, corrected=bool(known))
        return kept
