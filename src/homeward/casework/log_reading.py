"""Log that somebody read a page with these children on it. Doors call it once a page."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from homeward.access.scope import set_scope
from homeward.ledger.actions import enter_reading
from homeward.rules.acts import Act, Purpose


def log_reading(act: Act, page: str, children: Iterable[UUID]) -> None:
    """One entry a page; the same person, page and children within 15 minutes are counted on it.

    A page without a child on it is no reading; a page looked at as another role was logged by
    `log_preview`, and nothing can be written while it is shown.
    """
    shown = set(children)
    if not shown or act.viewer.purpose is Purpose.PREVIEW:
        return
    with transaction.atomic():
        set_scope(act.viewer)
        enter_reading(act, page, sorted(shown))
