"""Reopen an episode that was closed, with the reason."""

from __future__ import annotations

from uuid import UUID

from homeward.casework.transaction import acting_on_episode, demand
from homeward.rules.acts import Act, NewLine
from homeward.rules.episodes import MoveFacts, State, can_move


def reopen_episode(act: Act, episode: UUID) -> None:
    """Undo every closing up to now; the state is then read anew from the times (domain 7.2).

    A police supervisor or a social care manager may, for the act's reason.
    """
    with acting_on_episode(act, episode) as work:
        reason = act.reason.strip()
        facts = MoveFacts(act.viewer.roles, reason=reason)
        demand(can_move(State(work.episode.state), State.OPEN, facts), "reason")
        work.say(NewLine("episode.reopened", act.at, text=reason))
