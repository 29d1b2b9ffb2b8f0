"""The estimate: observed against expected, with its interval and how likely chance alone is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import log

import numpy as np
from numpy.typing import NDArray

from homeward.insight.faults import InputFault
from homeward.insight.impact.files import Record
from homeward.insight.impact.matching import Groups, group
from homeward.insight.impact.resampling import ratios_by_chance
from homeward.insight.impact.windows import count_between, count_windows

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

RESAMPLES = 2000
SEED = 20210326
_TAIL = 0.025


@dataclass(frozen=True, slots=True)
class Impact:
    """What was found. `low` and `high` hold 95 %; None stands for "no limit can be given".

    `before` and `observed` are episodes of the `n` children in their window before and after;
    `chance` is how often a ratio at least as far from what was expected comes by chance.
    `tail` episodes before and more are one group. `left_out` names who was not followed.
    """

    window: int
    n: int
    before: int
    observed: int
    expected: float
    ratio: float | None
    low: float | None
    high: float | None
    p_none: float
    chance: float
    tail: int
    compared: int
    left_out: tuple[str, ...]


def estimate(
    record: Record, window: int, names: tuple[str, str], *, resamples: int = RESAMPLES, seed: int
) -> Impact:
    """Observed against matched history. `window` is in days, at least 1.

    `names` are those of the two files, for faults. Raises InputFault when there is too little
    before the first support, nobody was followed, or nobody can be compared.
    """
    begun = int(record.since.min())
    if begun - record.first < 2 * window:
        raise InputFault(names[0], _too_short(record, begun, window))
    kept = (record.since - window >= record.first) & (record.since + window <= record.last)
    if not kept.any():
        reason = f"nobody named is in the data for {window} days before and {window} days after"
        raise InputFault(names[1], f"{reason} the support began")
    whom, since = record.treated[kept], record.since[kept]
    before = count_between(record.child, record.day, whom, since - window, since)
    after = count_between(record.child, record.day, whom, since, since + window)
    groups = group(
        count_windows(record.child, record.day, len(record.names), record.first, begun, window)
    )
    wanted = np.bincount(groups.of(before), minlength=groups.tail + 1)
    _all_compared(groups, wanted, names[0])
    left_out = tuple(record.names[place] for place in record.treated[~kept])
    return _found(
        groups, wanted, (before, after), left_out, window=window, resamples=resamples, seed=seed
    )


def _found(
    groups: Groups,
    wanted: Ints,
    counts: tuple[Ints, Ints],
    left_out: tuple[str, ...],
    *,
    window: int,
    resamples: int,
    seed: int,
) -> Impact:
    observed = int(counts[1].sum())
    used = wanted > 0
    expected = float(wanted[used] @ groups.means()[used])
    p_none = float(np.prod(groups.without()[used] ** wanted[used]))
    ratio = observed / expected if expected > 0 else None
    low: float | None
    high: float | None
    low, high, chance = None, None, 1.0
    if ratio is not None:
        drawn = ratios_by_chance(groups, wanted, expected, resamples, seed)
        low, high = interval(ratio, drawn, p_none)
        chance = by_chance(ratio, drawn) if observed else p_none
    return Impact(
        window,
        int(wanted.sum()),
        int(counts[0].sum()),
        observed,
        expected,
        ratio,
        low,
        high,
        p_none,
        chance,
        groups.tail,
        int((groups.seen[:, used].sum(axis=1) > 0).sum()),
        left_out,
    )


def interval(ratio: float, drawn: Floats, p_none: float) -> tuple[float, float | None]:
    """95 %: the ratio over the 97.5th and the 2.5th percentile of ratios by chance, shape (B,).

    With nothing observed the upper limit is the effect at which nothing would still be seen
    once in forty: `p_none` to the power of that ratio is 0.025. None: no upper limit.
    """
    if ratio == 0:
        return 0.0, log(_TAIL) / log(p_none) if 0 < p_none < 1 else None
    limits = np.quantile(drawn, (_TAIL, 1 - _TAIL), method="inverted_cdf")
    down, up = float(limits[0]), float(limits[1])
    return ratio / up if up > 0 else 0.0, ratio / down if down > 0 else None


def by_chance(ratio: float, drawn: Floats) -> float:
    """How often chance alone strays at least as far, both sides counted; drawn: shape (B,)."""
    below, above = np.mean(drawn <= ratio), np.mean(drawn >= ratio)
    return min(1.0, 2 * float(min(below, above)))


def _all_compared(groups: Groups, wanted: Ints, name: str) -> None:
    empty = np.flatnonzero((wanted > 0) & (groups.seen.sum(axis=0) == 0))
    if len(empty):
        what = "or more episodes" if empty[0] == groups.tail else "episodes"
        reason = f"no child had {empty[0]} {what} in a window before anyone had support"
        raise InputFault(name, f"{reason}, so nobody can be compared")


def _too_short(record: Record, begun: int, window: int) -> str:
    first, support = date.fromordinal(record.first), date.fromordinal(begun)
    return (
        f"the data begin on {first} and support began on {support}; two windows of {window} days"
        " are needed in between"
    )
