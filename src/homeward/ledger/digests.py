"""Keyed digests of what was written. Without the key nobody can make a fitting one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
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


def entry_digest(content: Sequence[Any], line_digests: Sequence[bytes]) -> bytes:
    """The digest of one entry: its own content and the digests of the lines it wrote."""
    return keyed_digest([*content, b"".join(line_digests).hex()])
