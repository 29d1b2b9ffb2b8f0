"""Writing behind: PostgreSQL writes one part of a batch while the next is being worked out.

All in one transaction and on one connection; the parts are written in their order.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connection, connections

Job = Callable[[], None]
#: How long the working thread may keep the writing one waiting, in seconds (Python's own: 0.005).
TURN = 0.0005


@contextmanager
def writing_behind() -> Iterator[Callable[[Job], None]]:
    """Hand out a function that takes jobs: each writes, in turn, in a thread of its own.

    Until it is left nothing else may use the connection. It is left when all is written;
    the first error of a job is raised then, and no job after it is begun. Keys are checked
    with each statement: at the commit nobody could work meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    shared = connections[DEFAULT_DB_ALIAS]
    shared.inc_thread_sharing()
    turn = sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    written: list[Future[None]] = []

    def write(job: Job) -> None:
        if not any(each.done() and each.exception() for each in written):
            connections[DEFAULT_DB_ALIAS] = shared
            job()

    try:
        with ThreadPoolExecutor(1, "writing") as thread:
            yield lambda job: written.append(thread.submit(write, job))
        for each in written:
            each.result()
    finally:
        sys.setswitchinterval(turn)
        shared.dec_thread_sharing()
