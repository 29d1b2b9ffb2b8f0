"""Keys that close other keys: kept in files outside the database, numbered, never overwritten.

`secrets/document-key-0001` and so on; the highest number closes what is new. An id such as
`0001-5f3a91c2` names the number and eight signs of the key's digest, so that another key
under the same number is noticed before it is tried.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from homeward.ground.secrets import read_secret, secret, secrets_folder

PREFIX = "document-key-"
_NAME = re.compile(rf"{PREFIX}(\d{{4}})")


class KeyMissing(RuntimeError):
    """The key that something was closed with is not here; the sentence names it."""


@dataclass(frozen=True, slots=True)
class WrappingKey:
    """One key of the ring: 32 bytes under an id. The bytes are never shown."""

    id: str
    bytes: bytes = field(repr=False)


class KeyRing:
    """The keys of one record."""

    def __init__(self, var: Path) -> None:
        self._var = var

    def newest(self) -> WrappingKey:
        """The key that closes what is new; the first one is made when there is none."""
        return self._make(max(self._numbers(), default=1))

    def add(self) -> WrappingKey:
        """Make the next key: from now on it is the newest."""
        return self._make(self.newest_number() + 1)

    def newest_number(self) -> int:
        """The number of the newest key, 0 before the first."""
        return max(self._numbers(), default=0)

    def names(self) -> list[str]:
        """The files of the ring, oldest first."""
        return [f"{PREFIX}{number:04d}" for number in sorted(self._numbers())]

    def find(self, key_id: str) -> WrappingKey:
        """The key with this id. Raises KeyMissing."""
        name = file_of(key_id)
        text = read_secret(self._var, name) if _NAME.fullmatch(name) else ""
        key = _key(name, text)
        if not text or key.id != key_id:
            raise KeyMissing(
                f"The key {key_id} is not in the folder of secrets. Nothing was lost or changed:"
                f" put the file {name} back from the copy of that folder."
            )
        return key

    def _numbers(self) -> list[int]:
        folder = secrets_folder(self._var)
        names = (_NAME.fullmatch(path.name) for path in folder.glob(f"{PREFIX}*"))
        return [int(found[1]) for found in names if found]

    def _make(self, number: int) -> WrappingKey:
        name = f"{PREFIX}{number:04d}"
        return _key(name, secret(self._var, name))


def file_of(key_id: str) -> str:
    """The file that a key's id names."""
    return PREFIX + key_id.partition("-")[0]


def _key(name: str, text: str) -> WrappingKey:
    raw = hashlib.sha256(text.encode()).digest()
    mark = hashlib.sha256(b"id of " + raw).hexdigest()[:8]
    return WrappingKey(f"{name.removeprefix(PREFIX)}-{mark}", raw)
