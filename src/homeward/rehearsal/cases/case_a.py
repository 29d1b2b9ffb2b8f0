"""Case A: a girl of 14, at home, first episode; her family was known elsewhere years ago."""

from __future__ import annotations

from datetime import date, timedelta

from homeward.rehearsal.cases import lives, threads
from homeward.rehearsal.story import Story, Subject

REF = "MSPR/2026/001042"


def tell(opened_on: date) -> Story:
    """Opens on a Tuesday."""
    child = Subject(
        surname="Brennan-Clarke",
        forename="Aoife",
        dob=opened_on - timedelta(days=14 * 365 + 130),
        sex="F",
        ethnicity="W2",
        address="17 Fellside Rise, Norbeck",
        postcode="YO99 9QX",
        school="121678",
    )
    story = Story(REF, child, opened_on)
    _police(story)
    _first_days(story)
    _interview(story)
    _afterwards(story)
    lives.of_a(story)
    return story


def _police(story: Story) -> None:
    at = story.at
    story.police(
        at(0, "18:50"),
        record_status="OPEN",
        last_seen_dttm=at(0, "16:20"),
        reported_dttm=at(0, "18:25"),
        recorded_missing_dttm=at(0, "18:32"),
        last_seen_place="Norbeck School gate",
        risk_initial="MEDIUM",
        risk_current="MEDIUM",
        reporter_role="PARENT",
        narrative="Did not come home after school. Words at breakfast about her phone.",
    )
    story.police(
        at(0, "23:15"),
        record_status="FOUND",
        returned_dttm=at(0, "21:40"),
        prevention_check_dttm=at(0, "22:15"),
        closed_dttm=at(0, "23:10"),
        found_place="Home",
        found_by="SELF",
        harm_reported="N",
    )


def _first_days(story: Story) -> None:
    at = story.at
    threads.notice(story, at(0, "18:55"), at(1, "11:00"))
    story.line(
        "duty",
        "history.checked",
        at(0, "19:30"),
        "Nothing on local systems. The family moved here two years ago.",
    )
    story.grade("coordinator", at(0, "20:30"), "MEDIUM", "No new information; enquiries go on.")
    threads.back(story, at(0, "21:40"), "Was at the river with a friend and lost track of time.")
    threads.kept_in_view(
        story,
        ("ny-social-work", "ny-screening", "police-missing", "interviewers"),
        at(1, "11:30"),
    )
    threads.assessed(story, "worker", at(1, "15:00"), "First episode; arguments at home.")
    threads.planned(story, "worker", at(1, "16:30"), "Who rings whom; a place to cool down.")
    threads.shared(story, "worker", at(1, "17:00"), "police, Norbeck School and the nurses")


def _interview(story: Story) -> None:
    at = story.at
    threads.offered(story, at(1, "09:40"))
    story.line("interviewer", "consent.asked", at(2, "16:00"))
    story.line(
        "interviewer",
        "consent.recorded",
        at(2, "16:05"),
        threads.CLEAR_CONSENT.format(who="the girl and her mother"),
    )
    threads.held(
        story,
        at(2, "16:10"),
        "She spoke freely of the arguments, of the move and of missing her old friends.",
    )
    threads.in_detail(
        story,
        at(2, "17:20"),
        "Push: rows about the phone. Pull: an older cousin by the river.",
        "Her mother had not known how much the move still hurt.",
    )
    story.line("interviewer", "exploitation.explored", at(2, "17:15"), "No sign of it.")
    threads.written_up(story, at(3, "10:00"), "the worker, police and the school")
    threads.assessed(story, "worker", at(3, "15:00"), "As after the interview.")
    threads.planned(story, "worker", at(3, "16:00"), "Safety plan from the interview added.")


def _afterwards(story: Story) -> None:
    at = story.at
    story.line(
        "worker",
        "meeting.held",
        at(7, "10:00"),
        "Social care, police, early help. The school was not invited and the episode was"
        " not on the agenda.",
    )
    story.line(
        "worker",
        "history.asked",
        at(9, "11:00"),
        "Her grandmother mentions social workers when she was small, in another county.",
    )
    story.line(
        "worker",
        "history.answered",
        at(16, "14:00"),
        "The other authority held a plan for the family eight years ago. It would have"
        " changed the first assessment.",
    )
    story.line("worker", "support.discussed", at(6, "16:00"), "Family support, one evening a week.")
    story.line(
        "worker",
        "parent.said",
        at(40, "17:00"),
        "'That night made us look again at what is fair.' Came to six of seven sessions, to"
        " none before.",
    )
    story.close("manager", at(41, "10:00"), "Interview held, plan in place, shared.")
