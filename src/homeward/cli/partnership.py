"""`homeward partnership`: the agencies and teams of a live start, from one file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import click

from homeward.cli.answers import BadInput, say, say_json
from homeward.cli.inside import in_record

TABLES = {
    "agency": ("code", "name", "kind", "place", "reference"),
    "team": ("code", "agency", "name", "kind", "place", "reference"),
}
NEEDED = {"agency": ("code", "name", "kind"), "team": ("code", "agency", "name", "kind")}


@click.group("partnership")
def partnership() -> None:
    """The agencies and teams that share the record."""


@partnership.command("found", epilog="Example: homeward partnership found agencies.toml")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def found(file: Path, as_json: bool) -> None:
    """Enter agencies and teams from a TOML file of [[agency]] and [[team]] tables.

    What is known by its code already stays as it is. Where no edition of the protocol was
    ever adopted, the shipped current one is adopted for the whole partnership.
    """
    tables = read_tables(file)
    with in_record("homeward.cli.founding:enter_partnership") as enter:
        agencies, teams = enter(tables["agency"], tables["team"])
    if as_json:
        say_json({"agencies": agencies, "teams": teams})
    else:
        say(f"Entered: agencies {agencies}, teams {teams}.")


def read_tables(file: Path) -> dict[str, list[dict[str, str]]]:
    """The tables of the file, checked for unknown and missing keys; BadInput names them."""
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise BadInput(f"{file.name} cannot be read: {fault}.") from None
    unknown = sorted(content.keys() - TABLES.keys())
    if unknown:
        raise BadInput(f"{file.name}: the table {unknown[0]} is not known.")
    return {name: [_row(file, name, *each) for each in _rows(content, name)] for name in TABLES}


def _rows(content: dict[str, Any], name: str) -> list[tuple[int, Any]]:
    rows = content.get(name, [])
    return list(enumerate(rows if isinstance(rows, list) else [rows], start=1))


def _row(file: Path, name: str, number: int, row: Any) -> dict[str, str]:
    where = f"{file.name}, {name} {number}"
    if not isinstance(row, dict):
        raise BadInput(f"{where}: write it as [[{name}]].")
    for key, value in row.items():
        if key not in TABLES[name]:
            raise BadInput(f"{where}: the key {key} is not known.")
        if not isinstance(value, str):
            raise BadInput(f"{where}: {key} must be a text in quotation marks.")
    for key in NEEDED[name]:
        if not row.get(key, "").strip():
            raise BadInput(f"{where}: {key} is missing.")
    return row
