"""The link of an invitation: signed, so that none can be made up, and good for one row."""

from __future__ import annotations

from uuid import UUID

from django.core.signing import BadSignature, Signer

PATH = "/sign-in/invited/"


def _signer() -> Signer:
    return Signer(salt="homeward.invitation", sep=".")


def link_of(site: str, invitation: UUID, person: UUID) -> str:
    """Where the invited person chooses a password."""
    return f"{site.rstrip('/')}{PATH}{_signer().sign(invitation.hex + person.hex)}/"


def read_link(token: str) -> tuple[UUID, UUID] | None:
    """The invitation and the person that a link names; None for one that was made up."""
    try:
        named = _signer().unsign(token)
        return UUID(named[:32]), UUID(named[32:])
    except (BadSignature, ValueError):
        return None
