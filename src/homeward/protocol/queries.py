"""Which edition governs an episode; which duties are owed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from homeward.protocol.models import Adoption, Duty
from homeward.rules.acts import Viewer
from homeward.rules.protocol.catalogue import Duty as DutyText
from homeward.rules.protocol.catalogue import Edition, read_edition
from homeward.rules.sharing import Section, sections_for


@dataclass(frozen=True, slots=True)
class Adopted:
    """An adoption with its parsed edition, and who answers for it."""

    id: int
    place: str
    adopted_on: date
    edition: Edition
    evidenced: Edition
    adopted_at: datetime
    person_id: UUID | None
    reason: str
    answers: str
    review_on: date | None


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

        Until its own first adoption a place follows the partnership's (blank place); an
        episode older than every adoption follows the oldest. LookupError without any.
        """
        own, all_places = self._by_place.get(place, []), self._by_place.get("", [])
        for rows in (own, all_places):
            if before := [each for each in rows if each.adopted_on <= started_on]:
                return before[-1]
        rows = sorted(own[:1] + all_places[:1], key=lambda each: each.adopted_on)
        return (rows or self._oldest())[0]

    def duty(self, adoption: int, duty: str) -> DutyText | None:
        """The words of a duty as an adoption has them, None where it has no such duty."""
        found = self.adoption(adoption)
        listed = found.edition.duties if found else ()
        return next((row for row in listed if row.id == duty), None)

    def adoption(self, adoption: int) -> Adopted | None:
        """One adoption, None where there is none."""
        return next((each for each in self.adoptions() if each.id == adoption), None)

    def adoptions(self) -> list[Adopted]:
        """Every adoption, by place, oldest first."""
        return [each for place in sorted(self._by_place) for each in self._by_place[place]]

    def repeating(self) -> set[str]:
        """Ids of the duties that, once due, start again: of every edition ever adopted."""
        return {duty.id for duty in self._all() if duty.repeats is not None}

    def telling_grades(self, viewer: Viewer) -> set[str]:
        """Ids of the duties that tell the grade, kept from whoever may not read the risk.

        That such a duty is owed, or how soon, says what the grade is.
        """
        if Section.RISK in sections_for(viewer.roles):
            return set()
        return {duty.id for duty in self._all() if duty.applies and duty.applies.risk}

    def _all(self) -> Iterator[DutyText]:
        for group in self._by_place.values():
            for each in group:
                yield from each.evidenced.duties

    def _oldest(self) -> list[Adopted]:
        rows = [each for group in self._by_place.values() for each in group]
        if not rows:
            raise LookupError("No edition of the protocol has been adopted.")
        return rows[:1]


def get_governance() -> Governance:
    """All adoptions, parsed once a process for each text."""
    return Governance(
        Adopted(
            row.id,
            row.place,
            row.adopted_on,
            *_parsed(row.text, row.edition),
            row.adopted_at,
            row.person_id,
            row.reason,
            row.answers,
            row.review_on,
        )
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
    return [_fact(list(row)) for row in rows]


def _fact(values: list[Any]) -> DutyFacts:
    values[8] = values[8] or ""
    return DutyFacts(*values)


def duties_of_episodes(viewer: Viewer, episodes: Iterable[UUID]) -> list[DutyFacts]:
    """The duties that count of these episodes, soonest due first."""
    rows = Duty.objects.filter(episode_id__in=list(episodes), superseded_at=None)
    return _facts(rows.order_by("due_at", "id").values_list(*_FIELDS))


def superseded_duties(viewer: Viewer, episode: UUID) -> list[DutyFacts]:
    """The earlier results of an episode's duties, kept when they were judged anew."""
    rows = Duty.objects.filter(episode_id=episode, superseded_at__isnull=False)
    return _facts(rows.order_by("superseded_at", "id").values_list(*_FIELDS))


@dataclass(frozen=True, slots=True)
class Worklist:
    """Undecided duties of these teams due from `low` up to but not including `high` (UTC).

    None: without that end. `lead`: only of episodes that this person leads.
    """

    teams: Sequence[int]
    low: datetime | None = None
    high: datetime | None = None
    lead: UUID | None = None


def duties_owed(
    viewer: Viewer, worklist: Worklist, after: tuple[datetime, int] | None, limit: int
) -> list[DutyFacts]:
    """A worklist, soonest due first, paged by key (due_at, id): one query.

    Each team's rows are read from the index in their order and no further than `limit`.
    """
    statement, values = _worklist(worklist, after, limit)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return _facts(cursor.fetchall())


def first_owed(viewer: Viewer, worklists: Sequence[Worklist], limit: int) -> list[list[DutyFacts]]:
    """The first duties of each worklist, soonest due first: one query."""
    parts = [_worklist(each, None, limit) for each in worklists]
    texts = (
        f"(SELECT owed.*, {number} FROM ({text}) AS owed)" for number, (text, _) in enumerate(parts)
    )
    found: list[list[DutyFacts]] = [[] for _ in parts]
    if not parts:
        return found
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(texts), [v for _, values in parts for v in values])
        for *row, number in cursor.fetchall():
            found[number].append(_fact(row))
    for rows in found:
        rows.sort(key=lambda duty: (duty.due_at, duty.id))
    return found


def count_owed(viewer: Viewer, worklists: Sequence[Worklist], cap: int) -> list[int]:
    """How many duties each worklist has, counted no further than `cap`: one query."""
    parts = [_worklist(each, None, cap) for each in worklists]
    counts = ", ".join(f"(SELECT count(*) FROM ({text}) AS owed)" for text, _ in parts)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", [value for _, values in parts for value in values])
        return list(cursor.fetchone())


def _worklist(
    worklist: Worklist, after: tuple[datetime, int] | None, limit: int
) -> tuple[str, list[Any]]:
    ends: list[tuple[str, Any]] = [
        ("d.due_at >= %s", worklist.low),
        ("d.due_at < %s", worklist.high),
        ("(d.due_at, d.id) > (%s, %s)", after),
    ]
    given = [(text, value) for text, value in ends if value is not None]
    where = "".join(f" AND {text}" for text, _ in given)
    bounds = [each for _, v in given for each in (v if isinstance(v, tuple) else (v,))]
    if worklist.lead is not None:
        text = _LED.format(where=where)
        return text, [worklist.lead, list(worklist.teams), *bounds, limit]
    return _OWED.format(where=where), [list(worklist.teams), *bounds, limit, limit]


_COLUMNS = ", ".join(f"d.{name}" for name in _FIELDS)
_OWED = f"""
    SELECT {_COLUMNS} FROM unnest(%s::int[]) AS t (team) CROSS JOIN LATERAL (
        SELECT * FROM protocol_duty d
        WHERE d.team_id = t.team AND d.outcome IS NULL AND d.superseded_at IS NULL{{where}}
        ORDER BY d.due_at, d.id LIMIT %s
    ) AS d ORDER BY d.due_at, d.id LIMIT %s"""
_LED = f"""
    SELECT {_COLUMNS} FROM episodes_episode e JOIN protocol_duty d ON d.episode_id = e.id
    WHERE e.owner_id = %s AND d.team_id = ANY (%s::int[])
        AND d.outcome IS NULL AND d.superseded_at IS NULL{{where}}
    ORDER BY d.due_at, d.id LIMIT %s"""


@dataclass(frozen=True, slots=True)
class NextDuty:
    """Of one episode: the soonest undecided duty that is over (or to come), and how many are."""

    duty: DutyFacts
    is_over: bool
    count: int


def next_duties(
    viewer: Viewer, episodes: Iterable[UUID], now: datetime, hidden: Iterable[str] = ()
) -> list[NextDuty]:
    """For each episode at most two: what has been over longest, and what comes next: one query.

    `hidden` are ids of duties that this viewer may not see.
    """
    statement = f"""
        SELECT DISTINCT ON (d.episode_id, d.due_at < %s) {_COLUMNS}, d.due_at < %s,
            count(*) OVER (PARTITION BY d.episode_id, d.due_at < %s)
        FROM protocol_duty d
        WHERE d.episode_id = ANY (%s) AND d.outcome IS NULL AND d.superseded_at IS NULL
            AND NOT d.duty = ANY (%s)
        ORDER BY d.episode_id, d.due_at < %s, d.due_at, d.id"""
    with connection.cursor() as cursor:
        cursor.execute(statement, [now, now, now, list(episodes), list(hidden), now])
        rows = cursor.fetchall()
    return [NextDuty(_facts([row[:-2]])[0], row[-2], row[-1]) for row in rows]


def count_judged(
    viewer: Viewer, place: str, since: datetime, until: datetime | None, others: Sequence[str]
) -> tuple[int, int]:
    """How many episodes of a place (blank: of all but `others`) started in that time: open, all.

    For those who answer for the protocol, who see no child: counts alone, from one function
    of the database that nobody else gets an answer from.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT missing, judged FROM homeward_judged(%s, %s, %s, %s)",
            [place, since, until, list(others)],
        )
        missing, judged = cursor.fetchone()
        return missing, judged


def adopted_text(viewer: Viewer, sha256: str) -> str:
    """The frozen text of an edition that was adopted. LookupError where none was."""
    rows = Adoption.objects.filter(sha256=sha256).values_list("text", flat=True)
    for text in rows[:1]:
        return text
    raise LookupError("No edition of this text was adopted.")
