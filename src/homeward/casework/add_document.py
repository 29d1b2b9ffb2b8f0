"""Add a document or a photograph to a child's record."""

from __future__ import annotations

import io
from typing import BinaryIO
from uuid import UUID

from homeward.casework.transaction import acting_on_child, demand
from homeward.documents.actions import await_scan, keep_document
from homeward.documents.media import JPEG, PICTURES, media_of
from homeward.documents.photographs import draw_anew
from homeward.ground.key_ring import KeyRing
from homeward.ground.wake import wake
from homeward.rules.acts import Act, Decision, NewLine, NotFound, Purpose, Refusal
from homeward.rules.clocks import LONDON
from homeward.rules.documents import Check, DocumentKind, NewDocument, adds, may_add
from homeward.rules.sharing import sections_for

NO_PICTURE = "This is no picture. Nothing was kept. Choose a JPEG, PNG or WebP file."


def add_document(
    act: Act,
    child: UUID,
    new: NewDocument,
    content: BinaryIO,
    *,
    ring: KeyRing,
    largest: int,
    scanned: bool,
) -> UUID:
    """Keep a file on the child's record, its bytes closed; its id.

    A photograph is drawn anew and only that is kept. With `scanned` a scanner is set up, and
    nothing is handed out until the worker has asked it. Refused for a file over `largest`
    bytes, of a kind that is not on the list, or with too little said of it.
    """
    if act.viewer.purpose is not Purpose.SYSTEM and not adds(sections_for(act.viewer.roles)):
        raise NotFound
    _demand(may_add(new, act.at.astimezone(LONDON).date()))
    media, kept = _taken(new, content, largest)
    with acting_on_child(act, child) as work:
        document = keep_document(act, child, new, media, kept, ring)
        await_scan(act, document.id, Check.WAITING if scanned else Check.NOT_SCANNED)
        said: dict[str, object] = {"document": str(document.id), "digest": document.digest}
        work.say_of_child(NewLine("document.added", act.at, data=said))
        wake()
    return document.id


def _demand(decision: Decision) -> None:
    """Here the rule's code is the field that it speaks of."""
    demand(decision, decision.code)


def _taken(new: NewDocument, content: BinaryIO, largest: int) -> tuple[str, BinaryIO]:
    if content.seek(0, io.SEEK_END) > largest:
        raise Refusal(
            f"This file is larger than {largest // (1024 * 1024)} MB. Nothing was kept. Send a"
            " smaller one, for example a PDF with fewer pictures.",
            code="too-large",
            field="file",
        )
    media = media_of(content)
    if new.kind is not DocumentKind.PHOTOGRAPH:
        return media, content
    if media not in PICTURES:
        raise Refusal(NO_PICTURE, code="no-picture", field="file")
    return JPEG, draw_anew(content)
