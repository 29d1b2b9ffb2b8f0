"""`homeward rehearsal`: the fictional partnership for practice and the tour."""

from __future__ import annotations

import os
import shutil

import click

from homeward.cli.answers import BadInput, say, say_json
from homeward.cli.inside import in_record
from homeward.ground.clock import now
from homeward.ground.env import Env, read_env
from homeward.ground.postgres import Cluster
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


@rehearsal.command("reset", epilog="Example: homeward rehearsal reset --yes")
@click.option("--yes", is_flag=True, help="Do it without asking.")
def reset(yes: bool) -> None:
    """Throw the rehearsal away; the next start makes a new one, with this day as its present.

    Cannot be undone. Only for a record that was served in rehearsal mode, with homeward's own
    server, while nothing runs.
    """
    env = read_env()
    _refuse_reset(env)
    if not yes:
        click.confirm(f"Throw away the rehearsal in {env.var}? This cannot be undone.", abort=True)
    for path in sorted(env.var.iterdir()):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    say("The rehearsal is gone. `make run` makes a new one.")


def _refuse_reset(env: Env) -> None:
    if read_stamp(env.var / "mode").strip() != "REHEARSAL":
        raise BadInput(
            f"There is no rehearsal record in {env.var}; nothing was removed. HOMEWARD_VAR names"
            " the folder."
        )
    if not env.embedded:
        raise BadInput(
            "DATABASE_URL names a PostgreSQL of your own; nothing was removed. Drop that database"
            " yourself and empty HOMEWARD_VAR."
        )
    if _runs(Cluster(env.var)):
        raise BadInput("The rehearsal is running; nothing was removed. Stop it first (Ctrl-C).")


def _runs(cluster: Cluster) -> bool:
    if cluster.pid is None:
        return False
    try:
        os.kill(cluster.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
