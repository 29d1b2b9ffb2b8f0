"""Secrets of second factors, sealed before they reach the database.

The key lies outside it: HOMEWARD_FACTOR_KEY, or a file in `var/secrets` made on first use.
Whoever reads the tables alone, or a dump of them, can make nobody's codes.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from homeward.ground.secrets import secret

MARK = "sealed:"


@cache
def sealer(var: Path, key: str = "") -> Fernet:
    """What seals and opens; the key is read (or made) once a process."""
    words = key or secret(var, "second-factor-key")
    digest = hashlib.sha256(b"homeward second factors\0" + words.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def seal_text(fernet: Fernet, text: str) -> str:
    """The text, sealed and marked as such."""
    return MARK + fernet.encrypt(text.encode()).decode("ascii")


def open_text(fernet: Fernet, sealed: str) -> str | None:
    """What was sealed; None for anything that was not sealed with this key, clear text too."""
    if not sealed.startswith(MARK):
        return None
    try:
        return fernet.decrypt(sealed.removeprefix(MARK)).decode()
    except InvalidToken:
        return None
