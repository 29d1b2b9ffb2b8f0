"""Carry out or stop what was asked: taking somebody's second steps away."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from homeward.access.scope import scoped
from homeward.access.sign_in.actions import end_reset, take_factors_away
from homeward.access.sign_in.facts import Invited
from homeward.access.sign_in.queries import keeps_record, open_resets
from homeward.ledger.actions import enter
from homeward.rules.acts import Act, NotFound, Refusal
from homeward.rules.sign_in import may_carry_out, may_reset


def end_factor_reset(act: Act, reset: UUID, on: date, *, done: bool) -> Invited:
    """Carry it out (`done`) or stop it; whom it was for.

    Carried out, the person's phone, keys and spare codes no longer sign in, sessions end, and
    a new second step is set up after the next password. Stopping needs no second person.
    """
    with scoped(act.viewer):
        found = next((r for r in open_resets(act.viewer, on) if r.id == reset), None)
        if found is None:
            raise NotFound
        allowed = may_reset(act.viewer, found.person.agency, keeps_record(act.viewer))
        if allowed and done:
            allowed = may_carry_out(found.asked_by, found.asked_at, act.viewer.person, act.at)
        if not allowed:
            raise Refusal(allowed.reason, code=allowed.code)
        end_reset(act, reset, done=done)
        if done:
            take_factors_away(act, found.person.id)
        enter(act, [], found.person.id)
    return found.person
