"""`homeward intake aliases`: under which headings each column of a download is found."""

from __future__ import annotations

import click

from homeward.cli.answers import BadInput, say, say_json, say_table
from homeward.ground.env import EnvironmentRefused, read_env
from homeward.intake.download.columns import describe_columns
from homeward.intake.download.own_columns import NAME, aliases_of
from homeward.intake.download.shapes import BadFile


@click.command("aliases", epilog="Example: homeward intake aliases")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def aliases(as_json: bool) -> None:
    """The headings under which each column of a police download is found.

    More of your own go into columns.toml in the folder of the record (HOMEWARD_VAR), one table
    a column: [RISK_CURRENT], then also = ["Grading now"]. Case, spaces and underscores in a
    heading do not matter.
    """
    try:
        var = read_env().var
        table = aliases_of(var)
    except (BadFile, EnvironmentRefused) as fault:
        raise BadInput(str(fault)) from None
    if as_json:
        say_json({"columns": {name: list(table.get(name, ())) for name in table}})
        return
    rows = [
        (note.name, "key" if note.key else "", "; ".join(table.get(note.name, ())))
        for note in describe_columns()
    ]
    say_table(("column", "", "also found under"), rows)
    say()
    say(f"Your own headings: {var / NAME}" + ("" if (var / NAME).exists() else " (not there yet)"))
