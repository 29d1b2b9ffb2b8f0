"""Work out again what follows for children that were queued: a late fact, a name, an edition."""

from __future__ import annotations

from uuid import UUID

from homeward.access.scope import scoped
from homeward.casework.casebook import Casebook
from homeward.casework.said import profile_of
from homeward.children.queries import lock_children, names_by_hand
from homeward.linkage.actions import keep_profiles
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
        _renew_profiles(act, book, found)
    return len(wanted)


def _renew_profiles(act: Act, book: Casebook, children: set[UUID]) -> None:
    """Names that people added are compared from now on, whoever may see the child."""
    profiles = {
        child: profile_of(book.cases[child].reports.values(), names)
        for child, names in names_by_hand(act.viewer, children).items()
    }
    keep_profiles(act, {}, {child: each for child, each in profiles.items() if each})
