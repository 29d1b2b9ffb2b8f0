"""The lists of reasons, harms and risks that ship with the product, read once."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from homeward.rules.options.lists import OptionLists, read_options


@lru_cache(maxsize=1)
def shipped_options() -> tuple[OptionLists, ...]:
    """Every dated file of lists, oldest first."""
    folder = files("homeward.rules.options")
    texts = [
        entry.read_text(encoding="utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    ]
    return tuple(sorted(map(read_options, texts), key=lambda each: each.in_force))
