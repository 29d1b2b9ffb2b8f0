"""Decide whether a waiting report is of the same child; ask; undo.

A person decides, the worker carries it out: the person who keeps the queue need not
be involved with the children, and never is shown more of them than the comparison.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from homeward.access.scope import set_scope
from homeward.ground.wake import wake
from homeward.ledger.actions import enter
from homeward.linkage.actions import ask_undo, decide
from homeward.linkage.queries import get_review
from homeward.rules.acts import Act, NotFound, Refusal


def decide_review(
    act: Act, review: UUID, *, same_as: UUID | None = None, ask: bool = False
) -> None:
    """*Same child* (one of the candidates), *different children* (None), or *ask*.

    Refused when it was decided meanwhile. A row set aside for its content has no candidates:
    *different* then means that police will send it again.
    """
    with transaction.atomic():
        set_scope(act.viewer)
        found = get_review(act.viewer, review)
        if found is None:
            raise NotFound
        if same_as is not None and same_as not in found.candidates:
            raise NotFound
        state = "ASKED" if ask else "SAME" if same_as is not None else "DIFFERENT"
        if not decide(act, review, state, same_as):
            raise Refusal(
                "This was decided by somebody else meanwhile. Nothing was changed.",
                code="decided",
            )
        enter(act, [], review)
        wake()


def undo_review(act: Act, review: UUID) -> None:
    """Undo a decision, with the reason. The report waits again; none of its lines is lost."""
    if not act.reason.strip():
        raise Refusal("Say why this decision is undone.", code="needs-reason", field="reason")
    with transaction.atomic():
        set_scope(act.viewer)
        if get_review(act.viewer, review) is None:
            raise NotFound
        if not ask_undo(act, review):
            raise Refusal(
                "There is nothing to undo: this waits, or its decision is being carried out.",
                code="nothing-to-undo",
            )
        enter(act, [], review)
        wake()
