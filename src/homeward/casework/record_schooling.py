"""Record how a child is taught: a school, or the route without one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from homeward.casework.entries import demand_alone, demand_days, note, said, standing, take_note
from homeward.casework.transaction import acting_on_child, demand, must_see
from homeward.children.actions import NewEntry, keep_entry
from homeward.children.facts import Kept, SchoolingFacts
from homeward.rules.acts import Act
from homeward.rules.living import can_teach, may_record
from homeward.rules.sharing import Section


@dataclass(frozen=True, slots=True)
class NewSchooling:
    """What is said of it. `is_second`: the child is on the roll of two schools at once."""

    route: str
    school_urn: str = ""
    school_name: str = ""
    year_group: str = ""
    is_second: bool = False


def record_schooling(
    act: Act,
    child: UUID,
    *,
    schooling: NewSchooling,
    said_by: str,
    since_on: date,
    until_on: date | None = None,
    thread: UUID | None = None,
) -> UUID:
    """Record schooling, or with `thread` its next version; its thread.

    One that has not ended says which school is told, and whether there is any. Refused to
    roles that may not record it, where it says too little or too much, and for days that
    another one covers, unless the child is on two rolls.
    """
    must_see(act, Section.SCHOOLING)
    demand(may_record(act.viewer.roles))
    demand_days(act, since_on, until_on)
    may = can_teach(schooling.route, schooling.school_urn, schooling.school_name)
    demand(may, "route" if may.code in ("route", "no-school") else "school_urn")
    with acting_on_child(act, child) as work:
        known = standing(work, Kept.SCHOOLING, SchoolingFacts, thread) if thread else None
        if not schooling.is_second:
            demand_alone(work, Kept.SCHOOLING, since_on, until_on, thread)
        reason = act.reason or ("Ended before it was recorded." if until_on else "")
        entry = NewEntry(said(said_by), asdict(schooling), since_on, until_on, reason=reason)
        kept = keep_entry(act, Kept.SCHOOLING, child, entry, thread)
        take_note(work)
        note(work, "schooling.recorded", since_on, route=schooling.route, corrected=bool(known))
        return kept
