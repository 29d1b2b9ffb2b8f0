"""Part two numbers that were joined: each has again what it had, and keeps what came since."""

from __future__ import annotations

from uuid import UUID

from homeward.access.scope import scoped
from homeward.casework.children_joined import part
from homeward.rules.acts import Act


def part_children(act: Act, join_id: UUID) -> None:
    """Undo a join; what was reported since stays where it is. The worker's work."""
    with scoped(act.viewer):
        part(act, join_id)
