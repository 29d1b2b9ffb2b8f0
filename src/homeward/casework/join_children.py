"""Join two numbers that turn out to be one child: nothing is lost, both numbers stay."""

from __future__ import annotations

from uuid import UUID

from homeward.access.scope import scoped
from homeward.casework.children_joined import join
from homeward.rules.acts import Act


def join_children(act: Act, kept: UUID, other: UUID, review: UUID | None = None) -> UUID:
    """Let the record of `other` count under `kept`; the join's id. The worker's work.

    Refused where one of them counts under another already, or is being erased. NotFound for
    a child that is not there.
    """
    with scoped(act.viewer):
        return join(act, kept, other, review)
