"""Carry out what an administrator handed on: episodes get a new lead, drafts a new author."""

from __future__ import annotations

from uuid import UUID

from homeward.access.people.actions import Carried, claim_handover, handed_over
from homeward.access.scope import scoped
from homeward.casework.transaction import acting_on_episode
from homeward.episodes.queries import next_led_by
from homeward.intake.actions import hand_on_drafts
from homeward.ledger.actions import enter
from homeward.rules.acts import Act, NewLine
from homeward.rules.people import DRAFTS


def carry_out_handover(act: Act) -> bool:
    """One step: one episode, or all drafts, of the handover that waits longest; False when none.

    The line on the chronology names the new team and lead, and says that it was handed on.
    """
    with scoped(act.viewer):
        work = claim_handover(act)
        if work is None:
            return False
        if work.kind == DRAFTS:
            author = work.to_person_id or work.person_id
            hand_on_drafts(act, work.person_id, author, work.to_team_id)
            enter(act, [], work.person_id)
            handed_over(act, work.id)
            return True
        episode = next_led_by(act.viewer, work.person_id)
        if episode is None:
            handed_over(act, work.id)
            return True
        _hand_on(act, work, episode)
    return True


def _hand_on(act: Act, work: Carried, episode: UUID) -> None:
    data: dict[str, object] = {"team": work.to_team_id}
    if work.to_person_id is not None:
        data["lead"] = str(work.to_person_id)
    text = f"Handed on: {work.reason}" if work.reason else "Handed on."
    with acting_on_episode(act, episode) as step:
        step.say(NewLine("ownership.taken", act.at, text=text, data=data))
