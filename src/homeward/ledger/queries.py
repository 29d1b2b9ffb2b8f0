"""Reading the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from homeward.ledger.models import Entry, Trace
from homeward.rules.acts import Viewer


def is_entered(viewer: Viewer, act: UUID, since: datetime) -> bool:
    """Whether this person's act was done already, at or after `since` (UTC).

    Waits for a twin of the same act that is still under way (a form sent twice), so
    it must run inside the transaction in which the act will be done.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [act.hex])
    entries = Entry.objects.filter(person_id=viewer.person, at__gte=since, act_id=act)
    return entries.exists()


def opened_since(
    viewer: Viewer, people: Sequence[UUID], pages: Sequence[str], since: datetime
) -> dict[UUID, datetime]:
    """Which children these people opened a page of, at or after `since`, and when last (UTC)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT child, max(at) FROM ledger_entry, unnest(children) AS child"
            " WHERE person_id = ANY (%s) AND at >= %s AND page = ANY (%s) GROUP BY child",
            [list(people), since, list(pages)],
        )
        return dict(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class TraceFacts:
    """One act or reading with a child on it. `shown`: how many children were on the page.

    `times` and `last_at`: how often the same page was read within 15 minutes, and when last.
    """

    id: int
    at: datetime
    verb: str
    person_id: UUID | None
    agency: str
    purpose: str
    page: str
    shown: int
    times: int
    last_at: datetime | None


_TRACES = """
    SELECT t.id, t.at, t.verb, t.person_id, t.agency, t.purpose, t.page, t.shown,
           coalesce(r.times, 1), r.last_at
    FROM (
        SELECT * FROM ledger_trace
        WHERE child_id = %(child)s
          AND (%(at)s::timestamptz IS NULL OR (at, id) < (%(at)s, %(id)s))
          AND (%(since)s::timestamptz IS NULL OR at >= %(since)s)
          AND (%(people)s IS FALSE OR person_id IS NOT NULL)
        ORDER BY at DESC, id DESC LIMIT %(limit)s
    ) t LEFT JOIN ledger_repeat r ON r.entry_id = t.entry_id
    ORDER BY t.at DESC, t.id DESC
"""


def traces_of_child(
    viewer: Viewer,
    child: UUID,
    after: tuple[datetime, int] | None,
    limit: int,
    since: datetime | None = None,
    *,
    people: bool = False,
) -> list[TraceFacts]:
    """Who read or wrote, newest first, at or after `since`, paged by (at, id): one query.

    `people`: without what the record did by itself.
    """
    at, last = after or (None, None)
    asked = {"child": child, "at": at, "id": last, "limit": limit, "since": since, "people": people}
    with connection.cursor() as cursor:
        cursor.execute(_TRACES, asked)
        return [TraceFacts(*row) for row in cursor.fetchall()]


READING = "log_reading"
#: Pages that show children for a purpose of their own, whoever is involved with them.
QUEUES = ("review", "emergency access")


@dataclass(frozen=True, slots=True)
class Reading:
    """A person opened a page of one child, or of several one of whom this is."""

    id: int
    at: datetime
    person_id: UUID
    agency: str
    child_id: UUID
    page: str


def readings_after(
    viewer: Viewer, last: int, settled: datetime, limit: int
) -> tuple[int, list[Reading]]:
    """The next entries after one, no newer than `settled`: the last that was gone through, and
    those of them that are a person's reading of one child's page."""
    rows = Trace.objects.filter(id__gt=last).order_by("id")[:limit]
    readings, until = [], last
    for row in rows:
        if row.at > settled:
            break
        until = row.id
        own = row.verb == READING and row.shown == 1 and row.page not in QUEUES
        if own and row.person_id is not None:
            readings.append(
                Reading(row.id, row.at, row.person_id, row.agency, row.child_id, row.page)
            )
    return until, readings


def opened_in_hours(
    viewer: Viewer, person: UUID, since: datetime, until: datetime
) -> dict[datetime, int]:
    """Of how many children somebody opened a page of their own, by the hour (UTC)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT date_trunc('hour', at, 'UTC'), count(DISTINCT children[1]) FROM ledger_entry"
            " WHERE person_id = %s AND at >= %s AND at < %s AND verb = %s"
            " AND cardinality(children) = 1 GROUP BY 1",
            [person, since, until, READING],
        )
        return dict(cursor.fetchall())
