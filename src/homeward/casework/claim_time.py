"""State one of an episode's times in the name of a source, beside what others said."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from homeward.casework.transaction import acting_on_episode, demand, must_see
from homeward.episodes.queries import MISSING_NOW
from homeward.rules.acts import Act, NewLine
from homeward.rules.clocks import MINUTE, Clock, Source
from homeward.rules.episodes import MoveFacts, State, can_move
from homeward.rules.sharing import Section
from homeward.rules.statements import has_happened, in_order, may_state


def claim_time(
    act: Act,
    episode: UUID,
    *,
    clock: Clock,
    at: datetime,
    source: Source,
    precision: str = MINUTE,
    text: str = "",
) -> None:
    """When (UTC) something of `clock` happened, by the word of `source`.

    Nothing is overwritten: the precedence of sources settles which claim is used. A first
    return is a move of the episode and needs a role that may make it (domain 7.2).
    """
    must_see(act, Section.EPISODE)
    demand(may_state(source), "source")
    demand(has_happened(at, act.at), "at")
    with acting_on_episode(act, episode) as work:
        settled = work.settled
        if clock is Clock.RETURNED and work.episode.state in MISSING_NOW:
            facts = MoveFacts(act.viewer.roles, returned_at=at)
            demand(can_move(State(work.episode.state), State.RETURNED, facts))
        returned = settled.time(Clock.RETURNED)
        demand(in_order(clock, at, settled.started_at, returned, precision), "at")
        data: dict[str, object] = {"clock": clock.value, "source": source.value}
        work.say(NewLine("clock.claimed", at, precision, text=text.strip(), data=data))
