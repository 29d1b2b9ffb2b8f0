"""The record, up and at its newest shape, for as long as a command needs it."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

from homeward.ground.binaries import PostgresUnavailable
from homeward.ground.env import Env
from homeward.ground.external import furnish
from homeward.ground.places import make_private, take_lock
from homeward.ground.postgres import Cluster

SETTINGS = "homeward.config.settings"
#: Stands in the folder while a backup is being given back into it.
RESTORING = "restoring"
PACKAGE = Path(__file__).resolve().parents[1]
# Whose migrations are not ours: a new version may bring new ones.
FOREIGN = ("django", "django-allauth", "django-axes", "procrastinate")


class CommandFailed(RuntimeError):
    """A step that runs in a process of its own failed; the sentence ends with its last line."""


@contextmanager
def record_running(env: Env, tell: Callable[[str], None] | None = None) -> Iterator[Cluster | None]:
    """Start the server when it is not running, migrate when behind; stop it when nobody is left.

    Yields the embedded server, None with DATABASE_URL. `tell` gets one sentence
    for each step that takes time. Raises PostgresUnavailable or CommandFailed.
    """
    if (env.var / RESTORING).exists():
        raise PostgresUnavailable(
            f"A restore into {env.var} was not finished, so nothing there is to be trusted: empty"
            " that folder (and the database of DATABASE_URL) and run `homeward restore` again."
        )
    with record_as_it_is(env) as cluster:
        migrate_when_behind(env, tell)
        yield cluster


@contextmanager
def record_as_it_is(env: Env) -> Iterator[Cluster | None]:
    """The server up and furnished, its tables left as they are: for copying and giving back."""
    if env.database is not None:
        make_private(env.var)
        furnish(env, env.database)
        yield None
        return
    with Cluster(env.var) as cluster:
        yield cluster


def migrate_when_behind(env: Env, tell: Callable[[str], None] | None = None) -> None:
    """Run the migrations as the owner unless this release's are known to be applied.

    The embedded record remembers a digest of the migration files; another
    database is always asked. Two commands at once take turns.
    """
    digest = migrations_digest()
    stamp = env.var / "migrated"
    if env.embedded and read_stamp(stamp) == digest:
        return
    lock = take_lock(env.var / "migrate.lock", fcntl.LOCK_EX)
    try:
        if env.embedded and read_stamp(stamp) == digest:
            return
        if tell is not None:
            tell("Bringing the record to its newest shape.")
        run_step(env, "owner", "django", "migrate", "--no-input", "--verbosity", "0")
        stamp.write_text(digest, encoding="ascii")
    finally:
        os.close(lock)


def migrations_digest() -> str:
    """A digest of our migration files and of the versions of the packages that bring more."""
    digest = hashlib.sha256()
    for name in FOREIGN:
        digest.update(f"{name} {metadata.version(name)}\n".encode())
    for path in sorted(PACKAGE.glob("*/migrations/*.py")):
        digest.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def read_stamp(path: Path) -> str:
    """What a stamp file says; "" without one."""
    return path.read_text(encoding="ascii") if path.exists() else ""


def child_environment(env: Env, role: str) -> dict[str, str]:
    """The environment of a process that works on the record as `role`."""
    inherited = os.environ.get("PYTHONPATH", "")
    return {
        **os.environ,
        "HOMEWARD_VAR": str(env.var),
        "HOMEWARD_DB_ROLE": role,
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "PYTHONPATH": os.pathsep.join(p for p in (str(PACKAGE.parent), inherited) if p),
    }


def run_step(env: Env, role: str, module: str, *arguments: str) -> None:
    """Run a Python module as `role` in a process of its own, to its end.

    Raises CommandFailed with the last line that it said.
    """
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=child_environment(env, role),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    if done.returncode == 0:
        return
    log = env.var / "last-failure.log"
    log.write_text(done.stdout + done.stderr, encoding="utf-8")
    raise CommandFailed(
        f"The step `{' '.join([module, *arguments])}` failed: "
        f"{reason(done.stdout + done.stderr)}. All it said is in {log}."
    )


def reason(said: str) -> str:
    """The line that names the error, else the last line that says anything."""
    lines = [line.strip().rstrip(".") for line in said.splitlines() if line.strip()]
    named = [line for line in lines if re.match(r"[\w.]*(Error|Exception|Refusal)\b", line)]
    return (named or lines or ["it gave no reason"])[-1]
