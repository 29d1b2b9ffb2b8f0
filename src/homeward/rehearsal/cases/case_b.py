"""Case B: a boy of 15, at home; he left with a packed bag, and nobody asked why in depth."""

from __future__ import annotations

from datetime import date, timedelta

from homeward.rehearsal.cases import lives, threads
from homeward.rehearsal.story import Story, Subject
from homeward.rules.clocks import Clock, Source

REF = "MSPR/2026/001187"


def tell(opened_on: date) -> Story:
    """Opens on a Wednesday."""
    child = Subject(
        surname="Ridsdale",
        forename="Callum",
        dob=opened_on - timedelta(days=15 * 365 + 88),
        sex="M",
        ethnicity="W1",
        address="3 Foundry Row, Norbeck",
        postcode="YO99 9RB",
        school="121678",
        aliases="Cal",
    )
    story = Story(REF, child, opened_on)
    _police(story)
    _first_days(story)
    _interview(story)
    _afterwards(story)
    lives.of_b(story)
    return story


def _police(story: Story) -> None:
    at = story.at
    story.police(
        at(0, "18:55"),
        record_status="OPEN",
        last_seen_dttm=at(0, "17:30"),
        reported_dttm=at(0, "18:20"),
        recorded_missing_dttm=at(0, "18:35"),
        last_seen_place="Foundry Row, bus stop",
        risk_initial="MEDIUM",
        risk_current="MEDIUM",
        flags="PREPLANNED_BAG;CCE",
        reporter_role="PARENT",
        narrative="Took a packed bag, a charger and his savings. Said he would be at a friend's.",
    )
    story.police(
        at(1, "05:10"),
        record_status="FOUND",
        returned_dttm=at(1, "03:20"),
        prevention_check_dttm=at(1, "04:00"),
        closed_dttm=at(1, "05:05"),
        found_place="Skelder Bridge station",
        found_by="POLICE",
        harm_reported="N",
    )


def _first_days(story: Story) -> None:
    at = story.at
    story.claim(
        "duty",
        Clock.START,
        Source.PARENT,
        at(0, "17:50"),
        "His father says he was gone by ten to six.",
    )
    threads.notice(story, at(0, "19:05"), at(1, "10:30"))
    story.line("duty", "history.checked", at(0, "19:50"), "Known to early help since last year.")
    story.grade("coordinator", at(0, "22:20"), "MEDIUM", "Phone off; friends spoken to.")
    story.grade("coordinator", at(1, "02:10"), "MEDIUM", "Seen on station cameras, alone.")
    story.enquiry("coordinator", at(0, "20:10"), "friend's parents", "telephone", "Not there.")
    story.enquiry("night", at(0, "23:30"), "rail operator", "telephone", "Cameras checked.")
    threads.back(story, at(1, "03:20"), "Said he had only wanted to get away for a night.")
    threads.kept_in_view(
        story,
        ("ny-social-work", "ny-screening", "police-missing", "panel"),
        at(1, "11:00"),
    )
    threads.assessed(story, "worker", at(1, "14:30"), "Bag, charger and savings: he had planned.")
    threads.planned(story, "worker", at(1, "16:00"), "Missing plan with his parents.")
    threads.shared(story, "worker", at(1, "16:30"), "police, Norbeck School and the panel")


def _interview(story: Story) -> None:
    at = story.at
    threads.offered(story, at(1, "11:30"))
    story.line("interviewer", "consent.asked", at(2, "15:30"))
    story.line(
        "interviewer",
        "consent.recorded",
        at(2, "15:35"),
        threads.CLEAR_CONSENT.format(who="the boy and his father"),
    )
    threads.held(story, at(2, "15:40"), "Twenty minutes. He says he is fine.")
    story.line(
        "interviewer",
        "planning.noted",
        at(2, "15:55"),
        "Bag packed the evening before, charger, savings, ticket bought by somebody else.",
    )
    threads.written_up(story, at(3, "11:00"), "the worker and police")
    threads.assessed(story, "worker", at(4, "10:00"), "As after the interview.")
    threads.planned(story, "worker", at(4, "10:30"), "Phone and travel agreed with his father.")


def _afterwards(story: Story) -> None:
    at = story.at
    story.line(
        "worker",
        "meeting.held",
        at(8, "14:00"),
        "Social care and police. Neither the notice nor the school was part of it.",
    )
    threads.at_panel(
        story,
        at(15, "10:00"),
        "The station and the person who bought the ticket. Thought again about exploitation;"
        " the locality team takes the station on.",
    )
    story.line(
        "coordinator",
        "tasking.reviewed",
        at(20, "09:30"),
        "Station forecourt: owner named, patrols and lighting done, no calls since.",
    )
    story.line("worker", "support.discussed", at(6, "16:30"), "Mentor through the youth service.")
    story.close("manager", at(45, "10:00"), "Interview held, plan in place, shared.")
