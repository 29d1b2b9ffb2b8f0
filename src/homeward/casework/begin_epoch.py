"""Let a restored ledger count on, so that what comes now can be sealed after what was sealed."""

from __future__ import annotations

from pathlib import Path

from django.db import connection, transaction

from homeward.ledger import actions
from homeward.ledger.seals import SealFolder
from homeward.rules.acts import Act


def begin_epoch(act: Act, var: Path) -> int:
    """Begin a new epoch after a restore and enter it in the ledger; the epoch's number.

    Needs a connection of the owner: steps into the keeper. `var` holds the restored seals.
    """
    newest = SealFolder(var).newest()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE homeward_keeper")
        begun = actions.begin_epoch(act, newest.high if newest else 0)
        actions.enter(act, [], None)
    return begun.number
