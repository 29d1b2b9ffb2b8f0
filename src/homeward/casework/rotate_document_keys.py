"""Close the keys of documents with the newest key of the ring: one batch. The command's work."""

from __future__ import annotations

from homeward.access.scope import scoped
from homeward.documents.actions import rewrap
from homeward.ground.key_ring import KeyRing
from homeward.ledger.actions import enter
from homeward.rules.acts import Act

BATCH = 500


def rotate_document_keys(act: Act, ring: KeyRing, limit: int = BATCH) -> int:
    """Give up to `limit` documents the newest wrapping key; how many had another.

    All of a batch or none of it: a key that is missing, or a wrapped key that was changed,
    raises and leaves every document as it was.
    """
    with scoped(act.viewer):
        changed = rewrap(act, ring, limit)
        if changed:
            enter(act, [], None)
    return changed
