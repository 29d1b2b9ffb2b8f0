"""Worlds for the impact tests: blocks of children of the rehearsal county, and who had support."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from homeward.insight.impact.estimate import Impact, estimate
from homeward.insight.impact.files import Record
from homeward.insight.impact.windows import count_between
from homeward.rehearsal.county.drawing import draw

Ints = NDArray[np.int64]
FIRST = date(2024, 1, 1)
DAYS, BEGUN, WINDOW = 730, 540, 90
DAY = 1440


@dataclass(frozen=True)
class Choice:
    """Who has support: so many at most, with so many episodes in the 90 days before.

    `over_days` spreads the beginnings; `keeps` is the share of later episodes that remain.
    `after_episode` begins the support on the day after an episode instead of on a set day.
    """

    n: int = 40
    at_least: int = 1
    over_days: int = 60
    keeps: float = 1.0
    after_episode: bool = False


def counties(seed: int, blocks: int, children: int = 2000) -> Iterator[Record]:
    """Blocks of different children, drawn at once; nobody in them has had support yet."""
    drawn = draw(round(blocks * children * 0.473), FIRST, DAYS, seed)
    day = drawn.episodes.start // DAY + FIRST.toordinal()
    none = np.zeros(0, dtype=np.int64)
    order = np.random.default_rng(seed).permutation(len(drawn.children.born))
    place = np.argsort(order)[drawn.episodes.child]
    for block in range(blocks):
        mine = place // children == block
        _, child = np.unique(place[mine], return_inverse=True)
        names = tuple(str(number) for number in range(int(child.max()) + 1))
        first = FIRST.toordinal()
        yield Record(names, child, day[mine], none, none, first, first + DAYS - 1)


def supported(county: Record, choice: Choice, seed: int) -> Record:
    """The county after some had support that took away part of what came later."""
    rng = np.random.default_rng(seed)
    everyone = np.arange(len(county.names))
    since = county.first + BEGUN + rng.integers(0, choice.over_days, len(everyone))
    if choice.after_episode:
        since = _after_an_episode(county, since)
    before = count_between(county.child, county.day, everyone, since - WINDOW, since)
    fit = np.flatnonzero(before >= choice.at_least)
    whom = rng.permutation(fit)[: choice.n]
    begun = np.full(len(everyone), 10**7)
    begun[whom] = since[whom]
    later = county.day >= begun[county.child]
    stays = ~later | (rng.random(len(later)) < choice.keeps)
    return replace(
        county,
        child=county.child[stays],
        day=county.day[stays],
        treated=whom,
        since=since[whom],
    )


def _after_an_episode(county: Record, since: Ints) -> Ints:
    """The day after the first episode from that day on; the far end for whom there is none."""
    found = np.full(len(since), county.first + BEGUN + 10_000)
    for child, day in zip(county.child[::-1], county.day[::-1], strict=True):
        if since[child] <= day < county.first + DAYS - WINDOW - 2:
            found[child] = day + 1
    return found


def answer(record: Record, seed: int, resamples: int = 500) -> Impact:
    """The estimate for this record."""
    return estimate(record, WINDOW, ("EPISODES", "TREATED"), resamples=resamples, seed=seed)


def helped(found: Impact) -> bool:
    """The interval lies below 1."""
    return found.high is not None and found.high < 1


def alarmed(found: Impact) -> bool:
    """The interval leaves 1 out, on either side."""
    return helped(found) or (found.low is not None and found.low > 1)
