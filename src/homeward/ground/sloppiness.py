"""What is settled so that a live record would be open, unwatched or lost. Read, never mended.

Some of it stops the service (`stops`), some is only said (`warns`): by `homeward server check`
and, before anything is served, by the supervisor.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from homeward.ground.backup.taking import last_backup
from homeward.ground.env import LOCAL_HOSTS, Env
from homeward.ground.mail import Mail
from homeward.ground.roles import Address
from homeward.ground.secrets import secrets_folder

ENCRYPTED = ("require", "verify-ca", "verify-full")
LOOPBACK = ("127.0.0.1", "::1", "localhost")
OLDEST_BACKUP = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be; `stops`: a live record is not served with it."""

    stops: bool
    sentence: str


def findings(
    env: Env, now: datetime, host: str = "127.0.0.1", given: Mapping[str, str] = os.environ
) -> list[Finding]:
    """Everything that is sloppy for this environment, the worst first; nothing in rehearsal."""
    if env.rehearsal:
        return []
    found = [Finding(True, sentence) for sentence in _stopping(env, host)]
    return found + [Finding(False, sentence) for sentence in _warning(env, now, given)]


def _stopping(env: Env, host: str) -> Iterator[str]:
    if host not in LOOPBACK and env.hosts == LOCAL_HOSTS:
        yield (
            f"The service would listen on {host} without knowing its own name: set HOMEWARD_HOSTS"
            " to the host names that people use."
        )
    for name, address in _addresses(env):
        if _is_remote(address) and address.parts.get("sslmode") not in ENCRYPTED:
            yield (
                f"{name} reaches {address.parts['host']} without TLS: add ?sslmode=verify-full (or"
                " at least require) to it."
            )
    if env.mail is not None and not _is_private(env.mail):
        yield (
            f"HOMEWARD_MAIL_URL reaches {env.mail.host} without TLS: begin it with smtp+tls:// or"
            " smtps://."
        )
    folder = secrets_folder(env.var)
    if folder.is_dir() and folder.stat().st_mode & 0o007:
        yield f"Everybody on this machine may look into {folder}: chmod o-rwx it."


def _warning(env: Env, now: datetime, given: Mapping[str, str]) -> Iterator[str]:
    if env.hosts == LOCAL_HOSTS:
        yield "HOMEWARD_HOSTS is not set: nobody but this machine is served."
    if not given.get("HOMEWARD_BACKUP_RECIPIENTS"):
        yield "HOMEWARD_BACKUP_RECIPIENTS is not set: a timer could not make a backup."
    made = last_backup(env.var)
    if made is None:
        yield "No backup of this record was made from here yet."
    elif now - made > OLDEST_BACKUP:
        yield f"The newest backup is of {made:%d %B %Y, %H:%M} UTC, which is over 36 hours ago."
    if env.mail is None:
        yield "HOMEWARD_MAIL_URL is not set: no e-mail is sent, invitations included."
    if not env.scanner:
        yield "HOMEWARD_CLAMD is not set: documents are not scanned for viruses."
    if os.geteuid() == 0:
        yield "homeward runs as root: an ordinary user is better."


def _addresses(env: Env) -> Iterator[tuple[str, Address]]:
    if env.database is not None:
        yield "DATABASE_URL", env.database
    for role, address in env.by_role.items():
        yield f"HOMEWARD_{role.removeprefix('homeward_').upper()}_URL", address


def _is_private(mail: Mail) -> bool:
    return mail.tls or mail.start_tls or mail.host in LOOPBACK


def _is_remote(address: Address) -> bool:
    host = address.parts.get("host", "")
    return bool(host) and not host.startswith("/") and host not in LOOPBACK
