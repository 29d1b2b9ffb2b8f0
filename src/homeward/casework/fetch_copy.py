"""Take the files of a copy away: the original to work on, or the one to hand out."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from homeward.casework.copying import handling
from homeward.copies.actions import fetched
from homeward.copies.queries import open_bundle
from homeward.ground.key_ring import KeyRing
from homeward.rules.acts import Act, NotFound, Refusal


def fetch_copy(act: Act, request: UUID, kind: str) -> bytes:
    """The archive. That it was taken, by whom and when, is logged.

    NotFound before it is made; refused once its time is over.
    """
    with handling(act, request) as found:
        if found.until_at is not None and found.until_at <= act.at:
            raise Refusal("The time to fetch this copy is over.", code="over")
        content = open_bundle(act.viewer, request, kind, KeyRing(settings.VAR))
        if content is None:
            raise NotFound
        fetched(act, request, kind)
    return content
