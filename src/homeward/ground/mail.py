"""Where e-mail is handed in, from one address in the environment.

`smtp://host:25`, `smtp+tls://name:password@host:587` (STARTTLS) or `smtps://name:password@host`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from homeward.ground.refused import EnvironmentRefused

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Mail:
    """How to reach the server, and who the e-mail is from."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    start_tls: bool
    tls: bool
    sender: str


def read_mail(given: Mapping[str, str]) -> Mail | None:
    """The server; None when none is named. Raises EnvironmentRefused with one sentence."""
    text, sender = given.get("HOMEWARD_MAIL_URL", ""), given.get("HOMEWARD_MAIL_FROM", "")
    if not text:
        return None
    parts = urlsplit(text)
    if parts.scheme not in PORTS or not parts.hostname:
        raise EnvironmentRefused(
            "HOMEWARD_MAIL_URL must look like smtp+tls://name:password@host:587."
        )
    if "@" not in sender:
        raise EnvironmentRefused("HOMEWARD_MAIL_FROM must be the address that e-mail comes from.")
    return Mail(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        start_tls=parts.scheme == "smtp+tls",
        tls=parts.scheme == "smtps",
        sender=sender,
    )
