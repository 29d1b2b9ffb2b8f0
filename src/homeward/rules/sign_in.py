"""Who may come in through their own agency's sign-in service, and with what.

Nobody makes an account for themselves: a sign-in service only says who somebody is, an
administrator has invited them before. Which service may speak for which addresses is said
agency by agency, so that one agency's service never speaks for another's people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from homeward.rules.acts import YES, Decision, Viewer
from homeward.rules.sharing import Role


@dataclass(frozen=True, slots=True)
class WayIn:
    """How an agency's people sign in: through which service, for addresses of which domains,
    and whether a password kept here does as well.
    """

    provider: str
    domains: tuple[str, ...]
    password: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """What a sign-in service says of somebody."""

    provider: str
    email: str
    verified: bool


ASK = "Ask your agency's administrator, by telephone or in person."
NOT_VERIFIED = Decision(
    False,
    "The sign-in service of your agency does not say that your e-mail address is yours, so it"
    " cannot be used here. Your agency's own help desk can put that right.",
    "unverified",
)
UNKNOWN = Decision(
    False,
    f"Nobody with your e-mail address has been invited to this service. {ASK}",
    "unknown",
)
NOT_FOR_AGENCY = Decision(
    False,
    f"Your agency does not sign in to this service that way. {ASK}",
    "not-for-agency",
)


def may_come_in(shown: Shown, invited: bool, ways: Iterable[WayIn]) -> Decision:
    """Whether somebody whom a service shows is let in as the person with this address."""
    if not shown.verified:
        return NOT_VERIFIED
    if not invited:
        return UNKNOWN
    domain = shown.email.lower().rpartition("@")[2]
    if any(way.provider == shown.provider and domain in way.domains for way in ways):
        return YES
    return NOT_FOR_AGENCY


def password_will_do(ways: Iterable[WayIn]) -> bool:
    """Whether a password kept here opens the account; the strictest agency decides."""
    return all(way.password for way in ways)


def shows_second_factor(claims: Mapping[str, object], wanted: Mapping[str, str]) -> bool:
    """Whether a service says that it asked for a second factor itself.

    `wanted` names claims and values, such as `{"amr": "mfa"}` or `{"acr": "urn:..."}`: one
    of them is enough. Without any, nothing that the service says is taken for it.
    """
    return any(value in _values(claims.get(name)) for name, value in wanted.items())


def _values(claim: object) -> tuple[object, ...]:
    return tuple(claim) if isinstance(claim, list) else (claim,)


#: How long one administrator alone must wait before a lost second step is taken away (P).
ALONE_AFTER = timedelta(hours=24)


def may_reset(viewer: Viewer, agency: str, keeps_record: bool) -> Decision:
    """Whether the viewer may ask for, carry out or stop a reset for a person of this agency.

    An administrator for people of the same agency, and the administrators of the partnership
    for everybody (P).
    """
    if viewer.has_role(Role.ADMINISTRATOR) and (keeps_record or viewer.agency == agency):
        return YES
    return Decision(
        False,
        "Only an administrator of the person's own agency, or of the partnership, can do this.",
        "needs-administrator",
    )


def may_carry_out(asked_by: UUID, asked_at: datetime, by: UUID | None, now: datetime) -> Decision:
    """Whether a reset may be carried out now: by a second administrator, else after a day."""
    if by is not None and by != asked_by:
        return YES
    if now >= asked_at + ALONE_AFTER:
        return YES
    return Decision(
        False,
        "A second administrator must carry this out. Alone you can do it a day after it was"
        " asked for, so that the person has time to say that it was not them.",
        "needs-second",
    )
