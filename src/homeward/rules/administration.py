"""Who may change agencies, teams and people, and give a child's case to a team.

Local defaults, not policy (P): administrators, and the system for the first of them; cases
are given out by children's social care.
"""

from __future__ import annotations

from homeward.rules.acts import YES, Decision, Purpose, Viewer
from homeward.rules.sharing import Role


def may_administer(viewer: Viewer) -> Decision:
    """Whether the viewer may enter agencies, teams and people."""
    if viewer.purpose is Purpose.SYSTEM or viewer.has_role(Role.ADMINISTRATOR):
        return YES
    return Decision(
        False,
        "Only an administrator can change agencies, teams and people.",
        "needs-administrator",
    )


ALLOCATING = (Role.SOCIAL_WORKER, Role.SOCIAL_CARE_MANAGER, Role.EMERGENCY_DUTY)


def may_allocate(viewer: Viewer, reason: str) -> Decision:
    """Whether the viewer may give a child's case to a team for this reason."""
    if not viewer.has_role(*ALLOCATING):
        return Decision(
            False, "Only children's social care can give a case to a team.", "needs-social-care"
        )
    if not reason.strip():
        return Decision(False, "Say why the team needs to know the child.", "needs-reason")
    return YES
