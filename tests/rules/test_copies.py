"""The month for an answer, by the table in `tests/spec/copies.csv`; who may; what is marked."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from homeward.ground.calendar import calendar
from homeward.rules.acts import Viewer
from homeward.rules.copies import (
    AUTHORITY,
    CAPACITIES,
    EXEMPTIONS,
    Capacity,
    due_on,
    may_check,
    may_handle,
    may_log,
    suggestions,
)

SPEC = Path(__file__).parent.parent / "spec" / "copies.csv"
with SPEC.open(encoding="utf-8", newline="") as table:
    ROWS = list(csv.DictReader(table))
ONE, OTHER = UUID(int=1), UUID(int=2)


def viewer(role: str, who: UUID = ONE) -> Viewer:
    return Viewer(who, "a", (1,), frozenset({role}))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["case"])
def test_the_last_day_for_an_answer(row: dict[str, str]) -> None:
    received = date.fromisoformat(row["received"])
    found = due_on(received, calendar(), extended=row["extended"] == "yes")
    assert found.isoformat() == row["due"]


def test_every_exemption_says_where_it_stands() -> None:
    assert all(
        each.words and "Data Protection Act 2018" in each.citation for each in EXEMPTIONS.values()
    )
    assert set(CAPACITIES) == set(AUTHORITY) == set(Capacity)


def test_who_may() -> None:
    for role in ("DATA_STEWARD", "DATA_PROTECTION"):
        assert may_handle(viewer(role)) and may_log(viewer(role))
        assert may_check(viewer(role), OTHER)
        assert may_check(viewer(role), ONE).code == "needs-second"
    worker = viewer("SOCIAL_WORKER")
    assert may_log(worker) and not may_handle(worker)
    assert may_check(worker, OTHER).code == "needs-handler"
    assert may_log(viewer("SCHOOL_LEAD")).code == "needs-worker"


def test_others_are_marked_and_the_child_is_not() -> None:
    known = [
        ("Dawn Harrow", "THIRD_PARTY", "relative"),
        ("Al Finch", "THIRD_PARTY", "relative"),
        ("dawn harrow", "STAFF", "again"),
    ]
    found = suggestions(known, ["Bryony Harrow"])
    assert [each.words for each in found] == ["Dawn Harrow", "Dawn", "Al Finch", "Finch"]
    assert {each.exemption for each in found} == {"THIRD_PARTY"}
