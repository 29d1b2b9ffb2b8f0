"""Decide every mark of a copy and pass it on to the second pair of eyes."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from homeward.casework.copying import being_marked, handling
from homeward.copies.actions import decide_marks
from homeward.copies.actions import finish_marking as finish
from homeward.rules.acts import Act


def keep_marks(act: Act, request: UUID, removed: Collection[int]) -> None:
    """These marks are removed, all others stay in; marking goes on."""
    with handling(act, request) as found:
        being_marked(found)
        decide_marks(act, request, sorted(removed))


def finish_marking(act: Act, request: UUID, removed: Collection[int]) -> None:
    """These marks are removed, all others stay in. Somebody else must look at it next."""
    with handling(act, request) as found:
        being_marked(found)
        decide_marks(act, request, sorted(removed))
        finish(act, request)
