"""Handing bytes out: never as a page of ours, never kept by anybody on the way."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponseBase, StreamingHttpResponse

from homeward.documents.media import TEXT

#: A document opens in nothing of ours: no script, no frame, no form, an origin of its own.
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'"


def hand_out(
    pieces: Iterable[bytes], media: str, size: int, attached_as: str = ""
) -> HttpResponseBase:
    """The bytes, streamed. With a name they are saved, never shown."""
    kind = f"{media}; charset=utf-8" if media == TEXT else media
    answer = StreamingHttpResponse(pieces, content_type=kind)
    disposition = f'attachment; filename="{attached_as}"' if attached_as else "inline"
    answer["Content-Length"] = str(size)
    answer["Content-Disposition"] = disposition
    answer["Content-Security-Policy"] = SANDBOX
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
