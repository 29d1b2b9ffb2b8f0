"""Groups of the same recent history; what such children did next before anyone had support."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from homeward.insight.impact.windows import TOP, Windows

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

#: A count is a group of its own while so many different children had it, and so many had more.
FEWEST_CHILDREN = 10


@dataclass(frozen=True, slots=True)
class Groups:
    """Children compared by group g = 0..G-1: g episodes before, in the last group g or more.

    `total`, `seen`: shape (C, G), episodes next and child-windows. `spread`: shape (G, V),
    child-windows with v episodes next.
    """

    total: Ints
    seen: Ints
    spread: Ints

    @property
    def tail(self) -> int:
        """The last group: so many episodes before, or more."""
        return int(self.seen.shape[1]) - 1

    def of(self, before: Ints) -> Ints:
        """The group of each count of episodes before; the shape stays."""
        return np.minimum(before, self.tail)

    def means(self) -> Floats:
        """Episodes next of a child-window, by group; shape (G,). NaN where there is none."""
        seen = self.seen.sum(axis=0)
        return _shares(self.total.sum(axis=0), seen)

    def without(self) -> Floats:
        """Share of the child-windows without an episode next, by group; shape (G,)."""
        seen = self.spread.sum(axis=1)
        return _shares(self.spread[:, 0], seen)


def _shares(part: Ints, whole: Ints) -> Floats:
    found = np.full(len(whole), np.nan)
    np.divide(part, whole, out=found, where=whole > 0)
    return found


def group(windows: Windows) -> Groups:
    """Exact counts while enough children had them; all higher counts are the last group.

    None and one or more are never put together: that would be no matching at all.
    """
    had = windows.seen > 0
    exact = had.sum(axis=0)
    more = np.array([had[:, count + 1 :].any(axis=1).sum() for count in range(TOP + 1)])
    alone = (exact >= FEWEST_CHILDREN) & (more >= FEWEST_CHILDREN)
    tail = max(int(np.argmin(alone)), 1)
    return Groups(
        _pooled(windows.total, tail), _pooled(windows.seen, tail), _pooled(windows.spread.T, tail).T
    )


def _pooled(columns: Ints, tail: int) -> Ints:
    return np.concatenate([columns[:, :tail], columns[:, tail:].sum(axis=1, keepdims=True)], axis=1)
