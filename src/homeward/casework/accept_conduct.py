"""Agree to the code of conduct as it stands."""

from __future__ import annotations

from homeward.access.scope import scoped
from homeward.access.sign_in.actions import keep_acceptance
from homeward.access.sign_in.queries import conduct_accepted
from homeward.ledger.actions import enter
from homeward.rules.acts import Act
from homeward.rules.conduct import VERSION, fingerprint


def accept_conduct(act: Act) -> None:
    """The person who acts agrees; agreeing a second time changes nothing."""
    with scoped(act.viewer):
        if conduct_accepted(act.viewer, VERSION) is None:
            keep_acceptance(act, VERSION, fingerprint())
            enter(act, [], act.viewer.person)
