"""Find the records about which somebody must decide. The worker's work; it decides nothing."""

from __future__ import annotations

from uuid import UUID

from homeward.access.scope import scoped
from homeward.casework.keeping import count_due
from homeward.children.queries import children_after
from homeward.retention.actions import keep_due
from homeward.rules.acts import Act

BATCH = 1000


def find_due_records(act: Act, after: UUID | None = None) -> UUID | None:
    """Work out when the next thousand records are due, in one transaction.

    The last child's id, to go on from; None when all were counted.
    """
    with scoped(act.viewer):
        children = children_after(act.viewer, after, BATCH)
        found = count_due(act.viewer, children)
        keep_due(
            act,
            [
                (
                    child.id,
                    child.name,
                    child.dob,
                    sorted(kept.classes),
                    due.period.id,
                    due.why,
                    due.on,
                )
                for child in children
                for kept, due in [found[child.id]]
            ],
        )
    return children[-1].id if len(children) == BATCH else None
