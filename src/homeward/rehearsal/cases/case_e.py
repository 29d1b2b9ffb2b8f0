"""Case E: a boy of 11 with a learning disability; high risk, and a town that searched for him."""

from __future__ import annotations

from datetime import date, timedelta

from homeward.rehearsal.cases import lives, threads
from homeward.rehearsal.story import Story, Subject

REF = "MSPR/2026/001706"


def tell(opened_on: date) -> Story:
    """Opens on a Wednesday."""
    child = Subject(
        surname="Bakare",
        forename="Oluwaseun",
        dob=opened_on - timedelta(days=11 * 365 + 170),
        sex="M",
        ethnicity="B2",
        address="40 Beck Side, Norbeck",
        postcode="YO99 9QA",
        school="121678",
        aliases="Seun",
    )
    story = Story(REF, child, opened_on)
    _police(story)
    _alarm(story)
    _search(story)
    _next_days(story)
    _interview(story)
    _afterwards(story)
    lives.of_e(story)
    return story


def _police(story: Story) -> None:
    at = story.at
    story.police(
        at(0, "15:50"),
        record_status="OPEN",
        last_seen_dttm=at(0, "15:05"),
        reported_dttm=at(0, "15:35"),
        recorded_missing_dttm=at(0, "15:42"),
        last_seen_place="Beck Side play area",
        risk_initial="HIGH",
        risk_current="HIGH",
        reporter_role="PARENT",
        narrative="Learning disability; does not know roads. Follows water.",
    )
    story.police(
        at(0, "21:05"),
        record_status="FOUND",
        returned_dttm=at(0, "19:10"),
        prevention_check_dttm=at(0, "19:40"),
        closed_dttm=at(0, "21:00"),
        found_place="Weir path",
        found_by="PUBLIC",
        harm_reported="N",
    )


def _alarm(story: Story) -> None:
    at = story.at
    story.line("coordinator", "police.deployed", at(0, "15:55"), "Four units, dog, drone.")
    story.line("coordinator", "senior_manager.told", at(0, "15:58"))
    story.line("coordinator", "social_care.told_of_high_risk", at(0, "16:00"))
    threads.notice(story, at(0, "16:00"), at(0, "17:30"))
    story.line("duty", "history.checked", at(0, "16:20"), "Known to the disability team.")
    story.line("manager", "assistant_director.told", at(0, "16:25"))
    story.line("manager", "director.told", at(0, "16:50"))
    story.line("manager", "senior_decision.recorded", at(0, "17:10"), "Elected members told.")
    story.line("manager", "manager_oversight.recorded", at(0, "17:20"))
    story.line("duty", "information.shared", at(0, "16:15"), "With school, nurses, hub, wardens.")
    story.line("duty", "sharing.explained", at(0, "16:40"), "To his parents.")


def _search(story: Story) -> None:
    """The Community Safety Hub co-ordinates the search; a sighting leads to the boy."""
    at = story.at
    story.line("coordinator", "community_search.asked", at(0, "16:05"))
    story.line(
        "coordinator",
        "community_search.coordinated",
        at(0, "16:35"),
        "Community Safety Hub: five areas, a team to each, wardens and 60 neighbours.",
    )
    story.enquiry("coordinator", at(0, "16:10"), "school", "telephone", "He left at three.")
    story.enquiry("coordinator", at(0, "16:45"), "swimming pool", "visit", "Not there.")
    story.enquiry("coordinator", at(0, "17:40"), "bus depot", "telephone", "Not on a bus.")
    story.sighting(
        "coordinator", at(0, "17:15"), "Norbeck bridge", "dog walker", "Red coat, walking upstream."
    )
    story.sighting(
        "coordinator", at(0, "18:50"), "Weir path", "search team 4", "Sitting by the water."
    )
    for clock, reason in (
        ("16:30", "Still high: age, water, light fading."),
        ("17:25", "Still high; sighting at the bridge moves the search."),
        ("18:20", "Still high; teams along the water."),
    ):
        story.grade("coordinator", at(0, clock), "HIGH", reason)
    story.line("coordinator", "return.told", at(0, "19:25"))
    story.line("coordinator", "child.said", at(0, "19:50"), "'I went to see the ducks.'")


def _next_days(story: Story) -> None:
    at = story.at
    threads.kept_in_view(
        story,
        (
            "ny-social-work",
            "ny-screening",
            "police-missing",
            "norbeck-school",
            "school-nurses",
        ),
        at(1, "09:40"),
    )
    threads.assessed(story, "worker", at(1, "11:00"), "Water, roads, gates.")
    threads.planned(story, "worker", at(1, "12:00"), "Gate, bracelet, one page for the call taker.")
    story.line("coordinator", "school.notified", at(0, "16:12"), "By telephone, during the search.")
    story.line("coordinator", "school.told_of_return", at(0, "19:45"))
    story.line("school", "school.answered", at(0, "16:30"), "Knows where he likes to go.")
    story.line("school", "school.acknowledged", at(0, "16:13"))
    story.line("school", "school_support.planned", at(0, "18:00"), "Met at the gate each day.")
    story.line("panel", "tasking.reviewed", at(5, "10:00"), "No link to other episodes.")


def _interview(story: Story) -> None:
    at = story.at
    threads.offered(story, at(1, "10:00"))
    story.line("interviewer", "consent.asked", at(2, "15:00"))
    story.line(
        "interviewer",
        "consent.recorded",
        at(2, "15:05"),
        threads.CLEAR_CONSENT.format(who="his parents, and his own by pictures"),
    )
    threads.held(story, at(2, "15:10"), "With pictures and his teaching assistant.")
    story.line("interviewer", "interview_sections.completed", at(2, "16:00"))
    story.line("interviewer", "push_pull.explored", at(2, "16:00"), "Pull: water and ducks.")
    story.line("interviewer", "exploitation.explored", at(2, "16:00"), "No sign of it.")
    threads.written_up(story, at(3, "10:00"), "the worker, police and the school")
    threads.assessed(story, "worker", at(3, "14:00"), "As after the interview.")
    threads.planned(story, "worker", at(3, "14:30"), "A walk to the ducks every week, with Dad.")


def _afterwards(story: Story) -> None:
    at = story.at
    story.line("worker", "meeting.held", at(7, "10:00"), "School, nurses, police, family.")
    story.line("worker", "missing_item.discussed", at(7, "10:20"), "With the school in the room.")
    story.line("panel", "panel.listed", at(9, "09:00"), "Screened; nothing to discuss.")
    story.line("worker", "support.discussed", at(5, "16:00"), "Short breaks; a course for parents.")
    story.line(
        "worker",
        "parent.said",
        at(38, "16:00"),
        "'We had stopped locking the gate. We do it together now.' Came to every session, to"
        " one in four before.",
    )
    story.close("manager", at(40, "10:00"), "Interview held, plan in place, shared.")
