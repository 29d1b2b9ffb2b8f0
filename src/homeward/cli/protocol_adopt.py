"""`homeward protocol adopt`: an edition for a place, frozen by its hash, from a day on."""

from __future__ import annotations

from datetime import date

import click

from homeward.cli.answers import BadInput, say, say_json
from homeward.cli.days import Day
from homeward.cli.editions import find_edition, find_text
from homeward.cli.inside import in_record
from homeward.ground.clock import today


@click.command(
    "adopt",
    epilog="Example: homeward protocol adopt north-yorkshire-current --place north-yorkshire",
)
@click.argument("edition")
@click.option(
    "--place", default="", help="The place that adopts it. Without: the whole partnership."
)
@click.option("--from", "on", type=Day(), help="From this day on. Without: today.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def adopt(edition: str, place: str, on: date | None, as_json: bool) -> None:
    """Adopt EDITION (the id of a shipped one, or a file) for a place.

    Episodes that start on or after that day are judged by it; older ones keep theirs, and both
    results stay on record.
    """
    found = find_edition(edition)
    text, name = find_text(edition)
    start = on or max(today(), found.in_force)
    if start < found.in_force:
        raise BadInput(
            f"{found.title} is in force from {found.in_force.isoformat()}: it cannot be adopted"
            f" from {start.isoformat()}."
        )
    with in_record("homeward.cli.adopting:adopt") as adopting:
        judged = adopting(text, name, place, start)
    where = place or "the whole partnership"
    if as_json:
        say_json({"edition": found.id, "place": place, "from": start, "children": judged})
    else:
        say(f"{found.title} holds for {where} from {start.isoformat()}.")
        say(f"Children whose duties were judged anew: {judged}.")
