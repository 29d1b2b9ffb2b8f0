"""One PostgreSQL server per `var` folder, shared by all who need it, stopped by the last.

Two lock files say everything, and the kernel releases them when a process dies:

- `server.lock` is held by the server itself (it inherits the open file), so
  "is it running?" is never guessed from a process id that may be a zombie's
  or a stranger's; a pid file without the lock is a left-over and is removed.
- `users.lock` is held, shared, by each process that uses the server. Who
  leaves tries to take it alone: whoever can is the last one, and stops it.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

from homeward.ground import roles
from homeward.ground.binaries import Binaries, PostgresUnavailable, find_binaries
from homeward.ground.data_folder import (
    check_version,
    last_line,
    make_data_folder,
    read_tail,
    server_environment,
)
from homeward.ground.identity import choose_identity
from homeward.ground.places import make_private, socket_folder, take_lock, try_lock
from homeward.ground.roles import DATABASE, SUPERUSER, Address
from homeward.ground.secrets import read_secret, secret

PATIENCE = 30.0
PAUSE = 0.02
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A statement that fails, the detail of its error and even its message may hold a child's
    # name. What fails is logged by who asked, without values; here only the server's own life.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# Servers that this process started and left to others: kept, so that they are reaped.
LEFT_RUNNING: list[subprocess.Popen[bytes]] = []


class Cluster:
    """The server of one `var` folder. `start` joins a running one or starts it."""

    def __init__(self, var: Path, binaries: Binaries | None = None) -> None:
        self.var = var.resolve()
        self.data = self.var / "postgres"
        self.run = self.var / "run"
        self.log = self.var / "postgres.log"
        self.socket = socket_folder(self.run)
        self._binaries = binaries
        self._users: int | None = None
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def started_here(self) -> bool:
        """Whether the running server is a child of this process."""
        return self._child is not None

    @property
    def pid(self) -> int | None:
        """Process id of the server as its pid file has it; None without one."""
        try:
            first = (self.data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0]
        except FileNotFoundError:
            return None
        return int(first) if first.strip().isdigit() else None

    def address(self, role: str = SUPERUSER, database: str = DATABASE) -> Address:
        """How to reach a database of this server as a role that signs in."""
        return Address(
            {
                "host": str(self.socket),
                "port": "5432",
                "user": role,
                "password": read_secret(self.var, role),
                "dbname": database,
            }
        )

    def start(self) -> None:
        """Make sure that the server runs and is furnished; returns when it answers.

        Raises PostgresUnavailable with one sentence when it cannot.
        """
        if self._users is not None:
            return
        make_private(self.var)
        make_private(self.run)
        make_private(self.socket)
        self._users = take_lock(self.run / "users.lock", fcntl.LOCK_SH)
        try:
            self._join_or_start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Leave; the last one to leave stops the server (fast shutdown) and waits for its end."""
        users, self._users = self._users, None
        if users is None:
            return
        try:
            if try_lock(users, fcntl.LOCK_EX):
                self._shut_down()
        finally:
            os.close(users)
            self._let_go()

    def wait(self, seconds: float) -> bool:
        """Whether the server, when a child of this process, has ended within that time."""
        if self._child is None:
            return False
        try:
            self._child.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _join_or_start(self) -> None:
        """One at a time: whoever comes second finds the server up and furnished."""
        turn = take_lock(self.run / "start.lock", fcntl.LOCK_EX)
        try:
            deadline = time.monotonic() + PATIENCE
            while not self._start_if_absent() and not self._answers(DATABASE):
                if time.monotonic() > deadline:
                    raise PostgresUnavailable(
                        f"PostgreSQL of {self.var} is running but does not answer; see {self.log}."
                    )
                time.sleep(PAUSE)
        finally:
            os.close(turn)

    def _start_if_absent(self) -> bool:
        """Start and furnish the server when its lock is free; whether that was so."""
        lock = os.open(self.run / "server.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if not try_lock(lock, fcntl.LOCK_EX):
                return False
            self._launch(lock)
        finally:
            os.close(lock)
        self._furnish()
        return True

    def _launch(self, lock: int) -> None:
        """Start the server as a direct child that inherits the lock; wait until it answers."""
        binaries = self._binaries or find_binaries()
        identity = choose_identity(binaries, self.var)
        if not (self.data / "PG_VERSION").exists():
            (self.var / "migrated").unlink(missing_ok=True)
            make_data_folder(self.data, binaries, identity, secret(self.var, SUPERUSER))
        check_version(self.data, binaries)
        for left_over in (self.data / "postmaster.pid", *self.socket.glob(".s.PGSQL.*")):
            left_over.unlink(missing_ok=True)
        for folder in (self.data, self.socket):
            identity.hand_over(folder)
        settings = {**SETTINGS, "unix_socket_directories": str(self.socket)}
        command = [*identity.prefix, str(binaries.postgres), "-D", str(self.data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(lock,),
                start_new_session=True,
                env=server_environment(),
            )
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self._answers(SUPERUSER):
            ended = self.wait(PAUSE)
            if ended or time.monotonic() > deadline:
                raise PostgresUnavailable(
                    f"PostgreSQL did not start ({last_line(read_tail(self.log))}); see {self.log}."
                )

    def _answers(self, database: str) -> bool:
        try:
            with psycopg.connect(self.address(SUPERUSER, database).conninfo, connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    def _furnish(self) -> None:
        passwords = {name: secret(self.var, name) for name in roles.LOGIN}
        with psycopg.connect(self.address(database=SUPERUSER).conninfo, autocommit=True) as conn:
            roles.create_roles(conn, passwords)
        self.add_database(DATABASE)

    def add_database(self, name: str) -> None:
        """Make a database with extensions, grants and default privileges where absent."""
        with psycopg.connect(self.address(database=SUPERUSER).conninfo, autocommit=True) as conn:
            roles.create_database(conn, name)
        with psycopg.connect(self.address(database=name).conninfo, autocommit=True) as conn:
            roles.furnish_database(conn, name)

    def _shut_down(self) -> None:
        """Fast shutdown of the running server, whoever started it; wait until all of it is gone."""
        child = self._child
        if child is not None and child.poll() is None:
            child.send_signal(signal.SIGINT)
            end_child(child)
        if self._lock_is_free():
            return
        pid = self.pid
        if pid is not None:
            os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + PATIENCE
        while not self._lock_is_free() and time.monotonic() < deadline:
            time.sleep(PAUSE)

    def _let_go(self) -> None:
        """Forget our child; one that still runs, because others use it, is waited for later."""
        child, self._child = self._child, None
        LEFT_RUNNING[:] = [left for left in LEFT_RUNNING if left.poll() is None]
        if child is not None and child.poll() is None:
            LEFT_RUNNING.append(child)

    def _lock_is_free(self) -> bool:
        lock = os.open(self.run / "server.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            return try_lock(lock, fcntl.LOCK_EX)
        finally:
            os.close(lock)


def end_child(child: subprocess.Popen[bytes]) -> None:
    """Wait for a child that was asked to end; insist after a while; reap it."""
    try:
        child.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        child.send_signal(signal.SIGQUIT)
        child.wait()
