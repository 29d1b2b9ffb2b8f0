"""What the verbs on family, placements, schooling and needs share.

Not a verb. Each of those verbs records one entry: a first version, or the next version of
one that the child has. Nothing is overwritten.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TypeVar
from uuid import UUID

from homeward.casework.transaction import Work, demand
from homeward.children.facts import EntryFacts, Kept, PlacementFacts
from homeward.children.queries import overlaps, standing_entries, versions_of
from homeward.rules.acts import Act, NewLine, NotFound, Refusal
from homeward.rules.clocks import DAY, LONDON, MINUTE
from homeward.rules.family import SaidBy, in_sequence
from homeward.rules.living import overlap

Facts = TypeVar("Facts", bound=EntryFacts)


def day_of(act: Act) -> date:
    """The local day of an act."""
    return act.at.astimezone(LONDON).date()


def demand_days(act: Act, since: date | None, until: date | None) -> None:
    """Refuse days that lie in the future or the wrong way round."""
    decision = in_sequence(since, until, day_of(act))
    demand(decision, "since_on" if decision.code == "since" else "until_on")


def demand_alone(
    work: Work, kept: Kept, since: date, until: date | None, thread: UUID | None
) -> None:
    """Refuse an entry that covers days of another one; the table refuses it as well."""
    child = work.case.child.id
    if overlaps(work.act.viewer, kept, child, (since, until), thread):
        demand(overlap(since, until), "since_on")


def standing(work: Work, kept: Kept, kind: type[Facts], thread: UUID) -> Facts:
    """The current version of an entry of this child. NotFound where there is none that stands."""
    found = versions_of(work.act.viewer, kept, work.case.child.id, thread)
    if not found or not isinstance(found[0], kind) or found[0].stated.in_error:
        raise NotFound
    return found[0]


def standing_now(work: Work, kept: Kept, kind: type[Facts], thread: UUID) -> Facts:
    """As `standing`, refused for an entry that has ended: correcting would open it again."""
    found = standing(work, kept, kind, thread)
    if found.stated.until_on is not None:
        raise Refusal("This has ended. Add it anew instead.", code="ended")
    return found


def said(said_by: str) -> str:
    """The code of whose word it is. NotFound for one that no form offers."""
    if said_by not in SaidBy.__members__:
        raise NotFound
    return said_by


def note(work: Work, kind: str, on: date | None = None, /, **data: object) -> None:
    """Say on the child's chronology what was recorded: from a local day, or at this moment."""
    if on is None:
        work.say_of_child(NewLine(kind, work.act.at, MINUTE, data=data))
        return
    at = datetime.combine(on, time(), LONDON)
    work.say_of_child(NewLine(kind, at, DAY, data=data))


def take_note(work: Work) -> None:
    """The child's summary, and with it teams and duties, follow what is on record now."""
    case = work.case
    case.placement = case.schooling = None
    for _, entry in standing_entries(work.act.viewer, [case.child.id]):
        if isinstance(entry, PlacementFacts):
            case.placement = entry
        else:
            case.schooling = entry
    work.book.summarise(case)
