"""Record that a child who was located left again before returning: the same episode goes on."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from homeward.casework.transaction import acting_on_episode, demand
from homeward.episodes.facts import SettledEpisode
from homeward.rules.acts import Act, NewLine, Refusal
from homeward.rules.clocks import Clock
from homeward.rules.episodes import MoveFacts, State, can_move, is_same_episode
from homeward.rules.statements import has_happened


def record_left_again(act: Act, episode: UUID, *, left_at: datetime, text: str = "") -> None:
    """When (UTC) the child left again. After the return this is a new episode (domain 7.2)."""
    demand(has_happened(left_at, act.at), "left_at")
    with acting_on_episode(act, episode) as work:
        settled = work.settled
        returned = settled.time(Clock.RETURNED)
        same = is_same_episode(returned, left_at)
        if not same:
            raise Refusal(f"{same.reason} Make a new report.", code="new-episode", field="left_at")
        if not _was_located(settled, left_at):
            raise Refusal(
                "The record does not say that the child was located before then. Record that"
                " first, or record a sighting.",
                code="not-located",
                field="left_at",
            )
        facts = MoveFacts(act.viewer.roles, returned_at=returned, left_again_at=left_at)
        demand(can_move(State.LOCATED, State.OPEN, facts))
        work.say(NewLine("child.left_again", left_at, text=text.strip()))


def _was_located(settled: SettledEpisode, by: datetime) -> bool:
    found = (settled.time(Clock.LOCATED), settled.time(Clock.SEEN))
    return any(at is not None and at <= by for at in found)
