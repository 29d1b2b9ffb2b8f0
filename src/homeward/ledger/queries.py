"""Reading the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from homeward.ledger.models import Entry
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
