"""The days of the rehearsal partnership, played by the worker: never in a live record."""

from __future__ import annotations

from pkgutil import resolve_name

from django.conf import settings

from homeward.ground.clock import now
from homeward.jobs.lanes import Stopping

#: Fetched by name when there is a rehearsal: a live worker loads nothing that draws counties.
PLAYING = "homeward.rehearsal.days:play_next"


def play_days(stopping: Stopping) -> bool:
    """Play the next week of the past, or this morning; whether there was anything to play."""
    if not settings.REHEARSAL:
        return False
    return bool(resolve_name(PLAYING)(now(), settings.VAR))
