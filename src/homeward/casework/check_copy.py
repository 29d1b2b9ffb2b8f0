"""The second pair of eyes on what was marked in a copy."""

from __future__ import annotations

from uuid import UUID

from homeward.casework.copying import handling
from homeward.casework.transaction import demand
from homeward.copies.actions import check
from homeward.rules.acts import Act, Refusal
from homeward.rules.copies import may_check


def check_copy(act: Act, request: UUID, *, right: bool) -> None:
    """Right: the worker makes the copy. Not right: it goes back to marking.

    Refused for whoever marked it, and where nothing waits for a second look.
    """
    with handling(act, request) as found:
        if found.marked_at is None or found.checked_at is not None:
            raise Refusal("Nothing waits for a second look here.", code="not-marked")
        demand(may_check(act.viewer, found.marked_by))
        check(act, request, right=right)
