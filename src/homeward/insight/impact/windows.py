"""Counting: what stood before a day, and what came after it, for every child and every day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

#: Counts of this many or more before a day are one count already while counting (memory).
TOP = 40
_CHILDREN_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class Windows:
    """What children did next, by what stood before; a child-window is a child on a day.

    `total`: shape (C, TOP + 1), episodes in the next window, summed over the child's days
    with so many episodes in the window before. `seen`: the same shape, how many such days.
    `spread`: shape (TOP + 1, V), how many child-windows had v episodes next.
    """

    total: Ints
    seen: Ints
    spread: Ints


def count_between(child: Ints, day: Ints, whom: Ints, begin: Ints, end: Ints) -> Ints:
    """Episodes of each child `whom` on days from `begin` to before `end`; shape (T,).

    `child` and `day`, shape (E,), are the episodes: number of the child, day of the start.
    """
    span = int(max(day.max(initial=0), begin.max(initial=0), end.max(initial=0))) + 1
    keys = np.sort(child * span + day)
    return np.searchsorted(keys, whom * span + end) - np.searchsorted(keys, whom * span + begin)


def count_windows(
    child: Ints, day: Ints, children: int, first: int, until: int, window: int
) -> Windows:
    """Every child on every day that has a whole window on both sides in [first, until).

    `child` and `day`, shape (E,), are the episodes; `window` is in days. Days whose windows
    overlap are no new children: resampling is by child, so they claim no certainty.
    """
    total = np.zeros((children, TOP + 1), dtype=np.int64)
    seen = np.zeros((children, TOP + 1), dtype=np.int64)
    spread = np.zeros((TOP + 1, 1), dtype=np.int64)
    for lowest, before, after in _blocks(child, day, children, (first, until, window)):
        rows = np.arange(len(before))[:, None] * (TOP + 1) + before
        shape = (len(before), TOP + 1)
        size = shape[0] * shape[1]
        here = slice(lowest, lowest + len(before))
        seen[here] = np.bincount(rows.ravel(), minlength=size).reshape(shape)
        weighed = np.bincount(rows.ravel(), weights=after.ravel(), minlength=size)
        total[here] = np.rint(weighed).astype(np.int64).reshape(shape)
        spread = _added(spread, before, after)
    return Windows(total, seen, spread)


def _blocks(
    child: Ints, day: Ints, children: int, span: tuple[int, int, int]
) -> Iterator[tuple[int, Ints, Ints]]:
    """Some children at a time: the first one's number, counts before and after each day."""
    first, until, window = span
    inside = (day >= first) & (day < until)
    child, day = child[inside], day[inside] - first
    days = until - first
    for lowest in range(0, children, _CHILDREN_AT_ONCE):
        some = min(_CHILDREN_AT_ONCE, children - lowest)
        mine = (child >= lowest) & (child < lowest + some)
        places = (child[mine] - lowest) * days + day[mine]
        daily = np.bincount(places, minlength=some * days).reshape(some, days)
        so_far = np.concatenate(
            [np.zeros((some, 1), dtype=np.int64), np.cumsum(daily, axis=1)], axis=1
        )
        middle = so_far[:, window : days - window + 1]
        before = middle - so_far[:, : days - 2 * window + 1]
        yield lowest, np.minimum(before, TOP), so_far[:, 2 * window :] - middle


def _added(spread: Ints, before: Ints, after: Ints) -> Ints:
    width = max(spread.shape[1], int(after.max(initial=0)) + 1)
    found = np.bincount((before * width + after).ravel(), minlength=(TOP + 1) * width)
    found = found.reshape(TOP + 1, width)
    found[:, : spread.shape[1]] += spread
    return found
