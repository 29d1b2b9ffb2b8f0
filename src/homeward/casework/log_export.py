"""Log that somebody took a list away as a file, with the children in it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from homeward.access.scope import set_scope
from homeward.ledger.actions import enter_export
from homeward.rules.acts import Act


def log_export(act: Act, file: str, children: Iterable[UUID]) -> None:
    """One entry a file, however often the same is fetched: each is one more that is out there.

    `file` names the list and the kind of file; a list about no child is entered too.
    """
    with transaction.atomic():
        set_scope(act.viewer)
        enter_export(act, file, sorted(set(children)))
