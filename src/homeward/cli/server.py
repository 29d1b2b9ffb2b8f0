"""`homeward server`: run the service; print what a database administrator has to run."""

from __future__ import annotations

import os
import sys

import click

from homeward.ground import roles
from homeward.ground.env import EnvironmentRefused, read_env

SUPERVISOR = "homeward.config.supervisor"


@click.group()
def server() -> None:
    """Run the service."""


@server.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
def run(port: int, host: str) -> None:
    """Start database, web and worker; stop them all with Ctrl-C.

    Example: homeward server run --port 8080
    """
    words = [sys.executable, "-m", SUPERVISOR, "--host", host, "--port", str(port)]
    os.execv(sys.executable, words)


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
