"""Sealing and proving the ledger from the command line. Loaded when the record is open."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from homeward.access.queries import SYSTEM_VIEWER
from homeward.casework.seal_ledger import seal_ledger, verify_ledger
from homeward.ground.clock import now
from homeward.ground.ids import new_id
from homeward.ledger.sealing import Verification
from homeward.ledger.seals import Seal
from homeward.rules.acts import Act


def verify(since: datetime | None, until: datetime | None) -> Verification:
    """Prove the ledger against the seals made between two moments (UTC)."""
    return verify_ledger(settings.VAR, since, until)


def seal() -> Seal | None:
    """Seal what can be sealed; None when nothing can."""
    return seal_ledger(Act(new_id(), SYSTEM_VIEWER, now(), "seal_ledger"), settings.VAR)
