"""Keep a report form as a draft; discard one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from homeward.access.scope import set_scope
from homeward.intake.actions import save_answers
from homeward.intake.models import SubmissionState
from homeward.ledger.actions import enter
from homeward.rules.acts import Act, NotFound, Refusal


def save_draft(act: Act, submission: UUID | None, answers: Mapping[str, Any]) -> UUID:
    """Keep the answers so far; the form's id. NotFound for a form that is no draft of theirs."""
    if not act.viewer.teams:
        raise Refusal("You need a team before you can report.", code="needs-team")
    with transaction.atomic():
        set_scope(act.viewer)
        kept = save_answers(act, submission, answers, SubmissionState.DRAFT)
        if kept is None:
            raise NotFound
        enter(act, [], kept)
    return kept
