"""Reading documents: what is said of them, and their bytes. Policies and sections decide which.

The bytes come part by part, each in a transaction of its own, so that a slow reader holds
nothing and memory stays flat.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from homeward.access.scope import scoped
from homeward.documents.actions import kept_digest
from homeward.documents.facts import DocumentFacts, Papers
from homeward.documents.models import Document, Part, Scan, Unscanned
from homeward.ground.key_ring import KeyRing
from homeward.ground.sealed_bytes import BytesChanged, open_parts, unwrap
from homeward.rules.acts import Purpose, Viewer
from homeward.rules.documents import Check, DocumentKind, Reader, reads_any
from homeward.rules.sharing import Section, sections_for

_FACTS = (
    "id",
    "child_id",
    "kind",
    "title",
    "given_by",
    "shows",
    "why_allowed",
    "made_on",
    "media",
    "size",
    "agency",
    "person_id",
    "added_at",
    "erased_at",
)
_OPEN = (Check.CLEAN.value, Check.NOT_SCANNED.value)


def reader_of(viewer: Viewer) -> Reader:
    """The viewer as the rules on documents see them."""
    return Reader(viewer.agency, viewer.roles, sections_for(viewer.roles))


def papers_of_child(viewer: Viewer, child: UUID, most: int) -> Papers:
    """The newest photograph that may be shown and the newest `most` documents: one query."""
    if not (viewer.purpose is Purpose.SYSTEM or reads_any(sections_for(viewer.roles))):
        return Papers()
    rows = _readable(viewer).filter(child_id=child)
    newest = rows.order_by("-added_at", "-id").values("id")[: most + 1]
    showable = _newest_photographs(rows).values("id")[:1]
    found = _facts(_readable(viewer).filter(Q(id__in=newest) | Q(id__in=showable)))
    listed = sorted(found, key=lambda each: (each.added_at, each.id), reverse=True)
    shown = [each for each in listed if each.is_photograph and not each.shut]
    photograph = max(shown, key=_taken, default=None)
    if len(listed) > most + 1:  # the photograph shown is older than all that is listed
        listed = [each for each in listed if each != photograph]
    return Papers(photograph, tuple(listed[:most]), len(listed) > most)


def _taken(photograph: DocumentFacts) -> tuple[str, datetime, UUID]:
    """What the newest photograph is: the one taken last; one without a day comes after those."""
    taken = photograph.made_on.isoformat() if photograph.made_on else ""
    return taken, photograph.added_at, photograph.id


def list_documents(
    viewer: Viewer, child: UUID, after: tuple[datetime, UUID] | None, limit: int, kind: str = ""
) -> list[DocumentFacts]:
    """The documents of a child, newest first, from a key on."""
    rows = _readable(viewer).filter(child_id=child)
    if kind:
        rows = rows.filter(kind=kind)
    if after is not None:
        at, row = after
        rows = rows.filter(Q(added_at__lt=at) | Q(added_at=at, id__lt=row))
    return _facts(rows.order_by("-added_at", "-id")[:limit])


def list_photographs(viewer: Viewer, child: UUID, limit: int) -> list[DocumentFacts]:
    """The photographs of a child that may be shown, the one taken last first."""
    return _facts(_newest_photographs(_readable(viewer).filter(child_id=child))[:limit])


def get_document(viewer: Viewer, child: UUID, document: UUID) -> DocumentFacts | None:
    """One document of this child, None where there is none for this viewer."""
    found = _facts(_readable(viewer).filter(child_id=child, id=document))
    return found[0] if found else None


def oldest_unscanned(viewer: Viewer, skipped: Iterable[UUID]) -> DocumentFacts | None:
    """The document that has waited longest for its check, for the worker; None without one."""
    rows = Unscanned.objects.exclude(document_id__in=list(skipped)).order_by("since_at")
    wanted = rows.values_list("document_id", flat=True).first()
    found = _facts(_readable(viewer).filter(id=wanted)) if wanted else []
    return found[0] if found else None


def kept_out_since(viewer: Viewer, since: datetime, limit: int) -> list[DocumentFacts]:
    """What the viewer's agency added and the check kept out since a moment, newest first.

    It is there until somebody has withdrawn it: then a clean copy was seen to.
    """
    if not reads_any(sections_for(viewer.roles)):
        return []
    rows = Scan.objects.filter(outcome=Check.INFECTED.value, scanned_at__gte=since)
    found = _readable(viewer).filter(id__in=rows.values("document_id"), agency=viewer.agency)
    return _facts(found.filter(withdrawal=None, erased_at=None).order_by("-added_at")[:limit])


def count_by_key(viewer: Viewer) -> dict[str, int]:
    """How many documents are closed with each key of the ring."""
    closed = Document.objects.exclude(wrapped_key=None).order_by("key_id")
    return dict(closed.values("key_id").annotate(held=Count("id")).values_list("key_id", "held"))


def documents_with_bytes(viewer: Viewer, after: UUID | None, limit: int) -> list[UUID]:
    """Documents whose bytes are kept, by id, from a key on."""
    rows = _readable(viewer).exclude(wrapped_key=None)
    if after is not None:
        rows = rows.filter(id__gt=after)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


def check_bytes(viewer: Viewer, document: UUID, ring: KeyRing) -> None:
    """Read the whole document and raise BytesChanged unless it is what was kept."""
    rows = Document.objects.filter(pk=document).values_list("digest", "size")
    digest, size = rows.get()
    read, length = hashlib.sha256(), 0
    for piece in read_bytes(viewer, document, ring):
        read.update(piece)
        length += len(piece)
    if length != size or kept_digest(document, read.digest(), size) != bytes(digest):
        raise BytesChanged


def read_bytes(viewer: Viewer, document: UUID, ring: KeyRing) -> Iterator[bytes]:
    """The bytes of a document, opened piece by piece. Raises BytesChanged or KeyMissing."""
    with scoped(viewer):
        rows = Document.objects.filter(pk=document).values_list("key_id", "wrapped_key")
        key_id, wrapped = rows.get()
    if wrapped is None:
        raise BytesChanged
    data_key = unwrap(ring.find(key_id), document, bytes(wrapped))
    yield from open_parts(data_key, document, _parts(viewer, document))


def _parts(viewer: Viewer, document: UUID) -> Iterator[bytes]:
    for number in count():
        with scoped(viewer):
            rows = Part.objects.filter(document_id=document, number=number)
            content = rows.values_list("content", flat=True).first()
        if content is None:
            return
        yield bytes(content)


def _readable(viewer: Viewer) -> QuerySet[Document]:
    """What the viewer's sections open: the same as `rules.documents.reads`, asked of the table."""
    rows = Document.objects.all()
    if viewer.purpose is Purpose.SYSTEM:
        return rows
    sections = sections_for(viewer.roles)
    photograph = Q(kind=DocumentKind.PHOTOGRAPH.value)
    opened = Q(pk__in=[])
    if Section.PHOTOGRAPH in sections:
        opened |= photograph
    if Section.DOCUMENTS in sections:
        opened |= ~photograph
    if Section.OWN_DOCUMENTS in sections:
        opened |= Q(agency=viewer.agency)
    return rows.filter(opened)


def _newest_photographs(rows: QuerySet[Document]) -> QuerySet[Document]:
    shown = rows.filter(kind=DocumentKind.PHOTOGRAPH.value, withdrawal=None, erased_at=None)
    checked = shown.annotate(check_now=_newest_scan("outcome")).filter(check_now__in=_OPEN)
    return checked.order_by(F("made_on").desc(nulls_last=True), "-added_at", "-id")


def _newest_scan(column: str) -> Subquery:
    newest = Scan.objects.filter(document_id=OuterRef("pk")).order_by("-id")
    return Subquery(newest.values(column)[:1])


def _facts(rows: QuerySet[Document]) -> list[DocumentFacts]:
    said = rows.annotate(check_said=_newest_scan("outcome"), found_said=_newest_scan("found"))
    columns = said.values_list(
        *_FACTS,
        "check_said",
        "found_said",
        "withdrawal__why",
        "withdrawal__reason",
        "withdrawal__withdrawn_at",
        "withdrawal__person_id",
    )
    return [_fact(*row) for row in columns]


def _fact(*row: Any) -> DocumentFacts:
    """The facts of a row; what a left join did not find is blank."""
    said, texts, withdrawn = row[:14], row[14:18], row[18:]
    return DocumentFacts(*said, *(text or "" for text in texts), *withdrawn)
