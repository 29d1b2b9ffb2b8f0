"""Secrets made once and kept in files that only their owner may read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

MODE_FOLDER = 0o700
MODE_FILE = 0o600


def secrets_folder(var: Path) -> Path:
    """Where the secrets of this record lie."""
    return var / "secrets"


def read_secret(var: Path, name: str) -> str:
    """The secret of this name; "" when none was made. Raises OSError when it may not be read."""
    path = secrets_folder(var) / name
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def secret(var: Path, name: str) -> str:
    """The secret of this name, made on first use (48 random bytes as URL-safe text)."""
    found = read_secret(var, name)
    if found:
        return found
    folder = secrets_folder(var)
    folder.mkdir(mode=MODE_FOLDER, parents=True, exist_ok=True)
    fresh = folder / f".{name}.{os.getpid()}"
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE_FILE)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
    _publish(fresh, folder / name)
    return read_secret(var, name)


def _publish(fresh: Path, path: Path) -> None:
    """Give a finished file its name; of two makers at once the first one wins."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
