"""Keeping duties in step with the chronology; adopting an edition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from homeward.ground.bulk import insert_rows
from homeward.protocol.models import Adoption, Refresh
from homeward.protocol.queries import DutyFacts
from homeward.rules.acts import Act
from homeward.rules.clocks import LONDON
from homeward.rules.protocol.catalogue import Edition
from homeward.rules.protocol.evaluate import Verdict

COLUMNS = (
    "child_id",
    "episode_id",
    "adoption_id",
    "duty",
    "team_id",
    "start_at",
    "due_at",
    "outcome",
    "decided_at",
    "judged_at",
)

_OUTCOMES = {"met": "MET", "late": "LATE", "excused": "EXCUSED"}


@dataclass(slots=True)
class DutyChanges:
    """What must be written so that the stored duties say what the verdicts say."""

    new: list[tuple[Any, ...]] = field(default_factory=list)
    decided: list[tuple[str | None, datetime | None, int | None, datetime, int]] = field(
        default_factory=list
    )
    superseded: list[int] = field(default_factory=list)


class Owed(NamedTuple):
    """A verdict with where it belongs."""

    child_id: UUID
    episode_id: UUID
    adoption_id: int
    team_id: int | None
    verdict: Verdict


def compare_duties(
    stored: Iterable[DutyFacts], owed: Iterable[Owed], judged_at: datetime, into: DutyChanges
) -> None:
    """Add to `into` what differs between the stored duties of a child and what is owed.

    The same start, due time and edition: the outcome is written on the row, as long as
    none was decided before. Anything else is judged anew: a new row, the old one kept.
    """
    known = {(row.episode_id, row.duty, row.start_at): row for row in stored}
    for each in owed:
        verdict = each.verdict
        key = (each.episode_id, verdict.duty, verdict.start)
        row = known.pop(key, None) if known else None
        outcome = _OUTCOMES.get(verdict.verdict)
        decided_at = verdict.at if outcome else None
        if row is not None and _same(row, each):
            if (row.outcome or None, row.decided_at, row.team_id) == (
                outcome,
                decided_at,
                each.team_id,
            ):
                continue
            if not row.outcome:
                into.decided.append((outcome, decided_at, each.team_id, judged_at, row.id))
                continue
        if row is not None:
            into.superseded.append(row.id)
        into.new.append(
            (
                each.child_id,
                each.episode_id,
                each.adoption_id,
                verdict.duty,
                each.team_id,
                verdict.start,
                verdict.due,
                outcome,
                decided_at,
                judged_at,
            )
        )
    into.superseded.extend(row.id for row in known.values())


def _same(row: DutyFacts, each: Owed) -> bool:
    return row.due_at == each.verdict.due and row.adoption_id == each.adoption_id


def keep_duties(act: Act, changes: DutyChanges) -> None:
    """Write the changes: first what no longer counts, so that no duty ever counts twice."""
    with connection.cursor() as cursor:
        if changes.superseded:
            cursor.execute(
                "UPDATE protocol_duty SET superseded_at = %s WHERE id = ANY (%s)",
                [act.at, changes.superseded],
            )
        for row in changes.decided:
            cursor.execute(
                "UPDATE protocol_duty SET outcome = %s, decided_at = %s, team_id = %s,"
                " judged_at = %s WHERE id = %s",
                row,
            )
    insert_rows("protocol_duty", COLUMNS, changes.new)


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers for an adoption, by name and role, and when it is looked at again."""

    answers: str = ""
    review_on: date | None = None


def adopt(
    act: Act, edition: Edition, text: str, place: str, on: date, by: Answering = Answering()
) -> int:
    """Freeze an edition for a place (blank: the whole partnership) from a day on."""
    row, _ = Adoption.objects.get_or_create(
        place=place,
        edition=edition.id,
        sha256=edition.sha256,
        adopted_on=on,
        defaults={
            "text": text,
            "adopted_at": act.at,
            "act_id": act.id,
            "person_id": act.viewer.person,
            "reason": act.reason,
            "answers": by.answers,
            "review_on": by.review_on,
        },
    )
    return row.id


def spread_adoptions(act: Act) -> int:
    """Queue the children whom adoptions concern that nobody spread yet; how many adoptions."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO protocol_spread (adoption_id, spread_at) SELECT a.id, %s"
            " FROM protocol_adoption a WHERE NOT EXISTS"
            " (SELECT 1 FROM protocol_spread s WHERE s.adoption_id = a.id)"
            " ON CONFLICT DO NOTHING RETURNING adoption_id",
            [act.at],
        )
        fresh = [row[0] for row in cursor.fetchall()]
    waiting = list(Adoption.objects.filter(pk__in=fresh).order_by("id"))
    for row in waiting:
        ask_refresh_of_place(act, row.place, row.adopted_on)
    return len(waiting)


def ask_refresh(act: Act, children: Sequence[UUID], why: str) -> None:
    """Queue these children: their duties will be worked out again by the worker."""
    Refresh.objects.bulk_create(
        [Refresh(child_id=child, asked_at=act.at, why=why) for child in children],
        ignore_conflicts=True,
    )


def ask_refresh_of_place(act: Act, place: str, on: date) -> int:
    """Queue the children of a place whose episodes started on or after a day; how many."""
    since = datetime.combine(on, time.min, tzinfo=LONDON)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO protocol_refresh (child_id, asked_at, why)"
            " SELECT DISTINCT child_id, %s::timestamptz, 'edition adopted' FROM episodes_episode"
            " WHERE started_at >= %s AND (%s = '' OR place = %s) ON CONFLICT DO NOTHING",
            [act.at, since, place, place],
        )
        return int(cursor.rowcount)


def claim_refreshes(act: Act, limit: int) -> list[UUID]:
    """Take on children whose duties wait to be worked out again, oldest first.

    One that was postponed is left until its time.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM protocol_refresh WHERE child_id IN (SELECT child_id FROM"
            " protocol_refresh WHERE asked_at <= %s ORDER BY asked_at, child_id LIMIT %s"
            " FOR UPDATE SKIP LOCKED) RETURNING child_id",
            [act.at, limit],
        )
        return sorted(row[0] for row in cursor.fetchall())
