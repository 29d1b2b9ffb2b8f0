"""Lanes: woken by a knock, looking anyway, never stopped by a piece that fails."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event

from homeward.jobs.lanes import Lane, Piece, Stopping, make_lanes

LONG = 3600.0


class Counted:
    """A piece that counts how often it was done, and goes on while `more` says so."""

    def __init__(self, more: int = 0, fails: bool = False) -> None:
        self.done = 0
        self._more = more
        self._fails = fails

    def __call__(self, stopping: Stopping) -> bool:
        self.done += 1
        if self._fails:
            raise LookupError("not to be told")
        self._more -= 1
        return self._more >= 0


@contextmanager
def running(*pieces: Piece) -> Iterator[tuple[Lane, Stopping]]:
    stopping = Event()
    (lane,) = make_lanes(pieces, stopping)
    lane.start()
    try:
        yield lane, stopping
    finally:
        stopping.set()
        lane.knock()
        lane.join(10)
        assert not lane.is_alive()


def eventually(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.01)
    return holds()


def test_every_piece_is_looked_at_once_when_the_worker_begins() -> None:
    first, second = Counted(), Counted()
    with running(Piece("a", "one", LONG, first), Piece("b", "one", LONG, second)):
        assert eventually(lambda: (first.done, second.done) == (1, 1))


def test_a_knock_wakes_the_pieces_that_wait_for_one() -> None:
    woken, timed = Counted(), Counted()
    pieces = Piece("a", "one", LONG, woken), Piece("b", "one", LONG, timed, woken=False)
    with running(*pieces) as (lane, _):
        assert eventually(lambda: timed.done == 1)
        lane.knock()
        assert eventually(lambda: woken.done == 2)
        assert timed.done == 1


def test_a_piece_goes_on_while_there_may_be_more() -> None:
    piece = Counted(more=4)
    with running(Piece("a", "one", LONG, piece)):
        assert eventually(lambda: piece.done == 5)


def test_a_piece_without_a_knock_comes_round_by_itself() -> None:
    piece = Counted()
    with running(Piece("a", "one", 0.02, piece)):
        assert eventually(lambda: piece.done >= 3)


def test_a_piece_that_fails_waits_and_the_others_go_on() -> None:
    broken, sound = Counted(fails=True), Counted()
    pieces = Piece("a", "one", LONG, broken), Piece("b", "one", LONG, sound)
    with running(*pieces) as (lane, _):
        assert eventually(lambda: sound.done == 1)
        lane.knock()
        assert eventually(lambda: sound.done == 2)
        assert broken.done == 1
        assert eventually(lambda: broken.done == 2)


def test_asked_to_stop_nothing_more_is_begun() -> None:
    endless = Counted(more=10**9)
    with running(Piece("a", "one", LONG, endless)) as (lane, stopping):
        assert eventually(lambda: endless.done > 3)
        stopping.set()
        lane.knock()
        lane.join(10)
        assert not lane.is_alive()


def test_pieces_are_grouped_by_their_lane() -> None:
    pieces = [Piece(name, lane, LONG, Counted()) for name, lane in ("ax", "by", "cx")]
    assert [lane.name for lane in make_lanes(pieces, Event())] == ["x", "y"]
