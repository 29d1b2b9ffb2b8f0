"""The worker's sign of life, which `/health/ready` reads."""

from __future__ import annotations

import time

from django.db import connection

EVERY = 10.0
FORGOTTEN = 3600
_BEAT = "UPDATE procrastinate_workers SET last_heartbeat = now() WHERE id = %s RETURNING id"


class Heartbeat:
    """One worker's row among the workers."""

    def __init__(self) -> None:
        self._row: int | None = None
        self._next = 0.0

    def beat(self) -> None:
        """Write the sign of life, when it is time; enter the worker first where need be."""
        if time.monotonic() < self._next:
            return
        with connection.cursor() as cursor:
            cursor.execute(_BEAT, [self._row])
            if cursor.fetchone() is None:
                cursor.execute("SELECT procrastinate_prune_stalled_workers_v1(%s)", [FORGOTTEN])
                cursor.execute("SELECT procrastinate_register_worker_v1()")
                self._row = cursor.fetchone()[0]
        self._next = time.monotonic() + EVERY

    def leave(self) -> None:
        """Take the row off."""
        if self._row is not None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT procrastinate_unregister_worker_v1(%s)", [self._row])
            self._row = None
