"""Discard a draft of a report form, with the reason."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from homeward.access.scope import set_scope
from homeward.intake.actions import end_submission
from homeward.intake.models import SubmissionState
from homeward.intake.queries import get_submission
from homeward.ledger.actions import enter
from homeward.rules.acts import Act, NotFound, Refusal


def discard_draft(act: Act, submission: UUID) -> None:
    """Discard a draft. It is kept, marked discarded; a form that was sent cannot be discarded."""
    if not act.reason.strip():
        raise Refusal("Say why this draft is discarded.", code="needs-reason", field="reason")
    with transaction.atomic():
        set_scope(act.viewer)
        found = get_submission(act.viewer, submission)
        if found is None:
            raise NotFound
        if found.state != SubmissionState.DRAFT:
            raise Refusal("This report was sent. It cannot be discarded.", code="sent")
        end_submission(act, submission, SubmissionState.DISCARDED)
        enter(act, [], submission)
