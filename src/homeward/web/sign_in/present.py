"""The cast of the rehearsal, as the sign-in page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from homeward.access.queries import CastMember
from homeward.rehearsal.cast import MONDAYS
from homeward.rules.sharing import Role


@dataclass(frozen=True, slots=True)
class CastLine:
    """One button of the sign-in page."""

    id: UUID
    name: str
    role: str
    team: str
    monday: str


def cast_lines(cast: Iterable[CastMember]) -> list[CastLine]:
    """The buttons, in the order of the cast."""
    return [
        CastLine(each.id, each.name, Role(each.role).words, each.team, MONDAYS[Role(each.role)])
        for each in cast
    ]
