"""What the environment says, read once, checked, and refused in one sentence when sloppy.

The names and their meaning: `env_table.py`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg

from homeward.ground import roles
from homeward.ground.env_table import unknown_name, weak_secret
from homeward.ground.mail import Mail, read_mail
from homeward.ground.postgres import Cluster
from homeward.ground.refused import EnvironmentRefused
from homeward.ground.roles import Address
from homeward.ground.secrets import read_secret
from homeward.ground.sign_in_services import SignInService, read_services

LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")
__all__ = ["Env", "EnvironmentRefused", "read_env"]
SHORTEST_KEY = 40
MOST_PROCESSES = 64
MOST_DOCUMENT_MB = 100
MOST_REHEARSAL_YEARS = 5


@dataclass(frozen=True, slots=True)
class Env:
    """The environment, checked. `database` and the two URLs are None when not set."""

    var: Path
    role: str
    rehearsal: bool
    rehearsal_years: int
    hosts: tuple[str, ...]
    secret_key: str
    factor_key: str
    metrics_token: str
    processes: int
    scanner: str
    document_mb: int
    database: Address | None
    by_role: Mapping[str, Address]
    services: tuple[SignInService, ...]
    mail: Mail | None

    @property
    def embedded(self) -> bool:
        """Whether the record lies in homeward's own server."""
        return self.database is None

    def address(self, role: str) -> Address:
        """How to reach the record as `owner`, `app` or `worker`.

        With DATABASE_URL the owner steps from the URL's role into homeward_owner.
        """
        name = roles.SHORT_NAMES[role]
        if self.database is None:
            return Cluster(self.var).address(name)
        if name in self.by_role:
            return self.by_role[name]
        if name == roles.OWNER:
            return self.database.stepping_into(name)
        return self.database.but(user=name, password=read_secret(self.var, name))


def read_env(environ: Mapping[str, str] | None = None) -> Env:
    """Read and check the environment. Raises EnvironmentRefused with one sentence."""
    given = os.environ if environ is None else environ
    stray = unknown_name(list(given))
    if stray is not None:
        raise EnvironmentRefused(stray)
    urls = {roles.APP: "HOMEWARD_APP_URL", roles.WORKER: "HOMEWARD_WORKER_URL"}
    found = {role: _url(given, name) for role, name in urls.items()}
    return Env(
        var=_var(given),
        role=_choice(given, "HOMEWARD_DB_ROLE", tuple(roles.SHORT_NAMES), "app"),
        rehearsal=_choice(given, "HOMEWARD_REHEARSAL", ("0", "1"), "0") == "1",
        rehearsal_years=_whole(given, "HOMEWARD_REHEARSAL_YEARS", 2, 0, MOST_REHEARSAL_YEARS),
        hosts=_hosts(given),
        secret_key=_key(given, "HOMEWARD_SECRET_KEY"),
        factor_key=_key(given, "HOMEWARD_FACTOR_KEY"),
        metrics_token=_key(given, "HOMEWARD_METRICS_TOKEN"),
        processes=_whole(given, "HOMEWARD_PROCESSES", 2, 1, MOST_PROCESSES),
        scanner=_scanner(given),
        document_mb=_whole(given, "HOMEWARD_DOCUMENT_MB", 20, 1, MOST_DOCUMENT_MB),
        database=_url(given, "DATABASE_URL"),
        by_role={role: address for role, address in found.items() if address is not None},
        services=read_services(given),
        mail=read_mail(given),
    )


def _var(given: Mapping[str, str]) -> Path:
    text = given.get("HOMEWARD_VAR", "")
    if text:
        return Path(text).expanduser().resolve()
    checkout = Path(__file__).resolve().parents[3]
    beside = checkout if (checkout / "pyproject.toml").exists() else Path.cwd()
    return beside / "var"


def _choice(given: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str) -> str:
    value = given.get(name, "") or default
    if value not in allowed:
        raise EnvironmentRefused(f"{name} is {value!r}: it must be {' or '.join(allowed)}.")
    return value


def _whole(given: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = given.get(name, "") or str(default)
    if not text.isdecimal() or not least <= int(text) <= most:
        raise EnvironmentRefused(
            f"{name} is {text!r}: it must be a whole number from {least} to {most}."
        )
    return int(text)


def _hosts(given: Mapping[str, str]) -> tuple[str, ...]:
    hosts = tuple(h.strip() for h in given.get("HOMEWARD_HOSTS", "").split(",") if h.strip())
    if any("*" in host or "/" in host for host in hosts):
        raise EnvironmentRefused(
            "HOMEWARD_HOSTS must list whole host names with commas, without * and without https://."
        )
    return hosts or LOCAL_HOSTS


def _scanner(given: Mapping[str, str]) -> str:
    text = given.get("HOMEWARD_CLAMD", "").strip()
    host, _, port = text.rpartition(":")
    if not text or text.startswith("/") or (host and port.isdecimal() and 0 < int(port) < 65536):
        return text
    raise EnvironmentRefused(
        f"HOMEWARD_CLAMD is {text!r}: it must be the path of clamd's socket, or host:port."
    )


def _key(given: Mapping[str, str], name: str) -> str:
    key = given.get(name, "")
    weak = weak_secret(name, key, SHORTEST_KEY) if key else None
    if weak is not None:
        raise EnvironmentRefused(weak)
    return key


def _url(given: Mapping[str, str], name: str) -> Address | None:
    text = given.get(name, "")
    if not text:
        return None
    if not text.startswith(("postgresql://", "postgres://")):
        raise EnvironmentRefused(f"{name} must begin with postgresql:// and name a database.")
    try:
        address = Address.read(text)
    except psycopg.ProgrammingError as error:
        raise EnvironmentRefused(
            f"{name} is not a PostgreSQL address; it looks like "
            "postgresql://role:password@host:5432/database."
        ) from error
    if "dbname" not in address.parts:
        raise EnvironmentRefused(f"{name} names no database; it must end in /homeward or the like.")
    return address
