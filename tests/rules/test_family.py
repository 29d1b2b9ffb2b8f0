"""Who is who to a child: what can stand, and in which order of days."""

from __future__ import annotations

from datetime import date

import pytest

from homeward.rules.family import (
    BETWEEN_CHILDREN,
    SAID_BY_WORDS,
    TIES,
    SaidBy,
    can_stand,
    in_sequence,
    reasoned,
)

TODAY = date(2026, 11, 23)
YESTERDAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 24)


def test_the_list_names_those_whom_practice_names() -> None:
    assert {
        "MOTHER", "FATHER", "STEP_PARENT", "GRANDPARENT", "SIBLING", "CARER", "FRIEND",
        "BOYFRIEND_GIRLFRIEND", "ASSOCIATE", "ADULT_OF_CONCERN",
    } <= set(TIES)  # fmt: skip
    assert TIES["MOTHER"].is_family
    assert not TIES["FRIEND"].is_family
    assert set(SAID_BY_WORDS) == set(SaidBy)


@pytest.mark.parametrize(
    ("kind", "of_child", "safe", "why", "code"),
    [
        ("MOTHER", False, "YES", "", ""),
        ("SIBLING", True, "UNKNOWN", "", ""),
        ("MOTHER", False, "NO", "Told him", ""),
        ("MOTHER", False, "NO", " ", "unsafe-reason"),
        ("ADULT_OF_CONCERN", True, "UNKNOWN", "", "between-children"),
        ("NEIGHBOUR", False, "YES", "", "kind"),
    ],
)
def test_what_can_stand(kind: str, of_child: bool, safe: str, why: str, code: str) -> None:
    decision = can_stand(kind, of_child=of_child, safe=safe, why_unsafe=why)
    assert (decision.allowed, decision.code) == (not code, code)


def test_no_adult_of_concern_is_ever_another_child() -> None:
    assert "ADULT_OF_CONCERN" in TIES.keys() - BETWEEN_CHILDREN


@pytest.mark.parametrize(
    ("since", "until", "code"),
    [
        (None, None, ""),
        (YESTERDAY, TODAY, ""),
        (TODAY, TODAY, ""),
        (TOMORROW, None, "since"),
        (None, TOMORROW, "until"),
        (TODAY, YESTERDAY, "order"),
    ],
)
def test_days_have_come_and_lie_in_order(since: date | None, until: date | None, code: str) -> None:
    assert in_sequence(since, until, TODAY).code == code


def test_whatever_ends_has_a_reason() -> None:
    assert reasoned("Moved")
    assert reasoned("  ").code == "needs-reason"
