"""Case D: a girl of 16, at home; she makes an allegation in the interview; then a crisis."""

from __future__ import annotations

from datetime import date, timedelta

from homeward.rehearsal.cases import lives, threads
from homeward.rehearsal.story import Story, Subject

REF = "MSPR/2026/001421"


def tell(opened_on: date) -> Story:
    """Opens on a Tuesday."""
    child = Subject(
        surname="Castle",
        forename="Imogen",
        dob=opened_on - timedelta(days=16 * 365 + 64),
        sex="F",
        ethnicity="M1",
        address="Flat 2, 9 Tithebarn Street, Norbeck",
        postcode="YO99 9TT",
        school="121678",
    )
    story = Story(REF, child, opened_on)
    _police(story)
    _first_days(story)
    _interview(story)
    _allegation(story)
    _afterwards(story)
    lives.of_d(story)
    return story


def _police(story: Story) -> None:
    at = story.at
    story.police(
        at(0, "17:25"),
        record_status="OPEN",
        last_seen_dttm=at(0, "13:10"),
        reported_dttm=at(0, "16:50"),
        recorded_missing_dttm=at(0, "17:05"),
        last_seen_place="Norbeck library",
        risk_initial="MEDIUM",
        risk_current="MEDIUM",
        flags="MENTAL_HEALTH",
        reporter_role="SCHOOL",
        narrative="Left school at lunch. A friend says she did not want to go home.",
    )
    story.police(
        at(0, "22:30"),
        record_status="FOUND",
        returned_dttm=at(0, "20:30"),
        prevention_check_dttm=at(0, "21:20"),
        closed_dttm=at(0, "22:20"),
        found_place="A friend's house",
        found_by="POLICE",
        harm_reported="U",
    )


def _first_days(story: Story) -> None:
    at = story.at
    threads.notice(story, at(0, "17:20"), at(1, "10:00"))
    story.line("duty", "history.checked", at(0, "18:15"), "Two contacts in three years.")
    story.grade("coordinator", at(0, "19:30"), "MEDIUM", "With a friend, by her last message.")
    threads.back(story, at(0, "20:30"), "Would rather not say here.")
    threads.kept_in_view(
        story,
        (
            "ny-social-work",
            "ny-screening",
            "police-missing",
            "interviewers",
            "crisis-team",
            "panel",
        ),
        at(1, "10:30"),
    )
    threads.assessed(story, "worker", at(1, "12:00"), "Something at home; not yet said what.")
    threads.planned(story, "worker", at(1, "14:00"), "A safe adult at school, a number to ring.")
    threads.shared(story, "worker", at(1, "14:30"), "police, Norbeck School and CAMHS")


def _interview(story: Story) -> None:
    at = story.at
    threads.offered(story, at(1, "09:15"))
    story.line("interviewer", "consent.asked", at(2, "13:00"))
    story.line("interviewer", "consent.recorded", at(2, "13:05"), "Yes.")
    threads.held(
        story,
        at(2, "13:10"),
        "Long and careful, in two halves. She chose the room and who was there.",
    )
    threads.in_detail(
        story,
        at(2, "14:30"),
        "Push: somebody in the family. Pull: a friend's mother who listens.",
        "Taken by telephone from her mother, apart from the relative.",
    )
    story.line("interviewer", "exploitation.explored", at(2, "14:20"), "None outside the family.")
    threads.written_up(story, at(2, "17:00"), "the worker, police and CAMHS, each their part")


def _allegation(story: Story) -> None:
    at = story.at
    story.line(
        "interviewer",
        "allegation.made",
        at(2, "14:10"),
        "Against a member of the family. Her words are written down as she said them.",
    )
    story.line("interviewer", "harm.disclosed", at(2, "14:10"))
    story.line("worker", "safeguarding.started", at(2, "14:40"), "She stays with an aunt tonight.")
    story.line("worker", "allegation.responded", at(2, "14:45"))
    story.line("worker", "significant_harm.suspected", at(2, "14:45"))
    story.line("manager", "strategy_discussion.held", at(2, "16:30"), "Police, health, school.")
    story.line("manager", "protection_enquiry.started", at(2, "17:00"))
    story.line(
        "manager",
        "conference.not_needed_decided",
        at(14, "11:00"),
        "The relative has left; her mother protects her.",
    )
    story.line("worker", "assessment.started", at(3, "09:00"))
    story.line("worker", "assessment.completed", at(48, "15:00"))
    story.line("crisis", "crisis.presented", at(5, "21:10"), "Brought to A&E by her mother.")
    story.line("crisis", "crisis_team.contacted", at(5, "22:40"), "Seen within 90 minutes.")


def _afterwards(story: Story) -> None:
    at = story.at
    threads.assessed(story, "worker", at(3, "14:00"), "As after the interview and the allegation.")
    threads.planned(story, "worker", at(3, "15:00"), "Safety plan from the interview added.")
    story.line(
        "worker",
        "meeting.held",
        at(9, "10:00"),
        "Child in need meeting. The missing notice was not discussed; the school had not been"
        " asked to come.",
    )
    threads.at_panel(
        story, at(16, "10:00"), "Thought again about exploitation; none found outside the family."
    )
    story.line("worker", "support.discussed", at(6, "16:00"), "Weekly with CAMHS.")
    story.close("manager", at(50, "10:00"), "Interview held, plan in place, shared.")
