"""Missing, or what else: classing reports, from tables in `tests/spec`."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.rules.acts import Decision
from homeward.rules.reports import (
    OPENING_QUESTIONS,
    TRACE_CHECKS,
    Answers,
    ReportClass,
    ReportStatus,
    class_report,
    may_class,
    may_reclassify,
    must_become_missing,
    unfinished_checks,
)

SPEC = Path(__file__).parent.parent / "spec"
LATER = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)


def rows(name: str) -> list[dict[str, str]]:
    with (SPEC / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def case(row: dict[str, str]) -> str:
    return row["case"]


def answers(row: dict[str, str]) -> Answers:
    return Answers(
        location_known=row["known"] == "yes",
        at_risk_there=row.get("at_risk") == "yes",
        abduction_suspected=row.get("abduction") == "yes",
        location_verified_by=row.get("verified_by", ""),
    )


def said(decision: Decision) -> str:
    assert decision.allowed or decision.reason
    return "yes" if decision else decision.code


@pytest.mark.parametrize("row", rows("report_classes.csv"), ids=case)
def test_the_class_that_is_offered(row: dict[str, str]) -> None:
    classing = class_report(answers(row))
    assert classing.default == row["default"]
    assert sorted(classing.allowed) == sorted(row["allowed"].split(";"))
    assert classing.instruction.startswith(row["instruction"])
    assert classing.reason


@pytest.mark.parametrize("row", rows("report_choices.csv"), ids=case)
def test_what_a_choice_asks_for(row: dict[str, str]) -> None:
    decision = may_class(
        ReportClass(row["choice"]),
        answers(row),
        decided_by=row["by"],
        reason=row["reason"],
        recheck_at=LATER if row["recheck"] else None,
    )
    assert said(decision) == row["answer"]


@pytest.mark.parametrize("row", rows("report_changes.csv"), ids=case)
def test_what_a_change_of_class_asks_for(row: dict[str, str]) -> None:
    decision = may_reclassify(
        ReportClass(row["old"]),
        ReportClass(row["new"]),
        answers(row),
        decided_by=row["by"],
        reason=row["reason"],
        recheck_at=LATER if row["recheck"] else None,
    )
    assert said(decision) == row["answer"]


any_answers = st.builds(
    Answers,
    location_known=st.booleans(),
    at_risk_there=st.booleans(),
    abduction_suspected=st.booleans(),
)


@given(any_answers, st.sampled_from(ReportClass))
def test_no_child_of_unknown_whereabouts_is_set_aside_without_three_answers(
    told: Answers, choice: ReportClass
) -> None:
    decision = may_class(choice, told)
    if decision and not told.location_known:
        assert choice in (ReportClass.MISSING, ReportClass.ABDUCTION)


@given(any_answers)
def test_the_default_is_among_the_choices_and_can_be_taken(told: Answers) -> None:
    classing = class_report(told)
    assert classing.default in classing.allowed
    assert may_class(classing.default, told, recheck_at=LATER)


@pytest.mark.parametrize(
    ("held", "known", "must"),
    [
        (ReportClass.CONCERN_FOR_WELFARE, False, True),
        (ReportClass.CONCERN_FOR_WELFARE, True, False),
        (ReportClass.NOT_WHERE_SUPPOSED_TO_BE, False, False),
    ],
)
def test_a_concern_without_a_location_must_become_missing(
    held: ReportClass, known: bool, must: bool
) -> None:
    assert must_become_missing(held, Answers(location_known=known)).allowed is must


def test_the_checks_still_to_make_are_shown_in_order() -> None:
    left = unfinished_checks(frozenset({"ROOM", "FAMILY", "PHONE"}))
    assert [check.code for check in left] == ["GROUNDS", "SURROUNDINGS", "FRIENDS"]


def test_immediate_concern_asks_for_no_checks() -> None:
    assert unfinished_checks(frozenset(), "Seen by the river, very distressed") == ()
    assert len(unfinished_checks(frozenset(), "  ")) == 5


def test_every_check_has_words_and_a_source() -> None:
    assert len({check.code for check in TRACE_CHECKS}) == len(TRACE_CHECKS)
    assert all(check.words and check.source for check in TRACE_CHECKS)
    assert {check.evidence for check in TRACE_CHECKS} <= {"S", "P"}
    assert all(question.endswith("?") for question in OPENING_QUESTIONS)


@pytest.mark.parametrize(
    ("status", "opens"),
    [("OPEN", True), ("FOUND", True), ("NO_TRACE", True), ("CANCELLED", False), ("MERGED", False)],
)
def test_which_police_statuses_open_an_episode(status: str, opens: bool) -> None:
    assert ReportStatus(status).opens_episode is opens


def test_classes_are_shown_in_words() -> None:
    assert ReportClass.NOT_WHERE_SUPPOSED_TO_BE.words == "Not where supposed to be"
