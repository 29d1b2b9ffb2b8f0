"""`homeward protocol show` and `homeward protocol diff`."""

from __future__ import annotations

import click

from homeward.cli.answers import say, say_json, say_table
from homeward.cli.editions import find_edition
from homeward.rules.protocol.catalogue import Duty, duty_keys
from homeward.rules.protocol.compare import compare


@click.command(epilog="Example: homeward protocol show north-yorkshire-current")
@click.argument("edition")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def show(edition: str, as_json: bool) -> None:
    """The duties of EDITION (an id of a shipped edition or a file) as a table.

    A letter in brackets after a limit says how the figure is known.
    """
    found = find_edition(edition)
    if as_json:
        say_json({"duties": [duty_keys(duty) for duty in found.duties]})
        return
    say(f"{found.title} ({found.id}), in force from {found.in_force}")
    say_table(
        ("Duty", "What", "Owner", "Starts", "Limit", "Jurisdiction", "Evidence", "Source"),
        [_row(duty) for duty in found.duties],
    )


def _row(duty: Duty) -> tuple[str, ...]:
    again = f", then {duty.repeats.text}" if duty.repeats else ""
    count = f", {duty.count_in.text}" if duty.count_in else ""
    return (
        duty.id,
        duty.title if duty.status == "evidenced" else f"{duty.title} [{duty.status}]",
        duty.owner,
        duty.starts + count,
        f"{duty.within.text}{again} ({duty.figure_evidence})",
        duty.jurisdiction,
        duty.evidence,
        duty.source,
    )


@click.command(epilog="Example: homeward protocol diff england-baseline our-own.toml")
@click.argument("a")
@click.argument("b")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def diff(a: str, b: str, as_json: bool) -> None:
    """What differs in edition B against edition A: duties added, removed and changed."""
    found = compare(find_edition(a), find_edition(b))
    if as_json:
        say_json(
            {
                "added": list(found.added),
                "removed": list(found.removed),
                "changed": [
                    {
                        "id": change.id,
                        "fields": {
                            key: {"old": old, "new": new}
                            for key, (old, new) in change.fields.items()
                        },
                    }
                    for change in found.changed
                ],
            }
        )
        return
    rows: list[tuple[object, ...]] = [("added", duty, "", "", "") for duty in found.added]
    rows += [("removed", duty, "", "", "") for duty in found.removed]
    rows += [
        ("changed", change.id, key, old, new)
        for change in found.changed
        for key, (old, new) in change.fields.items()
    ]
    if rows:
        say_table(("", "Duty", "Key", "Before", "After"), rows)
    else:
        say("The duties are the same.")
