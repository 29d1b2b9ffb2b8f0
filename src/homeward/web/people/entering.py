"""The door of an invitation: there is no viewer yet, so the link itself says who comes."""

from __future__ import annotations

from uuid import UUID

from homeward.casework.invite import USED_UP, accept_invitation
from homeward.ground import clock
from homeward.ground.ids import new_id
from homeward.rules.acts import Act, Refusal, Viewer


def enter_invited(named: tuple[UUID, UUID] | None, password: str) -> None:
    """Let the person whom a signed link names choose a password. Refused when it is used up."""
    if named is None:
        raise Refusal(USED_UP, code="used-up")
    invitation, person = named
    act = Act(new_id(), Viewer(person, ""), clock.now(), "accept_invitation")
    accept_invitation(act, invitation, password)
