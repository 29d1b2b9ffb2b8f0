"""The sign-in services (OpenID Connect) that the environment names, checked.

| name | meaning |
| --- | --- |
| HOMEWARD_OIDC | short names with commas, for example `york,police` |
| HOMEWARD_OIDC_YORK_NAME | what stands on the button |
| HOMEWARD_OIDC_YORK_ISSUER | the issuer, exactly as its configuration says it; https |
| HOMEWARD_OIDC_YORK_CLIENT_ID, ..._SECRET | what the agency's administrator of it gave you |
| HOMEWARD_OIDC_YORK_SECOND_FACTOR | `amr:mfa` or `acr:VALUE`: the claim that says that the \
service asked for a second factor; without it homeward asks |
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from homeward.ground.refused import EnvironmentRefused

NAME = re.compile(r"[a-z][a-z0-9-]{0,29}")
CLAIMS = ("amr", "acr")
HERE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class SignInService:
    """One service: its short name, how it is called, where it is, and who we are to it."""

    id: str
    name: str
    issuer: str
    client_id: str
    secret: str = field(repr=False)
    second_factor: Mapping[str, str]

    @property
    def origin(self) -> str:
        """Scheme, host and port, for the content security policy."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"


def read_services(given: Mapping[str, str]) -> tuple[SignInService, ...]:
    """The services in the order named. Raises EnvironmentRefused with one sentence."""
    names = [name.strip() for name in given.get("HOMEWARD_OIDC", "").split(",") if name.strip()]
    for name in names:
        if not NAME.fullmatch(name) or names.count(name) > 1:
            raise EnvironmentRefused(
                "HOMEWARD_OIDC must list short names with commas, each once, of small letters,"
                " digits and hyphens."
            )
    return tuple(_read(given, name) for name in names)


def _read(given: Mapping[str, str], name: str) -> SignInService:
    prefix = f"HOMEWARD_OIDC_{name.upper().replace('-', '_')}"
    found = {part: given.get(f"{prefix}_{part}", "").strip() for part in _PARTS}
    for part in _NEEDED:
        if not found[part]:
            raise EnvironmentRefused(f"{prefix}_{part} is missing: HOMEWARD_OIDC names {name}.")
    return SignInService(
        id=name,
        name=found["NAME"],
        issuer=_issuer(f"{prefix}_ISSUER", found["ISSUER"]),
        client_id=found["CLIENT_ID"],
        secret=found["SECRET"],
        second_factor=_second_factor(f"{prefix}_SECOND_FACTOR", found["SECOND_FACTOR"]),
    )


_NEEDED = ("NAME", "ISSUER", "CLIENT_ID", "SECRET")
_PARTS = (*_NEEDED, "SECOND_FACTOR")


def _issuer(name: str, text: str) -> str:
    parts = urlsplit(text)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE)
    if not safe or not parts.netloc or parts.query or parts.fragment:
        raise EnvironmentRefused(f"{name} must be an address that begins with https://.")
    return text


def _second_factor(name: str, text: str) -> dict[str, str]:
    if not text:
        return {}
    claim, _, value = text.partition(":")
    if claim not in CLAIMS or not value:
        raise EnvironmentRefused(f"{name} must be amr:VALUE or acr:VALUE, for example amr:mfa.")
    return {claim: value}
