"""The queue of children to be judged anew: what time puts on it, and what must wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from homeward.episodes.queries import MISSING_NOW
from homeward.rules.acts import Act

_RUN_OUT = """
INSERT INTO protocol_refresh (child_id, asked_at, why)
SELECT DISTINCT d.child_id, %(now)s::timestamptz, 'repeating duty ran out'
FROM protocol_duty d JOIN episodes_episode e ON e.id = d.episode_id
WHERE d.duty = ANY (%(duties)s) AND d.outcome IS NULL AND d.superseded_at IS NULL
  AND d.due_at <= %(now)s AND e.state = ANY (%(missing)s)
  AND NOT EXISTS (
    SELECT 1 FROM protocol_duty n WHERE n.episode_id = d.episode_id AND n.duty = d.duty
      AND n.superseded_at IS NULL AND n.start_at >= d.due_at)
ON CONFLICT DO NOTHING
"""

_POSTPONE = """
UPDATE protocol_refresh SET asked_at = %s WHERE child_id = (
  SELECT child_id FROM protocol_refresh WHERE asked_at <= %s
  ORDER BY asked_at, child_id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING child_id
"""


def ask_refresh_of_repeats(act: Act, duties: Sequence[str]) -> int:
    """Queue the children missing now for whom one of these duties fell due without a next one.

    How many were queued.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _RUN_OUT, {"now": act.at, "duties": list(duties), "missing": list(MISSING_NOW)}
        )
        return int(cursor.rowcount)


def postpone_oldest(act: Act, until: datetime) -> UUID | None:
    """Let the oldest queued child wait until then; its id, None when nobody waits now."""
    with connection.cursor() as cursor:
        cursor.execute(_POSTPONE, [until, act.at])
        row = cursor.fetchone()
    return row[0] if row else None
