"""The matched history by hand, against a plain loop, and against the traps of such figures."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from tests.insight.impact_worlds import (
    WINDOW,
    Choice,
    alarmed,
    answer,
    counties,
    helped,
    supported,
)

from homeward.insight.faults import InputFault
from homeward.insight.impact.estimate import Impact, by_chance, estimate, interval
from homeward.insight.impact.files import Record
from homeward.insight.impact.matching import FEWEST_CHILDREN, group
from homeward.insight.impact.windows import TOP, count_windows
from homeward.insight.impact.wording import method, support, wording

FILES = ("EPISODES", "TREATED")


@cache
def worlds() -> tuple[Record, ...]:
    """Twenty blocks of a county, drawn once."""
    return tuple(counties(seed=5, blocks=20, children=1200))


@cache
def answers(choice: Choice) -> tuple[Impact, ...]:
    """The estimate in each of the blocks."""
    return tuple(
        answer(supported(world, choice, seed), seed, resamples=200)
        for seed, world in enumerate(worlds())
    )


def by_hand(record: Record, window: int) -> tuple[int, float, float]:
    """Observed, expected and the chance of none, as a person would count them, day by day."""
    begun = int(record.since.min())
    episodes = [sorted(record.day[record.child == c].tolist()) for c in range(len(record.names))]

    def count(child: int, begin: int, end: int) -> int:
        return sum(begin <= day < end for day in episodes[child])

    pairs: dict[int, list[tuple[int, int]]] = {}
    for child in range(len(episodes)):
        for day in range(record.first + window, begun - window + 1):
            before = count(child, day - window, day)
            pairs.setdefault(before, []).append((child, count(child, day, day + window)))
    had = {before: {child for child, _ in found} for before, found in pairs.items()}
    tail = 0
    while min(len(had.get(tail, ())), children_with_more(had, tail)) >= FEWEST_CHILDREN:
        tail += 1
    tail = max(tail, 1)
    observed, expected, p_none = 0, 0.0, 1.0
    for child, since in zip(record.treated.tolist(), record.since.tolist(), strict=True):
        held = min(count(child, since - window, since), tail)
        nexts = [
            after
            for before, found in pairs.items()
            if min(before, tail) == held
            for _, after in found
        ]
        observed += count(child, since, since + window)
        expected += sum(nexts) / len(nexts)
        p_none *= nexts.count(0) / len(nexts)
    return observed, expected, p_none


def children_with_more(had: dict[int, set[int]], count: int) -> int:
    """How many children had more episodes than that in one window or another."""
    return len(set().union(*(children for before, children in had.items() if before > count)))


def test_equal_to_a_plain_loop() -> None:
    world = next(counties(seed=3, blocks=1, children=250))
    record = supported(world, Choice(over_days=30), 1)

    found = answer(record, 1)

    assert (found.observed, found.expected, found.p_none) == pytest.approx(by_hand(record, WINDOW))
    assert found.n >= 10
    assert found.tail >= 2


def test_no_effect_is_seldom_called_an_effect() -> None:
    """The full proof is in `test_impact_calibration.py`; of forty answers two are expected."""
    found = [*answers(Choice()), *answers(Choice(at_least=2))]

    assert 1 <= sum(alarmed(each) for each in found) <= 6


def test_regression_to_the_mean_is_taken_away() -> None:
    """Chosen in a bad time, children are better afterwards whatever is done."""
    for at_least, falls in ((1, (-0.55, -0.35)), (2, (-0.46, -0.25))):
        found = answers(Choice(at_least=at_least))
        observed = sum(each.observed for each in found)

        assert falls[0] < observed / sum(each.before for each in found) - 1 < falls[1]
        assert observed / sum(each.expected for each in found) == pytest.approx(1, abs=0.08)


def test_a_true_effect_is_found() -> None:
    """Three in ten episodes fewer, with all children of the block who fit."""
    found = answers(Choice(n=200, keeps=0.7))
    ratio = sum(each.observed for each in found) / sum(each.expected for each in found)

    assert ratio == pytest.approx(0.7, abs=0.06)
    assert sum(helped(each) for each in found) >= 5


def test_the_same_seed_gives_the_same_answer() -> None:
    record = supported(worlds()[0], Choice(), 1)

    assert answer(record, 4) == answer(record, 4)
    assert answer(record, 4).low != answer(record, 5).low


def record_of(episodes: list[tuple[int, int]], treated: list[tuple[int, int]]) -> Record:
    """Episodes and beginnings as child and day, days 0 to 100."""
    children = max(child for child, _ in [*episodes, *treated]) + 1
    columns = [np.array(column, dtype=np.int64) for column in zip(*episodes, strict=True)]
    whom = [np.array(column, dtype=np.int64) for column in zip(*treated, strict=True)]
    names = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ"[:children])
    return Record(names, columns[0], columns[1], whom[0], whom[1], 0, 100)


def test_who_is_not_followed_is_left_out_and_named() -> None:
    episodes = [(0, 5), (1, 5), (2, 5), (3, 12), (3, 55), (0, 99)]
    record = record_of(episodes, [(0, 60), (1, 90), (2, 91), (3, 60)])

    found = estimate(record, 10, FILES, seed=1)

    assert (found.n, found.left_out) == (3, ("C",))
    assert "One child was not followed" in wording(found)


@pytest.mark.parametrize(
    ("treated", "sentence"),
    [
        ([(0, 19)], "EPISODES: the data begin on 0001-01-01 and support began on 0001-01-19; two"),
        ([(0, 95)], "TREATED: nobody named is in the data for 10 days before and 10 days after"),
        ([(0, 30)], "EPISODES: no child had 1 or more episodes in a window before anyone had"),
    ],
)
def test_too_little_to_compare_with(treated: list[tuple[int, int]], sentence: str) -> None:
    record = replace(record_of([(0, 25), (1, 99)], treated), first=1)

    with pytest.raises(InputFault) as caught:
        estimate(record, 10, FILES, seed=1)

    assert sentence in str(caught.value)


def test_days_are_counted_from_midnight_to_midnight() -> None:
    """One child, episodes on the first and on the last day of both windows of day 10."""
    days = np.array([0, 9, 10, 19], dtype=np.int64)

    windows = count_windows(np.zeros(4, dtype=np.int64), days, 1, 0, 20, 10)

    assert windows.seen[0].nonzero()[0].tolist() == [2]
    assert (windows.total[0, 2], windows.spread[2].tolist()) == (2, [0, 0, 1])


def test_rare_counts_are_one_group() -> None:
    """Ten children with one, ten with two, one with three: two or more are a group."""
    counts = [1] * 10 + [2] * 10 + [3]
    child = np.repeat(np.arange(21), counts)
    day = np.concatenate([np.arange(count) for count in counts])

    groups = group(count_windows(child, day, 40, 0, 20, 10))

    assert groups.seen.sum(axis=0).tolist() == [19, 10, 11]
    assert groups.of(np.array([0, 1, 2, TOP, 900])).tolist() == [0, 1, 2, 2, 2]


def test_limits_of_the_interval() -> None:
    drawn = np.linspace(0.5, 2.0, 1001)

    low, high = interval(0.4, drawn, 0.1)
    assert low == pytest.approx(0.4 / 1.9625)
    assert high == pytest.approx(0.4 / 0.5375)
    assert interval(0.0, drawn, 0.025) == (0.0, pytest.approx(1.0))
    assert interval(0.0, drawn, 1.0) == (0.0, None)
    assert interval(0.5, np.zeros(9), 0.9) == (0.0, None)
    assert by_chance(0.4, drawn) == 0
    assert by_chance(1.25, drawn) == 1


def some(**given: object) -> Impact:
    """An answer in which none of sixteen children had a further episode."""
    usual = Impact(90, 16, 30, 0, 8.0, 0.0, 0.0, 0.9, 0.04, 0.04, 4, 300, ())
    return replace(usual, **given)


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.201, "cannot support"),
        (0.2, "can weakly support"),
        (0.05, "can weakly support"),
        (0.049, "can fairly support"),
        (0.01, "can fairly support"),
        (0.009, "can strongly support"),
    ],
)
def test_bands_of_the_wording(chance: float, words: str) -> None:
    assert support(chance) == words
    assert f"This alone {words} that the response" in wording(some(chance=chance))


def test_wording_when_nobody_was_missing_again() -> None:
    assert wording(some(p_none=0.82**16, chance=0.82**16)).startswith(
        "None of the 16 children had a further recorded episode in 90 days. Children with a"
        " similar recent history went 90 days without one about 82 % of the time before this work,"
        " so 16 of 16 would happen by chance about 4.2 % of the time. This alone can fairly"
        " support that the response made the difference. Other evidence: ..."
    )
    assert wording(some(n=1, p_none=0.82, chance=0.82)).startswith("The one child had no further")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {"ratio": 0.5, "high": 0.9},
            "0.50 times as many as expected (95 % interval 0.30 to 0.90)",
        ),
        ({"ratio": 0.5, "high": None}, "from 0.30, no upper limit can be given"),
        ({"ratio": 0.5}, "This alone can fairly support that the response made the difference."),
        ({"ratio": 1.5}, "cannot support that the response made episodes fewer, and does not sho"),
        ({"ratio": None}, "no ratio can be given. This alone cannot support"),
        ({"n": 1, "observed": 1, "ratio": 0.5}, "The one child had 1 further recorded episode in"),
        ({"chance": 0.0}, "comes by chance less than 0.1 % of the time. This alone can strongly"),
        ({"left_out": ("A", "B")}, "2 children were not followed for a whole window"),
    ],
)
def test_wording_when_some_were(given: dict[str, object], words: str) -> None:
    found = some(**{"observed": 4, "ratio": 0.5, "low": 0.3, "high": 1.2, **given})

    assert words in wording(found)
    assert "4 or more are one group" in method(found)
