"""Bytes closed with AES-256-GCM, part by part, under a key of their own.

Each row has a random data key, itself closed ("wrapped") with a key of the ring. The row's
id is bound into every part and into the wrapped key; each part knows its number and whether
it is the last. A part that was changed, left out, moved, or put under another row is found.
No more than two parts are ever in memory.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from homeward.ground.key_ring import WrappingKey

PART = 256 * 1024
KEY = 32
NONCE = 12


class BytesChanged(RuntimeError):
    """What is stored is not what was stored: it was changed, cut short or put elsewhere."""

    def __init__(self) -> None:
        super().__init__(
            "What is stored is not what was stored: it was changed outside this service. Nothing"
            " of it is handed out. Tell whoever runs the service; a backup has the right bytes."
        )


def new_data_key() -> bytes:
    """A fresh key for one row."""
    return os.urandom(KEY)


def wrap(key: WrappingKey, row: UUID, data_key: bytes) -> bytes:
    """The data key of a row, closed with a key of the ring."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key.bytes).encrypt(nonce, data_key, _bound(key, row))


def unwrap(key: WrappingKey, row: UUID, wrapped: bytes) -> bytes:
    """The data key of a row. Raises BytesChanged."""
    try:
        return AESGCM(key.bytes).decrypt(wrapped[:NONCE], wrapped[NONCE:], _bound(key, row))
    except (InvalidTag, ValueError):
        raise BytesChanged from None


def close_parts(data_key: bytes, row: UUID, content: BinaryIO) -> Iterator[bytes]:
    """The content closed in parts; an empty content is one empty part."""
    cipher = AESGCM(data_key)
    for number, (part, last) in enumerate(_marked(iter(lambda: content.read(PART), b""))):
        yield cipher.encrypt(_nonce(number, last=last), part, row.bytes)


def open_parts(data_key: bytes, row: UUID, parts: Iterable[bytes]) -> Iterator[bytes]:
    """The content of closed parts, in their order. Raises BytesChanged at the first wrong one."""
    cipher = AESGCM(data_key)
    for number, (part, last) in enumerate(_marked(iter(parts))):
        try:
            yield cipher.decrypt(_nonce(number, last=last), part, row.bytes)
        except (InvalidTag, ValueError):
            raise BytesChanged from None


def _marked(parts: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each part with whether it is the last; no part at all is one empty, last one."""
    held = next(parts, b"")
    for part in parts:
        yield held, False
        held = part
    yield held, True


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(NONCE - 1, "big") + bytes([last])


def _bound(key: WrappingKey, row: UUID) -> bytes:
    return b"homeward data key " + key.id.encode() + row.bytes
