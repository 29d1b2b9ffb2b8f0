"""Note that somebody came in through a sign-in service for the first time."""

from __future__ import annotations

from homeward.access.scope import scoped
from homeward.ledger.actions import enter
from homeward.rules.acts import Act


def link_way_in(act: Act) -> None:
    """The person who acts and their account at the service belong together from now on."""
    with scoped(act.viewer):
        enter(act, [], act.viewer.person)
