"""The editions of the protocol that ship with the product: their ids and texts."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

_NOT_EDITIONS = frozenset({"not_computed"})


def _folder() -> Traversable:
    return files("homeward.rules.protocol") / "editions"


def shipped_ids() -> tuple[str, ...]:
    """The ids of the shipped editions, in alphabetical order."""
    names = (entry.name for entry in _folder().iterdir() if entry.name.endswith(".toml"))
    return tuple(sorted({name.removesuffix(".toml") for name in names} - _NOT_EDITIONS))


def not_computed_text() -> str:
    """The list of obligations that no edition computes, as TOML."""
    return (_folder() / "not_computed.toml").read_text(encoding="utf-8")


def shipped_text(edition_id: str) -> str:
    """The text of a shipped edition. Raises KeyError when none has this id."""
    if edition_id not in shipped_ids():
        raise KeyError(edition_id)
    return (_folder() / f"{edition_id}.toml").read_text(encoding="utf-8")
