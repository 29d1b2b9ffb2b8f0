"""Propose that a record whose period is over be erased. Somebody else must confirm it."""

from __future__ import annotations

from uuid import UUID

from homeward.casework.keeping import entered
from homeward.casework.transaction import demand
from homeward.retention.actions import propose
from homeward.retention.queries import get_decision, get_due, is_held
from homeward.rules.acts import Act, NotFound, Refusal
from homeward.rules.retention import may_keep


def propose_erasure(act: Act, child: UUID) -> None:
    """One keeper's word, with `act.reason`. Nothing is erased by it.

    Refused for another role, without a reason, under a hold, and where it is proposed
    already. NotFound where the record is not due.
    """
    demand(may_keep(act.viewer))
    if not act.reason:
        raise Refusal("Say why this record should be erased now.", code="needed", field="reason")
    with entered(act, child):
        found = get_due(act.viewer, child)
        if found is None:
            raise NotFound
        if is_held(act.viewer, child):
            raise Refusal("A hold is on this record. Nothing is erased under it.", code="held")
        if get_decision(act.viewer, child) is not None:
            raise Refusal("Somebody proposed this already.", code="already")
        propose(act, child, found.period, found.why)
