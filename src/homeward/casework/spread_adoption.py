"""Queue the children whom a newly adopted edition concerns. The worker's work."""

from __future__ import annotations

from homeward.access.scope import scoped
from homeward.protocol.actions import spread_adoptions
from homeward.rules.acts import Act


def spread_adoption(act: Act) -> int:
    """How many adoptions were spread. Who adopts sees no child: the queue is the worker's."""
    with scoped(act.viewer):
        return spread_adoptions(act)
