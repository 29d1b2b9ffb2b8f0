"""Emergency access: who may ask for it, for how long, how often, and how it is reviewed.

Every figure is a local default (P). The database keeps the same figures a second time,
in `homeward_emergency`; a test holds the two against each other.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from homeward.rules.acts import YES, Decision, Viewer
from homeward.rules.sharing import EMERGENCY_HOURS, Role

#: The hours that the form offers; each role's longest is in `sharing.EMERGENCY_HOURS`.
HOURS = (2, 4, 8, 12, 24)
#: A reason must say more than a word.
REASON_LENGTH = 20
#: How often one person may ask in 24 hours, found or not. More in a rehearsal, where one
#: fictional person is played by many.
ASKS_A_DAY = 5
ASKS_A_DAY_IN_REHEARSAL = 50
#: After so many days without a review it is shown louder.
REVIEW_DAYS = 3

#: The one answer when nothing was opened: no such child, more than one, and a slip in the
#: date of birth all read the same.
NOTHING_OPENED = (
    "Nothing was opened. Nobody on the record fits exactly what you wrote, or more than one"
    " child does. Check the spelling, the date of birth or the number. If a child may be in"
    " danger, ring the police or the emergency duty team now: do not wait for the record."
)
TOO_OFTEN = (
    "You asked for emergency access too often in the last 24 hours, so nothing was looked up."
    " Ring the emergency duty team: they can look for you."
)


def hours_for(roles: frozenset[str]) -> tuple[int, ...]:
    """The lengths that a holder of these roles may choose; none where the role may not ask."""
    longest = max((EMERGENCY_HOURS.get(Role(role), 0) for role in roles), default=0)
    return tuple(hours for hours in HOURS if hours <= longest)


def may_ask(viewer: Viewer) -> bool:
    """Whether the viewer may ask for emergency access at all."""
    return bool(viewer.teams) and bool(hours_for(viewer.roles))


def may_open(viewer: Viewer, hours: int, reason: str) -> Decision:
    """Whether the viewer may open a record in an emergency for so many hours."""
    if not may_ask(viewer):
        return Decision(
            False,
            "Your role cannot open a record in an emergency. Ring the emergency duty team.",
            "needs-role",
        )
    if hours not in hours_for(viewer.roles):
        return Decision(False, "Choose one of the lengths that your role may have.", "hours")
    if len(reason.strip()) < REASON_LENGTH:
        return Decision(
            False,
            "Say in a sentence what has happened and why you must read the record now.",
            "needs-reason",
        )
    return YES


def is_overdue(opened_at: datetime, now: datetime) -> bool:
    """Whether an emergency access that nobody reviewed has waited too long."""
    return now - opened_at > timedelta(days=REVIEW_DAYS)


def may_review(viewer: Viewer, opener: object, *, right: bool, reason: str) -> Decision:
    """Whether the viewer may say that an emergency access was right, or was not."""
    if viewer.person == opener:
        return Decision(
            False, "Nobody reviews their own emergency access. Ask a colleague.", "own-access"
        )
    if not right and not reason.strip():
        return Decision(False, "Say why it was not right.", "needs-reason")
    return YES
