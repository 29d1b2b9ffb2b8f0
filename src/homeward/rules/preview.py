"""Looking as another role: who may, and who they are meanwhile."""

from __future__ import annotations

from dataclasses import replace

from homeward.rules.acts import Purpose, Viewer
from homeward.rules.sharing import Role


def may_preview(viewer: Viewer, *, rehearsal: bool) -> bool:
    """Administrators, in a rehearsal alone."""
    return rehearsal and viewer.purpose is Purpose.CASEWORK and viewer.has_role(Role.ADMINISTRATOR)


def seen_as(viewer: Viewer, team: int, agency: str, role: str) -> Viewer:
    """The same person, looking as this role in this team and in no other."""
    return replace(
        viewer,
        agency=agency,
        teams=(team,),
        roles=frozenset({role}),
        purpose=Purpose.PREVIEW,
    )
