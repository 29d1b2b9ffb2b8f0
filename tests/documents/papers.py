"""A child with papers: adding them, reading them back, the scanner's worker, in tests."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import connection
from tests.casework.cast import World
from tests.casework.worlds import NOW, as_worker, system_act
from tests.documents.files import LETTER, picture

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.add_document import add_document
from homeward.casework.scan_documents import scan_documents
from homeward.documents.facts import DocumentFacts
from homeward.documents.queries import get_document, read_bytes
from homeward.ground.clamd import Verdict
from homeward.ground.key_ring import KeyRing
from homeward.rules.acts import Viewer
from homeward.rules.documents import DocumentKind, NewDocument

LARGEST = 20 * 1024 * 1024
CARE_PLAN = NewDocument(DocumentKind.CARE_PLAN, "Care plan of March", "Her key worker")
PHOTOGRAPH = NewDocument(
    DocumentKind.PHOTOGRAPH,
    "",
    "Her mother",
    date(2026, 11, 3),
    "Hair in a plait, green coat",
    "Her mother agreed",
)


def ring() -> KeyRing:
    """The keys of this test run."""
    return KeyRing(settings.VAR)


def added(
    world: World,
    viewer: Viewer,
    new: NewDocument = CARE_PLAN,
    content: bytes = LETTER,
    *,
    scanned: bool = False,
    at: datetime = NOW,
) -> UUID:
    """A document that this viewer added; its id."""
    return add_document(
        world.act(viewer, at=at),
        world.child,
        new,
        io.BytesIO(content),
        ring=ring(),
        largest=LARGEST,
        scanned=scanned,
    )


def photographed(world: World, viewer: Viewer, new: NewDocument = PHOTOGRAPH) -> UUID:
    """A photograph that this viewer added; its id."""
    return added(world, viewer, new, picture(hidden=True))


def facts(world: World, document: UUID, viewer: Viewer = SYSTEM_VIEWER) -> DocumentFacts | None:
    """The document as a viewer sees it."""
    if viewer is SYSTEM_VIEWER:
        with as_worker(), scoped(viewer):
            return get_document(viewer, world.child, document)
    with scoped(viewer):
        return get_document(viewer, world.child, document)


def opened(viewer: Viewer, document: UUID) -> bytes:
    """The bytes of a document, as a viewer gets them."""
    return b"".join(read_bytes(viewer, document, ring()))


def scanned_by(scanner: Callable[[Iterator[bytes]], Verdict]) -> bool:
    """One turn of the worker with this scanner."""
    with as_worker():
        return scan_documents(system_act("scan_documents"), scanner, ring(), [])


def as_superuser(statement: str, *values: object) -> list[tuple[object, ...]]:
    """What a statement gives to whoever owns the server, past every policy."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        before = cursor.fetchone()[0]
        cursor.execute("RESET ROLE; SET ROLE postgres")
        cursor.execute(statement, values)
        rows = cursor.fetchall() if cursor.description else []
        cursor.execute(f"SET ROLE {before}")
    return rows
