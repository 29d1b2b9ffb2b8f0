"""Say whether an emergency access was right."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from homeward.access.emergencies.actions import add_review
from homeward.access.emergencies.queries import get_for_review
from homeward.access.scope import set_scope
from homeward.casework.transaction import demand
from homeward.ledger.actions import enter
from homeward.rules.acts import Act, NotFound
from homeward.rules.emergency import may_review


def review_emergency(act: Act, emergency: UUID, *, right: bool) -> None:
    """It was right, or it was not, because of the act's reason. What was said before stays.

    By somebody of the team that owns the record or a data protection reviewer of one of the
    two agencies; NotFound for everybody else, and nobody reviews their own.
    """
    with transaction.atomic():
        set_scope(act.viewer)
        found = get_for_review(act.viewer, emergency)
        if found is None:
            raise NotFound
        demand(may_review(act.viewer, found.person_id, right=right, reason=act.reason), "reason")
        add_review(act, emergency, right=right)
        enter(act, [found.child_id], emergency)
