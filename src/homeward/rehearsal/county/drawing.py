"""Drawing children and their episodes: a daily hazard that rises after each return.

For child i on a day: rate_i x age x weekday / 365 x (1 + lift x exp(-days since return /
lift_days)), rate_i = exp(mu + spread x N(0,1)). Neither a spread of rates alone nor timing
alone gives both the concentration and the timing that are published (practice notes 4.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from homeward.rehearsal.county.figures import EPISODES_A_CHILD, Figures

BURN_IN = 365
DAY = 1440
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Children:
    """One entry a child: born so many days before the first day, in care, of which household."""

    born: Ints
    care: NDArray[np.bool_]
    household: Ints


@dataclass(frozen=True, slots=True)
class Episodes:
    """One entry an episode, by start: child, local minute since the first day, minutes away.

    `joined` is the number of the child whose episode this one joined, or -1.
    """

    child: Ints
    start: Ints
    minutes: Ints
    joined: Ints


@dataclass(frozen=True, slots=True)
class Drawn:
    """A county: its first day, its children, their episodes."""

    first: date
    children: Children
    episodes: Episodes


def draw(per_year: int, first: date, days: int, seed: int, figures: Figures | None = None) -> Drawn:
    """Draw about `per_year` episodes a year over `days` local days from `first` on.

    The same arguments give the same county. A year before `first` is drawn and left out, so
    that the first day finds children with a past.
    """
    given = figures or Figures()
    rng = np.random.Generator(np.random.PCG64(seed))
    count = max(round(per_year / (EPISODES_A_CHILD * (1 + given.together))), 8)
    children, rate = _children(rng, count, days, given)
    found = _episodes(rng, children, rate, first, days, given)
    return Drawn(first, children, found)


def _children(
    rng: np.random.Generator, count: int, days: int, figures: Figures
) -> tuple[Children, Floats]:
    """Children born so that every day of the span finds some of every age under 18."""
    born = rng.integers(5 * 365 - days, 18 * 365 + BURN_IN, count)
    care = rng.random(count) < figures.care_share
    rate = np.exp(figures.mu + figures.spread * rng.standard_normal(count))
    rate *= np.where(care, figures.care_times, 1.0)
    household = np.where(care, rng.integers(0, max(count // 30, 1), count), -1)
    return Children(born, care, household), rate


def _episodes(
    rng: np.random.Generator,
    children: Children,
    rate: Floats,
    first: date,
    days: int,
    figures: Figures,
) -> Episodes:
    count = len(rate)
    by_age = np.zeros(130)
    for years, likely in figures.ages:
        by_age[years] = likely
    back = np.full(count, -1e9)
    busy = np.full(count, -1e9)
    parts: list[tuple[Ints, Ints, Ints, Ints]] = []
    for day in range(-BURN_IN, days):
        age = (children.born + day) // 365
        weight = by_age[np.clip(age, 0, 129)]
        hazard = rate * weight * _weekday(first, day, figures) / 365
        hazard *= 1 + figures.lift * np.exp(-np.maximum(day - back, 0) / figures.lift_days)
        gone = np.flatnonzero((rng.random(count) < -np.expm1(-hazard)) & (busy < day))
        free = (weight > 0) & (busy < day)
        others = _with_others(rng, gone, free, figures.together)
        child = np.concatenate([gone, others[0]])
        start = day * DAY + _minutes_of_day(rng, len(gone), figures)
        start = np.concatenate([start, start[others[1]]])
        away = np.exp(
            np.log(figures.minutes) + figures.minutes_spread * rng.standard_normal(len(child))
        )
        minutes = np.clip(away, 20, 60 * DAY).astype(np.int64)
        minutes[len(gone) :] = minutes[others[1]]
        back[child] = busy[child] = (start + minutes) / DAY
        joined = np.concatenate([np.full(len(gone), -1), gone[others[1]]])
        if day >= 0:
            parts.append((child, start, minutes, joined))
    return _in_order(parts)


def _with_others(
    rng: np.random.Generator, gone: Ints, free: NDArray[np.bool_], share: float
) -> tuple[Ints, Ints]:
    """Some are joined by another child: who, and the place in `gone` of whom they joined."""
    whom = np.flatnonzero(rng.random(len(gone)) < share)
    who = rng.integers(0, len(free), len(whom))
    taken = np.isin(who, gone)
    fits = free[who] & ~taken
    _, once = np.unique(who, return_index=True)
    first = np.zeros(len(who), dtype=bool)
    first[once] = True
    return who[fits & first], whom[fits & first]


def _weekday(first: date, day: int, figures: Figures) -> float:
    return figures.weekdays[(first + timedelta(days=day)).weekday()]


def _minutes_of_day(rng: np.random.Generator, count: int, figures: Figures) -> Ints:
    weights = np.array(figures.hours, dtype=float)
    hour = rng.choice(24, count, p=weights / weights.sum())
    return hour * 60 + rng.integers(0, 60, count)


def _in_order(parts: list[tuple[Ints, Ints, Ints, Ints]]) -> Episodes:
    child, start, minutes, joined = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((child, start))
    return Episodes(child[order], start[order], minutes[order], joined[order])
