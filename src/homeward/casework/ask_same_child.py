"""Ask whether two children on record are one: a keeper of the record decides."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from homeward.access.scope import set_scope
from homeward.ledger.actions import enter
from homeward.linkage.actions import raise_two_numbers
from homeward.linkage.queries import get_review
from homeward.rules.acts import Act, NotFound, Refusal


def ask_same_child(act: Act, review: UUID, first: UUID, second: UUID) -> UUID:
    """Put two known children of a waiting review before the keepers; the new review's id."""
    if not act.reason.strip():
        raise Refusal("Say what tells you that they are one child.", code="needed", field="reason")
    with transaction.atomic():
        set_scope(act.viewer)
        found = get_review(act.viewer, review)
        if found is None or first == second or not {first, second} <= set(found.candidates):
            raise NotFound
        raised = raise_two_numbers(act, first, second)
        enter(act, [], raised)
    return raised
