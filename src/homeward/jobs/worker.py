"""The worker: `python -m homeward.jobs.worker`. Listens, knocks at its lanes, gives signs of life.

The queue is the rows themselves (a waiting download, a sent form, a child to be judged
anew), each claimed by the verb that does it. PostgreSQL's NOTIFY only says *look now*.
SIGTERM and SIGINT: the pieces in hand are finished, then the worker ends.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pkgutil import resolve_name
from threading import Event
from types import FrameType

import django
from django.db import connection

from homeward.ground.record import SETTINGS
from homeward.ground.wake import CHANNEL
from homeward.jobs.backoff import Backoff
from homeward.jobs.heartbeat import Heartbeat
from homeward.jobs.lanes import Lane, Stopping, make_lanes

PIECES = "homeward.jobs.schedule:PIECES"
LISTEN = 1.0
PAUSE = 0.25


def main() -> int:
    """Work until asked to stop. 0: stopped as asked; 1: a lane died."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    os.environ.setdefault("HOMEWARD_DB_ROLE", "worker")
    django.setup()
    stopping = Event()
    stop_on_signals(stopping)
    lanes = make_lanes(resolve_name(PIECES), stopping)
    return work(lanes, stopping)


def stop_on_signals(stopping: Stopping) -> None:
    """SIGTERM and SIGINT ask the worker to end."""

    def asked(number: int, frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, asked)


def work(lanes: list[Lane], stopping: Stopping) -> int:
    """Run the lanes, knock when something waits, until asked to stop or a lane has died."""
    for lane in lanes:
        lane.start()
    pulse, backoff = Heartbeat(), Backoff()
    while goes_on(lanes, stopping):
        if backoff.ready("listening"):
            with backoff.attempt("listening", "Listening for work"):
                listen(lanes, stopping, pulse)
        time.sleep(PAUSE)
    asked = stopping.is_set()
    stopping.set()
    knock(lanes)
    for lane in lanes:
        lane.join()
    with backoff.attempt("leaving", "Leaving"):
        pulse.leave()
    connection.close()
    return 0 if asked else 1


def listen(lanes: list[Lane], stopping: Stopping, pulse: Heartbeat) -> None:
    """Listen on a fresh connection; what was said before it stood is made up by one knock."""
    connection.close()
    connection.ensure_connection()
    link = connection.connection
    link.execute(f"LISTEN {CHANNEL}")
    knock(lanes)
    while goes_on(lanes, stopping):
        pulse.beat()
        if list(link.notifies(timeout=LISTEN, stop_after=1)):
            knock(lanes)


def goes_on(lanes: list[Lane], stopping: Stopping) -> bool:
    """Whether nobody asked to stop and every lane lives."""
    return not stopping.is_set() and all(lane.is_alive() for lane in lanes)


def knock(lanes: list[Lane]) -> None:
    """Say to every lane that something may wait."""
    for lane in lanes:
        lane.knock()


if __name__ == "__main__":
    sys.exit(main())
