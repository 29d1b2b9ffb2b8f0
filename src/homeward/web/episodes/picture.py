"""The picture of an episode: who says what happened when, on one line of time.

Drawn as numbers for an SVG; the table beside it says the same in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from homeward.rules.clocks import CLOCK_WORDS, SOURCE_WORDS, Clock, Source
from homeward.web.episodes.clocks import claims_of
from homeward.web.episodes.reading import EpisodeRecord
from homeward.web.words import clock, day, local, when

WIDTH = 960
LEFT, RIGHT = 170, 30
TOP, LANE = 34, 62
_HOUR = timedelta(hours=1)
_STEPS = (1, 2, 3, 6, 12, 24, 48, 168)
MOST_TICKS = 9
_MARKS = {
    Clock.LAST_SEEN: "last seen",
    Clock.NOTICED: "noticed",
    Clock.REPORTED: "reported",
    Clock.START: "start",
    Clock.LA_INFORMED: "social care told",
    Clock.LOCATED: "located",
    Clock.SEEN: "seen",
    Clock.RETURNED: "returned",
    Clock.CLOSED: "closed",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One claim on its lane. `label_y` keeps words that stand close apart."""

    x: int
    label_y: int
    words: str
    title: str
    used: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """One source's line of time."""

    words: str
    y: int
    marks: list[Mark]


@dataclass(frozen=True, slots=True)
class Tick:
    """A moment on the axis."""

    x: int
    words: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything the SVG draws. `missing` is the span in which the child was missing: x, width."""

    width: int
    height: int
    title: str
    description: str
    lanes: list[Lane]
    ticks: list[Tick]
    missing: tuple[int, int]


def picture(record: EpisodeRecord, now: datetime) -> Picture | None:
    """The picture, None where nobody stated a time."""
    claims = [(source, each) for source, each in claims_of(record) if not each.withdrawn]
    settled = record.settled
    if settled is None or not claims:
        return None
    returned = settled.time(Clock.RETURNED)
    times = [each.at for _, each in claims]
    first, last = min(times), max([*times, returned or now])
    scale = _Scale(first - (last - first) * 0.03, last + (last - first) * 0.08 + _HOUR / 4)
    sources = [source for source in Source if any(said is source for said, _ in claims)]
    lanes = []
    for number, source in enumerate(sources):
        marks = [
            _mark(scale, number, each.clock, each.at, each.used)
            for said, each in sorted(claims, key=lambda pair: (pair[1].at, not pair[1].used))
            if said is source
        ]
        lanes.append(Lane(SOURCE_WORDS[source].capitalize(), _y(number), _spread(marks)))
    start = scale.x(settled.started_at)
    return Picture(
        WIDTH,
        _y(len(lanes)) - LANE // 2 + 26,
        f"Times of the episode that started {when(settled.started_at)}",
        _described(record),
        lanes,
        scale.ticks(),
        (start, max(scale.x(returned or now) - start, 2)),
    )


def _y(number: int) -> int:
    return TOP + number * LANE + LANE // 2


def _mark(scale: _Scale, lane: int, which: Clock, at: datetime, used: bool) -> Mark:
    title = f"{CLOCK_WORDS[which].capitalize()}: {when(at)}{', used' if used else ''}"
    return Mark(scale.x(at), _y(lane) - 11, f"{_MARKS[which]} {clock(at)}", title, used)


def _spread(marks: list[Mark]) -> list[Mark]:
    """Every time once; words that would run into their neighbours go below, or are left out."""
    free = {-11: 0, 20: 0, -26: 0}
    placed = []
    for mark in list({(mark.x, mark.words): mark for mark in marks}.values()):
        lane = mark.label_y + 11
        side = next((side for side, since in free.items() if since <= mark.x), None)
        if side is not None:
            free[side] = mark.x + 7 * len(mark.words) + 12
        words = mark.words if side is not None else ""
        placed.append(Mark(mark.x, lane + (side or 0), words, mark.title, mark.used))
    return placed


def _described(record: EpisodeRecord) -> str:
    settled = record.settled
    if settled is None:
        return ""
    used = [
        f"{CLOCK_WORDS[which]} {when(each.at)}"
        for which, each in sorted(settled.clocks.items(), key=lambda pair: pair[1].at)
    ]
    return f"Times used, in order: {'; '.join(used)}. The table of clocks has every claim."


class _Scale:
    """From moments to places on the picture."""

    def __init__(self, first: datetime, last: datetime) -> None:
        self._first = first
        self._span = max(last - first, _HOUR)

    def x(self, at: datetime) -> int:
        """Where a moment lies."""
        return round(LEFT + (at - self._first) / self._span * (WIDTH - LEFT - RIGHT))

    def ticks(self) -> list[Tick]:
        """Round hours, at most a handful; midnights say the day."""
        hours = self._span / _HOUR
        step = next((each for each in _STEPS if hours / each <= MOST_TICKS), _STEPS[-1])
        at = local(self._first).replace(minute=0, second=0, microsecond=0)
        at = at.replace(hour=at.hour - at.hour % min(step, 24)).astimezone(self._first.tzinfo)
        ticks = []
        while at <= self._first + self._span:
            if at >= self._first:
                shown = local(at)
                words = clock(at) if shown.hour and step < 24 else day(at)
                ticks.append(Tick(self.x(at), words))
            at += timedelta(hours=step)
        return ticks
