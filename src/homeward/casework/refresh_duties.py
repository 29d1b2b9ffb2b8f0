"""Work out again the duties of children that were queued: a late fact, an edition, a repeat."""

from __future__ import annotations

from homeward.access.scope import scoped
from homeward.casework.casebook import Casebook
from homeward.children.queries import lock_children
from homeward.protocol.actions import claim_refreshes
from homeward.rules.acts import Act

BATCH = 200


def refresh_duties(act: Act, limit: int = BATCH) -> int:
    """Recount up to `limit` queued children in one transaction; how many were in the queue.

    The worker's work, in SYSTEM purpose. A child claimed here is taken off the queue in the
    same transaction: a crash puts it back.
    """
    with scoped(act.viewer):
        wanted = claim_refreshes(act, limit)
        found = lock_children(act.viewer, wanted)
        book = Casebook(act)
        book.load(sorted(found))
        for child in sorted(found):
            if book.cases[child].reports:
                book.recount(child)
        book.write()
    return len(wanted)
