"""Reading the review queue. Its policies show it to the people who keep the record alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet

from homeward.linkage.finding import from_json
from homeward.linkage.models import Profile, Question, Review, Search
from homeward.rules.acts import Viewer
from homeward.rules.linkage import Person

WAITING = ("WAITING", "ASKED")


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """A row or a form that waits for a person, or was decided by one. Times are UTC.

    `person` is what the row or form says of the child, None where it could not be read.
    `parsed` is the waiting row as it was read, empty for a form or a doubtful row.
    `carried_at`: when the worker carried the decision out.
    """

    id: UUID
    kind: str
    row_id: int | None
    submission_id: UUID | None
    candidates: tuple[UUID, ...]
    person: Person | None
    reason: str
    state: str
    raised_at: datetime
    chosen_id: UUID | None
    report_id: UUID | None
    decided_by: UUID | None
    decided_at: datetime | None
    decision_reason: str
    carried_at: datetime | None
    undo_asked_at: datetime | None
    parsed: Mapping[str, Any]

    @property
    def waits(self) -> bool:
        """Whether a person must still decide."""
        return self.state in WAITING

    @property
    def under_way(self) -> bool:
        """Whether the worker still has a decision, or its undoing, before it."""
        return not self.waits and (self.carried_at is None or self.undo_asked_at is not None)

    @property
    def name(self) -> str:
        """The name on the row or form; blank where none is known."""
        person = self.person
        return f"{person.forename} {person.surname}".strip() if person else ""


_REVIEW = tuple(ReviewFacts.__slots__)


def _reviews(rows: QuerySet[Review]) -> list[ReviewFacts]:
    return [_review(list(row)) for row in rows.values_list(*_REVIEW)]


def _review(values: list[Any]) -> ReviewFacts:
    candidates, person = _REVIEW.index("candidates"), _REVIEW.index("person")
    values[candidates] = tuple(values[candidates])
    values[person] = from_json(values[person]) if values[person] else None
    return ReviewFacts(*values)


def list_waiting(
    viewer: Viewer, after: tuple[datetime, UUID] | None, limit: int
) -> list[ReviewFacts]:
    """What waits for a person, oldest first, paged by (raised at, id): one query."""
    rows = Review.objects.filter(state__in=WAITING)
    if after is not None:
        at, last = after
        rows = rows.filter(Q(raised_at__gt=at) | Q(raised_at=at, id__gt=last))
    return _reviews(rows.order_by("raised_at", "id")[:limit])


def list_decided(
    viewer: Viewer, after: tuple[datetime, UUID] | None, limit: int
) -> list[ReviewFacts]:
    """What people decided, newest decision first, paged by (decided at, id): one query."""
    rows = Review.objects.filter(decided_at__isnull=False).exclude(state__in=WAITING)
    if after is not None:
        at, last = after
        rows = rows.filter(decided_at__lte=at).exclude(decided_at=at, id__gte=last)
    return _reviews(rows.order_by("-decided_at", "-id")[:limit])


def count_waiting(viewer: Viewer, cap: int | None = None) -> int:
    """How many wait for a person, counted no further than `cap`."""
    return Review.objects.filter(state__in=WAITING)[:cap].count()


def get_review(viewer: Viewer, review: UUID) -> ReviewFacts | None:
    """One review, None where there is none for this viewer."""
    return next(iter(_reviews(Review.objects.filter(pk=review))), None)


def profiles_of(viewer: Viewer, children: Iterable[UUID]) -> dict[UUID, Person]:
    """The identifying fields of these children, by id; only of candidates while one waits."""
    rows = Profile.objects.filter(child_id__in=list(children)).values_list("child_id", "person")
    return {child: from_json(person) for child, person in rows}


def is_awaited(viewer: Viewer, child: UUID, rows: Sequence[int], forms: Sequence[UUID]) -> bool:
    """Whether a decision is awaited that touches a child: as a candidate, or by its own reports."""
    waits = Q(state__in=["WAITING", "ASKED"]) | Q(state__in=["SAME", "DIFFERENT"], carried_at=None)
    touches = (
        Q(candidates__contains=[child])
        | Q(row_id__in=rows)
        | Q(submission_id__in=forms)
        | Q(chosen_id=child, carried_at=None)
    )
    return Review.objects.filter(waits & touches).exists()


def get_search(viewer: Viewer, search: UUID) -> str | None:
    """What the viewer typed, None once it is forgotten, or for somebody else's."""
    return Search.objects.filter(pk=search).values_list("typed", flat=True).first()


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """What a keeper asked a team about a review, and the answer, blank while it is owed."""

    id: UUID
    review_id: UUID
    team_id: int
    asks: str
    asked_by: UUID
    asked_at: datetime
    answer: str
    answered_by: UUID | None
    answered_at: datetime | None


_QUESTION = tuple(QuestionFacts.__slots__)


def questions_of(viewer: Viewer, review: UUID) -> list[QuestionFacts]:
    """Every question about a review, oldest first."""
    rows = Question.objects.filter(review_id=review).order_by("asked_at", "id")
    return [QuestionFacts(*row) for row in rows.values_list(*_QUESTION)]


def questions_to(viewer: Viewer, teams: Iterable[int], limit: int) -> list[QuestionFacts]:
    """What these teams were asked: unanswered first, then the newest."""
    rows = Question.objects.filter(team_id__in=list(teams))
    ordered = rows.order_by(F("answered_at").desc(nulls_first=True), "-asked_at", "id")
    return [QuestionFacts(*row) for row in ordered.values_list(*_QUESTION)[:limit]]


def get_question(viewer: Viewer, question: UUID) -> QuestionFacts | None:
    """One question, None where there is none for this viewer."""
    rows = Question.objects.filter(pk=question).values_list(*_QUESTION)
    return next((QuestionFacts(*row) for row in rows), None)


def teams_of_review(viewer: Viewer, review: UUID) -> tuple[dict[UUID, set[int]], int | None]:
    """Which teams know each candidate now, and which team sent the form: to a keeper alone."""
    knowing: dict[UUID, set[int]] = {}
    sender = None
    with connection.cursor() as cursor:
        cursor.execute("SELECT child_id, team_id FROM homeward_review_teams(%s)", [review])
        for child, team in cursor.fetchall():
            if child is None:
                sender = team
            else:
                knowing.setdefault(child, set()).add(team)
    return knowing, sender
