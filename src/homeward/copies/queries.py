"""Reading requests for a copy. Row policies: who handles copies sees them, nobody else."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from homeward.copies.facts import CopyFacts, FetchFacts, MarkFacts
from homeward.copies.models import Bundle, CopyRequest, Fetch, Mark
from homeward.ground.key_ring import KeyRing
from homeward.ground.sealed_bytes import PART, open_parts, unwrap
from homeward.rules.acts import Viewer

_COPY = tuple(CopyFacts.__slots__)
_MARK = tuple(MarkFacts.__slots__)
#: What closing adds to a part.
_TAG = 16


def list_copies(viewer: Viewer, after: tuple[date, UUID] | None, limit: int) -> list[CopyFacts]:
    """Requests that nobody has closed, the one that is due first, by (due on, id)."""
    rows = CopyRequest.objects.filter(closed_at=None)
    if after is not None:
        day, last = after
        rows = rows.filter(Q(due_on__gt=day) | Q(due_on=day, id__gt=last))
    return [CopyFacts(*row) for row in rows.order_by("due_on", "id").values_list(*_COPY)[:limit]]


def list_closed(viewer: Viewer, limit: int) -> list[CopyFacts]:
    """Requests that were closed, newest first."""
    rows = CopyRequest.objects.filter(closed_at__isnull=False).order_by("-closed_at", "-id")
    return [CopyFacts(*row) for row in rows.values_list(*_COPY)[:limit]]


def get_copy(viewer: Viewer, request: UUID) -> CopyFacts | None:
    """One request, None where there is none for this viewer."""
    rows = CopyRequest.objects.filter(pk=request).values_list(*_COPY)
    return next((CopyFacts(*row) for row in rows), None)


def is_asked(viewer: Viewer, child: UUID) -> bool:
    """Whether a request for a copy of this record is open."""
    return CopyRequest.objects.filter(child_id=child, closed_at=None).exists()


def to_gather(viewer: Viewer) -> UUID | None:
    """The oldest request whose copy is still to be gathered."""
    rows = CopyRequest.objects.filter(gathered_at=None, stopped="", closed_at=None)
    return rows.order_by("logged_at").values_list("pk", flat=True).first()


def to_make(viewer: Viewer) -> UUID | None:
    """The oldest request whose copy was checked and is still to be made."""
    rows = CopyRequest.objects.filter(
        checked_at__isnull=False, made_at=None, stopped="", closed_at=None
    )
    return rows.order_by("checked_at").values_list("pk", flat=True).first()


def marks_of(viewer: Viewer, request: UUID) -> list[MarkFacts]:
    """What is marked in a copy, the most frequent first."""
    rows = Mark.objects.filter(request_id=request).order_by("-times", "words")
    return [MarkFacts(*row) for row in rows.values_list(*_MARK)]


def fetches_of(viewer: Viewer, request: UUID) -> list[FetchFacts]:
    """Who took which file away, newest first."""
    rows = Fetch.objects.filter(request_id=request).order_by("-id")
    return [FetchFacts(*row) for row in rows.values_list("kind", "person_id", "at")]


def open_bundle(viewer: Viewer, request: UUID, kind: str, ring: KeyRing) -> bytes | None:
    """The bytes of a copy's files, None without them. Raises BytesChanged or KeyMissing."""
    row = (
        Bundle.objects.filter(request_id=request, kind=kind)
        .values_list("id", "key_id", "wrapped_key", "content")
        .first()
    )
    if row is None:
        return None
    bundle, key_id, wrapped, content = row
    data_key = unwrap(ring.find(key_id), bundle, bytes(wrapped))
    closed = bytes(content)
    parts = [closed[at : at + PART + _TAG] for at in range(0, len(closed), PART + _TAG)]
    return b"".join(open_parts(data_key, bundle, parts))
