"""Close an episode: by police, then for good; or with an outcome that ends it otherwise."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from homeward.casework.transaction import acting_on_episode, demand
from homeward.episodes.facts import SettledEpisode
from homeward.rules.acts import Act, NewLine, Refusal
from homeward.rules.clocks import Clock, Source
from homeward.rules.closing import closing_step
from homeward.rules.episodes import State
from homeward.rules.statements import has_happened


def close_episode(act: Act, episode: UUID, *, closed_at: datetime, outcome: str = "") -> None:
    """Close at `closed_at` (UTC): the next step of the path, or `outcome` (domain 7.2).

    Blank `outcome`: police close an episode whose child is back, a social care manager then
    completes it. Else FOUND_HARMED, DECEASED, TRANSFERRED or CANCELLED (opened in error).
    Who may, and when a reason is needed, stands in the table of moves.
    """
    demand(has_happened(closed_at, act.at), "closed_at")
    with acting_on_episode(act, episode) as work:
        settled = work.settled
        kinds = {line.kind for line in settled.lines}
        state = State(work.episode.state)
        reason = act.reason.strip()
        step = closing_step(state, outcome, act.viewer.roles, reason, kinds)
        demand(step.decision, "outcome" if step.decision.code == "outcome" else "reason")
        _after_all(settled, closed_at)
        work.say(_line(step.kind, step.to, closed_at, reason))


def _after_all(settled: SettledEpisode, closed_at: datetime) -> None:
    """Nothing is closed before it began, before the return, or before it was reopened."""
    reopened = [each.happened_at for each in settled.lines if each.kind == "episode.reopened"]
    returned = settled.time(Clock.RETURNED)
    if closed_at < (returned or settled.started_at) or any(closed_at <= at for at in reopened):
        raise Refusal(
            "An episode cannot be closed before it started, before the child returned or"
            " before it was reopened.",
            code="too-early",
            field="closed_at",
        )


def _line(kind: str, to: State, at: datetime, reason: str) -> NewLine:
    if not kind:
        data: dict[str, object] = {"clock": Clock.CLOSED.value, "source": Source.POLICE_CALL.value}
        return NewLine("clock.claimed", at, text=reason, data=data)
    ends = to not in (State.COMPLETE, State.CANCELLED)
    return NewLine(kind, at, text=reason, data={"outcome": to.value} if ends else {})
