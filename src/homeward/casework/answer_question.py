"""Answer what a keeper of the record asked a team about a waiting review."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from homeward.access.scope import set_scope
from homeward.ledger.actions import enter
from homeward.linkage.actions import keep_answer
from homeward.linkage.queries import get_question
from homeward.rules.acts import Act, NotFound, Refusal


def answer_question(act: Act, question: UUID, answer: str) -> None:
    """Keep the answer beside the question; the keeper decides. Once: a second one is refused."""
    if not answer.strip():
        raise Refusal("Write your answer.", code="needed", field="answer")
    with transaction.atomic():
        set_scope(act.viewer)
        found = get_question(act.viewer, question)
        if found is None or found.team_id not in act.viewer.teams:
            raise NotFound
        if not keep_answer(act, question, answer.strip()):
            raise Refusal("This was answered meanwhile. Nothing was changed.", code="answered")
        enter(act, [], found.review_id)
