"""Lift a hold on a child's record; that it stood, and why, stays on record."""

from __future__ import annotations

from uuid import UUID

from homeward.access.scope import scoped
from homeward.casework.keeping import entered
from homeward.casework.transaction import demand
from homeward.retention.actions import lift_hold as lift
from homeward.retention.queries import get_hold
from homeward.rules.acts import Act, NotFound, Refusal
from homeward.rules.retention import may_hold


def lift_hold(act: Act, hold: UUID) -> None:
    """The hold ends with `act.reason`. NotFound where the viewer has no such hold."""
    with scoped(act.viewer):
        found = get_hold(act.viewer, hold)
    if found is None:
        raise NotFound
    demand(may_hold(act.viewer, found.kind, act.reason), "reason")
    with entered(act, found.child_id):
        if not lift(act, hold):
            raise Refusal("This hold was lifted already.", code="lifted")
