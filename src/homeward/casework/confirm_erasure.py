"""Confirm that a record be erased: the second person. A week later it is done for good."""

from __future__ import annotations

from uuid import UUID

from homeward.casework.keeping import entered
from homeward.casework.transaction import demand
from homeward.retention.actions import confirm
from homeward.retention.queries import get_decision, is_held
from homeward.rules.acts import Act, NotFound, Refusal
from homeward.rules.retention import may_confirm, may_keep


def confirm_erasure(act: Act, child: UUID) -> None:
    """Refused for whoever proposed it, under a hold, and where it is confirmed already.

    NotFound where nothing is proposed.
    """
    demand(may_keep(act.viewer))
    with entered(act, child):
        found = get_decision(act.viewer, child)
        if found is None:
            raise NotFound
        demand(may_confirm(act.viewer, found.proposed_by))
        if is_held(act.viewer, child):
            raise Refusal("A hold is on this record. Nothing is erased under it.", code="held")
        if not confirm(act, found.id):
            raise Refusal("This was confirmed already.", code="already")
