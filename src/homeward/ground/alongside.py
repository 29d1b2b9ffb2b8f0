"""Writing while the next rows are worked out: two cores, one connection, one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections

Piece = Callable[[], None]


@contextmanager
def alongside() -> Iterator[Callable[[Piece], None]]:
    """Give a function that hands pieces of writing to a second thread, run in their order.

    They use the caller's connection, so the caller must not until the block has ended; it
    may compute. At the end every piece is done, or the first error is raised: the
    transaction is the caller's, who lets it roll back.
    """
    shared = connections[DEFAULT_DB_ALIAS]
    shared.inc_thread_sharing()

    def take_over() -> None:
        connections[DEFAULT_DB_ALIAS] = shared

    pieces: list[Future[None]] = []
    try:
        with ThreadPoolExecutor(1, initializer=take_over) as thread:
            yield lambda piece: pieces.append(thread.submit(piece))
        for piece in pieces:
            piece.result()
    finally:
        shared.dec_thread_sharing()
