"""One throw-away PostgreSQL for the whole test run, and the ways to use it.

- `db` (pytest-django's): every test in a transaction that is rolled back. The
  connection signs in as superuser and steps into `homeward_app` at once, so
  policies apply exactly as for the web, and `as_role` can step elsewhere.
- `committed_db`: a database of its own, cloned from a migrated template, for
  tests that need real commits. It is dropped afterwards: TRUNCATE is refused
  by the record's own triggers, so nothing is ever flushed.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import django
import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from psycopg import sql
from pytest_django import DjangoDbBlocker

from homeward.ground import postgres, roles
from homeward.ground.postgres import Cluster
from homeward.ground.roles import Address

#: The journeys need a browser and its driver, which `make test` never installs.
collect_ignore = [] if find_spec("playwright") else ["journeys"]

pytest_plugins = ["tests.standing"]

TEMPLATE = "homeward_template"
ROLLED_BACK = "homeward_rolled_back"
NUMBERS = count(1)

#: Names the folder in which the run's processes find the migrated record; the first one made it.
SHARED = "RECORD_OF_THIS_TEST_RUN"
MADE_HERE: list[Path] = []


def own_environment() -> Path:
    """A folder of our own and nobody's database, set before Django reads its settings."""
    for name in [n for n in os.environ if n.startswith("HOMEWARD_") or n == "DATABASE_URL"]:
        del os.environ[name]
    if SHARED not in os.environ:
        os.environ[SHARED] = tempfile.mkdtemp(prefix="hw-run-")
        MADE_HERE.append(Path(os.environ[SHARED]))
    var = Path(tempfile.mkdtemp(prefix="hw-"))
    (var / "static").mkdir()
    os.environ["HOMEWARD_VAR"] = str(var)
    os.environ["HOMEWARD_REHEARSAL"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "homeward.config.settings"
    return var


VAR = own_environment()
django.setup()
# Servers of a test run need not survive a power cut.
postgres.SETTINGS.update(fsync="off", full_page_writes="off")


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    for folder in (VAR, *MADE_HERE):
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Database:
    """A migrated database of the test run."""

    cluster: Cluster
    name: str

    def address(self, role: str = roles.SUPERUSER) -> Address:
        """How to reach it as superuser, or signed in as owner, app or worker."""
        return self.cluster.address(role, self.name)

    def connect(self, role: str = roles.SUPERUSER) -> psycopg.Connection[Any]:
        """A connection of its own, in autocommit; close it with `with`."""
        return psycopg.connect(self.address(role).conninfo, autocommit=True)


@pytest.fixture(scope="session")
def cluster(django_db_blocker: DjangoDbBlocker) -> Iterator[Cluster]:
    """This process's own server, in a short folder under the temporary folder."""
    shared = Path(os.environ[SHARED])
    with django_db_blocker.unblock():
        migrate_once(shared)
    for kept in shared.iterdir():
        if kept.name not in ("run", "migrated-for-tests"):
            subprocess.run(["cp", "-a", str(kept), str(VAR)], check=True)
    with Cluster(VAR) as running:
        yield running


def migrate_once(shared: Path) -> None:
    """Whichever process of the run comes first migrates the template, as the owner."""
    done = shared / "migrated-for-tests"
    turn = os.open(shared, os.O_RDONLY)
    try:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not done.exists():
            with Cluster(shared) as first:
                first.add_database(TEMPLATE)
                with pointed_at(first.address(roles.OWNER, TEMPLATE)):
                    call_command("migrate", interactive=False, verbosity=0)
            done.touch()
    finally:
        os.close(turn)


@pytest.fixture(scope="session")
def template(cluster: Cluster) -> str:
    """The name of the database that was migrated once; clones are made from it."""
    return TEMPLATE


@pytest.fixture(scope="session")
def django_db_setup(cluster: Cluster, template: str) -> Iterator[None]:
    """Overrides pytest-django's: the default connection is a clone, seen as the app role."""
    with cloned(cluster, template, ROLLED_BACK) as database, pointed_at(as_app(database)):
        yield


@pytest.fixture(scope="session", autouse=True)
def plain_settings() -> None:
    """Quick password hashes and unhashed static names: neither is what a test is about."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def committed_db(
    cluster: Cluster, template: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[Database]:
    """A database in which commits are real; Django's default connection points at it.

    Threads get it too. `connect("homeward_owner")` and `connect()` (superuser)
    are there for tampering.
    """
    name = f"homeward_committed_{next(NUMBERS)}"
    with (
        cloned(cluster, template, name) as database,
        django_db_blocker.unblock(),
        pointed_at(as_app(database)),
    ):
        yield database


@pytest.fixture
def as_role() -> Callable[[str], AbstractContextManager[None]]:
    """`with as_role("homeward_worker"):` steps into another role, and back again."""
    return stepping


@contextmanager
def stepping(role: str) -> Iterator[None]:
    """Run as a role inside a savepoint; the earlier role is back afterwards, come what may."""
    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute("SELECT current_user")
        before = cursor.fetchone()[0]
        cursor.execute(f'SET LOCAL ROLE "{role}"')
        yield
        cursor.execute(f'SET LOCAL ROLE "{before}"')


def as_app(database: Database) -> Address:
    """Signed in as superuser and stepped into the app role at once, the clock standing still."""
    return database.address().stepping_into(roles.APP).with_options("-c homeward.at=2026-11-23")


@contextmanager
def pointed_at(address: Address) -> Iterator[None]:
    """Point Django's default connection, in every thread, at an address; and back."""
    entry = connections["default"].settings_dict
    before = dict(entry)
    parts = address.parts
    connections["default"].close()
    entry.update(
        NAME=parts["dbname"],
        USER=parts["user"],
        PASSWORD=parts["password"],
        HOST=parts["host"],
        PORT=parts["port"],
        OPTIONS={"options": parts["options"]} if "options" in parts else {},
    )
    try:
        yield
    finally:
        connections["default"].close()
        entry.update(before)


@contextmanager
def cloned(cluster: Cluster, template: str, name: str) -> Iterator[Database]:
    """A copy of the template, dropped afterwards whoever is still connected."""
    administration = cluster.address(database=roles.SUPERUSER).conninfo
    names = {"name": sql.Identifier(name), "template": sql.Identifier(template)}
    with psycopg.connect(administration, autocommit=True) as conn:
        conn.execute(
            sql.SQL("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY").format(**names)
        )
        for statement in roles.DATABASE_ACCESS:
            conn.execute(sql.SQL(statement).format(sql.Identifier(name)))
        try:
            yield Database(cluster, name)
        finally:
            conn.execute(sql.SQL("DROP DATABASE {name} WITH (FORCE)").format(**names))
