"""Noting a backup, and proving a restore. Loaded when the record is open."""

from __future__ import annotations

from django.conf import settings

from homeward.casework.begin_epoch import begin_epoch
from homeward.casework.note_backup import note_backup
from homeward.casework.seal_ledger import verify_ledger
from homeward.cli.acts import system_act
from homeward.ledger.sealing import Verification


def note() -> None:
    """Enter in the ledger that the record is being copied."""
    note_backup(system_act("note_backup"))


def begin_again() -> Verification:
    """Let the restored ledger count on, and prove what was sealed before."""
    begin_epoch(system_act("begin_epoch"), settings.VAR)
    return verify_ledger(settings.VAR)
