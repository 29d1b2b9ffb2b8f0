"""`homeward ledger`: prove that nothing sealed was changed or removed; seal what is new."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

import click

from homeward.cli.answers import say, say_json
from homeward.cli.days import DayOrMoment
from homeward.cli.inside import in_record


@click.group("ledger")
def ledger() -> None:
    """The ledger of everything done and read."""


@ledger.command("verify", epilog="Example: homeward ledger verify --from 2026-11-01")
@click.option(
    "--from", "since", type=DayOrMoment(), help="Seals made on or after this day or time."
)
@click.option(
    "--to", "until", type=DayOrMoment(end=True), help="Seals made up to this day or time."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def verify(since: datetime | None, until: datetime | None, as_json: bool) -> None:
    """Prove that no sealed entry was changed, removed or put in. Exit 1 when one was."""
    with in_record("homeward.cli.proving:verify", role="owner") as prove:
        found = prove(since, until)
    if as_json:
        told = asdict(found)
        del told["erased"]
        say_json(told)
    elif found.ok:
        say(f"All is well: {found.sealed} of {found.entries} entries are sealed, none is changed.")
        if found.erased:
            say(f"The words of {found.erased} lines were erased by rule; their digests fit.")
        say(f"Root: {found.root or 'none yet'}")
    else:
        say(f"The ledger was changed. {_where(found.first_break)}")
    if not found.ok:
        click.get_current_context().exit(1)


def _where(found: dict[str, object]) -> str:
    places = [f"{name} {found[name]}" for name in ("seal", "entry") if found.get(name) is not None]
    return (
        f"{', '.join(places).capitalize()}: {found['problem']}" if places else str(found["problem"])
    )


@ledger.command("seal", epilog="Example: homeward ledger seal")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def seal(as_json: bool) -> None:
    """Seal now what the worker would seal within half a minute."""
    with in_record("homeward.cli.proving:seal") as make:
        made = make()
    if as_json:
        say_json({"sealed": made.count if made else 0, "root": made.root if made else ""})
    elif made:
        say(f"Seal {made.number}: {made.count} entries under {made.root}.")
    else:
        say("There was nothing new to seal.")
