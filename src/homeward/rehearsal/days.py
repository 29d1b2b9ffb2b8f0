"""Playing the county's days: two years of history first, then each morning as it comes.

One piece of work does both. History is played a week at a time while the pages already
serve; from then on, a few minutes after six, what police and agencies did since the last
morning is played, so that the present stays the present.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.db import transaction

from homeward.ground.calendar import calendar
from homeward.ground.editions import shipped_text
from homeward.rehearsal.county.drawing import draw
from homeward.rehearsal.county.practice import practise
from homeward.rehearsal.county.reports import Told, tell
from homeward.rehearsal.loading import DOWNLOADS
from homeward.rehearsal.openings import openings
from homeward.rehearsal.partnership import NEW_EDITION, OLD_EDITION
from homeward.rehearsal.progress import Progress, keep_progress, last_morning, read_progress
from homeward.rehearsal.stage import Span, play
from homeward.rehearsal.story import Story
from homeward.rehearsal.week_after import go_on
from homeward.rules.clocks import LONDON
from homeward.rules.protocol.catalogue import Edition, read_edition

PER_YEAR = 2000
#: How long after the return somebody may still write something down.
PRACTICE = timedelta(days=50)
#: The county's files stand beside those that tell the cases, and are numbered after them.
HISTORY, FIRST_OF_HISTORY = Path("rehearsal") / "history", 3
#: The county is drawn so far beyond the founding; after that, reset the rehearsal.
AHEAD = timedelta(days=366)


def play_next(now: datetime, var: Path) -> bool:
    """Play the next block of days up to `now` (UTC), as the worker; whether there was one.

    All of a block or nothing. A block whose downloads bring nothing new was played before.
    """
    progress = read_progress(var)
    until = progress.next_until(now) if progress else None
    if progress is None or until is None:
        return False
    with transaction.atomic():
        if progress.history_is_in:
            span = Span(progress.played_until, until)
            play(_going_on(progress, until), (), var / DOWNLOADS, until, span)
        else:
            end = last_morning(progress.founded_at)
            span = Span(progress.played_until, end, FIRST_OF_HISTORY)
            play(_begun(progress, until), (), var / HISTORY, end, span)
    keep_progress(var, progress.played(until))
    return True


def _begun(progress: Progress, until: datetime) -> list[Story]:
    """The reports that began in this block of the past.

    Each is told to its end at once: nobody seems missing for a year meanwhile.
    """
    return [
        _story(each, progress)
        for each in _county(progress)
        if progress.played_until <= each.started_at < until
    ]


def _going_on(progress: Progress, until: datetime) -> list[Story]:
    """The county's reports of which something may still be told, and those of the founding."""
    found = [
        _story(each, progress)
        for each in _county(progress)
        if each.started_at < until and each.heard_until + PRACTICE > progress.played_until
    ]
    return [*found, *go_on(progress.founded_at)]


def _county(progress: Progress) -> tuple[Told, ...]:
    return county(progress.seed, progress.first, progress.founded_at)


@lru_cache(maxsize=1)
def county(seed: int, first: date, founded_at: datetime) -> tuple[Told, ...]:
    """The county's reports, by start: the same for the same arguments."""
    last = founded_at.astimezone(LONDON).date() + AHEAD
    return tuple(tell(draw(PER_YEAR, first, (last - first).days, seed), seed))


def _story(told: Told, progress: Progress) -> Story:
    report = told.report
    story = Story(report.ref, report.child, report.opened_on, report.versions)
    story.lines = practise(told, _edition(told.started_at, progress), calendar(), progress.seed)
    return story


def _edition(started_at: datetime, progress: Progress) -> Edition:
    founded = progress.founded_at.astimezone(LONDON).date()
    changed = openings(founded).practice_changed
    new = started_at.astimezone(LONDON).date() >= changed
    return _shipped(NEW_EDITION if new else OLD_EDITION)


@lru_cache(maxsize=2)
def _shipped(name: str) -> Edition:
    return read_edition(shipped_text(name), name)
