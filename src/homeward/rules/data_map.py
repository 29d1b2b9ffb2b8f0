"""The data map as a page for a data protection officer, made from the nouns' own tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from homeward.rules.personal import STAYS, Column, Erasing, Table

_INTRODUCTION = """# Data map

Made by `homeward docs write` from `personal.py` of every noun; never edited by hand. Each
column of the record that holds something about a person, what kind of thing that is, how long
it is kept, what happens to it when a child's record is erased, and what an anonymised export
says instead. A column that is not here holds ids, codes or times of the record itself. The
build fails when a column is declared nowhere.
"""
_HEAD = ("Column", "What it holds", "Kept", "When the record is erased", "Stand-in in exports")


def data_map(nouns: Mapping[str, Sequence[Table]]) -> str:
    """The page, in Markdown."""
    parts = [_INTRODUCTION]
    for noun, tables in sorted(nouns.items()):
        rows = [row for table in tables for row in _rows(table)]
        parts.append(f"## {noun.capitalize()}\n")
        if rows:
            parts.append("\n".join(_line(row) for row in (_HEAD, ("---",) * 5, *rows)) + "\n")
        without = ", ".join(f"`{table.model}`" for table in tables if not table.columns)
        if without:
            parts.append(f"Nothing about a person stands in {without}.\n")
    return "\n".join(parts)


def _rows(table: Table) -> Iterator[tuple[str, ...]]:
    for name, column in table.columns.items():
        kept = f"{column.kept.value}" + (f": {column.why}" if column.why else "")
        yield (
            f"`{table.model}.{name}`",
            column.category.value,
            kept,
            erased_words(table, column),
            column.stand_in,
        )


def erased_words(table: Table, column: Column) -> str:
    """What an erasure does to a column, in words."""
    if table.erasing is Erasing.NOT:
        return "stays"
    if table.erasing is Erasing.ROWS:
        return "removed with its row"
    if column.erased == STAYS:
        return "stays"
    for mark, words in _BECOMES:
        if mark in column.erased:
            return words
    return "only codes stay" if column.erased else "emptied"


#: What a mark in the SQL of an erasure means.
_BECOMES = (("make_date", "only the year stays"), ("keyed", "becomes a keyed digest"))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
