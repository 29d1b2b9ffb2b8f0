"""Emergency access in words. Nothing here queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from homeward.access.emergencies.queries import EmergencyFacts, ReviewFacts
from homeward.agencies.queries import Directory
from homeward.children.facts import ChildFacts
from homeward.rules.emergency import is_overdue
from homeward.web.keys import write_time_key

#: Said instead of a name to a reviewer who is not involved with the child.
A_CHILD = "A child whose record you may not read"


@dataclass(frozen=True, slots=True)
class EmergencyLine:
    """One emergency access on a list."""

    facts: EmergencyFacts
    child: str
    agency: str
    runs: bool
    overdue: bool
    review: ReviewFacts | None


def line(
    facts: EmergencyFacts,
    children: Mapping[UUID, ChildFacts],
    directory: Directory,
    now: datetime,
    review: ReviewFacts | None = None,
) -> EmergencyLine:
    """One emergency access; the child's name only for those who see the child."""
    child = children.get(facts.child_id)
    names = {team.agency: team.agency_name for team in directory.by_id.values()}
    return EmergencyLine(
        facts,
        child.name if child else A_CHILD,
        names.get(facts.agency, facts.agency),
        facts.until_at > now,
        facts.reviewed_at is None and is_overdue(facts.opened_at, now),
        review,
    )


def next_key(rows: Sequence[EmergencyFacts], size: int) -> str | None:
    """The key of the next page, where there is one."""
    if len(rows) <= size:
        return None
    return write_time_key(rows[size - 1].opened_at, rows[size - 1].id)
