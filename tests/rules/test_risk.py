"""Police grades, the floor for a child and what a grade opens, from tables in `tests/spec`."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.rules.risk import (
    Grade,
    RiskFloor,
    Task,
    grade_of,
    initial_grade,
    is_below,
    may_regrade,
    response_tasks,
)

SPEC = Path(__file__).parent.parent / "spec"
GUIDE = "North Yorkshire One Minute Guide"
TODAY = date(2026, 11, 21)
NORTH_YORKSHIRE = RiskFloor("MEDIUM", date(2020, 2, 21), GUIDE, "S")


def rows(name: str) -> list[dict[str, str]]:
    with (SPEC / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def case(row: dict[str, str]) -> str:
    return row["case"]


def floor_of(text: str) -> RiskFloor | None:
    if not text:
        return None
    grade, since = text.split(" since ")
    return RiskFloor(grade, date.fromisoformat(since), GUIDE, "S")


@pytest.mark.parametrize("row", rows("risk_start.csv"), ids=case)
def test_the_grade_that_a_child_starts_with(row: dict[str, str]) -> None:
    police = grade_of(row["police"])
    grade, flag = initial_grade(police, floor_of(row["floor"]), date.fromisoformat(row["on"]))
    assert grade == row["grade"]
    assert (flag is not None) is (row["flagged"] == "yes")


def test_the_flag_says_what_police_said_and_what_is_used() -> None:
    flag = initial_grade(Grade.VERY_LOW, NORTH_YORKSHIRE, TODAY).flag
    assert flag == (
        "Police graded very low. A child starts at medium or higher (North Yorkshire One "
        "Minute Guide), so medium is used and the police grade is kept beside it."
    )


@pytest.mark.parametrize("row", rows("risk_changes.csv"), ids=case)
def test_who_may_change_a_grade(row: dict[str, str]) -> None:
    decision = may_regrade(
        Grade(row["old"]),
        Grade(row["new"]),
        floor_of(row["floor"]),
        frozenset(filter(None, row["roles"].split(";"))),
        row["reason"],
        on=date.fromisoformat(row["on"]),
    )
    wanted = row["answer"].split()
    assert decision.allowed is (wanted[0] == "yes")
    assert decision.code == (wanted[-1] if wanted[-1] != "yes" else "")
    assert bool(decision.reason) is bool(decision.code)


any_grade = st.sampled_from(Grade)


@given(st.none() | any_grade)
def test_no_child_starts_below_the_floor(police: Grade | None) -> None:
    grade, flag = initial_grade(police, NORTH_YORKSHIRE, TODAY)
    assert not is_below(grade, Grade.MEDIUM)
    assert (flag is None) is (police is None or not is_below(police, Grade.MEDIUM))


@given(any_grade, any_grade)
def test_without_a_supervisor_no_grade_steps_down_below_the_floor(old: Grade, new: Grade) -> None:
    roles = frozenset({"POLICE_COORDINATOR"})
    decision = may_regrade(old, new, NORTH_YORKSHIRE, roles, "seen", on=TODAY)
    steps_below = is_below(new, old) and is_below(new, Grade.MEDIUM)
    assert decision.allowed is not steps_below


def test_each_grade_opens_its_own_tasks_in_the_edition_order() -> None:
    tasks = (
        Task("T-1", ("MEDIUM", "HIGH"), "Ring the child", "APP", "B"),
        Task("T-2", ("HIGH",), "Deploy officers at once", "APP", "B"),
        Task("T-3", ("LOW", "MEDIUM"), "Ask the informant again", "APP", "B"),
    )
    opened = {grade: [task.id for task in response_tasks(tasks, grade)] for grade in Grade}
    assert opened == {
        Grade.VERY_LOW: [],
        Grade.LOW: ["T-3"],
        Grade.MEDIUM: ["T-1", "T-3"],
        Grade.HIGH: ["T-1", "T-2"],
    }
