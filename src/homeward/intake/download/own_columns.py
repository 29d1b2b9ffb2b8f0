"""The partnership's own headings, added to the ones that are shipped."""

from __future__ import annotations

from pathlib import Path

from homeward.intake.download.columns import Finder, default_aliases, read_aliases
from homeward.intake.download.shapes import BadFile

NAME = "columns.toml"


def aliases_of(var: Path) -> dict[str, tuple[str, ...]]:
    """The alias table of the record in `var`: the shipped one and what `columns.toml` adds.

    Raises `BadFile` with one sentence when that file is no alias table, names an unknown
    column, or gives one heading to two columns.
    """
    table = default_aliases()
    path = var / NAME
    if not path.exists():
        return table
    for column, others in read_aliases(_text(path), NAME).items():
        table[column] = tuple(dict.fromkeys((*table.get(column, ()), *others)))
    Finder(table)
    return table


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(f"The alias table {path.name} cannot be read: {error}.") from error
