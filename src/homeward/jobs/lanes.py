"""Lanes: threads that take pieces of work, so that a long file never holds up a new report.

A piece looks for rows that wait, does one, and says whether there may be more. It is
done when somebody knocks, and anyway every so many seconds: the rows are the truth.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Event, Thread

from django.db import close_old_connections, connection

from homeward.jobs.backoff import Backoff

#: Set when the worker was asked to end: finish the piece in hand, begin no other.
Stopping = Event


@dataclass(frozen=True, slots=True)
class Piece:
    """A kind of work: its name in the log, its lane, how often to look without a knock."""

    name: str
    lane: str
    every: float
    do: Callable[[Stopping], bool]
    woken: bool = True


class Lane(Thread):
    """One thread with its own database connection and its pieces, taken in their order."""

    def __init__(self, name: str, pieces: Iterable[Piece], stopping: Stopping) -> None:
        super().__init__(name=name)
        self._pieces = tuple(pieces)
        self._stopping = stopping
        self._knocked = Event()
        self._next_look = dict.fromkeys(self._pieces, 0.0)
        self._backoff = Backoff()

    def knock(self) -> None:
        """Say that something may wait."""
        self._knocked.set()

    def run(self) -> None:
        """Work until asked to stop. An error of a piece never ends the lane."""
        try:
            while not self._stopping.is_set():
                knocked = self._knocked.is_set()
                self._knocked.clear()
                for piece in self._pieces:
                    self._turn(piece, knocked)
                self._knocked.wait(self._pause())
        finally:
            connection.close()

    def _turn(self, piece: Piece, knocked: bool) -> None:
        due = self._next_look[piece] <= time.monotonic() or (knocked and piece.woken)
        if not due or self._stopping.is_set() or not self._backoff.ready(piece):
            return
        with self._backoff.attempt(piece, piece.name):
            close_old_connections()
            while piece.do(self._stopping) and not self._stopping.is_set():
                continue
        self._next_look[piece] = time.monotonic() + piece.every

    def _pause(self) -> float:
        """Seconds until the next piece is due; a piece that failed is due when its pause ends."""
        moment = time.monotonic()
        waits = [self._wait_for(piece, moment) for piece in self._pieces]
        return max(min(waits, default=1.0), 0.01)

    def _wait_for(self, piece: Piece, moment: float) -> float:
        pause = self._backoff.pause(piece)
        if pause > 0:
            self._next_look[piece] = moment + pause
        return self._next_look[piece] - moment


def make_lanes(pieces: Iterable[Piece], stopping: Stopping) -> list[Lane]:
    """One lane for each lane named, in the order of the pieces."""
    by_name: dict[str, list[Piece]] = {}
    for piece in pieces:
        by_name.setdefault(piece.lane, []).append(piece)
    return [Lane(name, group, stopping) for name, group in by_name.items()]
