"""The children of the six cases are whole: family, where they live, school, what they need."""

from __future__ import annotations

import pytest
from tests.rehearsal.conftest import Rehearsed

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.children.facts import Kept, Life
from homeward.children.queries import find_children, get_life


def life_of(rehearsed: Rehearsed, letter: str) -> Life:
    with scoped(SYSTEM_VIEWER):
        return get_life(SYSTEM_VIEWER, rehearsed.case(letter).child, Kept)


@pytest.mark.parametrize("letter", "ABCDEF")
def test_every_child_has_a_family_and_a_school(rehearsed: Rehearsed, letter: str) -> None:
    life = life_of(rehearsed, letter)
    assert {tie.kind for tie in life.ties} & {"MOTHER", "FATHER"}
    (school,) = life.schooling
    assert school.stated.stands
    assert all(tie.why_unsafe for tie in life.ties if tie.safe == "NO")


def test_c_is_placed_in_york_by_leeds_and_the_summary_follows(rehearsed: Rehearsed) -> None:
    (placed,) = life_of(rehearsed, "C").placements
    assert (placed.host_la, placed.placing_la) == ("E06000014", "E08000035")
    with scoped(SYSTEM_VIEWER):
        found = find_children(SYSTEM_VIEWER, [rehearsed.case(each).child for each in "CF"])
    assert {child.placed_by_other_la for child in found.values()} == {True, False}


def test_after_her_allegation_somebody_at_home_is_not_safe_for_d(rehearsed: Rehearsed) -> None:
    life = life_of(rehearsed, "D")
    (unsafe,) = [tie for tie in life.ties if tie.safe == "NO"]
    assert (unsafe.kind, unsafe.lives_with) == ("STEP_PARENT", "YES")
    (friend,) = [tie for tie in life.ties if tie.other_child]
    assert friend.other_child == rehearsed.case("B").child
    (back,) = life_of(rehearsed, "B").back
    assert back.child == rehearsed.case("D").child


def test_whoever_finds_e_knows_how_to_speak_to_him(rehearsed: Rehearsed) -> None:
    needs = {need.kind: need.words for need in life_of(rehearsed, "E").needs}
    assert needs["PREFERRED_NAME"] == "Seun"
    assert {"DISABILITY", "COMMUNICATION", "LANGUAGE"} <= set(needs)
