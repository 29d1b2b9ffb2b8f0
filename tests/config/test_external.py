"""A PostgreSQL of one's own: prepared when that is allowed, else told what to run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from homeward.ground import roles
from homeward.ground.binaries import PostgresUnavailable
from homeward.ground.env import Env, read_env
from homeward.ground.external import furnish, is_furnished
from homeward.ground.postgres import Cluster
from homeward.ground.roles import Address

NAME = "of_ones_own"


@pytest.fixture
def administration(cluster: Cluster) -> Iterator[psycopg.Connection[Any]]:
    conninfo = cluster.address(database=roles.SUPERUSER).conninfo
    with psycopg.connect(conninfo, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE {NAME}")
        conn.execute("CREATE ROLE dba LOGIN PASSWORD 'dba'")
        yield conn
        conn.execute(f"DROP DATABASE {NAME} WITH (FORCE)")
        conn.execute("DROP ROLE dba")


def own(cluster: Cluster, var: Path, address: Address) -> tuple[Env, Address]:
    parts = address.parts
    url = (
        f"postgresql://{parts['user']}:{parts['password']}@/{NAME}"
        f"?host={parts['host']}&port={parts['port']}"
    )
    env = read_env({"HOMEWARD_VAR": str(var), "DATABASE_URL": url})
    assert env.database is not None
    return env, env.database


def test_a_role_that_may_prepares_the_database_once(
    cluster: Cluster, administration: psycopg.Connection[Any]
) -> None:
    env, database = own(cluster, cluster.var, cluster.address())
    with psycopg.connect(database.conninfo, autocommit=True) as conn:
        assert not is_furnished(conn)
    furnish(env, database)
    furnish(env, database)
    with psycopg.connect(env.address("owner").conninfo) as conn:
        assert is_furnished(conn)
        assert conn.execute("SELECT current_user").fetchone() == (roles.OWNER,)
        conn.execute("CREATE TABLE fresh (n int)")
    with psycopg.connect(env.address("worker").conninfo) as conn:
        assert conn.execute("SELECT count(*) FROM fresh").fetchone() == (0,)


def test_a_role_that_may_not_is_told_what_to_run(
    cluster: Cluster, administration: psycopg.Connection[Any]
) -> None:
    stranger = cluster.address().but(user="dba", password="dba")
    env, database = own(cluster, cluster.var, stranger)
    with pytest.raises(PostgresUnavailable, match="what `homeward server roles` prints"):
        furnish(env, database)


def test_roles_whose_password_is_kept_elsewhere_need_an_address(
    cluster: Cluster, administration: psycopg.Connection[Any], tmp_path: Path
) -> None:
    env, database = own(cluster, tmp_path, cluster.address())
    with pytest.raises(PostgresUnavailable, match="set HOMEWARD_APP_URL"):
        furnish(env, database)


def test_a_server_that_is_not_there_is_named_without_its_password(tmp_path: Path) -> None:
    url = f"postgresql://dba:very-secret@/homeward?host={tmp_path}"
    env = read_env({"HOMEWARD_VAR": str(tmp_path), "DATABASE_URL": url})
    assert env.database is not None
    with pytest.raises(PostgresUnavailable, match="cannot be reached") as refused:
        furnish(env, env.database)
    assert "very-secret" not in str(refused.value)
