"""Why somebody could read a child's record at a moment: the grounds that stood then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from homeward.rules.sharing import Ground

#: What each ground is called on *who looked*, and in the version for the family.
GROUND_WORDS = {
    Ground.REPORT: "a report was received for their place",
    Ground.PLACEMENT: "cares for the child, or placed the child",
    Ground.SCHOOL: "the child is on the school's roll",
    Ground.OWNER: "took the work on",
    Ground.ALLOCATED: "was given the case",
}
EMERGENCY_WORDS = "emergency access"
NO_GROUND = "no ground stands on the record for that moment"


@dataclass(frozen=True, slots=True)
class Stood:
    """A team's ground for a child, from and until (UTC); None: still running."""

    team: int
    ground: Ground
    since_at: datetime
    until_at: datetime | None

    def at(self, moment: datetime) -> bool:
        """Whether it stood at this moment."""
        return self.since_at <= moment and (self.until_at is None or moment < self.until_at)


def why(
    moment: datetime,
    teams: Iterable[int],
    grounds: Iterable[Stood],
    emergencies: Iterable[tuple[datetime, datetime]],
) -> tuple[str, ...]:
    """In words, on which grounds a member of these teams could read at this moment.

    Involvement first; emergency access only counts where no team of theirs was involved.
    """
    held = set(teams)
    found = {row.ground for row in grounds if row.team in held and row.at(moment)}
    if found:
        return tuple(GROUND_WORDS[ground] for ground in Ground if ground in found)
    if any(since <= moment < until for since, until in emergencies):
        return (EMERGENCY_WORDS,)
    return (NO_GROUND,)
