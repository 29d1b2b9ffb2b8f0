"""Say that a response task of an episode was done."""

from __future__ import annotations

from uuid import UUID

from homeward.casework.transaction import acting_on_episode, must_see
from homeward.episodes import actions
from homeward.episodes.queries import tasks_of
from homeward.rules.acts import Act, NotFound, Refusal
from homeward.rules.sharing import Section


def tick_task(act: Act, episode: UUID, task: int) -> None:
    """Done now, by this person. Refused when it was ticked before; NotFound for no such task."""
    must_see(act, Section.EPISODE)
    with acting_on_episode(act, episode):
        if actions.tick_task(act, episode, task):
            return
        if task not in {each.id for each in tasks_of(act.viewer, episode)}:
            raise NotFound
        raise Refusal("Somebody ticked this before. Nothing was changed.", code="done")
