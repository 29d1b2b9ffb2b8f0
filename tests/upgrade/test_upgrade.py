"""A record of version 0.1, with data in it, brought to the newest shape; and the way back.

"Newest" is found from the migrations there are: one that is added later is tried here too.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pyrage
import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker
from tests.architecture.test_policies import tables
from tests.conftest import pointed_at
from tests.ground.shapes import shape

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.begin_epoch import begin_epoch
from homeward.casework.seal_ledger import seal_ledger, verify_ledger
from homeward.cli.acts import system_act
from homeward.config.health import at_head
from homeward.ground import roles
from homeward.ground.backup.dump import give_back, server_version, snapshot
from homeward.ground.backup.keys import Lock
from homeward.ground.backup.manifest import DATABASE
from homeward.ground.backup.streams import encrypt
from homeward.ground.backup.taking import Backup, take_backup
from homeward.ground.env import read_env
from homeward.ground.postgres import Cluster
from homeward.ground.roles import Address
from homeward.ledger.actions import enter

OLD = Path(__file__).with_name("version-0.1")
#: What Django counts for itself: every new table adds to these.
GROWS = {"django_migrations", "django_content_type", "auth_permission"}
AT = datetime(2026, 11, 23, 20, 15, tzinfo=UTC)


@dataclass(frozen=True)
class Upgraded:
    """The old record migrated, what it held before, and the backup made before."""

    cluster: Cluster
    address: Address
    var: Path
    counts: dict[str, int]
    migrations: list[str]
    backup: Backup
    keys: list[Any]


@pytest.fixture(scope="module")
def upgraded(
    cluster: Cluster, template: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[Upgraded]:
    """Give the old record back, copy it, migrate it: once for all tests here."""
    folder = Path(tempfile.mkdtemp(prefix="hw-up-"))
    key = pyrage.x25519.Identity.generate()
    shutil.copytree(OLD, folder / "var", ignore=shutil.ignore_patterns("database.dump"))
    with (OLD / "database.dump").open("rb") as dump:
        encrypt(dump, folder / "old.age", [key.to_public()])
    cluster.add_database("upgraded")
    owner = cluster.address(roles.OWNER, "upgraded")
    give_back(owner, folder / "old.age", [key], server_version(owner))
    with snapshot(owner) as moment:
        counts, migrations = moment.counts(), moment.migrations()
    url = f"postgresql://{owner.user}:{owner.parts['password']}@/upgraded"
    url += f"?host={owner.parts['host']}&port={owner.parts['port']}"
    env = read_env({"HOMEWARD_VAR": str(folder / "var"), "DATABASE_URL": url})
    backup = take_backup(env, folder / "backups", Lock([key.to_public()], [key]), AT)
    with django_db_blocker.unblock(), pointed_at(owner):
        call_command("migrate", interactive=False, verbosity=0)
        assert at_head()
    yield Upgraded(cluster, owner, folder / "var", counts, migrations, backup, [key])
    drop(cluster, "upgraded")
    shutil.rmtree(folder)


def drop(cluster: Cluster, name: str) -> None:
    with psycopg.connect(cluster.address(database="postgres").conninfo, autocommit=True) as conn:
        conn.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_nothing_is_lost_on_the_way(upgraded: Upgraded) -> None:
    assert upgraded.counts["ledger_entry"] == 569
    assert upgraded.counts["chronology_line"] > 600
    with snapshot(upgraded.address) as moment:
        after = moment.counts()
        applied = moment.migrations()
    assert set(applied) > set(upgraded.migrations)
    kept = {name: count for name, count in upgraded.counts.items() if name not in GROWS}
    assert {name: after.get(name) for name in kept} == kept


def test_it_is_guarded_exactly_as_a_new_record_is(upgraded: Upgraded, template: str) -> None:
    """Same tables, columns, privileges, policies and triggers as a record made today."""
    old = shape(upgraded.cluster.address(database="upgraded").conninfo)
    new = shape(upgraded.cluster.address(database=template).conninfo)
    assert [row for row in old if row not in new] == []
    assert [row for row in new if row not in old] == []


def test_without_a_scope_the_web_sees_no_row_of_it(upgraded: Upgraded) -> None:
    held = 0
    with psycopg.connect(upgraded.cluster.address(database="upgraded").conninfo) as conn:
        for table in tables():
            conn.execute("RESET ROLE")
            held += conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0
            conn.execute(f"SET ROLE {roles.APP}")
            assert conn.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
    assert held > 10


def test_what_was_sealed_before_is_still_proved_and_sealing_goes_on(
    upgraded: Upgraded, django_db_blocker: DjangoDbBlocker, settings: Any
) -> None:
    settings.VAR = upgraded.var
    superuser = upgraded.cluster.address(database="upgraded")
    with django_db_blocker.unblock():
        with pointed_at(upgraded.address):
            begin_epoch(system_act("begin_epoch"), upgraded.var)
        with pointed_at(superuser.stepping_into(roles.WORKER)):
            with scoped(SYSTEM_VIEWER):
                enter(system_act("note"), [], None)
            made = seal_ledger(system_act("seal_ledger"), upgraded.var)
        with pointed_at(upgraded.address):
            found = verify_ledger(upgraded.var)
            with connection.cursor() as cursor:
                cursor.execute("SELECT current_user")
                assert cursor.fetchone() == (roles.OWNER,)
    assert made is not None and (made.number, made.count) == (2, 2)
    assert found.first_break is None
    assert (found.ok, found.sealed, found.entries) == (True, 571, 571)


def test_the_way_back_is_the_backup_made_before(upgraded: Upgraded) -> None:
    """Given back it is the old record again, at the old version's shape."""
    upgraded.cluster.add_database("rolled_back")
    target = upgraded.address.but(dbname="rolled_back")
    try:
        give_back(target, upgraded.backup.folder / DATABASE, upgraded.keys, server_version(target))
        with snapshot(target) as moment:
            assert moment.migrations() == upgraded.migrations
            assert moment.counts() == upgraded.counts
    finally:
        drop(upgraded.cluster, "rolled_back")
