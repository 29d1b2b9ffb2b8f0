"""What lies outside the database and is needed: keys, seals, kept files. As one tar stream.

Everything in the record's folder goes with it but what is named here, so that a kind of file
that comes later is not forgotten.
"""

from __future__ import annotations

import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import BinaryIO

from homeward.ground import roles
from homeward.ground.backup.keys import BackupRefused

#: Made again by itself, of this machine alone, or in the database's own copy.
LEFT_OUT = frozenset(
    {
        "postgres",
        "postgres.log",
        "run",
        "static",
        "static-gathered",
        "migrated",
        "migrate.lock",
        "last-failure.log",
        "last-backup.json",
        "restoring",
    }
)
#: Passwords and the key of sessions are made anew where the record is given back.
SECRETS_LEFT_OUT = frozenset({roles.SUPERUSER, *roles.LOGIN, "signing-key"})
ROOTS = Path("ledger") / "roots.jsonl"
LEAVES = Path("ledger") / "leaves"


@dataclass(frozen=True, slots=True)
class Sealed:
    """How far the seals go with the copy: bytes of `roots.jsonl`, number and root of the newest."""

    size: int
    count: int
    root: str


def sealed_so_far(var: Path) -> Sealed:
    """How much of the seals is whole now; a line that is still being written is left out."""
    path = var / ROOTS
    text = path.read_bytes() if path.exists() else b""
    whole = text[: text.rfind(b"\n") + 1]
    lines = whole.splitlines()
    newest = json.loads(json.loads(lines[-1])["seal"])["root"] if lines else ""
    return Sealed(len(whole), len(lines), newest)


def members(var: Path, sealed: Sealed, leave: Path | None = None) -> Iterator[tuple[Path, int]]:
    """The files that go with the copy, relative to `var`, each with the bytes to take of it.

    `leave`: the folder of the backups, should it lie within.
    """
    for path in sorted(var.rglob("*")):
        name = path.relative_to(var)
        if not _belongs(name) or (leave is not None and path.is_relative_to(leave)):
            continue
        if path.is_symlink() or not path.is_file():
            continue
        if name == ROOTS:
            yield name, sealed.size
        elif name.parent != LEAVES or _number(name) <= sealed.count:
            yield name, path.stat().st_size


def _belongs(name: Path) -> bool:
    if name.parts[0] in LEFT_OUT or any(part.startswith(".") for part in name.parts):
        return False
    return not (name.parts[0] == "secrets" and name.name in SECRETS_LEFT_OUT)


def _number(name: Path) -> int:
    return int(name.name) if name.name.isdecimal() else 1 << 62


class Packing:
    """A tar stream of the members, made by a thread while it is read."""

    def __init__(self, var: Path, found: list[tuple[Path, int]]) -> None:
        self._var, self._found = var, found
        read, write = os.pipe()
        self._out: BinaryIO = os.fdopen(read, "rb")
        self._in: BinaryIO = os.fdopen(write, "wb")
        self._error: Exception | None = None
        self._thread = Thread(target=self._pack, name="packing", daemon=True)
        self._thread.start()

    def read(self, size: int = -1) -> bytes:
        """The next bytes of the stream; raises what went wrong in making it."""
        data = self._out.read(size)
        if not data:
            self._thread.join()
            if self._error is not None:
                raise self._error
        return data

    def close(self) -> None:
        """Leave off, whether all was read or not."""
        self._out.close()
        self._thread.join()

    def _pack(self) -> None:
        try:
            with self._in, tarfile.open(fileobj=self._in, mode="w|") as tar:
                for name, size in self._found:
                    self._add(tar, name, size)
        except (OSError, tarfile.TarError, BackupRefused) as error:
            self._error = error

    def _add(self, tar: tarfile.TarFile, name: Path, size: int) -> None:
        try:
            file = (self._var / name).open("rb")
        except FileNotFoundError:
            return  # moved on or erased meanwhile: it does not belong to the record any more
        with file:
            entry = tarfile.TarInfo(name.as_posix())
            entry.size, entry.mode = size, 0o600
            tar.addfile(entry, file)


class Unpacking:
    """Takes a tar stream and lays its files below a folder, by a thread while it is written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.files = 0
        read, write = os.pipe()
        self._out: BinaryIO = os.fdopen(read, "rb")
        self._in: BinaryIO = os.fdopen(write, "wb")
        self._error: Exception | None = None
        self._thread = Thread(target=self._unpack, name="unpacking", daemon=True)
        self._thread.start()

    def write(self, data: bytes) -> int:
        """Bytes of the stream."""
        return self._in.write(data)

    def close(self) -> None:
        """The stream is over. Raises what went wrong in laying the files down."""
        with suppress(BrokenPipeError):
            self._in.close()
        self._thread.join()
        if self._error is not None:
            raise self._error

    def _unpack(self) -> None:
        try:
            with self._out, tarfile.open(fileobj=self._out, mode="r|") as tar:
                for entry in tar:
                    self._lay(tar, entry)
        except (OSError, tarfile.TarError, BackupRefused) as error:
            self._error = error

    def _lay(self, tar: tarfile.TarFile, entry: tarfile.TarInfo) -> None:
        target = (self._folder / entry.name).resolve()
        content = tar.extractfile(entry) if entry.isreg() else None
        if content is None or not target.is_relative_to(self._folder.resolve()):
            raise BackupRefused("The backup holds something that is no plain file of the record.")
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with content, target.open("xb") as file:
            target.chmod(0o600)
            shutil.copyfileobj(content, file)
        self.files += 1
