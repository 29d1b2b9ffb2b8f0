"""End emergency access before its time."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from homeward.access.emergencies.actions import end_emergency_now
from homeward.access.emergencies.queries import get_emergency, get_for_review
from homeward.access.scope import set_scope
from homeward.ledger.actions import enter
from homeward.rules.acts import Act, NotFound, Refusal


def end_emergency(act: Act, emergency: UUID) -> None:
    """The record is closed to that person at once. Done by themself, or by who reviews it."""
    with transaction.atomic():
        set_scope(act.viewer)
        found = get_emergency(act.viewer, emergency)
        if found is None:
            raise NotFound
        own = found.person_id == act.viewer.person
        if not own and get_for_review(act.viewer, emergency) is None:
            raise NotFound
        enter(act, [found.child_id], emergency)
        if not end_emergency_now(act, emergency):
            raise Refusal("This access has ended already.", code="ended")
