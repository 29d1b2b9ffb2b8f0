"""`homeward intake mspr`: police downloads taken into the record, in the order given."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from homeward.cli.answers import say, say_json, say_table
from homeward.cli.inside import in_record

COUNTS = ("new", "changed", "unchanged", "duplicate", "review", "refused")


@click.command(
    "mspr", epilog="Example: homeward intake mspr MSPR_12_20261121_01.csv MSPR_12_20261122_01.csv"
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def mspr(files: tuple[Path, ...], as_json: bool) -> None:
    """Take police downloads (CSV or XLSX) into the record, in the order given.

    Says what went in, what changed, what waits for a person and what was refused, with the
    reasons. A file that is refused whole ends the command; the files before it are in.
    """
    with in_record("homeward.cli.taking:take_file") as take_file:
        taken = [_take(take_file, path) for path in files]
    if as_json:
        say_json(answer(taken))
    else:
        _show(taken)


def _take(take_file: Any, path: Path) -> Any:
    with progress(path.name) as told:
        return take_file(path, told)


def answer(taken: Sequence[Any]) -> dict[str, object]:
    """The figures of each file, and every refused or waiting row, in the contract's words."""
    return {
        "files": [figures(file) for file in taken],
        "refusals": [
            {"file": file.name, "row": row, "column": column, "value": value, "reason": reason}
            for file in taken
            for row, column, value, reason in file.refusals
        ],
        "reviews": [
            {"file": file.name, "row": row, "reason": reason}
            for file in taken
            for row, reason in file.reviews
        ],
    }


def figures(file: Any) -> dict[str, object]:
    """How many rows of one file fell in each class; together they are all its rows."""
    counts = {name: file.counts.get(name.upper(), 0) for name in COUNTS}
    return {"name": file.name, "rows": file.rows, **counts}


def _show(taken: Sequence[Any]) -> None:
    say_table(("file", "rows", *COUNTS), [tuple(figures(file).values()) for file in taken])
    for file in taken:
        for row, column, value, reason in file.refusals:
            say(f"{file.name}, row {row}: refused, {column} {value!r} {reason}.")
        for row, reason in file.reviews:
            say(f"{file.name}, row {row}: waits for a person. {reason}")


@contextmanager
def progress(name: str) -> Iterator[Any]:
    """A function to be told (rows done, rows in all); it draws a bar, to a terminal only."""
    if not sys.stderr.isatty():
        yield _silent
        return
    with click.progressbar(length=1, label=name, file=sys.stderr) as bar:

        def told(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield told


def _silent(done: int, total: int) -> None:
    """Nobody watches."""
