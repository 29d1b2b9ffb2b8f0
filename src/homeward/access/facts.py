"""What inviting a person names: a role in a team, as plain facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from homeward.rules.sharing import Role


@dataclass(frozen=True, slots=True)
class NewMembership:
    """A role in the team with this code, from a local day on."""

    team: str
    role: Role
    since_on: date
