"""Have the oldest waiting document checked for harmful content. The worker's work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from homeward.access.scope import scoped
from homeward.casework.transaction import acting_on_child
from homeward.documents.actions import settle_scan
from homeward.documents.facts import DocumentFacts
from homeward.documents.queries import oldest_unscanned, read_bytes
from homeward.ground.clamd import ScannerRefuses, Verdict
from homeward.ground.key_ring import KeyMissing, KeyRing
from homeward.ground.sealed_bytes import BytesChanged
from homeward.ledger.actions import enter
from homeward.rules.acts import Act, NewLine

Scanner = Callable[[Iterator[bytes]], Verdict]


class NotScanned(RuntimeError):
    """There is no verdict on one document; it waits. The cause says why."""

    def __init__(self, document: UUID) -> None:
        super().__init__(f"Document {document} could not be checked.")
        self.document = document


def scan_documents(act: Act, scanner: Scanner, ring: KeyRing, skipped: Iterable[UUID]) -> bool:
    """Check one document, the oldest that waits and is not `skipped`; whether there was one.

    Harmful: its bytes and their key are destroyed, and a line on the chronology says so.
    The scanner is asked outside any transaction. Raises NotScanned for this document, and
    ScannerUnavailable when no document can be checked now: all of them wait.
    """
    with scoped(act.viewer):
        waiting = oldest_unscanned(act.viewer, skipped)
    if waiting is None:
        return False
    try:
        verdict = scanner(read_bytes(act.viewer, waiting.id, ring))
    except (ScannerRefuses, BytesChanged, KeyMissing) as cause:
        raise NotScanned(waiting.id) from cause
    if verdict.found:
        _keep_out(act, waiting, verdict.found)
    else:
        _let_in(act, waiting)
    return True


def _let_in(act: Act, document: DocumentFacts) -> None:
    with scoped(act.viewer):
        if settle_scan(act, document.id, ""):
            enter(act, [document.child_id], document.id)


def _keep_out(act: Act, document: DocumentFacts, found: str) -> None:
    with acting_on_child(act, document.child_id) as work:
        if settle_scan(act, document.id, found):
            said: dict[str, object] = {"document": str(document.id), "malware": found}
            line = NewLine("document.kept_out", act.at, data=said)
            work.say_of_child(line)
