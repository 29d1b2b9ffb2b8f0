"""Each worked case has a drawn photograph and a document, and nobody's face is in any."""

from __future__ import annotations

import io
from collections import Counter

from PIL import Image
from tests.rehearsal.conftest import REFS, Rehearsed

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.documents.queries import list_documents, read_bytes
from homeward.ground.key_ring import KeyRing
from homeward.rules.documents import DocumentKind


def test_a_photograph_and_a_document_for_each_worked_case(rehearsed: Rehearsed) -> None:
    ring = KeyRing(rehearsed.folder)
    for letter in REFS:
        with scoped(SYSTEM_VIEWER):
            found = list_documents(SYSTEM_VIEWER, rehearsed.case(letter).child, None, 5)
        assert len(found) == 2
        text, face = found
        assert b"EXERCISE" in b"".join(read_bytes(SYSTEM_VIEWER, text.id, ring))
        with Image.open(io.BytesIO(b"".join(read_bytes(SYSTEM_VIEWER, face.id, ring)))) as shown:
            colours = Counter(
                tuple(part // 64 for part in pixel)
                for pixel in shown.resize((48, 60)).get_flattened_data()
            )
        assert face.kind == DocumentKind.PHOTOGRAPH
        assert sum(count for _, count in colours.most_common(3)) > 0.9 * 48 * 60
