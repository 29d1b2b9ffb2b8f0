"""Signed roots, kept in files outside the database, with the leaves they stand for.

`roots.jsonl` has one line a batch, each naming the hash of the line before it and
signed with a key that the database never sees. `leaves/<number>` holds, for each
entry of the batch in order, its id (8 bytes) and its leaf hash (32 bytes), so that
a break is found at the exact entry.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from homeward.ground.secrets import secret

_LEAF = struct.Struct(">q32s")
START = "0" * 64


@dataclass(frozen=True, slots=True)
class Seal:
    """One signed batch: transactions `low` <= xid < `high`, `count` entries under `root`."""

    number: int
    low: int
    high: int
    count: int
    root: str
    previous: str
    sealed_at: str


class SealBroken(Exception):
    """The files outside the database do not hold together; the sentence says where."""


class SealFolder:
    """The folder of roots and leaves of one record."""

    def __init__(self, var: Path) -> None:
        self._folder = var / "ledger"
        self._roots = self._folder / "roots.jsonl"
        seed = hashlib.sha256(secret(var, "ledger-signing").encode()).digest()
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    def seals(self) -> Iterator[Seal]:
        """Every seal in order, each checked: signature, chain, number."""
        previous, number = START, 1
        for text in self._lines():
            seal = self._read(text, number)
            if seal.previous != previous or seal.number != number:
                raise SealBroken(f"Seal {number} does not follow the seal before it.")
            previous, number = hashlib.sha256(text.encode()).hexdigest(), number + 1
            yield seal

    def newest(self) -> Seal | None:
        """The newest seal, None before the first. Checked like all the others."""
        return next(iter(deque(self.seals(), maxlen=1)), None)

    def leaves(self, number: int) -> list[tuple[int, bytes]]:
        """Entry ids and leaf hashes of one batch, in order."""
        path = self._folder / "leaves" / f"{number:08d}"
        if not path.exists():
            raise SealBroken(f"The leaves of seal {number} are missing.")
        data = path.read_bytes()
        if len(data) % _LEAF.size:
            raise SealBroken(f"The leaves of seal {number} are cut short.")
        return list(_LEAF.iter_unpack(data))

    def append(
        self, low: int, high: int, leaves: Sequence[tuple[int, bytes]], root: bytes, sealed_at: str
    ) -> Seal:
        """Write the leaves, then the signed line; the line is what makes the seal."""
        lines = self._lines()
        previous = hashlib.sha256(lines[-1].encode()).hexdigest() if lines else START
        seal = Seal(len(lines) + 1, low, high, len(leaves), root.hex(), previous, sealed_at)
        folder = self._folder / "leaves"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(folder / f"{seal.number:08d}", b"".join(_LEAF.pack(*leaf) for leaf in leaves))
        body = json.dumps(asdict(seal), sort_keys=True)
        signed = json.dumps({"seal": body, "signature": self._key.sign(body.encode()).hex()})
        with self._roots.open("a", encoding="utf-8") as file:
            file.write(signed + "\n")
            file.flush()
            os.fsync(file.fileno())
        return seal

    def _lines(self) -> list[str]:
        if not self._roots.exists():
            return []
        return self._roots.read_text(encoding="utf-8").splitlines()

    def _read(self, text: str, number: int) -> Seal:
        try:
            record = json.loads(text)
            body = record["seal"]
            self._key.public_key().verify(bytes.fromhex(record["signature"]), body.encode())
            return Seal(**json.loads(body))
        except (ValueError, KeyError, TypeError, InvalidSignature):
            raise SealBroken(f"Seal {number} does not carry a valid signature.") from None


def _write(path: Path, data: bytes) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_bytes(data)
    fresh.replace(path)
