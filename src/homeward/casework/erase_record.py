"""Erase a child's record for good: what the data map says goes, ids, times and digests stay."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from homeward.access.scope import scoped
from homeward.casework.data_map import NOUNS
from homeward.casework.keeping import count_due, may_go, reach_of
from homeward.children.actions import mark_erased
from homeward.children.queries import find_children, lock_children
from homeward.chronology.erasing import erase_words
from homeward.documents.actions import erase_documents
from homeward.ground.erasing import erase_tables
from homeward.ledger.actions import enter
from homeward.retention.actions import carried_out, stopped
from homeward.retention.queries import get_decision, to_carry_out
from homeward.rules.acts import Act

#: Between the second person's word and the erasure, so that a hold can still stop it (P).
WAIT = timedelta(days=7)


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
    waits. What stops it is written on the decision. All or nothing, in one transaction.
    """
    viewer = act.viewer
    with scoped(viewer):
        lock_children(viewer, [child])
        decision = get_decision(viewer, child)
        facts = find_children(viewer, [child])[child]
        if decision is None or decision.confirmed_at is None or decision.carried_at is not None:
            return False
        _, found = count_due(viewer, [facts])[child]
        reach = reach_of(viewer, child)
        allowed = may_go(viewer, found, reach, act.at)
        if not allowed:
            stopped(act, decision.id, allowed.reason)
            return False
        erase_words(act, child, decision.period)
        erase_documents(act, [child])
        for noun, tables in NOUNS.items():
            erase_tables(noun, tables, reach.names())
        mark_erased(act, child)
        carried_out(act, decision.id)
        enter(act, [child], child)
    return True
