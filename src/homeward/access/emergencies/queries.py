"""Reading emergency access: what runs, what waits for review, what was said of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet

from homeward.access.models import Emergency, EmergencyReview
from homeward.rules.acts import Viewer
from homeward.rules.sharing import Role


@dataclass(frozen=True, slots=True)
class Running:
    """An emergency access of the viewer's own that has not ended. Times are UTC."""

    id: UUID
    child_id: UUID
    until_at: datetime


@dataclass(frozen=True, slots=True)
class EmergencyFacts:
    """One emergency access: who, for which team, why, from and until, to whom announced."""

    id: UUID
    child_id: UUID
    person_id: UUID
    person: str
    team: str
    agency: str
    reason: str
    opened_at: datetime
    until_at: datetime
    owner_team_id: int | None
    owner_team: str | None
    owner_agency: str
    reviewed_at: datetime | None


_FACTS = {
    "person": F("person__name"),
    "team": F("team__name"),
    "owner_team": F("owner_team__name"),
}
_NAMED = {f"{name}_named": field for name, field in _FACTS.items()}
_FIELDS = tuple(f"{name}_named" if name in _FACTS else name for name in EmergencyFacts.__slots__)


def running(viewer: Viewer) -> list[Running]:
    """What the viewer opened and may still read, by the database's own clock: one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, child_id, until_at FROM access_emergency"
            " WHERE person_id = %s AND until_at > homeward_now() ORDER BY until_at, id",
            [viewer.person],
        )
        return [Running(*row) for row in cursor.fetchall()]


def _own(viewer: Viewer) -> UUID:
    """The viewer's own id; nobody's for the system."""
    return viewer.person or UUID(int=0)


def _facts(rows: QuerySet[Emergency]) -> list[EmergencyFacts]:
    return [EmergencyFacts(*row) for row in rows.annotate(**_NAMED).values_list(*_FIELDS)]


def _for_review(viewer: Viewer) -> QuerySet[Emergency]:
    """What was announced to the viewer's teams, or to them as a reviewer of the agency."""
    announced = Q(owner_team_id__in=viewer.teams)
    if viewer.has_role(Role.DATA_PROTECTION):
        announced |= Q(agency=viewer.agency) | Q(owner_agency=viewer.agency)
    return Emergency.objects.filter(announced).exclude(person_id=_own(viewer))


def count_to_review(viewer: Viewer, cap: int) -> int:
    """How many wait for the viewer's review, counted no further than `cap`."""
    return _for_review(viewer).filter(reviewed_at=None)[:cap].count()


def list_to_review(
    viewer: Viewer, after: tuple[datetime, UUID] | None, limit: int
) -> list[EmergencyFacts]:
    """What waits for the viewer's review, longest waiting first, paged by key: one query."""
    rows = _for_review(viewer).filter(reviewed_at=None)
    if after is not None:
        at, last = after
        rows = rows.filter(Q(opened_at__gt=at) | Q(opened_at=at, id__gt=last))
    return _facts(rows.order_by("opened_at", "id")[:limit])


def list_reviewed(viewer: Viewer, limit: int) -> list[EmergencyFacts]:
    """What was reviewed, newest first."""
    rows = _for_review(viewer).filter(reviewed_at__isnull=False)
    return _facts(rows.order_by("-opened_at", "-id")[:limit])


def list_own(viewer: Viewer, limit: int) -> list[EmergencyFacts]:
    """What the viewer opened, newest first."""
    rows = Emergency.objects.filter(person_id=_own(viewer))
    return _facts(rows.order_by("-opened_at", "-id")[:limit])


def get_emergency(viewer: Viewer, emergency: UUID) -> EmergencyFacts | None:
    """One emergency access, None where there is none for this viewer."""
    return next(iter(_facts(Emergency.objects.filter(pk=emergency))), None)


def get_for_review(viewer: Viewer, emergency: UUID) -> EmergencyFacts | None:
    """One that was announced to this viewer, None where it was not."""
    return next(iter(_facts(_for_review(viewer).filter(pk=emergency))), None)


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What somebody said of an emergency access."""

    emergency_id: UUID
    person: str
    at: datetime
    right: bool
    reason: str


def reviews_of(viewer: Viewer, emergencies: Iterable[UUID]) -> dict[UUID, ReviewFacts]:
    """The newest review of each, by its id."""
    rows = (
        EmergencyReview.objects.filter(emergency_id__in=list(emergencies))
        .order_by("at", "id")
        .values_list("emergency_id", "person__name", "at", "right", "reason")
    )
    return {row[0]: ReviewFacts(*row) for row in rows}


def emergencies_of_child(viewer: Viewer, child: UUID) -> list[tuple[UUID, datetime, datetime]]:
    """Who opened this child's record in an emergency: person, from, until."""
    rows = Emergency.objects.filter(child_id=child)
    return list(rows.values_list("person_id", "opened_at", "until_at"))
