"""What the verbs on a request for a copy share. Not a verb."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction

from homeward.access.scope import set_scope
from homeward.casework.transaction import demand
from homeward.copies.facts import CopyFacts
from homeward.copies.queries import get_copy
from homeward.ledger.actions import enter
from homeward.rules.acts import Act, NotFound, Refusal
from homeward.rules.copies import may_handle


@contextmanager
def handling(act: Act, request: UUID) -> Iterator[CopyFacts]:
    """One click on a request that is open: scope, the request as it stands, the entry after it.

    NotFound where the viewer has no such request; refused once it is closed.
    """
    demand(may_handle(act.viewer))
    with transaction.atomic():
        set_scope(act.viewer)
        found = get_copy(act.viewer, request)
        if found is None:
            raise NotFound
        if found.closed_at is not None:
            raise Refusal("This request is closed.", code="closed")
        yield found
        enter(act, [found.child_id] if found.child_id else [], request)


def being_marked(found: CopyFacts) -> None:
    """Refused unless the copy is gathered and nobody has finished marking it."""
    if found.gathered_at is None or found.stopped:
        raise Refusal("The copy is not gathered yet. Look again in a minute.", code="not-gathered")
    if found.marked_at is not None:
        raise Refusal("Marking is finished. A second person looks at it now.", code="marked")
