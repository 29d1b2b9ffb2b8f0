"""The acts of the command line: the system's own, at the moment of the command."""

from __future__ import annotations

from homeward.access.queries import SYSTEM_VIEWER
from homeward.ground.clock import now
from homeward.ground.ids import new_id
from homeward.rules.acts import Act


def system_act(verb: str) -> Act:
    """An act of the system, at this moment."""
    return Act(new_id(), SYSTEM_VIEWER, now(), verb)
