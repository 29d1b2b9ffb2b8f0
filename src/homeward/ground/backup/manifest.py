"""What a backup says of itself, and which backups are whole.

A backup is a folder, `homeward-<time>Z`, of files that any age program opens:

    SHA256SUMS        digests of the others, as `sha256sum --check` reads them; in clear
    manifest.age      version, migrations, rows of each table, newest seal, digests inside
    database.age      pg_dump's custom format
    folder.age        a tar of keys, seals and kept files
    passphrase.age    only where locked with a passphrase: the key of this one backup

While it is being written the folder ends in `.partial`; it gets its name when it is proved.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from homeward.ground.backup.keys import WRAPPED, BackupRefused
from homeward.ground.backup.streams import decrypt, sha256_of

FORMAT = 1
SUMS = "SHA256SUMS"
MANIFEST, DATABASE, FOLDER = "manifest.age", "database.age", "folder.age"
PARTS = (MANIFEST, DATABASE, FOLDER)
PARTIAL = ".partial"
_NAME = re.compile(r"homeward-(\d{8}T\d{6})Z(-\d+)?")


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that a restore checks."""

    format: int
    version: str
    made_at: str
    mode: str
    server: int
    migrations: Sequence[str]
    counts: dict[str, int]
    seals: int
    root: str
    inside: dict[str, str]

    @property
    def rows(self) -> int:
        """Rows of all tables together."""
        return sum(self.counts.values())

    @property
    def entries(self) -> int:
        """Entries of the ledger."""
        return self.counts.get("ledger_entry", 0)

    def text(self) -> bytes:
        """As it is kept."""
        return json.dumps(asdict(self), indent=1).encode()


def name_at(at: datetime, beside: Path) -> str:
    """The name of a backup made at a moment (UTC); free in the folder of backups."""
    name = f"homeward-{at.astimezone(UTC):%Y%m%dT%H%M%S}Z"
    taken = [name, *(f"{name}-{number}" for number in range(2, 100))]
    return next(each for each in taken if not (beside / each).exists())


def made_at(folder: Path) -> datetime | None:
    """When a backup was made, by the name of its folder; None where it is no whole backup."""
    named = _NAME.fullmatch(folder.name)
    if named is None or not (folder / SUMS).is_file():
        return None
    return datetime.strptime(named[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)


def whole_backups(folder: Path) -> list[Path]:
    """The whole backups in a folder, oldest first."""
    if not folder.is_dir():
        return []
    dated = [(made_at(each), each.name, each) for each in folder.iterdir() if each.is_dir()]
    return [path for at, _, path in sorted((d for d in dated if d[0]), key=str)]


def find_backup(place: Path) -> Path:
    """The backup that a folder is, or the newest whole one in it. Refused when there is none."""
    if (place / SUMS).is_file():
        return place
    found = whole_backups(place)
    if not found:
        raise BackupRefused(f"There is no whole backup in {place}; nothing was changed.")
    return found[-1]


def write_sums(folder: Path, digests: dict[str, str]) -> None:
    """Write the digests of the encrypted files."""
    lines = [f"{digest}  {name}\n" for name, digest in sorted(digests.items())]
    (folder / SUMS).write_text("".join(lines), encoding="ascii")


def check_sums(folder: Path) -> None:
    """Refuse a backup of which a file is missing or not what was written."""
    lines = (folder / SUMS).read_text(encoding="ascii").splitlines()
    known = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    named = sorted({*PARTS, *known})
    missing = [name for name in named if name not in known or not _lies_in(folder, name)]
    if missing:
        raise BackupRefused(f"{folder.name} is not whole: {missing[0]} is missing.")
    for name in named:
        if sha256_of(folder / name) != known[name]:
            raise BackupRefused(f"{folder.name} is damaged: {name} is not what was written.")


def _lies_in(folder: Path, name: str) -> bool:
    return Path(name).name == name and (folder / name).is_file()


def read_manifest(folder: Path, identities: Sequence[Any]) -> Manifest:
    """The manifest, decrypted. Refused when no key fits or the format is newer than ours."""
    kept = io.BytesIO()
    decrypt(folder / MANIFEST, kept, identities)
    try:
        said = json.loads(kept.getvalue())
        known = said["format"] <= FORMAT
        made = Manifest(**said) if known else None
    except (ValueError, KeyError, TypeError):
        raise BackupRefused(f"The manifest of {folder.name} cannot be read.") from None
    if made is None:
        raise BackupRefused(
            f"{folder.name} was made by a newer homeward than this one: install that version first."
        )
    return made


def is_wrapped(folder: Path) -> bool:
    """Whether it was locked with a passphrase."""
    return (folder / WRAPPED).is_file()
