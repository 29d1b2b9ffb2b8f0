"""Record what a child needs others to know: language, communication, health, who they are."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from homeward.casework.entries import demand_days, note, said, standing_now
from homeward.casework.transaction import acting_on_child, demand, must_see
from homeward.children.actions import NewEntry, keep_entry
from homeward.children.facts import Kept, NeedFacts
from homeward.children.queries import get_life
from homeward.rules.acts import Act, Refusal
from homeward.rules.needs import NEEDS, SINGLE, can_need


def record_need(
    act: Act,
    child: UUID,
    *,
    kind: str,
    words: str,
    said_by: str,
    since_on: date | None = None,
    thread: UUID | None = None,
) -> UUID:
    """Record a need, or with `thread` its next version; its thread.

    Of a kind that can only be one (a preferred name, pronouns) a new word takes the place of
    the one that stands, which stays readable.
    """
    demand(can_need(kind, words), "words" if kind in NEEDS else "kind")
    must_see(act, NEEDS[kind].section)
    demand_days(act, since_on, None)
    with acting_on_child(act, child) as work:
        if thread is not None:
            if standing_now(work, Kept.NEED, NeedFacts, thread).kind != kind:
                raise Refusal("Add it as something new instead.", code="kind", field="kind")
        elif kind in SINGLE:
            known = get_life(act.viewer, child, [Kept.NEED]).needs
            same = (each for each in known if each.kind == kind and each.stated.stands)
            thread = next((each.stated.thread for each in same), None)
        entry = NewEntry(
            said(said_by),
            {"kind": kind, "words": words.strip()},
            since_on,
            reason=act.reason if thread else "",
        )
        kept = keep_entry(act, Kept.NEED, child, entry, thread)
        note(work, "need.recorded", kind=kind, corrected=thread is not None)
        return kept
