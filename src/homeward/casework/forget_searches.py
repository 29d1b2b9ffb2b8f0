"""Forget what people typed into the search box, once the working day is over."""

from __future__ import annotations

from datetime import timedelta

from homeward.access.scope import scoped
from homeward.linkage.actions import forget_searches as forget
from homeward.rules.acts import Act

#: As long as a session lasts at the most.
KEPT = timedelta(hours=12)


def forget_searches(act: Act) -> int:
    """Take away every search older than a working day; how many there were. The worker's work."""
    with scoped(act.viewer):
        return forget(act, act.at - KEPT)
