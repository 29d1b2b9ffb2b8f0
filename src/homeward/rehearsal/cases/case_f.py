"""Case F: a girl of 15 in a children's home, after practice changed: told before the bell."""

from __future__ import annotations

from datetime import date, timedelta

from homeward.rehearsal.cases import lives, threads
from homeward.rehearsal.story import Story, Subject

REF = "MSPR/2026/001833"


def tell(opened_on: date) -> Story:
    """Opens on a Tuesday."""
    child = Subject(
        surname="Marchand",
        forename="Chloé",
        dob=opened_on - timedelta(days=15 * 365 + 240),
        sex="F",
        ethnicity="M2",
        address="Larkfield House, Norbeck",
        postcode="YO99 9LH",
        residence="CHILDRENS_HOME",
        placement="SC041234",
        school="121678",
        child_id="NYC-204733",
    )
    story = Story(REF, child, opened_on)
    _police(story)
    _first_evening(story)
    _school(story)
    _next_days(story)
    _interview(story)
    _panel(story)
    _nurse(story)
    lives.of_f(story)
    return story


def _police(story: Story) -> None:
    at = story.at
    story.police(
        at(0, "20:25"),
        record_status="OPEN",
        last_seen_dttm=at(0, "19:20"),
        reported_dttm=at(0, "20:05"),
        recorded_missing_dttm=at(0, "20:12"),
        last_seen_place="Larkfield House drive",
        risk_initial="MEDIUM",
        risk_current="MEDIUM",
        flags="CSE",
        reporter_role="HOME_STAFF",
        narrative="Left after a telephone call. Usually home by eight.",
    )
    story.police(
        at(1, "01:00"),
        record_status="FOUND",
        returned_dttm=at(0, "22:50"),
        prevention_check_dttm=at(0, "23:15"),
        closed_dttm=at(1, "00:50"),
        found_place="Larkfield House",
        found_by="SELF",
        harm_reported="N",
    )


def _first_evening(story: Story) -> None:
    at = story.at
    story.line("home", "information_pack.sent", at(0, "20:15"))
    story.line("home", "responsible_authority.told", at(0, "20:30"))
    story.line("home", "parents.told", at(0, "20:45"))
    story.line("coordinator", "care_partners.consulted", at(0, "20:40"))
    threads.notice(story, at(0, "20:35"), at(1, "10:00"), screening="night")
    story.line("night", "history.checked", at(0, "21:30"), "Second year at Larkfield.")
    story.grade("coordinator", at(0, "22:00"), "MEDIUM", "Friend has heard from her.")
    story.enquiry("home", at(0, "20:20"), "friend", "telephone", "Heard from her at eight.")
    story.line("coordinator", "return.told", at(0, "23:05"))
    story.line("coordinator", "child.said", at(0, "23:25"), "'I wanted to see who it was.'")


def _school(story: Story) -> None:
    """After the change of practice: the school knows before its register is taken."""
    at = story.at
    story.line("coordinator", "school.notified", at(1, "07:35"), "Before the bell, by notice.")
    story.line("coordinator", "school.told_of_return", at(1, "07:36"))
    story.line("school", "school.acknowledged", at(1, "07:55"))
    story.line("school", "school.answered", at(1, "08:20"), "In class; a quiet word at break.")
    story.line("school", "school_support.planned", at(1, "09:10"), "Mentor at break, a place.")


def _next_days(story: Story) -> None:
    at = story.at
    story.line("worker", "reviewing_officer.told", at(1, "10:30"))
    threads.kept_in_view(
        story,
        (
            "ny-social-work",
            "ny-screening",
            "police-missing",
            "interviewers",
            "larkfield",
            "school-nurses",
            "panel",
        ),
        at(1, "09:40"),
    )
    threads.assessed(story, "worker", at(1, "11:00"), "Who rings her, and from where.")
    threads.planned(story, "worker", at(1, "12:00"), "Plan with the home; phone agreed with her.")
    threads.shared(story, "worker", at(1, "14:00"), "home, school, police, nurses; part by part")
    story.line("panel", "tasking.reviewed", at(4, "10:00"), "The retail park, with case B's place.")
    story.line("worker", "care_review.considered", at(3, "16:00"), "Not brought forward.")


def _interview(story: Story) -> None:
    at = story.at
    threads.offered(story, at(1, "10:00"))
    story.line("interviewer", "consent.asked", at(2, "16:00"))
    story.line(
        "interviewer",
        "consent.recorded",
        at(2, "16:05"),
        threads.CLEAR_CONSENT.format(who="the girl; the council holds parental responsibility"),
    )
    threads.held(story, at(2, "16:10"), "An hour and a walk. She named the place.")
    threads.in_detail(
        story,
        at(2, "17:30"),
        "Push: a quiet house. Pull: someone who rings and a car park where people meet.",
        "Her key worker had noticed new things she had not bought.",
    )
    story.line("interviewer", "planning.noted", at(2, "17:20"), "Left when the phone rang.")
    story.line("interviewer", "exploitation.explored", at(2, "17:25"), "Who, where, what for.")
    threads.written_up(story, at(3, "10:00"), "the worker, the home, police and the nurses")
    threads.assessed(story, "worker", at(3, "15:00"), "As after the interview.")
    threads.planned(story, "worker", at(3, "15:30"), "Safety plan from the interview added.")


def _panel(story: Story) -> None:
    """What the panel said stands on every agency's own system, health included."""
    at = story.at
    threads.at_panel(
        story,
        at(14, "10:00"),
        "The car park: owner named, cameras and youth workers. Thought again about exploitation.",
    )
    for who in ("coordinator", "worker", "nurse", "home"):
        story.line(who, "panel.recorded", at(17, "11:00"), "On our own system.")
    story.line("nurse", "health_entry.made", at(18, "10:00"), "By the agreed rule.")
    story.line("coordinator", "partnership_information.sent", at(15, "09:00"), "The car park.")
    story.line(
        "coordinator",
        "tasking.reviewed",
        at(25, "09:30"),
        "Car park: cameras up, two people moved on, no calls since.",
    )
    story.close("manager", at(44, "10:00"), "Interview held, plan in place, shared.")


def _nurse(story: Story) -> None:
    at = story.at
    story.line("worker", "meeting.held", at(7, "10:00"), "Home, school, nurses, police.")
    story.line("worker", "missing_item.discussed", at(7, "10:15"), "With the school in the room.")
    story.line("nurse", "nurse.contacted", at(3, "12:30"), "She came to the drop-in by herself.")
    story.line(
        "nurse",
        "nurse_support.given",
        at(3, "13:10"),
        "Health talk; appointment at the sexual health service, kept.",
    )
    story.line("nurse", "nurse_support.given", at(17, "12:30"), "Second talk; doing well.")
    story.line("worker", "support.discussed", at(5, "16:00"), "Mentor and the nurses.")
