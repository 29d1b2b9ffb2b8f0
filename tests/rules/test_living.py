"""Where a child lives and learns."""

from __future__ import annotations

from datetime import date

import pytest

from homeward.rules.living import can_place, can_teach, may_record, overlap, placed_by_other


@pytest.mark.parametrize(
    ("setting", "host", "placing", "expected"),
    [
        ("FOSTER", "E06000065", "E08000035", True),
        ("FOSTER", "E06000065", "E06000065", False),
        ("FOSTER", "", "E08000035", False),
        ("CHILDRENS_HOME", "", "", False),
        ("HOME", "", "", None),
        ("SCHOOL", "E06000014", "E06000065", True),
    ],
)
def test_placed_outside_the_area(
    setting: str, host: str, placing: str, expected: bool | None
) -> None:
    assert placed_by_other(setting, host, placing) is expected


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (("FOSTER", "Hill carers", "", ""), ""),
        (("FOSTER", "", "SC990001", ""), ""),
        (("FOSTER", " ", "", ""), "provider"),
        (("SCHOOL", "", "", "990302"), ""),
        (("SCHOOL", "", "", ""), "school"),
        (("HOME", "", "", ""), ""),
    ],
)
def test_what_a_placement_must_say(said: tuple[str, str, str, str], code: str) -> None:
    assert can_place(*said).code == code


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (("SCHOOL", "121678", ""), ""),
        (("SCHOOL", "", "Norbeck"), ""),
        (("SCHOOL", "", ""), "needs-school"),
        (("SCHOOL", "12", ""), "urn"),
        (("SCHOOL", "SC0412", ""), "urn"),
        (("HOME_EDUCATED", "", ""), ""),
        (("NO_SCHOOL", "", "Norbeck"), "no-school"),
        (("HARD_KNOCKS", "", ""), "route"),
    ],
)
def test_what_schooling_must_say(said: tuple[str, str, str], code: str) -> None:
    assert can_teach(*said).code == code


def test_police_and_social_care_say_who_else_becomes_involved() -> None:
    assert may_record(frozenset({"SOCIAL_WORKER"}))
    assert may_record(frozenset({"HOME_MANAGER"})).code == "recorders"


def test_days_that_overlap_are_named() -> None:
    assert "from 1 September 2026 on" in overlap(date(2026, 9, 1), None).reason
    assert "to 2 October 2026" in overlap(date(2026, 9, 1), date(2026, 10, 2)).reason
