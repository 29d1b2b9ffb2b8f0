"""What was drawn, set beside what is published."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from homeward.rehearsal.county.drawing import DAY, Drawn


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure: what it is, what was drawn, the published range with its source."""

    name: str
    drawn: float
    low: float
    high: float
    source: str

    @property
    def fits(self) -> bool:
        """Whether the drawn figure lies in the published range."""
        return self.low <= self.drawn <= self.high


def measure(drawn: Drawn, days: int) -> list[Measure]:
    """The figures of one year or more, shares as numbers from 0 to 1.

    Concentration and repeats are those of the last whole year, as the published ones are.
    """
    late = drawn.episodes.start >= (days - 365) * DAY
    child, start = drawn.episodes.child[late], drawn.episodes.start[late]
    minutes = drawn.episodes.minutes[late]
    counts = np.sort(np.unique(child, return_counts=True)[1])[::-1]
    share = np.cumsum(counts) / counts.sum()
    missing = np.unique(child)
    care = drawn.children.care
    age = (drawn.children.born[child] + start // DAY) // 365
    evening = (start % DAY >= 15 * 60).mean()
    return [
        Measure("episodes a missing child", counts.mean(), 2.3, 3.1, "NCA, DfE; derived"),
        Measure("children with one episode", (counts == 1).mean(), 0.5, 0.62, "Galiano Lopez 2021"),
        Measure("episodes of the top 4 %", _top(share, 0.04), 0.25, 0.40, "Galiano Lopez 2021"),
        Measure("episodes of the top 15 %", _top(share, 0.15), 0.50, 0.64, "Babuta 2015"),
        Measure("first repeat within 28 days", _first_repeat(child, start), 0.42, 0.60, "as above"),
        Measure("children in care", care[missing].mean(), 0.15, 0.23, "IICSA, 2018/19"),
        Measure("episodes of children in care", care[child].mean(), 0.30, 0.42, "IICSA, 2018/19"),
        Measure("aged 12 to 17", ((age >= 12) & (age < 18)).mean(), 0.90, 0.96, "NCA 2015/16"),
        Measure("aged 15 to 17", ((age >= 15) & (age < 18)).mean(), 0.53, 0.63, "NCA 2015/16"),
        Measure("back within 8 hours", (minutes < 480).mean(), 0.48, 0.58, "NCA 2015/16"),
        Measure("back within 48 hours", (minutes < 2880).mean(), 0.85, 0.93, "NCA 2016/17"),
        Measure("left after 15:00", float(evening), 0.60, 0.85, "assumed"),
    ]


def _top(share: np.ndarray[tuple[int], np.dtype[np.float64]], part: float) -> float:
    return float(share[max(round(part * len(share)), 1) - 1])


def _first_repeat(
    child: np.ndarray[tuple[int], np.dtype[np.int64]],
    start: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> float:
    """Of the children with a second episode, how many had it within 28 days of the first."""
    order = np.lexsort((start, child))
    child, start = child[order], start[order]
    first = np.concatenate([[True], child[1:] != child[:-1]])
    second = np.flatnonzero(first[:-1] & ~first[1:]) + 1
    return float(((start[second] - start[second - 1]) <= 28 * DAY).mean())
