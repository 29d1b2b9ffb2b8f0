"""Say of an odd-looking reading that it is explained, or that it is taken further."""

from __future__ import annotations

from uuid import UUID

from homeward.access.looks.actions import answer_odd
from homeward.access.looks.queries import get_odd
from homeward.access.scope import scoped
from homeward.ledger.actions import enter
from homeward.rules.acts import Act, NotFound, Refusal
from homeward.rules.sharing import Role


def answer_odd_look(act: Act, look: UUID, *, explained: bool) -> None:
    """With the reason, by a data protection reviewer of the reader's agency, never the reader."""
    with scoped(act.viewer):
        found = get_odd(act.viewer, look) if act.viewer.has_role(Role.DATA_PROTECTION) else None
        if found is None or found.person_id == act.viewer.person:
            raise NotFound
        if not act.reason.strip():
            raise Refusal("Say what explains it, or who takes it further.", field="reason")
        answer_odd(act, look, explained=explained)
        enter(act, [], look)
