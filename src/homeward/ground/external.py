"""A PostgreSQL that somebody else runs: furnish it when we may, else say what to run."""

from __future__ import annotations

import psycopg
from psycopg import sql

from homeward.ground import roles
from homeward.ground.binaries import PostgresUnavailable
from homeward.ground.env import Env
from homeward.ground.roles import Address
from homeward.ground.secrets import read_secret, secret

OLDEST_NUMBER = 150000


def furnish(env: Env, database: Address) -> None:
    """Make roles, extensions and grants where absent; check that app and worker can sign in.

    Raises PostgresUnavailable with one sentence that says what an
    administrator has to run, or which address is missing here.
    """
    try:
        with psycopg.connect(database.conninfo, autocommit=True) as conn:
            _furnish(env, conn)
    except psycopg.errors.InsufficientPrivilege as error:
        raise PostgresUnavailable(
            f"The role {database.user!r} of DATABASE_URL may not prepare the database "
            f"({error.diag.message_primary}): ask its administrator to run, once, what "
            "`homeward server roles` prints."
        ) from error
    except psycopg.OperationalError as error:
        raise PostgresUnavailable(
            f"The database of DATABASE_URL cannot be reached: {first_line(error)}"
        ) from error
    for role in ("app", "worker"):
        _check_sign_in(env, role)


def _furnish(env: Env, conn: psycopg.Connection) -> None:
    if conn.info.server_version < OLDEST_NUMBER:
        raise PostgresUnavailable(
            "The server of DATABASE_URL is older than PostgreSQL 15: use 15 or newer."
        )
    known = roles.known_roles(conn)
    if known == set(roles.CREATE_ROLES) and is_furnished(conn):
        roles.check_roles(conn)
        return
    fresh = [name for name in roles.LOGIN if name not in known]
    roles.create_roles(conn, {name: secret(env.var, name) for name in fresh})
    conn.execute(sql.SQL(f"GRANT {roles.OWNER}, {roles.KEEPER} TO CURRENT_USER"))
    roles.furnish_database(conn, conn.info.dbname)


def is_furnished(conn: psycopg.Connection) -> bool:
    """Whether extensions and default privileges of the owner are in this database."""
    extensions = conn.execute(
        "SELECT count(*) FROM pg_extension WHERE extname = ANY(%s)", [list(roles.EXTENSIONS)]
    ).fetchone()
    privileges = conn.execute(
        "SELECT count(*) FROM pg_default_acl d JOIN pg_roles r ON r.oid = d.defaclrole "
        "WHERE r.rolname = %s",
        [roles.OWNER],
    ).fetchone()
    return extensions == (len(roles.EXTENSIONS),) and privileges is not None and privileges[0] >= 2


def _check_sign_in(env: Env, role: str) -> None:
    name = roles.SHORT_NAMES[role]
    if name not in env.by_role and not read_secret(env.var, name):
        raise PostgresUnavailable(
            f"The database has a role {name} whose password is not kept here: "
            f"set HOMEWARD_{role.upper()}_URL to an address that signs in as {name}."
        )
    try:
        with psycopg.connect(env.address(role).conninfo, connect_timeout=10):
            return
    except psycopg.OperationalError as error:
        raise PostgresUnavailable(
            f"The role {name} cannot sign in to the database: {first_line(error)}"
        ) from error


def first_line(error: Exception) -> str:
    """The first line of an error, without a password (libpq never prints one)."""
    return str(error).strip().split("\n", 1)[0]
