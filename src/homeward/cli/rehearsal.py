"""`homeward rehearsal`: the fictional partnership for practice and the tour."""

from __future__ import annotations

import click

from homeward.cli.answers import BadInput, say, say_json
from homeward.cli.inside import in_record
from homeward.ground.clock import now
from homeward.ground.env import read_env
from homeward.ground.record import read_stamp


@click.group("rehearsal")
def rehearsal() -> None:
    """The fictional partnership for practice and the tour."""


@rehearsal.command("load", epilog="Example: HOMEWARD_REHEARSAL=1 homeward rehearsal load")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def load(as_json: bool) -> None:
    """Load agencies, people, the six worked cases and the current week, once.

    Only in rehearsal mode, so that fictional children never stand among real ones. A
    record that has the partnership is left as it is.
    """
    with in_record("homeward.rehearsal.loading:load") as load_partnership:
        env = read_env()
        if not env.rehearsal or read_stamp(env.var / "mode").strip() == "LIVE":
            raise BadInput(
                "This record is not in rehearsal mode; nothing was loaded. Set"
                " HOMEWARD_REHEARSAL=1 and HOMEWARD_VAR to a folder of its own."
            )
        loaded = load_partnership(now(), env.var)
    if as_json:
        say_json(
            {
                "loaded": loaded.loaded,
                "files": loaded.files,
                "forms": loaded.forms,
                "acts": loaded.steps,
                "lines": loaded.lines,
                "rows": {name.lower(): count for name, count in loaded.rows.items()},
            }
        )
    elif loaded.loaded:
        say(
            f"Loaded {loaded.files} police downloads, {loaded.steps} acts and {loaded.lines} lines."
        )
    else:
        say("The rehearsal partnership is there already; nothing was changed.")
