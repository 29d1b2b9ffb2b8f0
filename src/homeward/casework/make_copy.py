"""Make the copy that is handed out: marked words are taken out of the data, then files are made."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from homeward.access.scope import scoped
from homeward.casework.copy_files import archive, read_copy
from homeward.copies.actions import destroy_bundles, keep_bundle, made, stop
from homeward.copies.facts import ORIGINAL, REMOVED, MarkFacts
from homeward.copies.queries import get_copy, marks_of, open_bundle, to_make
from homeward.ground.key_ring import KeyRing
from homeward.ledger.actions import enter
from homeward.rules.acts import Act
from homeward.rules.copies import EXEMPTIONS, FETCHED_FOR, KEPT_FOR
from homeward.rules.redaction import Remover, count_of

LEFT = "Marked words were still in the copy after removing them. Nothing is handed out."


def make_copy(act: Act) -> bool:
    """Make the oldest copy that two people looked at; whether there was one. The worker's.

    Nothing is covered: the files are made from data in which the words are not. Looked
    through once more before it is kept; with any word left nothing is handed out.
    """
    viewer = act.viewer
    with scoped(viewer):
        request = to_make(viewer)
        found = get_copy(viewer, request) if request else None
        if found is None:
            return False
        ring = KeyRing(settings.VAR)
        original = open_bundle(viewer, found.id, ORIGINAL, ring)
        gone = [mark for mark in marks_of(viewer, found.id) if mark.removed]
        copy = without(read_copy(original or b""), gone)
        if any(count_of(mark.words, _said(copy)) for mark in gone):
            stop(act, found.id, LEFT)
            return True
        keep_bundle(act, found.id, REMOVED, archive(copy), ring)
        made(act, found.id, act.at + FETCHED_FOR)
        enter(act, [found.child_id] if found.child_id else [], found.id)
    return True


def without(copy: dict[str, Any], gone: list[MarkFacts]) -> dict[str, Any]:
    """The copy without these words, with a note for each exemption that was used."""
    said = {mark.words: EXEMPTIONS[mark.exemption].words for mark in gone}
    used = sorted({mark.exemption for mark in gone})
    removed: dict[str, Any] = Remover(said).data(copy)
    removed["notes"] = [
        f"Where words were removed it says so. {EXEMPTIONS[code].words.capitalize()}:"
        f" {EXEMPTIONS[code].citation}."
        for code in used
    ]
    return removed


def _said(copy: dict[str, Any]) -> list[str]:
    """The texts of a copy without the marks that stand for what was removed."""
    marks = [f"[removed: {each.words}]" for each in EXEMPTIONS.values()]
    texts = [row["text"] for part in copy["sections"] for entry in part["entries"] for row in entry]
    texts += [copy["title"]]
    for mark in marks:
        texts = [each for text in texts for each in text.split(mark)]
    return texts


def destroy_copies(act: Act) -> int:
    """Destroy original and copy once nobody can complain any more; how many. The worker's."""
    with scoped(act.viewer):
        return destroy_bundles(act, act.at - KEPT_FOR)
