"""Which edition governs an episode; which duties are owed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from homeward.protocol.models import Adoption, Duty
from homeward.rules.acts import Viewer
from homeward.rules.protocol.catalogue import Edition, read_edition


@dataclass(frozen=True, slots=True)
class Adopted:
    """An adoption with its parsed edition."""

    id: int
    place: str
    adopted_on: date
    edition: Edition
    evidenced: Edition


@lru_cache(maxsize=64)
def _parsed(text: str, name: str) -> tuple[Edition, Edition]:
    """The edition, and the same without the rows that no kind of line can show yet.

    Nobody could meet those: they are in the protocol's pages, never on a worklist.
    """
    edition = read_edition(text, name)
    duties = tuple(duty for duty in edition.duties if duty.status == "evidenced")
    return edition, replace(edition, duties=duties)


class Governance:
    """The adoptions of a partnership: which edition judges an episode of a place and day."""

    def __init__(self, adoptions: Iterable[Adopted]) -> None:
        self._by_place: dict[str, list[Adopted]] = {}
        for adopted in sorted(adoptions, key=lambda each: (each.adopted_on, each.id)):
            self._by_place.setdefault(adopted.place, []).append(adopted)

    def __bool__(self) -> bool:
        return bool(self._by_place)

    def governing(self, place: str, started_on: date) -> Adopted:
        """The newest edition adopted by the place on or before that local day.

        A place without an adoption of its own follows the partnership's (blank place);
        an episode older than every adoption follows the oldest. LookupError without any.
        """
        rows = self._by_place.get(place) or self._by_place.get("") or self._oldest()
        before = [each for each in rows if each.adopted_on <= started_on]
        return before[-1] if before else rows[0]

    def _oldest(self) -> list[Adopted]:
        rows = [each for group in self._by_place.values() for each in group]
        if not rows:
            raise LookupError("No edition of the protocol has been adopted.")
        return rows[:1]


def get_governance() -> Governance:
    """All adoptions, parsed once a process for each text."""
    return Governance(
        Adopted(row.id, row.place, row.adopted_on, *_parsed(row.text, row.edition))
        for row in Adoption.objects.order_by("id")
    )


@dataclass(frozen=True, slots=True)
class DutyFacts:
    """One duty that counts. Times are UTC; `outcome` blank while nothing has decided it."""

    id: int
    child_id: UUID
    episode_id: UUID
    adoption_id: int
    duty: str
    team_id: int | None
    start_at: datetime
    due_at: datetime
    outcome: str
    decided_at: datetime | None
    superseded_at: datetime | None = None


_FIELDS = (
    "id",
    "child_id",
    "episode_id",
    "adoption_id",
    "duty",
    "team_id",
    "start_at",
    "due_at",
    "outcome",
    "decided_at",
    "superseded_at",
)


def _facts(rows: Iterable[tuple[Any, ...]]) -> list[DutyFacts]:
    return [DutyFacts(*row[:8], row[8] or "", *row[9:]) for row in rows]


def duties_of_episodes(viewer: Viewer, episodes: Iterable[UUID]) -> list[DutyFacts]:
    """The duties that count of these episodes, soonest due first."""
    rows = Duty.objects.filter(episode_id__in=list(episodes), superseded_at=None)
    return _facts(rows.order_by("due_at", "id").values_list(*_FIELDS))


def superseded_duties(viewer: Viewer, episode: UUID) -> list[DutyFacts]:
    """The earlier results of an episode's duties, kept when they were judged anew."""
    rows = Duty.objects.filter(episode_id=episode, superseded_at__isnull=False)
    return _facts(rows.order_by("superseded_at", "id").values_list(*_FIELDS))


def duties_owed(
    viewer: Viewer, teams: Sequence[int], after: tuple[datetime, int] | None, limit: int
) -> list[DutyFacts]:
    """The undecided duties of these teams, soonest due first, paged by key (due_at, id)."""
    rows = Duty.objects.filter(team_id__in=list(teams), outcome=None, superseded_at=None)
    if after is not None:
        rows = rows.filter(due_at__gte=after[0]).exclude(due_at=after[0], id__lte=after[1])
    return _facts(rows.order_by("due_at", "id").values_list(*_FIELDS)[:limit])
