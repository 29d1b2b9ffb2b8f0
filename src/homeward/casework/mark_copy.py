"""Mark words that must not be in a copy, wherever they stand in it."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from homeward.casework.copy_files import read_copy
from homeward.casework.copying import being_marked, handling
from homeward.copies.actions import add_mark
from homeward.copies.facts import ORIGINAL
from homeward.copies.queries import open_bundle
from homeward.ground.key_ring import KeyRing
from homeward.rules.acts import Act, Refusal
from homeward.rules.copies import EXEMPTIONS
from homeward.rules.redaction import count_of, fold

SHORTEST = 2


def mark_copy(act: Act, request: UUID, *, words: str, exemption: str) -> int:
    """These words are removed, with the exemption and `act.reason`; how often they occur.

    Refused for words that do not occur, for an unknown exemption, and once marking is done.
    """
    if exemption not in EXEMPTIONS:
        raise Refusal("Choose which exemption applies.", code="needed", field="exemption")
    if len(fold(words)) < SHORTEST:
        raise Refusal("Give the words as they stand in the copy.", code="needed", field="words")
    with handling(act, request) as found:
        being_marked(found)
        original = open_bundle(act.viewer, request, ORIGINAL, KeyRing(settings.VAR))
        times = count_of(words, read_copy(original)) if original else 0
        if not times:
            raise Refusal("These words do not stand in the copy.", code="absent", field="words")
        add_mark(act, request, " ".join(words.split()), exemption, times)
    return times
