"""Reading odd-looking access, what the worker weighs it by, and running previews."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from homeward.access.looks.models import HomeMark, OddAnswer, OddLook, Preview, Watermark
from homeward.access.models import Involvement
from homeward.ledger.digests import keyed_digest
from homeward.rules.acts import Viewer


@dataclass(frozen=True, slots=True)
class OddFacts:
    """One reading that looks odd. Times are UTC."""

    id: UUID
    kind: str
    person_id: UUID
    person_name: str
    agency: str
    child_id: UUID | None
    at: datetime
    facts: dict[str, Any]
    answered_at: datetime | None


def _facts(rows: QuerySet[OddLook]) -> list[OddFacts]:
    named = rows.annotate(person_name=F("person__name"))
    return [OddFacts(*row) for row in named.values_list(*OddFacts.__slots__)]


def count_odd(viewer: Viewer, cap: int) -> int:
    """How many wait for the viewer, counted no further than `cap`."""
    return OddLook.objects.filter(agency=viewer.agency, answered_at=None)[:cap].count()


def list_waiting_odd(
    viewer: Viewer, after: tuple[datetime, UUID] | None, limit: int
) -> list[OddFacts]:
    """What waits, oldest first, paged by key."""
    rows = OddLook.objects.filter(agency=viewer.agency, answered_at=None)
    if after is not None:
        at, last = after
        rows = rows.filter(Q(at__gt=at) | Q(at=at, id__gt=last))
    return _facts(rows.order_by("at", "id")[:limit])


def list_answered_odd(viewer: Viewer, limit: int) -> list[OddFacts]:
    """What was answered, newest reading first."""
    rows = OddLook.objects.filter(agency=viewer.agency, answered_at__isnull=False)
    return _facts(rows.order_by("-at", "-id")[:limit])


def get_odd(viewer: Viewer, look: UUID) -> OddFacts | None:
    """One of them, None where there is none for this viewer."""
    rows = OddLook.objects.filter(pk=look, agency=viewer.agency)
    return next(iter(_facts(rows)), None)


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """What somebody said of it."""

    look_id: UUID
    person: str
    at: datetime
    explained: bool
    reason: str


def answers_of(viewer: Viewer, looks: Iterable[UUID]) -> dict[UUID, AnswerFacts]:
    """The newest answer of each, by its id."""
    rows = OddAnswer.objects.filter(look_id__in=list(looks)).order_by("id")
    found = rows.values_list("look_id", "person__name", "at", "explained", "reason")
    return {row[0]: AnswerFacts(*row) for row in found}


def how_far(viewer: Viewer, name: str) -> int:
    """The last entry that a piece of work went through; 0 at its beginning."""
    rows = Watermark.objects.filter(pk=name).values_list("last_id", flat=True)
    return rows.first() or 0


def home_mark(text: str) -> bytes | None:
    """The mark of a postcode; None for a blank one."""
    plain = "".join(text.upper().split())
    return keyed_digest(["home", plain])[:32] if plain else None


def homes_of(viewer: Viewer, people: Iterable[UUID]) -> dict[UUID, bytes]:
    """The newest mark of each of these people."""
    rows = HomeMark.objects.filter(person_id__in=list(people)).order_by("id")
    return {person: bytes(mark) for person, mark in rows.values_list("person_id", "mark")}


Span = tuple[int, datetime, datetime | None]


def grounds_of_children(viewer: Viewer, children: Iterable[UUID]) -> dict[UUID, list[Span]]:
    """Which teams were involved with these children: team, from, until."""
    found: dict[UUID, list[Span]] = {}
    rows = Involvement.objects.filter(child_id__in=list(children))
    for child, team, since, until in rows.values_list(
        "child_id", "team_id", "since_at", "until_at"
    ):
        found.setdefault(child, []).append((team, since, until))
    return found


@dataclass(frozen=True, slots=True)
class PreviewFacts:
    """As what somebody looks now: a role in a team of an agency."""

    team_id: int
    team: str
    agency: str
    agency_name: str
    role: str


def running_preview(viewer: Viewer) -> PreviewFacts | None:
    """As what the viewer looks now; None as themself."""
    rows = Preview.objects.filter(person_id=viewer.person or UUID(int=0), ended_at=None)
    names = ("team_id", "team__name", "team__agency_id", "team__agency__name", "role")
    found = rows.values_list(*names).first()
    return PreviewFacts(*found) if found else None
