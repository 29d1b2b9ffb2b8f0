"""Put a child's record on hold: nothing of it is erased until the hold is lifted."""

from __future__ import annotations

from uuid import UUID

from homeward.casework.keeping import entered
from homeward.casework.transaction import demand
from homeward.children.queries import get_child
from homeward.retention.actions import place_hold
from homeward.retention.queries import get_due
from homeward.rules.acts import Act, NotFound
from homeward.rules.retention import may_hold


def hold_record(act: Act, child: UUID, *, kind: str) -> None:
    """An inquiry, a claim or a police operation needs the record; `act.reason` says which.

    NotFound for somebody who neither sees the child nor keeps the record that is due.
    Refused for a role that may not, an unknown kind, and without a reason.
    """
    demand(may_hold(act.viewer, kind, act.reason), "reason" if kind else "kind")
    with entered(act, child):
        seen = get_child(act.viewer, child)
        if (seen is None or seen.erased_at) and get_due(act.viewer, child) is None:
            raise NotFound
        place_hold(act, child, kind)
