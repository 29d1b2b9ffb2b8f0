"""Take the work on an episode on, for a team of one's own."""

from __future__ import annotations

from uuid import UUID

from homeward.casework.transaction import acting_on_episode, must_see
from homeward.rules.acts import Act, NewLine, Refusal
from homeward.rules.sharing import Section


def take_ownership(act: Act, episode: UUID, *, team: int) -> None:
    """The team owns the episode from now on, and this person leads; earlier owners stay on record.

    Owning makes the team involved with the child (`rules.sharing.INVOLVING`).
    """
    must_see(act, Section.DUTIES)
    if team not in act.viewer.teams:
        raise Refusal(
            "You can take work on only for a team of your own.", code="not-your-team", field="team"
        )
    with acting_on_episode(act, episode) as work:
        held = work.settled
        if (held.owner_team_id, held.owner_id) == (team, act.viewer.person):
            raise Refusal("You have taken this on already.", code="yours")
        work.say(NewLine("ownership.taken", act.at, text=act.reason.strip(), data={"team": team}))
