"""Take back the decision to erase a record, as long as it was not carried out."""

from __future__ import annotations

from uuid import UUID

from homeward.casework.keeping import entered
from homeward.casework.transaction import demand
from homeward.retention.actions import withdraw
from homeward.retention.queries import get_decision
from homeward.rules.acts import Act, NotFound, Refusal
from homeward.rules.retention import may_keep


def withdraw_erasure(act: Act, child: UUID) -> None:
    """One keeper is enough to stop it. NotFound where nothing is decided."""
    demand(may_keep(act.viewer))
    with entered(act, child):
        found = get_decision(act.viewer, child)
        if found is None:
            raise NotFound
        if not withdraw(act, found.id):
            raise Refusal("This record is erased. That cannot be undone.", code="erased")
