"""Settle a difference between agencies about a time: choose one claim, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from homeward.casework.transaction import Work, acting_on_episode, demand, must_see
from homeward.rules.acts import Act, NewLine, Refusal
from homeward.rules.clocks import Claim, Clock, settle
from homeward.rules.sharing import Section
from homeward.rules.statements import in_order

BY_RULE = "Rule accepted"


def settle_dates(act: Act, episode: UUID, *, clock: Clock, line: int) -> None:
    """Use the claim of this line for `clock`, for the act's reason; the others stay beside it.

    Refused for a line that is no live claim of that clock in this episode.
    """
    must_see(act, Section.CHRONOLOGY)
    if not act.reason.strip():
        raise Refusal("Say why this time is used.", code="needs-reason", field="reason")
    with acting_on_episode(act, episode) as work:
        chosen = [claim for claim in _claims(work, clock) if claim.line_id == line]
        if not chosen:
            raise Refusal(
                "This time no longer stands. Look at the times again.", code="gone", field="line"
            )
        _say(work, chosen[0], act.reason.strip())


def settle_by_rule(act: Act, episode: UUID, clock: Clock) -> None:
    """Accept for `clock` what the precedence of sources gives, whatever was chosen before."""
    must_see(act, Section.CHRONOLOGY)
    with acting_on_episode(act, episode) as work:
        claims = _claims(work, clock)
        start = None if clock is Clock.START else work.settled.started_at
        ruled = settle(clock, claims, tolerance=timedelta(0), start=start)
        if ruled is None:
            raise Refusal("Nobody stated this time.", code="gone", field="clock")
        _say(work, ruled.claim, BY_RULE)


def _claims(work: Work, clock: Clock) -> Sequence[Claim]:
    settled = work.settled.clocks.get(clock)
    return (settled.claim, *settled.others) if settled else ()


def _say(work: Work, claim: Claim, reason: str) -> None:
    settled = work.settled
    returned = settled.time(Clock.RETURNED)
    fits = in_order(claim.clock, claim.at, settled.started_at, returned, claim.precision)
    demand(fits, "line")
    data: dict[str, object] = {"clock": claim.clock.value, "chosen": claim.line_id}
    work.say(NewLine("clock.settled", work.act.at, text=reason, data=data))
