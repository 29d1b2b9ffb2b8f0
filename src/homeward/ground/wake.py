"""Waking the worker from inside a transaction: told at its commit, never when it rolls back.

The rows that wait are the truth; this only knocks. A knock that is lost costs a
moment, until the worker's own next look.
"""

from __future__ import annotations

from django.db import connection

CHANNEL = "homeward_work"


def wake(channel: str = CHANNEL) -> None:
    """Tell every worker, when the running transaction commits, that something waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [channel])
