"""The database's copy: one snapshot, read as the keeper, past every policy."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import sql

from homeward.ground import roles
from homeward.ground.backup.keys import BackupRefused
from homeward.ground.backup.streams import decrypt
from homeward.ground.binaries import (
    PostgresUnavailable,
    major_version,
    system_folders,
    wheel_folders,
)
from homeward.ground.data_folder import server_environment
from homeward.ground.roles import Address

#: Nobody stays signed in across a restore; the key that signs who looks is made anew.
WITHOUT_ROWS = ("django_session", "access_scopekey")
#: Made by whoever furnishes the database, never by us.
_FURNISHED = re.compile(r"^\d+; \d+ \d+ (EXTENSION|COMMENT|SCHEMA|ACL - SCHEMA|DEFAULT ACL) ")
_OF_KEEPER = re.compile(rf"^\d+; \d+ \d+ ACL .* {roles.KEEPER}$")
_SEAL_TURN = "hashtext('homeward.seal')"


class Snapshot:
    """A moment of the whole database, held open for whoever copies it; read as the keeper."""

    def __init__(self, conn: psycopg.Connection[Any]) -> None:
        self._conn = conn
        self.server = conn.info.server_version // 10000
        self.name: str = _one(conn, "SELECT pg_export_snapshot()")

    def migrations(self) -> list[str]:
        """The migrations that were applied, as `app.name`."""
        query = "SELECT app || '.' || name FROM django_migrations ORDER BY id"
        return [row[0] for row in self._conn.execute(query).fetchall()]

    def counts(self) -> dict[str, int]:
        """How many rows each table holds, every one of them."""
        names = [row[0] for row in self._conn.execute(_TABLES).fetchall()]
        ask = sql.SQL("SELECT count(*) FROM public.{}")
        return {
            name: _one(self._conn, ask.format(sql.Identifier(name)))
            for name in names
            if name not in WITHOUT_ROWS
        }


@contextmanager
def sealing_paused(address: Address) -> Iterator[None]:
    """Nobody seals meanwhile: the seals outside and the snapshot inside are of one moment."""
    with psycopg.connect(address.conninfo, autocommit=True) as conn:
        conn.execute(f"SELECT pg_advisory_lock({_SEAL_TURN})")
        yield


@contextmanager
def snapshot(address: Address) -> Iterator[Snapshot]:
    """Hold a read-only moment of the database open."""
    with psycopg.connect(address.conninfo) as conn:
        conn.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        conn.execute(f"SET LOCAL ROLE {roles.KEEPER}")
        yield Snapshot(conn)


_TABLES = (
    "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
    " AND relnamespace = 'public'::regnamespace ORDER BY relname"
)


def tables(address: Address) -> list[str]:
    """The tables of the database, by name."""
    with psycopg.connect(address.conninfo) as conn:
        return [row[0] for row in conn.execute(_TABLES).fetchall()]


def server_version(address: Address) -> int:
    """The major version of the server."""
    with psycopg.connect(address.conninfo) as conn:
        return conn.info.server_version // 10000


def _one(conn: psycopg.Connection[Any], query: Any) -> Any:
    row = conn.execute(query).fetchone()
    return row[0] if row else None


def program(name: str, server: int) -> Path:
    """PostgreSQL's own program for a server of this major version: as new or newer."""
    for folder in [*wheel_folders(), *system_folders()]:
        if (folder / name).exists() and major_version(folder) >= server:
            return folder / name
    raise PostgresUnavailable(
        f"The program {name} for PostgreSQL {server} was not found: install PostgreSQL's client"
        f" programs of version {server} or newer."
    )


class Running:
    """One of PostgreSQL's programs at work, its words kept for the one sentence if it fails."""

    def __init__(self, words: Sequence[str], address: Address | None, **pipes: Any) -> None:
        self._name = Path(words[0]).name
        given = dict(address.parts) if address else {}
        password = given.pop("password", "")
        reach = ["--dbname", Address(given).conninfo] if address else []
        self.process = subprocess.Popen(
            [*words, *reach],
            env={**server_environment(), "PGPASSWORD": password},
            stderr=subprocess.PIPE,
            **pipes,
        )

    @property
    def out(self) -> IO[bytes]:
        """What it writes to standard output."""
        return self.process.stdout or io.BytesIO()

    @property
    def into(self) -> IO[bytes]:
        """What it reads from standard input."""
        return self.process.stdin or io.BytesIO()

    def end(self) -> None:
        """Wait for its end. BackupRefused with what it said first when it failed."""
        said = self.process.stderr.read().decode("utf-8", "replace") if self.process.stderr else ""
        code = self.process.wait()
        if code != 0:
            first = next((line for line in said.splitlines() if "error:" in line), f"code {code}")
            raise BackupRefused(f"{self._name} failed: {first.split('error:')[-1].strip()}.")

    def kill(self) -> None:
        """End it at once, whatever it was doing, and close its pipes."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdout, self.process.stderr, self.process.stdin):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()


def start_dump(address: Address, moment: Snapshot) -> Running:
    """pg_dump of a snapshot, as the keeper, to be read from its standard output."""
    words = [str(program("pg_dump", moment.server)), "--format=custom", "--compress=1"]
    words += [f"--role={roles.KEEPER}", f"--snapshot={moment.name}", "--no-comments"]
    words += [f"--exclude-table-data=public.{name}" for name in WITHOUT_ROWS]
    return Running(words, address, stdout=subprocess.PIPE)


def contents(copy: Path, identities: Sequence[Any], server: int) -> list[str]:
    """The table of contents of an encrypted copy; only its beginning is decrypted.

    It goes into a file: a program that waits for us to read a full pipe while we wait for it
    to read ours would wait for ever.
    """
    words = [str(program("pg_restore", server)), "--list"]
    with tempfile.TemporaryFile() as said:
        listing = Running(words, None, stdin=subprocess.PIPE, stdout=said, bufsize=0)
        try:
            _feed(copy, listing.into, identities)
            listing.end()
        finally:
            listing.kill()
        said.seek(0)
        found = said.read()
    return [line for line in found.decode().splitlines() if re.match(r"\d+;", line)]


def give_back(address: Address, copy: Path, identities: Sequence[Any], server: int) -> None:
    """Restore an encrypted copy into an empty database, as the owner: all of it or nothing.

    What was granted on the keeper's functions can only be said by the keeper: a second pass.
    """
    listed = contents(copy, identities, server)
    ours = [line for line in listed if not _FURNISHED.match(line)]
    by_keeper = [line for line in ours if _OF_KEEPER.match(line)]
    by_owner = [line for line in ours if not _OF_KEEPER.match(line)]
    with _nothing_by_default(address):
        for role, lines in ((roles.OWNER, by_owner), (roles.KEEPER, by_keeper)):
            if lines:
                _give_back(address, copy, identities, program("pg_restore", server), role, lines)
    with psycopg.connect(address.conninfo, autocommit=True) as conn:
        conn.execute("ANALYZE")


@contextmanager
def _nothing_by_default(address: Address) -> Iterator[None]:
    """No table gets privileges when it is made: a copy says what was granted, never what was not.

    Otherwise append-only tables would come back open to UPDATE and DELETE.
    """
    to = f"{roles.APP}, {roles.WORKER}, {roles.KEEPER}"
    with psycopg.connect(address.conninfo, autocommit=True) as conn:
        for kind, what in roles.DEFAULT_PRIVILEGES.items():
            conn.execute(f"{_BY_DEFAULT} REVOKE {what} ON {kind} FROM {to}")
        try:
            yield
        finally:
            for kind, what in roles.DEFAULT_PRIVILEGES.items():
                conn.execute(f"{_BY_DEFAULT} GRANT {what} ON {kind} TO {to}")


_BY_DEFAULT = f"ALTER DEFAULT PRIVILEGES FOR ROLE {roles.OWNER} IN SCHEMA public"


def _give_back(
    address: Address,
    copy: Path,
    identities: Sequence[Any],
    restore: Path,
    role: str,
    lines: Sequence[str],
) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".list") as chosen:
        chosen.write("\n".join(lines) + "\n")
        chosen.flush()
        words = [str(restore), "--single-transaction", "--exit-on-error"]
        words += [f"--role={role}", f"--use-list={chosen.name}"]
        running = Running(words, address, stdin=subprocess.PIPE, bufsize=0)
        try:
            _feed(copy, running.into, identities)
            running.end()
        finally:
            running.kill()


def _feed(copy: Path, pipe: Any, identities: Sequence[Any]) -> None:
    """Decrypt into a program's standard input; one that has read enough may hang up."""
    try:
        decrypt(copy, _Whole(pipe), identities)
    except BrokenPipeError:
        return
    finally:
        pipe.close()


class _Whole:
    """A raw pipe that takes every byte it is given."""

    def __init__(self, pipe: Any) -> None:
        self._pipe = pipe

    def write(self, data: bytes) -> int:
        """Write all of it."""
        rest = memoryview(data)
        while rest:
            rest = rest[self._pipe.write(rest) :]
        return len(data)
