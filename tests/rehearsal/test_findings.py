"""An audit of the six cases arrives at the findings of March 2021: each from evidence, no other.

The letters and numbers are those of the seed's findings: S for strengths, D for areas for
development. What needs nouns that come later (disclosures with receipts, plans with
versions, the panel's own record) is shown here by its lines.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.rehearsal.conftest import NOW, REFS, Case, Rehearsed

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.episodes.queries import episodes_of_children

ALL = "ABCDEF"


def found(rehearsed: Rehearsed, holds: object) -> str:
    """The letters of the cases for which something holds."""
    assert callable(holds)
    return "".join(letter for letter in ALL if holds(rehearsed.case(letter)))


# --- Areas for development ---------------------------------------------------


def test_d1_agencies_hold_different_starts_in_b_and_c(rehearsed: Rehearsed) -> None:
    assert found(rehearsed, lambda case: "START" in case.episode.differing) == "BC"
    assert rehearsed.case("B").episode.differs_minutes == 45
    assert rehearsed.case("C").episode.differs_minutes > 60


def test_d1_the_police_download_gives_the_start_all_the_same(rehearsed: Rehearsed) -> None:
    case = rehearsed.case("C")
    claims = [line for line in case.of("clock.claimed") if line.data["clock"] == "START"]
    assert {line.data["source"] for line in claims} == {"MSPR", "CARER", "SOCIAL_CARE"}
    (police,) = [
        line for line in claims if line.data["source"] == "MSPR" and line.data["version"] == 2
    ]
    assert case.episode.started_at == police.happened_at


def test_d2_consent_is_unclear_in_d(rehearsed: Rehearsed) -> None:
    def unclear(case: Case) -> bool:
        said = case.text("consent.recorded")
        return "Kind:" not in said or "basis:" not in said.lower()

    assert found(rehearsed, unclear) == "D"


def test_d3_planning_was_noted_in_b_and_exploitation_not_explored(rehearsed: Rehearsed) -> None:
    def unexplored(case: Case) -> bool:
        kinds = case.kinds()
        planned = {"planning.noted", "interview.held"} <= kinds
        return planned and "exploitation.explored" not in kinds

    assert found(rehearsed, unexplored) == "B"
    (police,) = [
        line for line in rehearsed.case("B").of("risk.claimed") if line.data["version"] == 2
    ]
    assert police.data["current"] == "MEDIUM"


def test_d4_panel_information_has_no_receipts_in_b_and_d(rehearsed: Rehearsed) -> None:
    def unreceipted(case: Case) -> bool:
        kinds = case.kinds()
        return "panel.minuted" in kinds and "panel.recorded" not in kinds

    assert found(rehearsed, unreceipted) == "BD"
    agencies = {line.agency for line in rehearsed.case("F").of("panel.recorded")}
    assert len(agencies) == 4


def test_d5_meetings_in_a_b_and_d_left_the_notice_out(rehearsed: Rehearsed) -> None:
    def left_out(case: Case) -> bool:
        return "meeting.held" in case.kinds() and "missing_item.discussed" not in case.kinds()

    assert found(rehearsed, left_out) == "ABD"


def test_d6_history_with_another_authority_was_asked_late_in_a(rehearsed: Rehearsed) -> None:
    def late(case: Case) -> bool:
        asked = case.of("history.asked")
        return any(line.happened_at > case.episode.started_at + timedelta(days=5) for line in asked)

    assert found(rehearsed, late) == "A"
    answered = rehearsed.case("A").text("history.answered")
    assert "eight years ago" in answered


def test_d7_and_s15_nobody_went_again_in_180_days(rehearsed: Rehearsed) -> None:
    for letter in ALL:
        case = rehearsed.case(letter)
        with scoped(SYSTEM_VIEWER):
            assert len(episodes_of_children(SYSTEM_VIEWER, [case.child])) == 1
        assert case.episode.returned_at is not None
        assert NOW - case.episode.returned_at > timedelta(days=180)


def test_the_first_four_lie_before_the_two_that_were_added(rehearsed: Rehearsed) -> None:
    starts = [rehearsed.case(letter).episode.started_at for letter in ALL]
    assert starts == sorted(starts)


# --- Strengths ---------------------------------------------------------------


def test_s1_the_report_was_graded_at_once_and_social_care_acknowledged(
    rehearsed: Rehearsed,
) -> None:
    for letter in ALL:
        case = rehearsed.case(letter)
        assert case.outcome("POL-01") == {"MET"}
        assert case.outcome("POL-08") == {"MET"}


def test_s2_and_s8_the_duties_of_the_first_day_were_met(rehearsed: Rehearsed) -> None:
    for letter in ALL:
        case = rehearsed.case(letter)
        first_day = case.episode.started_at + timedelta(days=1)
        outcomes = {each.outcome for each in case.duties if each.due_at <= first_day}
        assert outcomes <= {"MET", "EXCUSED"}, letter
        assert "MET" in outcomes, letter


def test_only_the_missing_plan_of_c_is_still_owed(rehearsed: Rehearsed) -> None:
    owed = {
        (letter, each.duty)
        for letter in ALL
        for each in rehearsed.case(letter).duties
        if each.outcome not in ("MET", "EXCUSED")
    }
    assert owed == {("C", "RHI-12.PLAN")}


@pytest.mark.parametrize(
    ("finding", "kind", "cases"),
    [
        ("S3", "information.shared", "ABDEF"),
        ("S4", "action_plan.updated", "ABDEF"),
        ("S5", "risk_assessment.updated", "ABCDEF"),
        ("S7", "panel.discussed", "BDF"),
        ("S9", "community_search.coordinated", "E"),
        ("S10", "nurse_support.given", "F"),
        ("S11", "crisis_team.contacted", "D"),
        ("S12", "allegation.responded", "D"),
        ("S16", "parent.said", "AE"),
    ],
)
def test_a_strength_has_its_lines(
    rehearsed: Rehearsed, finding: str, kind: str, cases: str
) -> None:
    assert found(rehearsed, lambda case: kind in case.kinds()) == cases, finding


def test_s6_the_interviews_of_a_d_and_f_were_full_ones(rehearsed: Rehearsed) -> None:
    def full(case: Case) -> bool:
        parts = {"interview_sections.completed", "push_pull.explored", "carer_account.taken"}
        return parts <= case.kinds()

    assert found(rehearsed, full) == "ADF"


def test_s9_sightings_led_the_search_for_e(rehearsed: Rehearsed) -> None:
    case = rehearsed.case("E")
    assert case.episode.grade == "HIGH"
    assert len(case.of("sighting.recorded")) == 2
    assert case.episode.last_place


def test_s11_the_crisis_team_came_in_time(rehearsed: Rehearsed) -> None:
    case = rehearsed.case("D")
    presented, contacted = case.of("crisis.presented")[0], case.of("crisis_team.contacted")[0]
    assert contacted.happened_at - presented.happened_at < timedelta(hours=4)


def test_s14_and_s17_the_panel_thought_again_and_a_place_was_taken_on(
    rehearsed: Rehearsed,
) -> None:
    for letter in "BDF":
        assert "Thought again about exploitation" in rehearsed.case(letter).text("panel.discussed")
    for letter in "BF":
        assert "no calls since" in rehearsed.case(letter).text("tasking.reviewed")


def test_k1_the_school_of_f_knew_before_the_bell_and_those_of_the_first_four_did_not(
    rehearsed: Rehearsed,
) -> None:
    case = rehearsed.case("F")
    assert case.outcome("SCH-02") == {"MET"}
    assert found(rehearsed, lambda each: "school.notified" in each.kinds()) == "EF"


# --- Where the lines come from -----------------------------------------------


def test_every_case_came_in_through_the_police_download(rehearsed: Rehearsed) -> None:
    for ref in REFS.values():
        case = rehearsed.case(ref)
        files = {line.data["file"] for line in case.lines if line.data.get("source") == "MSPR"}
        assert files
        assert all(
            (rehearsed.folder / "rehearsal" / "downloads" / name).is_file() for name in files
        )


def test_people_wrote_their_own_agencys_lines_when_they_knew(rehearsed: Rehearsed) -> None:
    case = rehearsed.case("D")
    (crisis,) = case.of("crisis.presented")
    assert crisis.agency == "dale-health"
    assert crisis.person_id is not None
    assert crisis.happened_at < crisis.known_at <= crisis.recorded_at < NOW
