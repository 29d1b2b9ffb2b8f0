"""Which readings are listed for a human: a spec table, and figures at their edges."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from homeward.rules.acts import Purpose, Viewer
from homeward.rules.odd_looks import (
    BULK_LEAST,
    KIND_WORDS,
    Look,
    OddKind,
    is_bulk,
    is_night,
    odd_kinds,
)
from homeward.rules.people import Undone, can_change, can_leave, may_administer_agency
from homeward.rules.preview import may_preview, seen_as

TABLE = Path(__file__).parents[1] / "spec" / "odd_looks.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
DAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ME = Viewer(UUID(int=1), "council", (1,), frozenset({"ADMINISTRATOR"}))


def look_of(row: dict[str, str]) -> Look:
    hour, minute = map(int, row["time"].split(":"))
    at = DAY.replace(hour=hour, minute=minute)
    return Look(
        at,
        frozenset({row["role"]}),
        row["reader_surname"],
        frozenset(filter(None, [row["child_surname"]])),
        b"home" if row["same_home"] in ("yes", "reader") else None,
        frozenset([b"home"] if row["same_home"] in ("yes", "child") else [b"other"]),
        row["involved"] == "yes",
        at - timedelta(days=int(row["ended_days"])) if row["ended_days"] else None,
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["case"])
def test_a_reading_is_listed_as_the_table_says(row: dict[str, str]) -> None:
    assert " ".join(odd_kinds(look_of(row))) == row["listed"]


def test_every_rule_is_in_the_table_and_has_words() -> None:
    listed = {kind for row in ROWS for kind in row["listed"].split()}
    assert listed == {kind.value for kind in OddKind} - {"BULK"}
    assert set(KIND_WORDS) == set(OddKind)


def test_many_is_by_ones_own_habit() -> None:
    assert not is_bulk(BULK_LEAST - 1, [])
    assert is_bulk(BULK_LEAST, [])
    assert is_bulk(BULK_LEAST, [1, 6])
    assert not is_bulk(BULK_LEAST, [7])


def test_night_follows_the_local_clock() -> None:
    assert is_night(datetime(2026, 7, 1, 21, 0, tzinfo=UTC))
    assert not is_night(datetime(2026, 11, 1, 21, 59, tzinfo=UTC))


@pytest.mark.parametrize(
    ("kinds", "last", "code"),
    [
        ([], True, "last-administrator"),
        (["EPISODES"], False, "open-work"),
        (["DRAFTS", "OWNED"], False, "open-work"),
        (["ALLOCATED"], False, "last-of-team"),
        (["TO_REVIEW"], False, "last-of-team"),
        (["TASKS", "RUNNING", "UNREVIEWED"], False, ""),
    ],
)
def test_nobody_leaves_work_behind(kinds: list[str], last: bool, code: str) -> None:
    undone = [Undone(kind, None, 1) for kind in kinds]
    assert can_leave(undone, last_administrator=last).code == code


def test_an_administrator_is_one_of_the_own_agency() -> None:
    assert may_administer_agency(ME, "council")
    assert not may_administer_agency(ME, "police")
    assert not may_administer_agency(replace(ME, roles=frozenset({"NURSE"})), "council")
    assert may_administer_agency(Viewer(None, "homeward", purpose=Purpose.SYSTEM), "police")


def test_an_end_is_never_in_the_past() -> None:
    today = DAY.date()
    assert can_change(today, None, today, None)
    assert can_change(today, today, today, today)
    assert can_change(today, None, today, today - timedelta(days=1)).code == "end-passed"
    assert can_change(today, today - timedelta(days=1), today, None).code == "ended"


def test_looking_as_a_role_is_for_administrators_in_a_rehearsal() -> None:
    assert may_preview(ME, rehearsal=True)
    assert not may_preview(ME, rehearsal=False)
    assert not may_preview(replace(ME, roles=frozenset({"NURSE"})), rehearsal=True)
    seen = seen_as(ME, 7, "police", "POLICE_SUPERVISOR")
    assert (seen.person, seen.teams, seen.purpose) == (ME.person, (7,), Purpose.PREVIEW)
    assert not may_preview(seen, rehearsal=True)
