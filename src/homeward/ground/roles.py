"""The database's roles, what each may do, and how to reach the database as each.

| role | signs in | for |
| --- | --- | --- |
| homeward_owner | yes | owns the schema; migrations only; policies bind it too |
| homeward_app | yes | the web; owns nothing |
| homeward_worker | yes | the worker and the command line; owns nothing |
| homeward_matching | no | the worker steps into it to compare a report with all children |
| homeward_keeper | no | the owner steps into it for verification, backup and data migrations |

Nobody inherits: a member must step into a role by name (`SET LOCAL ROLE`), so
that the policies of matching never widen what the worker sees otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from homeward.ground.binaries import PostgresUnavailable

OWNER = "homeward_owner"
APP = "homeward_app"
WORKER = "homeward_worker"
MATCHING = "homeward_matching"
KEEPER = "homeward_keeper"
SUPERUSER = "postgres"
DATABASE = "homeward"

SHORT_NAMES = {"owner": OWNER, "app": APP, "worker": WORKER}
LOGIN = (OWNER, APP, WORKER)
EXTENSIONS = ("pg_trgm", "unaccent", "fuzzystrmatch", "btree_gist")

CREATE_ROLES = {
    OWNER: "LOGIN NOINHERIT NOCREATEDB NOCREATEROLE",
    APP: "LOGIN NOINHERIT NOCREATEDB NOCREATEROLE",
    WORKER: "LOGIN NOINHERIT NOCREATEDB NOCREATEROLE",
    MATCHING: "NOLOGIN NOINHERIT NOCREATEDB NOCREATEROLE",
    KEEPER: "NOLOGIN NOINHERIT NOCREATEDB NOCREATEROLE BYPASSRLS",
}
MEMBERSHIPS = (
    f"GRANT {MATCHING} TO {WORKER}",
    f"GRANT {KEEPER} TO {OWNER}",
)
# Who may connect; a clone of a database does not inherit these.
DATABASE_ACCESS = (
    "REVOKE ALL ON DATABASE {} FROM PUBLIC",
    f"GRANT CONNECT, TEMPORARY ON DATABASE {{}} TO {OWNER}, {APP}, {WORKER}",
)
# What app, worker and keeper may do with tables that the owner makes later.
DEFAULT_PRIVILEGES = {
    "TABLES": "SELECT, INSERT, UPDATE, DELETE",
    "SEQUENCES": "USAGE, SELECT",
}
# Run inside the record's database. New tables are open to app, worker and keeper;
# what is append-only, and all that matching may see, is said by its own migration.
DATABASE_GRANTS = (
    f"GRANT USAGE, CREATE ON SCHEMA public TO {OWNER}, {KEEPER}",
    f"GRANT USAGE ON SCHEMA public TO {APP}, {WORKER}, {MATCHING}",
    f"SET ROLE {OWNER}",
    *(
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {what} ON {kind}"
        f" TO {APP}, {WORKER}, {KEEPER}"
        for kind, what in DEFAULT_PRIVILEGES.items()
    ),
    "RESET ROLE",
)


@dataclass(frozen=True, slots=True)
class Address:
    """How to reach a database: libpq's own words and values."""

    parts: Mapping[str, str]

    @classmethod
    def read(cls, text: str) -> Address:
        """From a `postgresql://` URL or a conninfo text; psycopg.ProgrammingError when neither."""
        return cls({key: str(value) for key, value in conninfo_to_dict(text).items()})

    def but(self, **parts: str) -> Address:
        """The same address with some parts replaced."""
        return Address({**self.parts, **parts})

    @property
    def conninfo(self) -> str:
        """For psycopg and libpq."""
        return make_conninfo("", **self.parts)

    @property
    def user(self) -> str:
        """The role that signs in."""
        return self.parts.get("user", "")

    def stepping_into(self, role: str) -> Address:
        """The same address, with every session of it stepping into a role at once."""
        return self.with_options(f"-c role={role}")

    def with_options(self, options: str) -> Address:
        """The same address with more server options."""
        return self.but(options=f"{self.parts.get('options', '')} {options}".strip())


def known_roles(conn: psycopg.Connection) -> set[str]:
    """Which of the five roles exist."""
    query = "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)"
    return {name for (name,) in conn.execute(query, [list(CREATE_ROLES)])}


def create_roles(conn: psycopg.Connection, passwords: Mapping[str, str]) -> None:
    """Make the five roles where absent; set the given passwords, by role name; memberships.

    `conn` must be in autocommit and allowed to create roles. Raises
    PostgresUnavailable when a role that exists may see past policies.
    """
    known = known_roles(conn)
    for name, attributes in CREATE_ROLES.items():
        if name not in known:
            conn.execute(sql.SQL(f"CREATE ROLE {name} {attributes}"))
    for name, password in passwords.items():
        set_password(conn, name, password)
    for statement in MEMBERSHIPS:
        conn.execute(sql.SQL(statement))
    check_roles(conn)


def set_password(conn: psycopg.Connection, role: str, password: str) -> None:
    """Set a role's password; only its verifier travels to the server and its log."""
    verifier = conn.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    conn.execute(
        sql.SQL("ALTER ROLE {} PASSWORD {}").format(
            sql.Identifier(role), sql.Literal(verifier.decode())
        )
    )


def check_roles(conn: psycopg.Connection) -> None:
    """Refuse roles that policies do not bind; PostgresUnavailable names the first."""
    query = (
        "SELECT rolname FROM pg_roles "
        "WHERE rolname = ANY(%s) AND (rolsuper OR rolbypassrls) ORDER BY rolname"
    )
    row = conn.execute(query, [[OWNER, APP, WORKER, MATCHING]]).fetchone()
    if row is not None:
        raise PostgresUnavailable(
            f"The role {row[0]} is a superuser or has BYPASSRLS, so the policies that keep "
            "records apart would not bind it: take that attribute away and start again."
        )


def create_database(conn: psycopg.Connection, name: str) -> None:
    """Make a database owned by the owner role where absent. `conn` must be in autocommit."""
    found = conn.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    if found is None:
        conn.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(
                sql.Identifier(name), sql.Identifier(OWNER)
            )
        )


def furnish_database(conn: psycopg.Connection, name: str) -> None:
    """Extensions, grants and default privileges in the database that `conn` is connected to."""
    for extension in EXTENSIONS:
        conn.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
    database = sql.Identifier(name)
    for statement in DATABASE_ACCESS:
        conn.execute(sql.SQL(statement).format(database))
    for statement in DATABASE_GRANTS:
        conn.execute(sql.SQL(statement))


def script(database: str, url_role: str) -> str:
    """All of the above as SQL for an administrator to run once, as a superuser, in `database`.

    `url_role` is the role that DATABASE_URL signs in as; passwords are left to be filled in.
    """
    lines = [f"CREATE ROLE {name} {attributes};" for name, attributes in CREATE_ROLES.items()]
    lines += [f"ALTER ROLE {name} PASSWORD 'choose one';" for name in LOGIN]
    lines += [f"{statement};" for statement in MEMBERSHIPS]
    if url_role != OWNER:
        lines += [f'GRANT {OWNER}, {KEEPER} TO "{url_role}";']
    lines += [f"CREATE EXTENSION IF NOT EXISTS {name};" for name in EXTENSIONS]
    lines += [statement.format(f'"{database}"') + ";" for statement in DATABASE_ACCESS]
    lines += [f"{statement};" for statement in DATABASE_GRANTS]
    return "\n".join(lines) + "\n"
