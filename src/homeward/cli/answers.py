"""How a command answers: one JSON object or a plain table, or one sentence and exit code 2."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import click


class BadInput(click.ClickException):
    """Something handed in cannot be used. Shown as one sentence on standard error."""

    exit_code = 2


def say_json(answer: Mapping[str, object]) -> None:
    """The answer as one JSON object on standard output."""
    click.echo(json.dumps(answer, ensure_ascii=False, default=str))


def say_table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Rows under headings, columns aligned; whole numbers to the right."""
    cells = [list(headings), *([_words(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(headings))]
    numeric = [
        bool(rows) and all(isinstance(row[column], int) for row in rows)
        for column in range(len(headings))
    ]
    for row in cells:
        parts = (
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        )
        click.echo("  ".join(parts).rstrip())


def say(text: str = "") -> None:
    """One line on standard output."""
    click.echo(text)


def warn(text: str) -> None:
    """One line on standard error."""
    click.echo(text, err=True)


def _words(cell: object) -> str:
    return "" if cell is None else str(cell)
