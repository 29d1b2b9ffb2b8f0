"""Ask that somebody's second steps be taken away, because all of them are lost."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from homeward.access.scope import scoped
from homeward.access.sign_in.actions import keep_reset
from homeward.access.sign_in.facts import Invited
from homeward.access.sign_in.queries import keeps_record, open_resets, people_to_help
from homeward.ledger.actions import enter
from homeward.rules.acts import Act, NotFound, Refusal
from homeward.rules.sign_in import may_reset


def ask_factor_reset(act: Act, person: UUID, on: date) -> Invited:
    """Ask; whom it is for, so that the door can tell them. Nothing is taken away yet."""
    with scoped(act.viewer):
        helped = next((p for p in people_to_help(act.viewer, on) if p.id == person), None)
        if helped is None:
            raise NotFound
        allowed = may_reset(act.viewer, helped.agency, keeps_record(act.viewer))
        if not allowed:
            raise Refusal(allowed.reason, code=allowed.code)
        if not act.reason.strip():
            raise Refusal(
                "Say how you know that it is them, and what was lost.",
                code="needs-reason",
                field="reason",
            )
        if any(each.person.id == person for each in open_resets(act.viewer, on)):
            raise Refusal(
                "This was asked for already and waits to be carried out.", code="asked-already"
            )
        keep_reset(act, person)
        enter(act, [], person)
    return helped
