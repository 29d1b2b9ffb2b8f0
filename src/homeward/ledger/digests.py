"""Keyed digests of what was written. Without the key nobody can make a fitting one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from homeward.ground.secrets import secret


@lru_cache(maxsize=4)
def _key(var: Path) -> bytes:
    return hashlib.sha256(secret(var, "ledger-digest").encode()).digest()


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return value.hex
    raise TypeError(f"{type(value).__name__} cannot stand in a digest")


canonical = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
).encode


def keyed_digest(parts: Sequence[Any]) -> bytes:
    """32 bytes over texts, numbers, ids and UTC times, under the key kept outside the database."""
    return hashlib.blake2b(
        canonical(parts).encode(), digest_size=32, key=_key(settings.VAR)
    ).digest()


def entry_digest(content: Sequence[Any], line_digests: Sequence[bytes]) -> bytes:
    """The digest of one entry: its own content and the digests of the lines it wrote."""
    return keyed_digest([*content, b"".join(line_digests).hex()])
