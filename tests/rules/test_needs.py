"""What a child needs others to know, and who may read it."""

from __future__ import annotations

from homeward.rules.needs import NEEDS, SINGLE, can_need, readable
from homeward.rules.sharing import Role, Section, sections_for


def test_a_need_says_something_of_a_known_kind() -> None:
    assert can_need("LANGUAGE", "Polish")
    assert can_need("LANGUAGE", " ").code == "words"
    assert can_need("STAR_SIGN", "Leo").code == "kind"


def test_health_has_a_section_of_its_own() -> None:
    assert readable(frozenset({Section.HEALTH})) == {"DISABILITY", "HEALTH"}
    assert readable(frozenset({Section.STATUS})) == frozenset()
    assert readable(frozenset({Section.NEEDS, Section.HEALTH})) == set(NEEDS)
    assert "PREFERRED_NAME" in SINGLE
    assert "COMMUNICATION" not in SINGLE


def test_a_name_that_a_child_keeps_from_school_is_kept_from_school() -> None:
    assert Section.NEEDS not in sections_for(frozenset({Role.SCHOOL_LEAD}))


def test_third_parties_are_for_police_and_social_care_alone() -> None:
    may = {role for role in Role if Section.THIRD_PARTY in sections_for(frozenset({role}))}
    assert may == {
        Role.POLICE_COORDINATOR,
        Role.POLICE_SUPERVISOR,
        Role.SOCIAL_WORKER,
        Role.SOCIAL_CARE_MANAGER,
        Role.EMERGENCY_DUTY,
    }
    redacted = {role for role in Role if Section.FAMILY in sections_for(frozenset({role}))} - may
    assert redacted == {Role.INTERVIEWER}
