"""What is kept about signing in, as plain facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who was invited, and whether the account is open."""

    id: UUID
    name: str
    email: str
    is_active: bool
    agency: str


@dataclass(frozen=True, slots=True)
class OpenReset:
    """A lost second step that an administrator asked to take away, and nobody has ended yet."""

    id: UUID
    person: Invited
    asked_by: UUID
    asked_by_name: str
    reason: str
    asked_at: datetime
