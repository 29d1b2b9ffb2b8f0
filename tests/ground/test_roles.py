"""What each database role may do, tried as that role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import errors

from homeward.ground import roles
from homeward.ground.binaries import PostgresUnavailable
from homeward.ground.postgres import Cluster

DATABASE = "roles_on_trial"


@pytest.fixture(scope="module")
def trial(cluster: Cluster) -> Iterator[Cluster]:
    """A database with one table open to all, and one that only matching may read."""
    cluster.add_database(DATABASE)
    with connect(cluster, roles.OWNER) as conn:
        conn.execute("CREATE TABLE open (n serial PRIMARY KEY, word text)")
        conn.execute("CREATE TABLE narrow (n int)")
        conn.execute("REVOKE ALL ON narrow FROM homeward_app, homeward_worker, homeward_keeper")
        conn.execute("GRANT SELECT ON narrow TO homeward_matching")
        conn.execute("INSERT INTO open (word) VALUES ('one'), ('two')")
        conn.execute("ALTER TABLE open ENABLE ROW LEVEL SECURITY")
        conn.execute("ALTER TABLE open FORCE ROW LEVEL SECURITY")
        conn.execute("CREATE POLICY one ON open USING (word = 'one')")
    yield cluster
    with psycopg.connect(cluster.address(database="postgres").conninfo, autocommit=True) as conn:
        conn.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


def connect(cluster: Cluster, role: str) -> psycopg.Connection[Any]:
    return psycopg.connect(cluster.address(role, DATABASE).conninfo, autocommit=True)


@pytest.mark.parametrize("role", [roles.APP, roles.WORKER])
def test_web_and_worker_may_write_new_tables_but_own_nothing(trial: Cluster, role: str) -> None:
    with connect(trial, role) as conn, conn.transaction(force_rollback=True):
        conn.execute("INSERT INTO open (word) VALUES ('one')")
        assert conn.execute("SELECT count(*) FROM open").fetchone() == (2,)
    with connect(trial, role) as conn, pytest.raises(errors.InsufficientPrivilege):
        conn.execute("CREATE TABLE mine (n int)")
    with connect(trial, role) as conn, pytest.raises(errors.InsufficientPrivilege):
        conn.execute("ALTER TABLE open DISABLE ROW LEVEL SECURITY")
    with connect(trial, role) as conn, pytest.raises(errors.InsufficientPrivilege):
        conn.execute("TRUNCATE open")


def test_policies_bind_the_owner_too_and_only_the_keeper_sees_past_them(trial: Cluster) -> None:
    with connect(trial, roles.OWNER) as conn, conn.transaction():
        assert conn.execute("SELECT count(*) FROM open").fetchone() == (1,)
        conn.execute("SET LOCAL ROLE homeward_keeper")
        assert conn.execute("SELECT count(*) FROM open").fetchone() == (2,)


@pytest.mark.parametrize("role", [roles.APP, roles.WORKER])
@pytest.mark.parametrize("other", [roles.KEEPER, roles.OWNER, roles.SUPERUSER])
def test_web_and_worker_cannot_become_anybody_higher(trial: Cluster, role: str, other: str) -> None:
    with connect(trial, role) as conn, pytest.raises(errors.InsufficientPrivilege):
        conn.execute(f"SET ROLE {other}")


def test_the_worker_reads_as_matching_only_after_stepping_into_it(trial: Cluster) -> None:
    with connect(trial, roles.WORKER) as conn, pytest.raises(errors.InsufficientPrivilege):
        conn.execute("SELECT * FROM narrow")
    with connect(trial, roles.WORKER) as conn, conn.transaction():
        conn.execute("SET LOCAL ROLE homeward_matching")
        assert conn.execute("SELECT count(*) FROM narrow").fetchone() == (0,)
    with connect(trial, roles.APP) as conn, pytest.raises(errors.InsufficientPrivilege):
        conn.execute("SET ROLE homeward_matching")


def test_matching_sees_nothing_that_no_migration_gave_it(trial: Cluster) -> None:
    with connect(trial, roles.WORKER) as conn, conn.transaction():
        conn.execute("SET LOCAL ROLE homeward_matching")
        with pytest.raises(errors.InsufficientPrivilege), conn.transaction():
            conn.execute("SELECT * FROM open")


@pytest.mark.parametrize("role", [roles.MATCHING, roles.KEEPER])
def test_matching_and_keeper_have_no_sign_in(trial: Cluster, role: str) -> None:
    address = trial.address(roles.APP, DATABASE).but(user=role)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address.conninfo)


def test_a_role_that_policies_would_not_bind_is_refused(cluster: Cluster) -> None:
    with psycopg.connect(cluster.address(database="postgres").conninfo) as conn:
        conn.execute("ALTER ROLE homeward_app BYPASSRLS")
        with pytest.raises(PostgresUnavailable, match="homeward_app is a superuser or has"):
            roles.check_roles(conn)
        conn.rollback()
        roles.check_roles(conn)


def test_the_words_for_an_administrator_name_every_role_and_extension() -> None:
    text = roles.script("partnership", "dba")
    assert all(f"CREATE ROLE {name} " in text for name in roles.CREATE_ROLES)
    assert all(f"CREATE EXTENSION IF NOT EXISTS {name};" in text for name in roles.EXTENSIONS)
    assert 'GRANT homeward_owner, homeward_keeper TO "dba";' in text
    assert "GRANT homeward_keeper TO homeward_worker" not in text
    assert 'TO "homeward_owner"' not in roles.script("partnership", roles.OWNER)
