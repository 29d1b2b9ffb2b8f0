"""Close a request for a copy: it was answered, or withdrawn."""

from __future__ import annotations

from uuid import UUID

from homeward.casework.copying import handling
from homeward.copies.actions import close
from homeward.rules.acts import Act, Refusal


def close_copy(act: Act, request: UUID) -> None:
    """Nothing can be fetched any more. Refused without a reason."""
    if not act.reason:
        raise Refusal("Say how it ended.", code="needed", field="reason")
    with handling(act, request):
        close(act, request)
