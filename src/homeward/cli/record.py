"""For commands that need the record: it is up, migrated, and Django speaks as one role."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pkgutil import resolve_name
from typing import Any

import click
import django
from django.db import connections

from homeward.ground.binaries import PostgresUnavailable
from homeward.ground.env import EnvironmentRefused, read_env
from homeward.ground.record import SETTINGS, CommandFailed, record_running


class RecordUnavailable(click.ClickException):
    """The record cannot be opened; nothing was kept."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        """The sentence alone, on standard error."""
        click.echo(self.message, err=True)


@contextmanager
def record(role: str = "worker") -> Iterator[None]:
    """Open the record as `worker`, `app` or `owner` for the length of a command.

    Starts the server when it is not running and stops it when nobody else
    uses it. Models may be used inside, never outside. Exit 2 with one sentence
    when the record cannot be opened.
    """
    try:
        env = read_env()
        os.environ["HOMEWARD_VAR"] = str(env.var)
        with record_running(env, tell), speaking(role):
            yield
    except (EnvironmentRefused, PostgresUnavailable, CommandFailed) as error:
        raise RecordUnavailable(str(error)) from error


@contextmanager
def speaking(role: str) -> Iterator[None]:
    """Django, in a record that is up, speaks as this role."""
    os.environ["HOMEWARD_DB_ROLE"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    try:
        yield
    finally:
        connections.close_all()


@contextmanager
def open_as(role: str, target: str) -> Iterator[Any]:
    """As `in_record`, in a record that is up already: the function `module:name`, as `role`."""
    with speaking(role):
        yield resolve_name(target)


def tell(sentence: str) -> None:
    """Say on standard error what takes time, to a terminal only: elsewhere it stands for errors."""
    if sys.stderr.isatty():
        click.echo(sentence, err=True)
