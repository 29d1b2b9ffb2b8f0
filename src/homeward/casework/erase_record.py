"""Erase a child's record for good: what the data map says goes, ids, times and digests stay."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from homeward.access.scope import scoped
from homeward.casework.data_map import NOUNS
from homeward.casework.keeping import may_go, numbers_of, reach_of
from homeward.children.actions import mark_erased
from homeward.children.queries import lock_children
from homeward.chronology.erasing import erase_words
from homeward.documents.actions import erase_documents
from homeward.ground.erasing import erase_tables
from homeward.ledger.actions import enter
from homeward.linkage.joining import kept_of
from homeward.retention.actions import carried_out, stopped
from homeward.retention.queries import get_decision, to_carry_out
from homeward.rules.acts import Act

#: Between the second person's word and the erasure, so that a hold can still stop it (P).
WAIT = timedelta(days=7)
ELSEWHERE = (
    "This number counts under another record of the same child. Decide about that record:"
    " both numbers are erased together."
)


def erase_next(act: Act) -> bool:
    """Erase the record whose decision waited longest; whether there was one. The worker's."""
    with scoped(act.viewer):
        child = to_carry_out(act.viewer, act.at, WAIT)
    if child is None:
        return False
    erase_record(act, child)
    return True


def erase_record(act: Act, child: UUID) -> bool:
    """Carry out the decision of two people about one record; whether it could be.

    Everything is asked again: the period, holds, whether the child is missing or a review
    waits. What stops it is written on the decision. Every number that was joined to this one
    goes with it, or none does. All or nothing, in one transaction.
    """
    viewer = act.viewer
    with scoped(viewer):
        numbers = numbers_of(viewer, child)
        lock_children(viewer, numbers)
        decision = get_decision(viewer, child)
        if decision is None or decision.confirmed_at is None or decision.carried_at is not None:
            return False
        if numbers_of(viewer, child) != numbers:
            return False  # Joined or parted at this moment: the next run sees it as it is.
        if kept_of(viewer, child) != child:
            stopped(act, decision.id, ELSEWHERE)
            return False
        reaches = {number: reach_of(viewer, number) for number in numbers}
        allowed = may_go(viewer, reaches, act.at)
        if not allowed:
            stopped(act, decision.id, allowed.reason)
            return False
        erase_documents(act, numbers)
        for number, reach in reaches.items():
            erase_words(act, number, decision.period)
            for noun, tables in NOUNS.items():
                erase_tables(noun, tables, reach.names())
            mark_erased(act, number)
        carried_out(act, decision.id)
        enter(act, numbers, child)
    return True
