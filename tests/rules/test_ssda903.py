"""The 20 rules on missing episodes: a worked table, each rule right and wrong, strict mode."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from homeward.rules.ssda903.catalogue import RULES
from homeward.rules.ssda903.judge import judge
from homeward.rules.ssda903.tables import (
    Return,
    episode_row,
    header_row,
    missing_row,
    read_day,
)
from homeward.rules.ssda903.together import eighteenth

BORN = "05/05/2010"
# A row each: the cells of Missing; what the sector's validator says; what strict says.
SPEC = Path(__file__).parent.parent / "spec" / "ssda903.csv"
ORACLE = [tuple(line) for line in csv.reader(SPEC.read_text(encoding="utf-8").splitlines()[1:])]
CARE = {
    "A7": [("01/01/2025", "01/09/2025", "E13")],
    "A9": [("01/01/2025", "11/10/2025", "E8")],
    "B7": [("01/01/2025", "01/05/2025", "E13"), ("01/08/2025", "", "")],
    "B8": [],
}


def oracle(order: list[int] | None = None) -> Return:
    order = order or list(range(len(ORACLE)))
    children = sorted({line[0] for line in ORACLE})
    spells = [
        (child, *spell) for child in children for spell in CARE.get(child, [("01/01/2025", "", "")])
    ]
    born = {"A9": "11/10/2007"}
    return Return(
        2026,
        [missing_row(n, *ORACLE[n][:5]) for n in order],
        [episode_row(n, *spell) for n, spell in enumerate(spells)],
        [header_row(n, child, born.get(child, BORN)) for n, child in enumerate(children)],
        [missing_row(0, "B3", BORN, "M", "20/03/2025", "")],
    )


def test_the_worked_table_is_whole() -> None:
    assert len(ORACLE) == 19


def codes_of(given: Return, *, strict: bool = False) -> dict[int, str]:
    found = defaultdict(list)
    for code, rows in judge(given, strict=strict).rows.items():
        for row in rows:
            found[row].append(code)
    return {row: " ".join(codes) for row, codes in found.items()}


@pytest.mark.parametrize("strict", [False, True])
def test_the_worked_table_gets_its_answers(strict: bool) -> None:
    answers = {n: line[5 + strict] for n, line in enumerate(ORACLE) if line[5 + strict]}
    assert codes_of(oracle(), strict=strict) == answers


@pytest.mark.parametrize("strict", [False, True])
def test_neither_the_order_of_rows_nor_that_of_rules_matters(strict: bool) -> None:
    expected = codes_of(oracle(), strict=strict)
    chance = random.Random(903)
    for _ in range(10):
        order = list(range(len(ORACLE)))
        chance.shuffle(order)
        assert codes_of(oracle(order), strict=strict) == expected
    rules = list(RULES.items())
    straight = judge(oracle(), strict=strict)
    for _ in range(5):
        chance.shuffle(rules)
        assert judge(oracle(), strict=strict, rules=dict(rules)).rows == straight.rows


@pytest.mark.parametrize("strict", [False, True])
def test_a_child_alone_is_judged_as_among_others(strict: bool) -> None:
    whole = oracle()
    expected = judge(whole, strict=strict)
    found: dict[str, set[int]] = {code: set() for code in RULES}
    for child in whole.missing_of:
        alone = Return(
            2026,
            whole.missing_of[child],
            whole.episodes_of.get(child, ()),
            whole.headers_of.get(child, ()),
            [row for row in whole.missing_last or () if row.child == child],
        )
        for code, rows in judge(alone, strict=strict).rows.items():
            found[code] |= set(rows)
    assert {code: tuple(sorted(rows)) for code, rows in found.items()} == expected.rows


# A child in care from 01/01/2025 to 01/09/2025; last year one period open from 20/03/2025.
CARRIED = ("M", "20/03/2025", "02/04/2025")
EACH = [
    ("564", ("M", "01/06/2025", "02/06/2025"), ("M", "", "")),
    ("565", ("A", "01/06/2025", "02/06/2025"), ("", "01/06/2025", "02/06/2025")),
    ("566", ("A", "01/06/2025", "02/06/2025"), ("", "01/06/2025", "02/06/2025")),
    ("567", ("M", "01/06/2025", "01/06/2025"), ("M", "02/06/2025", "01/06/2025")),
    ("570", ("M", "31/03/2026", ""), ("M", "01/04/2026", "")),
    ("571", ("M", "01/03/2026", "31/03/2026"), ("M", "01/03/2026", "01/04/2026")),
    ("574", ("M", "02/04/2025", "05/04/2025"), ("M", "01/04/2025", "05/04/2025")),
    ("575", ("M", "02/09/2025", ""), ("M", "01/09/2025", "")),
    ("577", ("M", "30/08/2025", "01/09/2025"), ("M", "30/08/2025", "02/09/2025")),
    ("578", ("M", "01/09/2025", "02/09/2025"), ("M", "02/09/2025", "03/09/2025")),
    ("581", ("M", "01/01/2025", "02/01/2025"), ("M", "31/12/2024", "02/01/2025")),
    ("586", ("M", "06/05/2010", ""), ("M", "04/05/2010", "")),
    ("1004", ("M", "28/02/2026", ""), ("M", "29/02/2026", "")),
    ("1005", ("M", "01/06/2025", ""), ("M", "01/06/2025", "31/06/2025")),
    ("1006", ("", "01/06/2025", ""), ("X", "01/06/2025", "")),
]


def one(row: tuple[str, str, str], reason: str = "E13", **other: object) -> Return:
    tables: dict[str, object] = {
        "missing": [missing_row(0, "C", BORN, *CARRIED), missing_row(1, "C", BORN, *row)],
        "episodes": [episode_row(0, "C", "01/01/2025", "01/09/2025", reason)],
        "headers": [header_row(0, "C", BORN)],
        "missing_last": [missing_row(0, "C", BORN, "M", "20/03/2025", "")],
    } | other
    return Return(2026, **tables)


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(("code", "right", "wrong"), EACH, ids=[case[0] for case in EACH])
def test_each_rule_on_a_row_that_keeps_it_and_one_that_does_not(
    code: str, right: tuple[str, str, str], wrong: tuple[str, str, str], strict: bool
) -> None:
    assert 1 not in judge(one(right), strict=strict).rows[code]
    assert 1 in judge(one(wrong), strict=strict).rows[code]


FINE = ("M", "01/06/2025", "02/06/2025")


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("1012", {"episodes": [episode_row(0, "D", "01/01/2025", "", "")]}),
        ("INT04", {"headers": [header_row(0, "D", BORN)]}),
        ("INT13", {"headers": [header_row(0, "C", "06/05/2010")]}),
        ("576", {"missing_last": [missing_row(0, "C", BORN, "M", "19/03/2025", "")]}),
    ],
)
def test_each_rule_across_tables(code: str, wrong: dict[str, object]) -> None:
    assert judge(one(FINE)).rows[code] == ()
    assert judge(one(FINE, **wrong)).rows[code][0] == 0


def test_missing_until_eighteen_needs_the_right_reason_in_episodes() -> None:
    grown = [missing_row(0, "C", "01/09/2007", "M", "01/08/2025", "01/09/2025")]
    assert judge(one(FINE, "E8", missing=grown)).rows["580"] == ()
    assert judge(one(FINE, "E13", missing=grown)).rows["580"] == (0,)
    assert eighteenth(date(2008, 2, 29)) == date(2026, 2, 28)


def test_every_rule_has_a_case() -> None:
    tried = {case[0] for case in EACH} | {"1012", "INT04", "INT13", "576", "580"}
    assert tried == set(RULES)
    assert len(RULES) == 20


@pytest.mark.parametrize(
    ("code", "rows", "loose", "strict"),
    [
        # an end that is no day is not an open period
        ("574", [("M", "01/06/2025", "soon"), ("M", "03/06/2025", "04/06/2025")], (1,), ()),
        ("577", [("M", "01/06/2025", "soon")], (0,), ()),
        # one open period: every later row, and the open one
        (
            "574",
            [("M", f"0{n}/06/2025", "" if n == 1 else f"0{n + 1}/06/2025") for n in (1, 3, 6)],
            (1,),
            (0, 1, 2),
        ),
        # the day of birth itself
        ("586", [("M", BORN, "")], (0,), ()),
        # the same two days twice; the same one day twice is two absences of a day
        ("574", [("M", "01/06/2025", "02/06/2025")] * 2, (1,), (0, 1)),
        ("574", [("M", "01/06/2025", "01/06/2025")] * 2, (), ()),
        # touching days are allowed
        ("574", [("M", "01/06/2025", "02/06/2025"), ("A", "02/06/2025", "03/06/2025")], (), ()),
    ],
)
def test_what_strict_says_otherwise(
    code: str,
    rows: list[tuple[str, str, str]],
    loose: tuple[int, ...],
    strict: tuple[int, ...],
) -> None:
    missing = [missing_row(n, "C", BORN, *row) for n, row in enumerate(rows)]
    given = one(FINE, missing=missing)
    assert judge(given).rows[code] == loose
    assert judge(given, strict=True).rows[code] == strict


def test_strict_finds_last_years_period_in_any_row_and_misses_an_absent_child() -> None:
    earlier = one(("M", "01/01/2025", "02/01/2025"))
    assert judge(earlier).rows["576"] == (1,)
    assert judge(earlier, strict=True).rows["576"] == ()
    gone = one(FINE, missing=[])
    assert judge(gone).count == 0
    assert judge(gone, strict=True).last_year == (0,)
    assert judge(one(FINE, missing=None), strict=True).last_year == ()


def test_a_rule_whose_table_is_not_there_does_not_run() -> None:
    found = judge(Return(2026, [missing_row(0, "C", BORN, "M", "", "")]))
    assert set(found.not_run) == {c for c, rule in RULES.items() if rule.beside}
    assert found.rows["564"] == (0,)
    assert found.count == 2


def test_days_without_a_start_in_episodes_open_no_care() -> None:
    unknown = [episode_row(0, "C", "soon", "", "")]
    found = judge(one(FINE, episodes=unknown)).rows
    assert (found["577"], found["578"], found["581"]) == ((), (), (0, 1))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/03/2026", date(2026, 3, 31)),
        ("1/4/2026", date(2026, 4, 1)),
        ("31/04/2026", None),
        ("2026-03-31", None),
        ("31/03/26", None),
        ("01/01/0900", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_day_month_year(text: str, day: date | None) -> None:
    assert read_day(text) == day
