"""When a record is due, by the table in `tests/spec/retention.csv`; what stops it; who decides."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.rules.acts import Viewer
from homeward.rules.retention import (
    CLASSES,
    HOLDS,
    Kept,
    PeriodsRefused,
    Stands,
    can_erase,
    due,
    may_confirm,
    may_hold,
    may_keep,
    read_periods,
    stands,
)

TEXT = (files("homeward.rules") / "retention.toml").read_text(encoding="utf-8")
PERIODS = read_periods(TEXT, "retention.toml")
SPEC = Path(__file__).parent.parent / "spec" / "retention.csv"
with SPEC.open(encoding="utf-8", newline="") as table:
    ROWS = list(csv.DictReader(table))
ONE, OTHER = UUID(int=1), UUID(int=2)
KEEPER = Viewer(ONE, "partnership", (1,), frozenset({"DATA_STEWARD"}))
WORKER = Viewer(OTHER, "york", (2,), frozenset({"SOCIAL_WORKER"}))


def kept(row: dict[str, str]) -> Kept:
    day = date.fromisoformat
    return Kept(
        day(row["born"]),
        day(row["last_contact"]),
        frozenset(row["classes"].split()),
        day(row["died"]) if row["died"] else None,
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["case"])
def test_when_somebody_must_decide(row: dict[str, str]) -> None:
    found = due(kept(row), PERIODS)
    assert (found.period.id, found.on.isoformat()) == (row["period"], row["due"])
    assert found.period.title in found.why
    assert stands(found, False, found.on) is Stands.DUE
    assert stands(found, False, found.on - timedelta(days=1)) is Stands.KEPT
    assert stands(found, True, found.on) is Stands.HELD


def test_every_period_has_a_case_and_a_source() -> None:
    tried = {row["period"] for row in ROWS}
    assert {each.id for each in PERIODS} - tried <= {"child-in-need"}
    assert all(each.source and each.evidence in "SBP" for each in PERIODS)
    alone = [each for each in PERIODS if each.id in ("child-in-need", "missing-child")]
    found = due(Kept(date(2008, 5, 14), date(2032, 1, 1), frozenset({"child-in-need"})), alone)
    assert found.period.id == "missing-child"


@given(
    st.dates(date(1990, 1, 1), date(2026, 1, 1)),
    st.integers(0, 9000),
    st.sets(st.sampled_from(sorted(CLASSES))),
    st.sampled_from(sorted(CLASSES)),
)
def test_another_class_or_a_later_entry_never_shortens_it(
    born: date, days: int, classes: set[str], more: str
) -> None:
    contact = born + timedelta(days=days)
    plain = due(Kept(born, contact, frozenset(classes)), PERIODS)
    assert due(Kept(born, contact, frozenset(classes | {more})), PERIODS).on >= plain.on
    later = Kept(born, contact + timedelta(days=400), frozenset(classes))
    assert due(later, PERIODS).on >= plain.on


GOOD = 'id="a"\ntitle="A"\napplies_to="everybody"\nsource="s"\nevidence="P"\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[period", "is no TOML"),
        ("", "applies to everybody"),
        ("[[period]]\nid='a'", "period a"),
        ("[[period]]\n" + GOOD + "after=[]", "must count years"),
        ("[[period]]\n" + GOOD + "after=[{from='moon', years=1}]", "must count years"),
        ("[[period]]\n" + GOOD + "after=[{from='birth', years='x'}]", "wrong"),
        (
            "[[period]]\n" + GOOD.replace('"P"', '"Z"') + "after=[{from='birth', years=1}]",
            "not known",
        ),
    ],
)
def test_a_sloppy_file_is_refused_in_a_sentence(text: str, says: str) -> None:
    with pytest.raises(PeriodsRefused, match=says):
        read_periods(text, "own.toml")


def test_what_stops_an_erasure() -> None:
    assert can_erase(Stands.DUE, missing=False, waiting=False)
    codes = [
        can_erase(Stands.HELD, missing=False, waiting=False).code,
        can_erase(Stands.KEPT, missing=False, waiting=False).code,
        can_erase(Stands.DUE, missing=True, waiting=False).code,
        can_erase(Stands.DUE, missing=False, waiting=True).code,
    ]
    codes.append(can_erase(Stands.DUE, missing=False, waiting=False, asked=True).code)
    assert codes == ["held", "not-due", "missing", "review-waits", "asked"]


def test_two_keepers_decide_and_never_one() -> None:
    assert may_keep(KEEPER) and not may_keep(WORKER)
    assert may_confirm(KEEPER, OTHER)
    assert may_confirm(KEEPER, ONE).code == "needs-second"
    assert may_confirm(WORKER, ONE).code == "needs-keeper"


def test_who_may_hold_and_with_what() -> None:
    assert may_hold(KEEPER, "CLAIM", "letter of claim")
    assert may_hold(WORKER, "CLAIM", "letter").code == "needs-holder"
    assert may_hold(KEEPER, "MOON", "letter").code == "needs-kind"
    assert may_hold(KEEPER, "CLAIM", " ").code == "needed"
    assert set(HOLDS) == {"INQUIRY", "CLAIM", "POLICE", "COMPLAINT", "OTHER"}
