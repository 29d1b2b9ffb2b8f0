"""For whom a backup is locked, and what opens it again. Keys never lie beside the backup.

Locked for recipients (`age1...`), whoever holds an identity (`AGE-SECRET-KEY-1...`) opens it,
with homeward or with any age program. Locked with a passphrase, a key made for this one
backup is kept in it, itself encrypted with the passphrase (`passphrase.age`).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyrage

SHORTEST_PASSPHRASE = 16
WRAPPED = "passphrase.age"


class BackupRefused(RuntimeError):
    """A backup cannot be made or given back as asked; the sentence says why and what is safe."""


@dataclass(frozen=True, slots=True)
class Lock:
    """Recipients of a backup; `wrapped`: the key under a passphrase; `identities`: to prove it."""

    recipients: Sequence[Any]
    identities: Sequence[Any] = ()
    wrapped: bytes = b""


def lock_for(recipients: Sequence[str], identity: Path | None = None) -> Lock:
    """A lock for these recipients; `identity`, where it is at hand, proves the copy at once."""
    try:
        known = [pyrage.x25519.Recipient.from_str(each.strip()) for each in recipients]
    except pyrage.RecipientError:
        raise BackupRefused(
            "A recipient is not one of age: it begins with age1 and is one word."
            " `homeward backup-key FILE` makes a key and prints its recipient."
        ) from None
    return Lock(known, read_identities(identity) if identity else ())


def lock_with(passphrase: Path) -> Lock:
    """A lock with the passphrase in a file, around a key made for one backup alone."""
    key = pyrage.x25519.Identity.generate()
    wrapped = pyrage.passphrase.encrypt(f"{key}\n".encode(), read_passphrase(passphrase))
    return Lock([key.to_public()], [key], wrapped)


def open_wrapped(wrapped: Path, passphrase: Path) -> list[Any]:
    """The key of a backup that was locked with a passphrase. Refused when it does not fit."""
    try:
        text = pyrage.passphrase.decrypt(wrapped.read_bytes(), read_passphrase(passphrase))
    except pyrage.DecryptError:
        raise BackupRefused(
            "The passphrase does not open this backup; nothing was changed."
        ) from None
    return [pyrage.x25519.Identity.from_str(text.decode().strip())]


def read_passphrase(path: Path) -> str:
    """The first line of a file. Refused when it is short: the backup is only as strong."""
    text = _read(path).splitlines()
    words = text[0].strip() if text else ""
    if len(words) < SHORTEST_PASSPHRASE:
        raise BackupRefused(
            f"The passphrase in {path.name} is too short: it must have at least"
            f" {SHORTEST_PASSPHRASE} characters, on the first line."
        )
    return words


def read_identities(path: Path) -> list[Any]:
    """The keys of an identity file as age writes it; lines that begin with # are passed over."""
    lines = [line.strip() for line in _read(path).splitlines()]
    keys = [line for line in lines if line and not line.startswith("#")]
    try:
        found = [pyrage.x25519.Identity.from_str(key) for key in keys]
    except pyrage.IdentityError:
        found = []
    if not found:
        raise BackupRefused(
            f"{path.name} holds no identity of age: one begins with AGE-SECRET-KEY-1."
        )
    return found


def make_identity(path: Path) -> str:
    """Write a fresh identity into a new file that only its owner may read; its recipient."""
    key = pyrage.x25519.Identity.generate()
    recipient = str(key.to_public())
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BackupRefused(f"{path.name} is there already; nothing was written.") from None
    except OSError as error:
        raise BackupRefused(f"{path.name} cannot be written ({error.strerror}).") from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"# opens backups of homeward made for {recipient}\n{key}\n")
    return recipient


def keep_apart(key: Path, folder: Path) -> None:
    """Refuse a key or passphrase that lies in the folder of the backups."""
    if key.resolve().is_relative_to(folder.resolve()):
        raise BackupRefused(
            f"{key.name} lies in the folder of the backups: whoever takes that folder could read"
            " everything. Keep it somewhere else."
        )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise BackupRefused(f"{path.name} cannot be read as text.") from None
