"""People of an agency: who may change them, invitations, and leaving with nothing left undone.

Figures are local defaults (P).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from homeward.rules.acts import YES, Decision, Purpose, Viewer
from homeward.rules.sharing import Role

INVITED_DAYS = 7
#: A letter that cannot be sent is tried so often.
TRIES = 5

EPISODES, DRAFTS = "EPISODES", "DRAFTS"
#: What is handed on to a colleague or a team before somebody leaves.
HANDED_ON = (EPISODES, DRAFTS)
#: What would be nobody's, because the person is the last of a team.
OF_LAST = ("ALLOCATED", "OWNED", "TO_REVIEW")
#: What is told but holds nobody up: it goes with something else, or ends with the account.
TOLD = ("TASKS", "RUNNING", "UNREVIEWED")


@dataclass(frozen=True, slots=True)
class Undone:
    """Open work of one kind: how much, and of which team where it is a team's."""

    kind: str
    team: int | None
    number: int


def may_administer_agency(viewer: Viewer, agency: str) -> Decision:
    """Whether the viewer may change people of this agency: the system, or its administrator."""
    if viewer.purpose is Purpose.SYSTEM:
        return YES
    if viewer.has_role(Role.ADMINISTRATOR) and viewer.agency == agency:
        return YES
    return Decision(
        False,
        "Only an administrator of that agency can change its people.",
        "needs-administrator",
    )


def can_leave(undone: Iterable[Undone], *, last_administrator: bool) -> Decision:
    """Whether an account can close: nothing of the person's may become nobody's."""
    kinds = {each.kind for each in undone}
    if last_administrator:
        return Decision(
            False,
            "This is the agency's last administrator. Make somebody else an administrator first.",
            "last-administrator",
        )
    if kinds & set(HANDED_ON):
        return Decision(False, "Hand the open work on first. Nothing was closed.", "open-work")
    if kinds & set(OF_LAST):
        return Decision(
            False,
            "This is the last person of a team that has open work. Put somebody else into the"
            " team first. Nothing was closed.",
            "last-of-team",
        )
    return YES


def can_change(since_on: date, until_on: date | None, today: date, end: date | None) -> Decision:
    """Whether a role that ran from and until these days can get this end."""
    if until_on is not None and until_on < today:
        return Decision(False, "This role has ended already. Give a new one instead.", "ended")
    if end is not None and end < max(since_on, today):
        return Decision(False, "The end must be today or later.", "end-passed")
    return YES
