"""Emergency access: who, how long, why, and its review; why somebody could read at a moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from homeward.rules.acts import Viewer
from homeward.rules.emergency import hours_for, is_overdue, may_ask, may_open, may_review
from homeward.rules.sharing import EMERGENCY_HOURS, Ground, Role
from homeward.rules.trail import EMERGENCY_WORDS, GROUND_WORDS, NO_GROUND, Stood, why

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
WHY = "Found on a train at Leeds, alone and hurt."


def viewer(*roles: str, teams: tuple[int, ...] = (1,)) -> Viewer:
    return Viewer(UUID(int=1), "agency", teams, frozenset(roles))


@pytest.mark.parametrize("role", list(Role))
def test_only_the_roles_of_the_table_may_ask_and_no_longer_than_it_says(role: Role) -> None:
    longest = EMERGENCY_HOURS.get(role, 0)
    assert may_ask(viewer(role)) == bool(longest)
    assert [bool(may_open(viewer(role), each, WHY)) for each in (2, 4, 8, 12, 24, 3)] == [
        each <= longest and each != 3 for each in (2, 4, 8, 12, 24, 3)
    ]


def test_without_a_team_or_a_reason_nothing_is_opened() -> None:
    assert not may_ask(viewer("NURSE", teams=()))
    assert may_open(viewer("NURSE"), 2, "urgent").code == "needs-reason"
    assert may_open(viewer("CARER"), 2, WHY).code == "needs-role"
    assert may_open(viewer("NURSE"), 12, WHY).code == "hours"
    assert hours_for(frozenset()) == ()


def test_a_review_is_somebody_elses_and_says_why_not() -> None:
    me, other = viewer("SOCIAL_WORKER"), UUID(int=2)
    assert may_review(me, me.person, right=True, reason="").code == "own-access"
    assert may_review(me, other, right=False, reason=" ").code == "needs-reason"
    assert may_review(me, other, right=False, reason="No danger.")
    assert may_review(me, other, right=True, reason="")
    assert not is_overdue(NOW, NOW + timedelta(days=3))
    assert is_overdue(NOW, NOW + timedelta(days=3, minutes=1))


def test_why_names_the_grounds_of_that_moment_and_emergency_only_without_one() -> None:
    ended = Stood(1, Ground.REPORT, NOW - 3 * HOUR, NOW - HOUR)
    runs = Stood(2, Ground.OWNER, NOW - 3 * HOUR, None)
    opened = [(NOW - HOUR, NOW + HOUR)]
    assert why(NOW - 2 * HOUR, [1], [ended, runs], opened) == (GROUND_WORDS[Ground.REPORT],)
    assert why(NOW, [1], [ended, runs], opened) == (EMERGENCY_WORDS,)
    assert why(NOW, [2], [ended, runs], opened) == (GROUND_WORDS[Ground.OWNER],)
    assert why(NOW + HOUR, [1], [ended, runs], opened) == (NO_GROUND,)
    assert why(NOW - 4 * HOUR, [2], [ended, runs], []) == (NO_GROUND,)


def test_every_ground_has_words() -> None:
    assert set(GROUND_WORDS) == set(Ground)
