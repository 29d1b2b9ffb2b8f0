"""Who may adopt an edition of the protocol, and from when. A local default, not policy (P).

The protocol is the partnership's own: its audit lead answers for it, not those who keep the
machine running, and nobody whose work is judged by it.
"""

from __future__ import annotations

from datetime import date

from homeward.rules.acts import YES, Decision, Purpose, Viewer
from homeward.rules.protocol.duties import Edition
from homeward.rules.sharing import Role

ADOPTER = Role.AUDIT_LEAD


def may_adopt(viewer: Viewer) -> Decision:
    """Whether the viewer may adopt an edition."""
    if viewer.purpose is Purpose.SYSTEM or viewer.has_role(ADOPTER):
        return YES
    return Decision(
        False,
        "Only the audit lead of the partnership can adopt an edition of the protocol.",
        "needs-audit-lead",
    )


def can_adopt(edition: Edition, on: date) -> Decision:
    """Whether an edition can hold from a day on."""
    if on >= edition.in_force:
        return YES
    return Decision(
        False,
        f"{edition.title} is in force from {edition.in_force:%-d %B %Y}: it cannot be adopted"
        f" from {on:%-d %B %Y}.",
        "before-in-force",
    )


def is_answered_for(viewer: Viewer, reason: str, answers: str, review_on: date | None) -> Decision:
    """Whether an adoption says why, who answers for it, and when it is looked at again."""
    if viewer.purpose is Purpose.SYSTEM or (reason.strip() and answers.strip() and review_on):
        return YES
    return Decision(
        False,
        "Say why, who answers for it, and when it is looked at again.",
        "needs-answer",
    )
