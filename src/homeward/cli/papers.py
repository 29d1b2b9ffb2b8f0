"""New keys for documents, and their proof, for the command line. Loaded in an open record."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.rotate_document_keys import rotate_document_keys
from homeward.cli.acts import system_act
from homeward.cli.answers import BadInput
from homeward.documents.queries import check_bytes, count_by_key, documents_with_bytes
from homeward.ground.key_ring import KeyMissing, KeyRing, file_of
from homeward.ground.sealed_bytes import BytesChanged

BATCH = 500


@dataclass(frozen=True, slots=True)
class Rotated:
    """The new key, how many documents are closed with it, and which files nothing needs now."""

    key: str
    documents: int
    older: list[str]


def rotate() -> Rotated:
    """Make a new key and close the data key of every document with it.

    Raises BadInput when a key is missing, before anything is done, or when a wrapped key was
    changed: then the batches before have the new key and the others their old one.
    """
    ring = KeyRing(settings.VAR)
    try:
        for key in _held():
            ring.find(key)
        newest = ring.add().id
        while rotate_document_keys(system_act("rotate_document_keys"), ring):
            continue
    except (KeyMissing, BytesChanged) as fault:
        raise BadInput(str(fault)) from None
    held = _held()
    needed = {file_of(each) for each in (newest, *held)}
    older = [name for name in ring.names() if name not in needed]
    return Rotated(newest, held.get(newest, 0), older)


def _held() -> dict[str, int]:
    with scoped(SYSTEM_VIEWER):
        return count_by_key(SYSTEM_VIEWER)


@dataclass(frozen=True, slots=True)
class Checked:
    """How many documents were read, and what is wrong with which."""

    documents: int
    wrong: dict[str, str] = field(default_factory=dict)


def check() -> Checked:
    """Read every document that has bytes; each by itself, so that one wrong one hides no other."""
    ring, wrong, count = KeyRing(settings.VAR), dict[str, str](), 0
    after: UUID | None = None
    while True:
        with scoped(SYSTEM_VIEWER):
            batch = documents_with_bytes(SYSTEM_VIEWER, after, BATCH)
        for document in batch:
            with scoped(SYSTEM_VIEWER):
                try:
                    check_bytes(SYSTEM_VIEWER, document, ring)
                except (KeyMissing, BytesChanged) as fault:
                    wrong[str(document)] = str(fault)
        if not batch:
            return Checked(count, wrong)
        count, after = count + len(batch), batch[-1]
