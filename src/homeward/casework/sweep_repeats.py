"""Queue the children whose repeating duty has run out: its next turn has begun."""

from __future__ import annotations

from homeward.access.scope import scoped
from homeward.ground.wake import wake
from homeward.protocol.queries import get_governance
from homeward.protocol.repeats import ask_refresh_of_repeats
from homeward.rules.acts import Act


def sweep_repeats(act: Act) -> int:
    """Queue every child who is missing and whose repeating duty fell due without a next one.

    How many were queued. The worker's work; nothing else about duties needs a clock.
    """
    with scoped(act.viewer):
        duties = get_governance().repeating()
        queued = ask_refresh_of_repeats(act, sorted(duties)) if duties else 0
        if queued:
            wake()
    return queued
