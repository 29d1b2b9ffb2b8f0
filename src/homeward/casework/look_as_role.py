"""Look as another role, on rehearsal data alone, changing nothing; and be oneself again."""

from __future__ import annotations

from homeward.access.looks.actions import begin_preview_row, end_preview_row
from homeward.access.scope import scoped
from homeward.agencies.queries import get_directory
from homeward.ledger.actions import enter
from homeward.rules.acts import Act, NotFound, Refusal
from homeward.rules.preview import may_preview
from homeward.rules.sharing import Role


def look_as_role(act: Act, *, team: int, role: Role, rehearsal: bool) -> None:
    """From now on this administrator sees pages as this role in this team would.

    NotFound in a live record. The database refuses it a second time: for anybody who is not
    of the rehearsal, and where anybody real may sign in.
    """
    if not may_preview(act.viewer, rehearsal=rehearsal):
        raise NotFound
    with scoped(act.viewer):
        if team not in get_directory().by_id:
            raise NotFound
        end_preview_row(act)
        begin_preview_row(act, team, role.value)
        enter(act, [], None)


def end_preview(act: Act) -> None:
    """Be oneself again. Refused where there is nothing to end."""
    with scoped(act.viewer):
        if not end_preview_row(act):
            raise Refusal("You are not looking as another role.", code="no-preview")
        enter(act, [], None)
