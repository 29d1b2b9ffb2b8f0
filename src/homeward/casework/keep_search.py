"""Keep what somebody typed into the search box for a working day, so that no address holds it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from homeward.access.scope import set_scope
from homeward.ledger.actions import enter
from homeward.linkage.actions import keep_search as keep
from homeward.rules.acts import Act, NotFound
from homeward.rules.searching import LONGEST, ways_for
from homeward.rules.sharing import sections_for


def keep_search(act: Act, typed: str) -> UUID:
    """The id under which its answers are shown, to this person alone.

    The ledger enters that somebody looked, never for whom. NotFound for a role that may find
    nobody.
    """
    if not ways_for(sections_for(act.viewer.roles)):
        raise NotFound
    with transaction.atomic():
        set_scope(act.viewer)
        kept = keep(act, typed[:LONGEST])
        enter(act, [], kept)
    return kept
