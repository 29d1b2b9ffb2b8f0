"""Confirm that a child is back. Starts the clock of the return interview."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from homeward.casework.answers import answered
from homeward.casework.transaction import Work, acting_on_episode, demand
from homeward.episodes.queries import MISSING_NOW
from homeward.rules.acts import Act, NewLine
from homeward.rules.clocks import Clock, Source
from homeward.rules.episodes import MoveFacts, State, can_move
from homeward.rules.statements import has_happened, in_order, may_state


def confirm_return(
    act: Act,
    episode: UUID,
    *,
    returned_at: datetime,
    source: Source,
    place: str = "",
    text: str = "",
    seen_at: datetime | None = None,
    reasons: Sequence[str] = (),
    harms: Sequence[str] = (),
) -> None:
    """When (UTC) and by whose word the child returned; `seen_at` when wellbeing was confirmed.

    `reasons` and `harms` are codes of the dated lists in force, as far as known by now.
    Who may, and what police alone may add, stands in the table of moves (domain 7.2). A
    second agency's word is a claim of its own; the rule settles between them. Refused for a
    time before the start or in the future.
    """
    demand(may_state(source), "source")
    demand(has_happened(returned_at, act.at), "returned_at")
    with acting_on_episode(act, episode) as work:
        started = work.settled.started_at
        if work.episode.state in MISSING_NOW:
            facts = MoveFacts(act.viewer.roles, returned_at=returned_at)
            demand(can_move(State(work.episode.state), State.RETURNED, facts))
        demand(in_order(Clock.RETURNED, returned_at, started, None), "returned_at")
        line = _claim(Clock.RETURNED, returned_at, source, place, text)
        line.data.update(answered(act, reasons=reasons, harms=harms))
        work.say(line)
        if seen_at is not None:
            _see(work, seen_at, source)


def _see(work: Work, seen_at: datetime, source: Source) -> None:
    """Police saw the child and confirmed that all is well."""
    demand(has_happened(seen_at, work.act.at), "seen_at")
    facts = MoveFacts(work.act.viewer.roles, seen_at=seen_at)
    demand(can_move(State.RETURNED, State.WELLBEING_CONFIRMED, facts), "seen_at")
    work.say(_claim(Clock.SEEN, seen_at, source, "", ""))


def _claim(clock: Clock, at: datetime, source: Source, place: str, text: str) -> NewLine:
    data: dict[str, object] = {"clock": clock.value, "source": source.value}
    if place.strip():
        data["place"] = place.strip()[:200]
    return NewLine("clock.claimed", at, text=text.strip(), data=data)
