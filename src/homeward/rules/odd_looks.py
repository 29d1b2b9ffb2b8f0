"""Readings that look odd: plain rules with stated figures, for a human to look at.

Each rule says which fact it saw. There is no score and no order of suspicion: a reading is
listed or it is not, and nearly every one of them has a good reason. All figures are local
defaults (P).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from homeward.rules.sharing import Role

LONDON = ZoneInfo("Europe/London")

#: From this local hour to that one it is night.
NIGHT_FROM, NIGHT_TO = 22, 6
#: Who works at night. No shift is kept here, so the rule goes by role.
AT_NIGHT = frozenset(
    {
        Role.POLICE_COORDINATOR,
        Role.POLICE_SUPERVISOR,
        Role.EMERGENCY_DUTY,
        Role.HOME_MANAGER,
        Role.CARER,
        Role.CRISIS_PRACTITIONER,
    }
)
#: A record whose last episode ended so many days ago is closed.
CLOSED_DAYS = 90
#: Records of so many children opened one by one in an hour are many ...
BULK_LEAST = 20
#: ... when they are more than so many times the person's own busiest hour
BULK_TIMES = 3
#: of the days before.
HABIT_DAYS = 28


class OddKind(StrEnum):
    """Which rule listed it."""

    SURNAME = "SURNAME"
    ADDRESS = "ADDRESS"
    UNINVOLVED = "UNINVOLVED"
    BULK = "BULK"
    NIGHT = "NIGHT"
    CLOSED = "CLOSED"


KIND_WORDS = {
    OddKind.SURNAME: "Same surname as the child",
    OddKind.ADDRESS: "Lives at the child’s postcode",
    OddKind.UNINVOLVED: "Not involved: read in an emergency, or without a ground that still stands",
    OddKind.BULK: "Many records in one hour",
    OddKind.NIGHT: "Read at night, in a role that works by day",
    OddKind.CLOSED: "A record that was closed",
}


@dataclass(frozen=True, slots=True)
class Look:
    """One person opened one child's record, with what the record knows of both.

    Surnames are folded, `home` and `homes` are marks. `closed_at`: when the child's last
    episode ended, None while one is open or there was none.
    """

    at: datetime
    roles: frozenset[str]
    surname: str
    surnames: frozenset[str]
    home: bytes | None
    homes: frozenset[bytes]
    involved: bool
    closed_at: datetime | None


def odd_kinds(look: Look) -> tuple[OddKind, ...]:
    """Which rules list this reading, in the order in which they stand."""
    found = {
        OddKind.SURNAME: bool(look.surname) and look.surname in look.surnames,
        OddKind.ADDRESS: look.home is not None and look.home in look.homes,
        OddKind.UNINVOLVED: not look.involved,
        OddKind.NIGHT: is_night(look.at) and look.roles.isdisjoint(AT_NIGHT),
        OddKind.CLOSED: look.closed_at is not None
        and (look.at - look.closed_at).days >= CLOSED_DAYS,
    }
    return tuple(kind for kind, holds in found.items() if holds)


def is_night(at: datetime) -> bool:
    """Whether it is night on the local clock."""
    hour = at.astimezone(LONDON).hour
    return hour >= NIGHT_FROM or hour < NIGHT_TO


def is_bulk(this_hour: int, hours_before: Iterable[int]) -> bool:
    """Whether so many children in an hour are many, and many for this person."""
    busiest = max(hours_before, default=0)
    return this_hour >= BULK_LEAST and this_hour > BULK_TIMES * busiest
