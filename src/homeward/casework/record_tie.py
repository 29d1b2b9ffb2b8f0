"""Record what somebody is to a child: a relative or associate, or another child by reference."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from homeward.casework.entries import demand_days, note, said, standing_now
from homeward.casework.transaction import Work, acting_on_child, demand, must_see
from homeward.children.actions import NewEntry, keep_entry, keep_relative
from homeward.children.facts import Kept, RelativeFacts, TieFacts
from homeward.children.queries import find_children, get_life
from homeward.rules.acts import Act, NotFound, Refusal
from homeward.rules.family import Answer, can_stand
from homeward.rules.sharing import Section


@dataclass(frozen=True, slots=True)
class NewTie:
    """What is said of a tie; answers are those of `rules.family.Answer`."""

    kind: str
    words: str = ""
    responsibility: str = Answer.UNKNOWN.value
    lives_with: str = Answer.UNKNOWN.value
    safe: str = Answer.UNKNOWN.value
    why_unsafe: str = ""


@dataclass(frozen=True, slots=True)
class NewRelative:
    """What is said of the person: their name, how to reach them, what else is known."""

    name: str
    reach: str = ""
    notes: str = ""


def record_tie(
    act: Act,
    child: UUID,
    *,
    tie: NewTie,
    said_by: str,
    person: NewRelative | None = None,
    relative: UUID | None = None,
    other_child: UUID | None = None,
    since_on: date | None = None,
    thread: UUID | None = None,
) -> UUID:
    """Record a tie, or with `thread` its next version; the tie's thread.

    Give `person` for somebody new, with `relative` for somebody who is on the record of a
    child that the viewer has; `other_child` for another child of theirs. Refused where the
    rules on ties say no; NotFound for a child, relative or tie that the viewer does not have.
    """
    must_see(act, Section.THIRD_PARTY)
    demand_days(act, since_on, None)
    with acting_on_child(act, child) as work:
        known = standing_now(work, Kept.TIE, TieFacts, thread) if thread else None
        if known is not None:
            relative, other_child = known.relative, known.other_child
        elif other_child is not None:
            _demand_other(work, other_child)
        of_child = other_child is not None
        stands = can_stand(tie.kind, of_child=of_child, safe=tie.safe, why_unsafe=tie.why_unsafe)
        demand(stands, "why_unsafe" if stands.code == "unsafe-reason" else "kind")
        if not of_child:
            relative = _keep_person(work, relative, person, said_by)
        values = {**asdict(tie), "relative_id": relative, "other_child_id": other_child}
        entry = NewEntry(said(said_by), values, since_on, reason=act.reason if known else "")
        kept = keep_entry(act, Kept.TIE, child, entry, thread)
        note(work, "family.recorded", kind=tie.kind, corrected=bool(known))
        return kept


def _demand_other(work: Work, other: UUID) -> None:
    if other == work.case.child.id:
        raise Refusal("This is the same child.", code="same-child", field="kind")
    if other not in find_children(work.act.viewer, [other]):
        raise NotFound


def _keep_person(
    work: Work, relative: UUID | None, person: NewRelative | None, said_by: str
) -> UUID:
    """Who it is, said anew where something is said anew."""
    act, child = work.act, work.case.child.id
    known = _words_on(work, child, relative)
    if person is None or not person.name.strip():
        if known is None:
            raise Refusal("Give a name, or what they are called.", code="name", field="name")
        return known.relative
    if known and (known.name, known.reach, known.notes) == (
        person.name,
        person.reach,
        person.notes,
    ):
        return known.relative
    whose = relative or keep_relative(act, child)
    thread = known.stated.thread if known else None
    values = {**asdict(person), "relative_id": whose}
    keep_entry(act, Kept.RELATIVE, child, NewEntry(said(said_by), values), thread)
    return whose


def _words_on(work: Work, child: UUID, relative: UUID | None) -> RelativeFacts | None:
    """What this child's record says of a relative. NotFound for one nobody here speaks of."""
    if relative is None:
        return None
    life = get_life(work.act.viewer, child, [Kept.RELATIVE, Kept.TIE])
    if relative in life.relatives:
        return life.relatives[relative]
    for other in sorted(life.others):
        if relative in get_life(work.act.viewer, other, [Kept.RELATIVE]).relatives:
            return None
    raise NotFound
