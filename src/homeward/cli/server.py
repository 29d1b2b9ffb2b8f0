"""`homeward server`: run the service; print what a database administrator has to run."""

from __future__ import annotations

import os
import sys

import click

from homeward.cli.answers import BadInput, say, say_json, say_table
from homeward.ground import roles
from homeward.ground.clock import now
from homeward.ground.env import EnvironmentRefused, read_env
from homeward.ground.env_table import FAMILY, SETTINGS, Setting
from homeward.ground.sloppiness import findings

SUPERVISOR = "homeward.config.supervisor"


@click.group()
def server() -> None:
    """Run the service."""


@server.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--only",
    type=click.Choice(["all", "prepare", "web", "worker"]),
    default="all",
    show_default=True,
    help="A part alone, for a service manager (deploy/).",
)
def run(port: int, host: str, only: str) -> None:
    """Start database, web and worker; stop them all with Ctrl-C.

    Example: homeward server run --port 8080
    """
    words = [sys.executable, "-m", SUPERVISOR, "--host", host, "--port", str(port), "--only", only]
    os.execv(sys.executable, words)


@server.command("check", epilog="Example: homeward server check")
@click.option("--host", default="127.0.0.1", show_default=True, help="As for `run`.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def check(host: str, as_json: bool) -> None:
    """Print what would be used, secrets hidden, and what is sloppy about it.

    Exit 2 when a value cannot be used, or when a live record would not be served with it.
    """
    try:
        env = read_env()
    except EnvironmentRefused as error:
        raise BadInput(str(error)) from None
    found = findings(env, now(), host)
    services = [
        Setting(n, "", "", n.endswith("_SECRET")) for n in os.environ if FAMILY.fullmatch(n)
    ]
    used = {each.name: _shown(each) for each in [*SETTINGS, *services]}
    if as_json:
        notes = [{"stops": each.stops, "sentence": each.sentence} for each in found]
        say_json({"settings": used, "findings": notes})
    else:
        say_table(("name", "value"), list(used.items()))
        say(f"\nThe record is in {env.var}.")
        for each in found:
            say(f"{'Stops' if each.stops else 'Note'}: {each.sentence}")
    if any(each.stops for each in found):
        click.get_current_context().exit(2)


def _shown(setting: Setting) -> str:
    """A value as it may be printed: a secret by its length alone."""
    value = os.environ.get(setting.name, "")
    if not value:
        return f"not set: {setting.without.replace('`', '')}"
    return f"set, {len(value)} characters, hidden" if setting.secret else value


@server.command("roles")
def print_roles() -> None:
    """Print the SQL that an administrator runs once in a database of your own.

    Example: homeward server roles | psql -d homeward
    """
    try:
        database = read_env().database
    except EnvironmentRefused as error:
        raise click.UsageError(str(error)) from error
    name = database.parts["dbname"] if database else roles.DATABASE
    user = database.user if database and database.user else roles.OWNER
    click.echo(roles.script(name, user), nl=False)
