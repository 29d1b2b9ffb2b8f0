"""Encrypting and decrypting as a stream: memory stays flat, both sides are digested."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import pyrage

from homeward.ground.backup.keys import BackupRefused

BLOCK = 1 << 20


class Readable(Protocol):
    """Something that bytes come out of."""

    def read(self, size: int = -1, /) -> bytes: ...


class Writable(Protocol):
    """Something that bytes go into."""

    def write(self, data: bytes, /) -> Any: ...


@dataclass(frozen=True, slots=True)
class Written:
    """What one encrypted file holds: size and SHA-256 of it, SHA-256 of what is inside."""

    size: int
    sha256: str
    inside: str


class Digesting:
    """Passes bytes on, digests and counts them, and remembers the error that stopped it."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self._hash = hashlib.sha256()
        self.size = 0
        self.error: Exception | None = None

    @property
    def sha256(self) -> str:
        """The digest of all that went through, as hexadecimal text."""
        return self._hash.hexdigest()

    def read(self, size: int = -1) -> bytes:
        """Read and digest."""
        try:
            data: bytes = self._inner.read(size)
        except Exception as error:
            self.error = error
            raise
        self._note(data)
        return data

    def write(self, data: bytes) -> int:
        """Write and digest."""
        try:
            self._inner.write(data)
        except Exception as error:
            self.error = error
            raise
        self._note(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back here."""

    def _note(self, data: bytes) -> None:
        self._hash.update(data)
        self.size += len(data)


def encrypt(source: Readable, path: Path, recipients: Sequence[Any]) -> Written:
    """Encrypt a stream into a new file, forced to disk. Raises OSError of either side as it is."""
    with path.open("xb") as file:
        path.chmod(0o600)
        reader, writer = Digesting(source), Digesting(file)
        try:
            pyrage.encrypt_io(reader, writer, list(recipients))
        except pyrage.EncryptError as error:
            raise (reader.error or writer.error or error) from None
        file.flush()
        sync(file)
    return Written(writer.size, writer.sha256, reader.sha256)


def decrypt(path: Path, target: Writable, identities: Sequence[Any]) -> str:
    """Decrypt a file into a stream; SHA-256 of what came out.

    Refused when no key fits or the file is damaged. Raises the target's own error.
    """
    with path.open("rb") as file:
        writer = Digesting(target)
        try:
            pyrage.decrypt_io(file, writer, list(identities))
        except pyrage.DecryptError as error:
            if writer.error is not None:
                raise writer.error from None
            raise BackupRefused(
                f"{path.name} cannot be opened ({str(error).rstrip('.')}): the key is not the one"
                " it was locked for, or the file is damaged."
            ) from None
    return writer.sha256


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, read block by block."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(file: BinaryIO) -> None:
    """Force to disk what was written."""
    os.fsync(file.fileno())


class Nowhere:
    """Takes everything and keeps nothing: what is decrypted only to be proved."""

    def write(self, data: bytes) -> int:
        """Forget it."""
        return len(data)


def is_full(error: OSError) -> bool:
    """Whether there was no room left."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
