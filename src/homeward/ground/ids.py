"""Identifiers that sort by time and cannot be guessed (RFC 9562, version 7)."""

from __future__ import annotations

import os
from uuid import UUID

from homeward.ground.clock import milliseconds


def new_id() -> UUID:
    """A fresh UUID version 7."""
    stamp = milliseconds()
    random = int.from_bytes(os.urandom(10), "big")
    value = (stamp & 0xFFFFFFFFFFFF) << 80 | random
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)
