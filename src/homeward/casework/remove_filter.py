"""Take one of one's own kept filters off its list."""

from __future__ import annotations

from django.db import transaction

from homeward.access.scope import set_scope
from homeward.ledger.actions import enter
from homeward.lists.actions import remove
from homeward.lists.queries import get_filter
from homeward.rules.acts import Act, NotFound


def remove_filter(act: Act, filter_id: int) -> None:
    """Remove it, for those it was shared with too. NotFound for one that is not one's own."""
    with transaction.atomic():
        set_scope(act.viewer)
        found = get_filter(act.viewer, filter_id)
        if found is None or not found.own:
            raise NotFound
        remove(act, found.id)
        enter(act, [], None)
