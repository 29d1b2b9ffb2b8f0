"""What administering people names, as plain facts: a role in a team, a contact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from homeward.rules.sharing import Role


@dataclass(frozen=True, slots=True)
class NewMembership:
    """A role in the team with this code, from a local day on."""

    team: str
    role: Role
    since_on: date


@dataclass(frozen=True, slots=True)
class NewContact:
    """How a team, or a person in it, is reached."""

    team: int
    person: UUID | None
    phone: str
    email: str
    hours: str
    verified_on: date
