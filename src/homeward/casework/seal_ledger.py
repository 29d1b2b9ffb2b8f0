"""Seal what the ledger holds, and prove what was sealed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from homeward.access.scope import scoped
from homeward.chronology.proving import digests_of_lines
from homeward.ledger.sealing import Verification, seal, verify
from homeward.ledger.seals import Seal, SealFolder
from homeward.rules.acts import Act


def seal_ledger(act: Act, var: Path) -> Seal | None:
    """Seal every entry older than the oldest running transaction; None when there is none.

    The worker's work. Signed roots are kept under `var`, outside the database.
    """
    with scoped(act.viewer):
        return seal(SealFolder(var), act.at)


def verify_ledger(
    var: Path, since: datetime | None = None, until: datetime | None = None
) -> Verification:
    """Prove the ledger against the seals under `var`; needs a connection of the owner.

    Steps into the keeper, the one role that sees every row, and changes nothing.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE homeward_keeper")
        return verify(SealFolder(var), digests_of_lines, since, until)
