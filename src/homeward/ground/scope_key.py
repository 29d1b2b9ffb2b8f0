"""The key that signs who looks: made from the service's secret, kept in the database as two pads.

The web signs the scope of each transaction (`access/scope.py`); PostgreSQL checks it with
the pads (`ground/policies.py`), which the keeper alone may read.
"""

from __future__ import annotations

import hashlib

import psycopg

from homeward.ground.env import Env
from homeward.ground.secrets import secret

BLOCK = 64
KEEP = (
    "INSERT INTO access_scopekey (inner_pad, outer_pad) VALUES (%s, %s) ON CONFLICT (one)"
    " DO UPDATE SET inner_pad = EXCLUDED.inner_pad, outer_pad = EXCLUDED.outer_pad"
    " WHERE access_scopekey.inner_pad <> EXCLUDED.inner_pad"
)


def scope_key(secret_key: str) -> bytes:
    """The key that goes with the secret that signs sessions."""
    return hashlib.sha256(b"homeward scope\0" + secret_key.encode()).digest()


def pads(key: bytes) -> tuple[bytes, bytes]:
    """The inner and the outer pad of HMAC-SHA256 for a key of at most one block."""
    block = key.ljust(BLOCK, b"\0")
    return bytes(byte ^ 0x36 for byte in block), bytes(byte ^ 0x5C for byte in block)


def keep_scope_key(env: Env) -> None:
    """Let the database check what the web of this environment signs. Done as the owner."""
    key = scope_key(env.secret_key or secret(env.var, "signing-key"))
    with psycopg.connect(env.address("owner").conninfo) as conn:
        conn.execute(KEEP, pads(key))
