"""Keeping what matching compares, and what waits for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from homeward.ground.bulk import as_parameter, insert_rows
from homeward.ground.ids import new_id
from homeward.linkage.finding import to_json
from homeward.linkage.keys import match_keys
from homeward.linkage.models import Profile, Question, Review, Search
from homeward.rules.acts import Act
from homeward.rules.linkage import Person


def merged_profile(known: Person | None, said: Person) -> Person:
    """What is compared from now on: the newest words, blanks filled, former names kept."""
    if known is None:
        return said
    names = {*known.aliases, *said.aliases, f"{known.forename} {known.surname}".strip()}
    names.discard(f"{said.forename} {said.surname}".strip())
    filled = {
        name: getattr(said, name) or getattr(known, name)
        for name in (
            "forename2",
            "sex",
            "postcode",
            "address",
            "school_urn",
            "nhs_no",
            "upn",
            "la_child_id",
            "responsible_la",
        )
    }
    return replace(said, aliases=tuple(sorted(names - {""})), **filled)


def keep_profiles(act: Act, new: Mapping[UUID, Person], changed: Mapping[UUID, Person]) -> None:
    """Write the profiles of new children and of those of whom something else is known now."""
    insert_rows(
        "linkage_profile",
        ("child_id", "keys", "person"),
        [(child, list(match_keys(person)), to_json(person)) for child, person in new.items()],
    )
    with connection.cursor() as cursor:
        for child, person in changed.items():
            cursor.execute(
                "UPDATE linkage_profile SET keys = %s, person = %s WHERE child_id = %s",
                [list(match_keys(person)), as_parameter(to_json(person)), child],
            )


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row or a form that must wait for a person, and why."""

    kind: str
    reason: str
    person: Person | None
    candidates: Sequence[UUID] = ()
    row_id: int | None = None
    submission_id: UUID | None = None
    parsed: Mapping[str, Any] = field(default_factory=dict)


def raise_reviews(act: Act, waiting: Sequence[Waiting]) -> None:
    """Put these before the people who keep the record."""
    insert_rows(
        "linkage_review",
        (
            "id",
            "kind",
            "row_id",
            "submission_id",
            "candidates",
            "person",
            "parsed",
            "reason",
            "state",
            "raised_at",
            "decision_reason",
        ),
        [
            (
                new_id(),
                each.kind,
                each.row_id,
                each.submission_id,
                list(each.candidates),
                to_json(each.person) if each.person else {},
                dict(each.parsed),
                each.reason[:300],
                "WAITING",
                act.at,
                "",
            )
            for each in waiting
        ],
    )


def settle_reviews(act: Act, rows: Sequence[int]) -> None:
    """Take these rows off the queue: a later file decided that they hold, or are duplicates."""
    if rows:
        waiting = Review.objects.filter(row_id__in=list(rows), state__in=["WAITING", "ASKED"])
        waiting.update(state="SETTLED", carried_at=act.at)


def decide(act: Act, review: UUID, state: str, chosen: UUID | None) -> int:
    """Write a decision on a waiting review; the worker carries it out. How many rows changed."""
    return Review.objects.filter(pk=review, state__in=["WAITING", "ASKED"]).update(
        state=state,
        chosen_id=chosen,
        decided_by=act.viewer.person,
        decided_at=act.at,
        decision_reason=act.reason[:300],
        carried_at=None,
    )


def ask_undo(act: Act, review: UUID) -> int:
    """Ask the worker to undo a decision that was carried out; how many rows changed."""
    return Review.objects.filter(
        pk=review, state__in=["SAME", "DIFFERENT"], carried_at__isnull=False, undo_asked_at=None
    ).update(undo_asked_at=act.at, decision_reason=act.reason[:300])


def carried_out(act: Act, review: UUID, report: UUID | None, state: str = "") -> None:
    """The decision is on the record; `state` SETTLED when a later file decided it."""
    changes: dict[str, Any] = {"carried_at": act.at, "report_id": report}
    if state:
        changes["state"] = state
    Review.objects.filter(pk=review).update(**changes)


def undone(act: Act, review: UUID) -> None:
    """The decision is taken back: the review waits again, its report kept for later."""
    Review.objects.filter(pk=review).update(
        state="WAITING", decided_by=None, decided_at=None, carried_at=None, undo_asked_at=None
    )


def drop_profile(act: Act, child: UUID) -> None:
    """Nothing is reported of this child any more: matching must not join to it."""
    Profile.objects.filter(pk=child).delete()


def keep_search(act: Act, typed: str) -> UUID:
    """Keep what this person typed; the id under which it is found again."""
    kept = new_id()
    insert_rows(
        "linkage_search",
        ("id", "person_id", "typed", "asked_at"),
        [(kept, act.viewer.person, typed, act.at)],
    )
    return kept


def forget_searches(act: Act, before: datetime) -> int:
    """Take away what was typed before a moment; how many rows."""
    return Search.objects.filter(asked_at__lt=before).delete()[0]


def raise_two_numbers(act: Act, first: UUID, second: UUID) -> UUID:
    """Ask whether two children on record are one; the review's id."""
    review = new_id()
    insert_rows(
        "linkage_review",
        (
            *("id", "kind", "candidates", "person", "parsed", "reason", "state", "raised_at"),
            "decision_reason",
        ),
        [(review, "CHILDREN", [first, second], {}, {}, act.reason[:300], "WAITING", act.at, "")],
    )
    return review


def keep_question(act: Act, review: UUID, team: int, asks: str) -> None:
    """Keep what a team is asked about a review."""
    insert_rows(
        "linkage_question",
        ("id", "review_id", "team_id", "asks", "asked_by", "asked_at", "answer"),
        [(new_id(), review, team, asks[:500], act.viewer.person, act.at, "")],
    )


def keep_answer(act: Act, question: UUID, answer: str) -> int:
    """Keep a team's answer; how many rows changed (0: it was answered before, or is not there)."""
    return Question.objects.filter(pk=question, answered_at=None).update(
        answer=answer[:1000], answered_by=act.viewer.person, answered_at=act.at
    )
