"""Writing how agencies sign in, what people agreed to, and resets of lost second steps."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from homeward.access.models import Acceptance, FactorReset, FactorResetEnd, UsedCode, WayIn
from homeward.rules.acts import Act, NotFound
from homeward.rules.sign_in import WayIn as Way

#: Longer than any code is good for.
CODES_KEPT = timedelta(minutes=5)


def keep_way_in(act: Act, agency: str, way: Way) -> None:
    """From now on this agency signs in this way."""
    WayIn.objects.create(
        agency_id=agency,
        provider=way.provider,
        domains=list(way.domains),
        password=way.password,
        at=act.at,
        act_id=act.id,
    )


def keep_acceptance(act: Act, version: str, digest: str) -> None:
    """The person who acts agreed to this version."""
    Acceptance.objects.create(
        person_id=_who(act), version=version, digest=digest, at=act.at, act_id=act.id
    )


def keep_reset(act: Act, person: UUID) -> UUID:
    """An administrator asks; the request's id."""
    made = FactorReset.objects.create(
        person_id=person,
        asked_by_id=_who(act),
        reason=act.reason,
        asked_at=act.at,
        act_id=act.id,
    )
    return made.id


def end_reset(act: Act, reset: UUID, *, done: bool) -> None:
    """The request ends."""
    FactorResetEnd.objects.create(
        reset_id=reset, done=done, by_id=_who(act), at=act.at, act_id=act.id
    )


def take_factors_away(act: Act, person: UUID) -> None:
    """No second step is left, spare codes neither, and nobody stays signed in as this person."""
    Authenticator.objects.filter(user_id=person).delete()
    for session in UserSession.objects.filter(user_id=person):
        session.end()


def use_code(act: Act, code: str) -> bool:
    """Whether the code of the person who acts was fresh; it is used up now, and old ones go."""
    UsedCode.objects.filter(at__lt=act.at - CODES_KEPT).delete()
    digest = hashlib.sha256(f"{_who(act)}:{code}".encode()).hexdigest()
    used = UsedCode(person_id=_who(act), digest=digest, at=act.at)
    return bool(
        UsedCode.objects.bulk_create([used], ignore_conflicts=True)
        and UsedCode.objects.filter(person_id=_who(act), digest=digest, at=act.at).exists()
    )


def _who(act: Act) -> UUID:
    """The person who acts; the system agrees to nothing and asks for nothing here."""
    if act.viewer.person is None:
        raise NotFound
    return act.viewer.person
