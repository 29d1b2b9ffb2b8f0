"""Back this week: interviews due, late and held; and rows that the download left open."""

from __future__ import annotations

from datetime import datetime, timedelta

from homeward.rehearsal.cases import threads
from homeward.rehearsal.story import Story, Subject
from homeward.rehearsal.week_missing import (
    HOUR,
    MINUTE,
    by_day,
    first_hours,
    reported,
    school_told,
    today,
)


def stories(now: datetime) -> list[Story]:
    """Nine reports of children who are back, one of nobody's missing, one impossible."""
    return [
        _interview_due(now),
        _interview_late(now),
        _interview_held(now),
        _below_the_floor(now),
        *_twins(now),
        *_near_twin(now),
        _cancelled(now),
        _impossible(now),
    ]


def _home(now: datetime, surname: str, forename: str, sex: str, days: int, **more: str) -> Subject:
    """A child at home in North Yorkshire who goes to Norbeck School, unless told otherwise."""
    usual = {
        "ethnicity": "W1",
        "address": "12 Market Place, Norbeck",
        "postcode": "YO99 9AA",
        "school": "121678",
    }
    return Subject(
        surname=surname,
        forename=forename,
        dob=today(now) - timedelta(days=days),
        sex=sex,
        **{**usual, **more},
    )


def _returned(story: Story, started_at: datetime, returned_at: datetime, grade: str) -> None:
    """Police report, then close: two versions, hours apart."""
    reported(story, started_at, grade, "Norbeck", reporter_role="PARENT")
    story.police(
        returned_at + 2 * HOUR,
        record_status="FOUND",
        returned_dttm=returned_at,
        prevention_check_dttm=returned_at + 40 * MINUTE,
        closed_dttm=returned_at + 2 * HOUR,
        found_by="SELF",
        harm_reported="N",
    )
    first_hours(story, started_at)
    threads.back(story, returned_at, "Will say more another time.")
    if returned_at - started_at > 4 * HOUR:
        story.grade("coordinator", started_at + 3.5 * HOUR, grade, "No change.")


def _interview_due(now: datetime) -> Story:
    """Back for 50 hours: 22 hours are left for the interview."""
    child = _home(
        now,
        "Siddiqui",
        "Amira",
        "F",
        15 * 365 + 44,
        ethnicity="A2",
        postcode="YO99 9EF",
        address="6 Castle Hill, Norbeck",
    )
    story = Story("MSPR/2026/004172", child, today(now))
    _returned(story, now - 55 * HOUR, now - 50 * HOUR, "MEDIUM")
    school_told(story, now - 53 * HOUR)
    story.line("coordinator", "school.told_of_return", now - 49 * HOUR)
    threads.offered(story, by_day(now - 30 * HOUR))
    threads.assessed(story, "duty", by_day(now - 33 * HOUR), "First episode.")
    threads.planned(story, "duty", by_day(now - 32 * HOUR), "Missing plan with her parents.")
    story.allocate("duty", "school-nurses", now - 28 * HOUR, "Asked for a nurse at school.")
    return story


def _interview_late(now: datetime) -> Story:
    """Back for 83 hours, and nobody has held the interview."""
    child = _home(
        now,
        "Kowalczyk",
        "Bartosz",
        "M",
        14 * 365 + 210,
        ethnicity="W3",
        postcode="YO99 9GH",
        address="2 Station Yard, Norbeck",
        aliases="Bart",
    )
    story = Story("MSPR/2026/004160", child, today(now))
    _returned(story, now - 92 * HOUR, now - 83 * HOUR, "MEDIUM")
    threads.offered(story, by_day(now - 60 * HOUR))
    threads.assessed(story, "duty", by_day(now - 70 * HOUR), "Nights away with older boys.")
    return story


def _interview_held(now: datetime) -> Story:
    """Back for 70 hours; held in time, to be written up."""
    child = _home(
        now,
        "Ashworth",
        "Bethan",
        "F",
        16 * 365 + 150,
        postcode="YO99 9JK",
        address="19 Abbey Street, Norbeck",
    )
    story = Story("MSPR/2026/004164", child, today(now))
    _returned(story, now - 78 * HOUR, now - 70 * HOUR, "MEDIUM")
    school_told(story, now - 77 * HOUR)
    story.line("coordinator", "school.told_of_return", now - 69 * HOUR)
    threads.offered(story, by_day(now - 50 * HOUR))
    threads.assessed(story, "duty", by_day(now - 56 * HOUR), "Third notice in two years.")
    threads.planned(story, "duty", by_day(now - 55 * HOUR), "Plan brought up to date.")
    met_at = by_day(now - 16 * HOUR)
    threads.held(story, met_at, "At school, with a drink, for an hour.")
    story.line("interviewer", "interview_sections.completed", met_at + HOUR)
    story.line("interviewer", "push_pull.explored", met_at + HOUR, "Push: a new stepfather.")
    return story


def _below_the_floor(now: datetime) -> Story:
    """Police graded low; a child starts at medium, so medium is used and low kept beside it."""
    child = _home(
        now,
        "Tindale",
        "Rory",
        "M",
        12 * 365 + 99,
        authority="E06000014",
        school="990302",
        address="41 Holgate Rise, York",
        postcode="YO98 9CD",
    )
    story = Story("MSPR/2026/004188", child, today(now))
    start, back = now - 26 * HOUR, now - 23 * HOUR
    reported(story, start, "LOW", "Holgate park", reporter_role="PARENT")
    story.police(
        back + 2 * HOUR,
        record_status="FOUND",
        returned_dttm=back,
        prevention_check_dttm=back + 40 * MINUTE,
        found_by="CARER",
        harm_reported="N",
    )
    first_hours(story, start, screening="york")
    threads.back(story, back, "Was cross about bedtime.")
    school_told(story, start + 30 * MINUTE, lead="academy")
    story.line("coordinator", "school.told_of_return", back + 30 * MINUTE)
    return story


def _twins(now: datetime) -> list[Story]:
    """Twins, gone together: same surname, birthday, home and school, never one child."""
    told = []
    for number, forename in (("004176", "Rohan"), ("004177", "Ravi")):
        child = _home(
            now,
            "Iyer",
            forename,
            "M",
            14 * 365 + 8,
            ethnicity="A1",
            postcode="YO99 9LM",
            address="27 Weavers Fold, Norbeck",
        )
        story = Story(f"MSPR/2026/{number}", child, today(now))
        _returned(story, now - 44 * HOUR, now - 41 * HOUR, "MEDIUM")
        school_told(story, now - 43 * HOUR)
        story.line("coordinator", "school.told_of_return", now - 40 * HOUR)
        if forename == "Rohan":
            threads.assessed(story, "duty", by_day(now - 24 * HOUR), "Went with his brother.")
            story.line("duty", "interview.offered", by_day(now - 20 * HOUR))
        told.append(story)
    return told


def _near_twin(now: datetime) -> list[Story]:
    """A known girl; then a row that comes too near to be new and not near enough to be her."""
    known = _home(
        now,
        "Whitcombe",
        "Ella",
        "F",
        13 * 365 + 222,
        postcode="YO99 9NP",
        address="14 Mill Garth, Norbeck",
    )
    near = _home(
        now,
        "Whitcomb",
        "Elle",
        "F",
        13 * 365 + 222,
        postcode="YO99 9NP",
        address="14 Mill Garth, Norbeck",
    )
    first = Story("MSPR/2026/004155", known, today(now))
    _returned(first, now - 120 * HOUR, now - 117 * HOUR, "MEDIUM")
    first.line("duty", "interview.offered", by_day(now - 95 * HOUR))
    threads.assessed(first, "duty", by_day(now - 99 * HOUR), "First episode.")
    threads.planned(first, "duty", by_day(now - 98 * HOUR), "Whom she rings when she is out.")
    school_told(first, now - 119 * HOUR)
    first.line("coordinator", "school.told_of_return", now - 116 * HOUR)
    first.line("interviewer", "interview.refused", now - 72 * HOUR, "'Not today, thank you.'")
    first.line("interviewer", "carer_account.taken", now - 71 * HOUR, "From her mother.")
    second = Story("MSPR/2026/004183", near, today(now))
    reported(second, now - 30 * HOUR, "MEDIUM", "Mill Garth", reporter_role="OTHER")
    return [first, second]


def _cancelled(now: datetime) -> Story:
    """Cancelled before anybody set out: kept, opens no episode."""
    child = _home(now, "Marin", "Sofía", "F", 11 * 365 + 60, postcode="YO99 9QR")
    story = Story("MSPR/2026/004181", child, today(now))
    start = now - 33 * HOUR
    story.police(
        start + 30 * MINUTE,
        record_status="CANCELLED",
        last_seen_dttm=start - HOUR,
        reported_dttm=start - 20 * MINUTE,
        recorded_missing_dttm=start,
        risk_initial="MEDIUM",
        risk_current="MEDIUM",
        reporter_role="PARENT",
        cancel_reason="Found at the school club before units were sent",
    )
    return story


def _impossible(now: datetime) -> Story:
    """A row with a day that no calendar has: refused, the others go in."""
    child = _home(now, "Okoro", "Daniel", "M", 15 * 365 + 5, ethnicity="B2", postcode="YO99 9ST")
    story = Story("MSPR/2026/004185", child, today(now))
    reported(story, now - 28 * HOUR, "MEDIUM", "Norbeck", reporter_role="PARENT")
    cells = {**story.versions[0].cells, "RECORDED_MISSING_DTTM": f"{now.year}-02-30 18:05"}
    story.versions[0] = type(story.versions[0])(story.versions[0].updated_at, cells)
    return story
