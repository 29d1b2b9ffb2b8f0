"""Note that the whole record was copied: nobody takes a copy without a trace."""

from __future__ import annotations

from django.db import connection, transaction

from homeward.ledger.actions import enter
from homeward.rules.acts import Act


def note_backup(act: Act) -> None:
    """Enter in the ledger that a backup is being made; it stands in that very backup.

    Needs a connection of the owner: steps into the keeper.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE homeward_keeper")
        enter(act, [], None)
