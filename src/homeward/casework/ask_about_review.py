"""Ask a team about a report or two numbers that may be of one child; the review waits on."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from homeward.access.scope import set_scope
from homeward.ledger.actions import enter
from homeward.linkage.actions import decide, keep_question
from homeward.linkage.queries import get_review, teams_of_review
from homeward.rules.acts import Act, NotFound, Refusal

DECIDED = "This was decided by somebody else meanwhile. Nothing was changed."


def ask_about_review(act: Act, review: UUID, *, team: int, asks: str) -> None:
    """Keep the question for a team that knows one of the children, or sent the form.

    Nobody else may be asked: the question itself says that a child is on record.
    """
    if not asks.strip():
        raise Refusal("Write what you ask.", code="needed", field="asks")
    with transaction.atomic():
        set_scope(act.viewer)
        if get_review(act.viewer, review) is None:
            raise NotFound
        knowing, sender = teams_of_review(act.viewer, review)
        if team != sender and not any(team in teams for teams in knowing.values()):
            raise Refusal("Choose a team that knows the child.", code="team", field="team")
        if not decide(act, review, "ASKED", None):
            raise Refusal(DECIDED, code="decided")
        keep_question(act, review, team, asks.strip())
        enter(act, [], review)
