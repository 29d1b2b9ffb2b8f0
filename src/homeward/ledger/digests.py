"""Keyed digests of what was written. Without the key nobody can make a fitting one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from homeward.ground.bulk import copy_line
from homeward.ground.secrets import secret


@lru_cache(maxsize=4)
def _key(var: Path) -> bytes:
    return hashlib.sha256(secret(var, "ledger-digest").encode()).digest()


def canonical(parts: Sequence[Any]) -> bytes:
    """The bytes that a digest covers."""
    return copy_line(parts).encode()


def keyed_digest(parts: Sequence[Any]) -> bytes:
    """32 bytes over a row as COPY writes it, under the key kept outside the database.

    Texts, numbers, ids, lists of ids, UTC times and JSON with its keys in order: what
    PostgreSQL hands back later must give the same bytes.
    """
    return hashlib.blake2b(canonical(parts), digest_size=32, key=_key(settings.VAR)).digest()


def salted_digest(text: str, salt: bytes) -> bytes:
    """16 bytes over words that may be erased one day, and a salt that goes with them.

    Once the salt is gone nobody can try short texts against it, whoever has the key.
    """
    covered = text.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(covered, digest_size=16, key=_key(settings.VAR), salt=salt).digest()


def in_order(data: Mapping[str, object]) -> str:
    """A dict as one text that is the same after PostgreSQL kept it as jsonb.

    Flat ones, which nearly all are, take half the time of JSON; two dicts never give one text.
    """
    if _FLAT.issuperset(map(type, data.values())):
        return ascii(sorted(data.items()))
    plain = json.loads(_json(data))
    if _FLAT.issuperset(map(type, plain.values())):
        return ascii(sorted(plain.items()))
    return _json(plain)


_FLAT = frozenset({str, int, bool, type(None)})
_json = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def entry_digest(content: Sequence[Any], line_digests: Sequence[bytes]) -> bytes:
    """The digest of one entry: its own content and the digests of the lines it wrote."""
    return keyed_digest([*content, b"".join(line_digests).hex()])
