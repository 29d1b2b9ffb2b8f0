"""Let a list open with one of one's own kept filters, or with none again."""

from __future__ import annotations

from django.db import transaction

from homeward.access.scope import set_scope
from homeward.ledger.actions import enter
from homeward.lists.actions import prefer
from homeward.lists.queries import get_filter
from homeward.rules.acts import Act, NotFound


def prefer_filter(act: Act, filter_id: int, *, default: bool) -> str:
    """Set or lift the default; the list's code. NotFound for a filter that is not one's own."""
    with transaction.atomic():
        set_scope(act.viewer)
        found = get_filter(act.viewer, filter_id)
        if found is None or not found.own:
            raise NotFound
        prefer(act, found.list, found.id if default else None)
        enter(act, [], None)
    return found.list
