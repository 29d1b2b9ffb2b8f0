"""Checking documents for harmful content, when a scanner is set up."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.conf import settings

from homeward.casework.scan_documents import NotScanned, scan_documents
from homeward.ground import clamd
from homeward.ground.key_ring import KeyRing
from homeward.jobs.backoff import Backoff
from homeward.jobs.lanes import Stopping
from homeward.jobs.tasks import system_act

_documents = Backoff()


def scan(stopping: Stopping) -> bool:
    """Check the oldest document that waits; whether there was one.

    One that cannot be checked waits while the others go on; a scanner that is down makes all
    of them wait.
    """
    if not settings.SCANNER:
        return False
    failed = [key for key in _documents.waiting() if isinstance(key, UUID)]
    asked = partial(clamd.scan, settings.SCANNER)
    act = system_act("scan_documents")
    try:
        return scan_documents(act, asked, KeyRing(settings.VAR), failed)
    except NotScanned as failure:
        words = f"Checking document {failure.document}"
        _documents.note(failure.document, failure.__cause__, words)
    return True
