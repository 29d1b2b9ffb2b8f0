"""Every name that the environment may hold, with its meaning: the one list of settings.

`homeward server check`, the table in docs/operating.md and the refusal of names that nobody
reads are made from it; a test finds every name that the code reads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

PREFIX = "HOMEWARD_"
#: What examples say where a secret belongs.
LEFT_STANDING = ("change-me", "changeme", "put-random", "put-other")
#: What a sign-in service is made of; its short name stands in the middle.
FAMILY = re.compile(r"HOMEWARD_OIDC_[A-Z0-9_]+_(NAME|ISSUER|CLIENT_ID|SECRET|SECOND_FACTOR)")


@dataclass(frozen=True, slots=True)
class Setting:
    """One name: what it means, what holds without it, whether its value is a secret."""

    name: str
    meaning: str
    without: str
    secret: bool = False


SETTINGS = (
    Setting("HOMEWARD_VAR", "folder of all state", "`var` beside the checkout"),
    Setting(
        "DATABASE_URL",
        "a PostgreSQL of your own, 15 or newer, as the role that migrates; must name a database",
        "the embedded server",
        secret=True,
    ),
    Setting(
        "HOMEWARD_APP_URL",
        "the same database as the web's role",
        "a password kept in the folder",
        secret=True,
    ),
    Setting(
        "HOMEWARD_WORKER_URL",
        "the same database as the worker's role",
        "a password kept in the folder",
        secret=True,
    ),
    Setting(
        "HOMEWARD_REHEARSAL",
        "`1`: fictional partnership, sign-in by button. `make run` sets it unless you do",
        "`0`",
    ),
    Setting(
        "HOMEWARD_REHEARSAL_YEARS",
        "years of fictional history that load in the background, 0 to 5",
        "2",
    ),
    Setting(
        "HOMEWARD_SECRET_KEY",
        "signs sessions, and who looks (decision 0014); 40 characters or more; the same for all web"
        " processes",
        "made once and kept in the folder",
        secret=True,
    ),
    Setting(
        "HOMEWARD_FACTOR_KEY",
        "seals secrets of second factors; 40 characters or more. Lost, everybody sets up a new"
        " second step",
        "made once and kept in the folder",
        secret=True,
    ),
    Setting(
        "HOMEWARD_METRICS_TOKEN",
        "lets whoever shows it (`Authorization: Bearer ...`) read `/metrics` from elsewhere; 40"
        " characters or more",
        "this machine alone, past the proxy",
        secret=True,
    ),
    Setting("HOMEWARD_HOSTS", "host names served, with commas; whole names", "this machine only"),
    Setting(
        "HOMEWARD_MAIL_URL",
        "where e-mail about signing in goes: `smtp+tls://name:password@host:587` or `smtps://...`",
        "none is sent",
        secret=True,
    ),
    Setting("HOMEWARD_MAIL_FROM", "the address that e-mail comes from", "none is sent"),
    Setting(
        "HOMEWARD_OIDC",
        "agencies' sign-in services, short names with commas (`york,police`); each with"
        " `HOMEWARD_OIDC_YORK_NAME`, `_ISSUER`, `_CLIENT_ID`, `_SECRET` and, where it asks for"
        " one, `_SECOND_FACTOR`",
        "passwords, codes and passkeys only",
    ),
    Setting("HOMEWARD_PROCESSES", "web processes, 1 to 64", "2"),
    Setting("HOMEWARD_CLAMD", "clamd: a socket's path or `host:3310`", "documents are not scanned"),
    Setting("HOMEWARD_DOCUMENT_MB", "largest document, 1 to 100 MB", "20"),
    Setting(
        "HOMEWARD_BACKUP_RECIPIENTS",
        "for whom backups are locked, `age1...` with commas",
        "named on the command line",
    ),
    Setting("HOMEWARD_DB_ROLE", "set by the supervisor for each process; leave it", "`app`"),
)


def unknown_name(names: list[str]) -> str | None:
    """The sentence that refuses the first name of ours that nobody reads; None when all are."""
    known = [each.name for each in SETTINGS]
    ours = [name for name in names if name.startswith(PREFIX) and not FAMILY.fullmatch(name)]
    stray = sorted(set(ours) - set(known))
    if not stray:
        return None
    ends = [name.removeprefix(PREFIX) for name in known]
    near = get_close_matches(stray[0].removeprefix(PREFIX), ends, n=1, cutoff=0.6)
    hint = (
        f": did you mean {PREFIX}{near[0]}?"
        if near
        else "; `homeward server check` lists them all."
    )
    return f"{stray[0]} is no setting of homeward{hint}"


def weak_secret(name: str, value: str, shortest: int) -> str | None:
    """The sentence that refuses a secret which could be guessed; None for a good one."""
    if len(value) < shortest:
        return f"{name} is too short: it must have at least {shortest} characters."
    if len(set(value)) < 10 or any(word in value.lower() for word in LEFT_STANDING):
        return f"{name} can be guessed: put random characters there (openssl rand -base64 48)."
    return None


def table() -> str:
    """The settings as a Markdown table."""
    rows = [f"| `{each.name}` | {each.meaning} | {each.without} |" for each in SETTINGS]
    return "\n".join(["| name | meaning | without it |", "| --- | --- | --- |", *rows, ""])
