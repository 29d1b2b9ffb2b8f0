"""Finds an edition by the id of a shipped one or by the path of a file."""

from __future__ import annotations

from pathlib import Path

from homeward.cli.answers import BadInput
from homeward.ground.editions import shipped_ids, shipped_text
from homeward.rules.protocol.catalogue import Edition, EditionError, read_edition


def find_edition(id_or_path: str) -> Edition:
    """The edition of that id or in that file. Raises BadInput with one sentence."""
    try:
        return read_edition(*find_text(id_or_path))
    except EditionError as fault:
        raise BadInput(str(fault)) from None


def find_text(id_or_path: str) -> tuple[str, str]:
    """The text of that edition and the name of its file. Raises BadInput with one sentence."""
    if id_or_path in shipped_ids():
        return shipped_text(id_or_path), f"{id_or_path}.toml"
    path = Path(id_or_path)
    return _text(path), path.name


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        ids = ", ".join(shipped_ids())
        raise BadInput(f"{path.name} is neither a file nor a shipped edition ({ids}).") from None
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        raise BadInput(f"{path.name}, line {line}: the text is not UTF-8.") from None
    except OSError as fault:
        reason = (fault.strerror or "unknown reason").lower()
        raise BadInput(f"{path.name}: the file cannot be opened ({reason}).") from None
