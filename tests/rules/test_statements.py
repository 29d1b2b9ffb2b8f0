"""What a person may state by hand, and who may put a line right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from homeward.rules.clocks import DAY, Clock, Source
from homeward.rules.statements import (
    OTHER_WAY,
    Stated,
    corrected_data,
    has_happened,
    in_order,
    lies_ahead,
    may_add,
    may_correct,
    may_state,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_now_has_happened_and_a_second_later_has_not() -> None:
    assert has_happened(NOW, NOW)
    assert has_happened(NOW + timedelta(seconds=1), NOW).code == "future"


def test_a_time_to_check_again_lies_ahead_or_is_not_given() -> None:
    assert lies_ahead(None, NOW)
    assert lies_ahead(NOW + HOUR, NOW)
    assert lies_ahead(NOW, NOW).code == "past"


@pytest.mark.parametrize(
    ("clock", "at", "returned", "code"),
    [
        (Clock.RETURNED, NOW, None, ""),
        (Clock.RETURNED, NOW - HOUR, None, "before-start"),
        (Clock.START, NOW, None, ""),
        (Clock.START, NOW + HOUR, NOW + HOUR, ""),
        (Clock.START, NOW + 2 * HOUR, NOW + HOUR, "after-return"),
        (Clock.LOCATED, NOW - HOUR, NOW - 2 * HOUR, ""),
    ],
)
def test_nobody_returns_before_the_start(
    clock: Clock, at: datetime, returned: datetime | None, code: str
) -> None:
    assert in_order(clock, at, NOW, returned).code == code


def test_of_a_bare_day_only_the_day_is_compared() -> None:
    midnight = NOW.replace(hour=0)
    assert in_order(Clock.RETURNED, midnight, NOW, None, DAY)
    assert in_order(Clock.START, NOW.replace(hour=23), NOW - HOUR, NOW, DAY)
    assert in_order(Clock.RETURNED, midnight - HOUR, NOW, None, DAY).code == "before-start"


def test_nobody_speaks_for_the_download_and_only_kinds_for_hands_are_added() -> None:
    assert may_state(Source.POLICE_CALL)
    assert may_state(Source.MSPR).code == "download"
    assert may_add("interview.held")
    assert may_add("risk.graded").code == may_add("no.such").code == "not-by-hand"


NOTE = Stated("note.added", "york", {})


@pytest.mark.parametrize(
    ("line", "agency", "roles", "reason", "replaced", "code"),
    [
        (NOTE, "york", "", "wrong child", False, ""),
        (NOTE, "york", "", " ", False, "needs-reason"),
        (NOTE, "leeds", "", "wrong child", False, "other-agency"),
        (Stated("note.added", "york", {}, stands=False), "york", "", "why", False, "gone"),
        (Stated("risk.claimed", "police", {"source": "MSPR"}), "police", "", "why", False,
         "download"),
        (Stated("report.reclassified", "york", {}), "york", "", "why", False, "other-way"),
        (Stated("episode.closed", "york", {}), "york", "SOCIAL_WORKER", "why", False, "lead"),
        (Stated("episode.closed", "york", {}), "york", "SOCIAL_CARE_MANAGER", "why", False, ""),
        (Stated("clock.claimed", "york", {}, is_only_start=True), "york", "", "why", False,
         "only-start"),
        (Stated("clock.claimed", "york", {}, is_only_start=True), "york", "", "why", True, ""),
    ],
)  # fmt: skip
def test_who_may_put_a_line_right(
    line: Stated, agency: str, roles: str, reason: str, replaced: bool, code: str
) -> None:
    decision = may_correct(line, agency, frozenset({roles}), reason, replaced=replaced)
    assert decision.code == code
    assert bool(decision) is (code == "")


def test_every_other_way_is_said_in_a_sentence() -> None:
    assert all(words.endswith(".") for words in OTHER_WAY.values())


def test_a_correction_keeps_what_only_a_new_record_can_change() -> None:
    old = {"clock": "START", "source": "CARER", "place": "Station"}
    new = {"clock": "RETURNED", "grade": "LOW", "place": "Park", "seen_by": "driver"}
    assert corrected_data(old, new) == {
        "clock": "START",
        "source": "CARER",
        "place": "Park",
        "seen_by": "driver",
    }
