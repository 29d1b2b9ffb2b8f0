"""Keeping documents: their bytes closed, their checks, withdrawals, new keys, erasing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import BinaryIO
from uuid import UUID

from homeward.documents.facts import Kept
from homeward.documents.models import Document, Part, Scan, Unscanned, Withdrawal
from homeward.ground.bulk import insert_rows
from homeward.ground.ids import new_id
from homeward.ground.key_ring import KeyRing
from homeward.ground.sealed_bytes import PART, close_parts, new_data_key, unwrap, wrap
from homeward.ledger.digests import keyed_digest
from homeward.rules.acts import Act
from homeward.rules.documents import Check, DocumentKind, NewDocument, Withdrawn

WORDS = 300


def kept_digest(document: UUID, content: bytes, size: int) -> bytes:
    """The keyed digest of a document from the SHA-256 of its bytes; other ids give others."""
    return keyed_digest([document, content.hex(), size])


def keep_document(
    act: Act, child: UUID, new: NewDocument, media: str, content: BinaryIO, ring: KeyRing
) -> Kept:
    """Close and keep the content under a key of its own, not yet checked by anybody."""
    document, data_key, wrapping = new_id(), new_data_key(), ring.newest()
    size, read = _measure(content)
    digest = kept_digest(document, read, size)
    is_photograph = new.kind is DocumentKind.PHOTOGRAPH
    Document.objects.create(
        id=document,
        child_id=child,
        kind=new.kind.value,
        title=new.title.strip()[:120],
        given_by=new.given_by.strip()[:120],
        shows=new.shows.strip()[:WORDS] if is_photograph else "",
        why_allowed=new.why_allowed.strip()[:WORDS] if is_photograph else "",
        made_on=new.made_on,
        media=media,
        size=size,
        digest=digest,
        agency=act.viewer.agency,
        person_id=act.viewer.person,
        act_id=act.id,
        added_at=act.at,
        key_id=wrapping.id,
        wrapped_key=wrap(wrapping, document, data_key),
    )
    for number, part in enumerate(close_parts(data_key, document, content)):
        insert_rows(
            "documents_part", ("document_id", "number", "content"), [(document, number, part)]
        )
    return Kept(document, digest.hex())


def _measure(content: BinaryIO) -> tuple[int, bytes]:
    """The size and SHA-256 of the content; its reading place is back at the start."""
    read, size = hashlib.sha256(), 0
    content.seek(0)
    for piece in iter(lambda: content.read(PART), b""):
        read.update(piece)
        size += len(piece)
    content.seek(0)
    return size, read.digest()


def await_scan(act: Act, document: UUID, check: Check) -> None:
    """Say how a new document stands to the check, and put it in the worker's queue."""
    Unscanned.objects.create(document_id=document, since_at=act.at)
    _say_scan(act, document, check)


def settle_scan(act: Act, document: UUID, found: str) -> bool:
    """Enter a verdict and take the document off the queue; False where it was off it before.

    With something found the bytes and their key are destroyed.
    """
    taken, _ = Unscanned.objects.filter(document_id=document).delete()
    if not taken:
        return False
    _say_scan(act, document, Check.INFECTED if found else Check.CLEAN, found)
    if found:
        _destroy_bytes([document])
    return True


def _say_scan(act: Act, document: UUID, check: Check, found: str = "") -> None:
    Scan.objects.create(
        document_id=document, outcome=check.value, found=found, scanned_at=act.at, act_id=act.id
    )


def withdraw(act: Act, document: UUID, why: Withdrawn) -> None:
    """Say that a document is not handed out any more, for the act's reason."""
    Withdrawal.objects.create(
        document_id=document,
        why=why.value,
        reason=act.reason.strip()[:WORDS],
        withdrawn_at=act.at,
        agency=act.viewer.agency,
        person_id=act.viewer.person,
        act_id=act.id,
    )


def erase_documents(act: Act, children: Iterable[UUID]) -> int:
    """Destroy keys, bytes and words of all documents of these children; how many there were.

    Kind, days, size and digest stay, so that lines and ledger that name a document still
    verify. The worker's work, in SYSTEM purpose, inside the caller's transaction. A copy in a
    backup opens as long as its wrapping key exists: see decision 0026.
    """
    rows = Document.objects.filter(child_id__in=list(children), erased_at=None)
    wanted = list(rows.order_by("id").values_list("id", flat=True))
    Unscanned.objects.filter(document_id__in=wanted).delete()
    Withdrawal.objects.filter(document_id__in=wanted).update(reason="")
    _destroy_bytes(wanted)
    Document.objects.filter(pk__in=wanted).update(
        title="",
        given_by="",
        shows="",
        why_allowed="",
        erased_at=act.at,
        erased_act_id=act.id,
    )
    return len(wanted)


def _destroy_bytes(documents: list[UUID]) -> None:
    """The closed parts go, and the key without which any copy of them is noise."""
    Part.objects.filter(document_id__in=documents).delete()
    Document.objects.filter(pk__in=documents).update(wrapped_key=None, key_id="")


def rewrap(act: Act, ring: KeyRing, limit: int) -> int:
    """Close the data keys of up to `limit` documents with the newest key; how many were not.

    The bytes are not touched. The worker's work. Raises KeyMissing or BytesChanged.
    """
    newest = ring.newest()
    rows = Document.objects.exclude(wrapped_key=None).exclude(key_id=newest.id).order_by("id")
    taken = rows.select_for_update(skip_locked=True).values_list("id", "key_id", "wrapped_key")
    changed = 0
    for document, key_id, wrapped in taken[:limit]:
        data_key = unwrap(ring.find(key_id), document, bytes(wrapped or b""))
        Document.objects.filter(pk=document).update(
            key_id=newest.id, wrapped_key=wrap(newest, document, data_key)
        )
        changed += 1
    return changed
