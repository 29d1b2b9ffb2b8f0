"""Missing now: four children of the download, each at another point of the road."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from homeward.rehearsal.cases import threads
from homeward.rehearsal.story import Story, Subject
from homeward.rules.clocks import LONDON, Clock, Source

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def stories(now: datetime) -> list[Story]:
    """High for 6 h 40; placed by another authority; gone again; located but not yet back."""
    return [_high(now), _placed_here(now), *_gone_again(now), _located(now)]


def today(now: datetime) -> date:
    """The local day of the present."""
    return now.astimezone(LONDON).date()


def by_day(at: datetime) -> datetime:
    """The last moment not after `at` that lies in office hours, local time."""
    local = at.astimezone(LONDON)
    if local.hour < 9:
        local = (local - timedelta(days=1)).replace(hour=17, minute=5)
    elif local.hour >= 17:
        local = local.replace(hour=17, minute=5)
    return local.astimezone(at.tzinfo)


def reported(story: Story, started_at: datetime, grade: str, place: str, **cells: str) -> None:
    """Police's first version: last seen an hour and more before the start, still open."""
    story.police(
        started_at + 20 * MINUTE,
        record_status="OPEN",
        last_seen_dttm=started_at - 80 * MINUTE,
        reported_dttm=started_at - 25 * MINUTE,
        recorded_missing_dttm=started_at,
        last_seen_place=place,
        risk_initial=grade,
        risk_current=grade,
        **cells,
    )


def first_hours(story: Story, started_at: datetime, screening: str = "duty") -> None:
    """What is done at once: social care knows, the history was looked up."""
    threads.notice(story, started_at + 10 * MINUTE, by_day(started_at + 18 * HOUR), screening)
    story.line(screening, "history.checked", started_at + 50 * MINUTE, "Read; nothing new.")


def school_told(story: Story, at: datetime, lead: str = "school") -> None:
    """The school hears at once, answers, and plans its support."""
    story.line("coordinator", "school.notified", at, "By notice.")
    story.line(lead, "school.acknowledged", at + 5 * MINUTE)
    story.line(lead, "school_support.planned", at + 10 * MINUTE)


def reviews(
    story: Story, first_at: datetime, every: timedelta, times: int, grade: str, reason: str
) -> None:
    """The grade, reviewed in its rhythm."""
    for turn in range(times):
        story.grade("coordinator", first_at + turn * every, grade, reason)


def _high(now: datetime) -> Story:
    """High since 6 h 40; the last review of the grade is overdue by some minutes."""
    child = Subject(
        surname="Farouk",
        forename="Leila",
        dob=today(now) - timedelta(days=13 * 365 + 77),
        sex="F",
        ethnicity="A9",
        address="31 Kirk Lane, Norbeck",
        postcode="YO99 9RT",
        school="121678",
    )
    story = Story("MSPR/2026/004203", child, today(now))
    start = now - timedelta(hours=6, minutes=40)
    reported(
        story,
        start,
        "HIGH",
        "Kirk Lane, at home",
        flags="MENTAL_HEALTH",
        reporter_role="PARENT",
        narrative="Left the house in the night. Left a note that worries her mother.",
    )
    story.line("coordinator", "police.deployed", start + 15 * MINUTE)
    story.line("coordinator", "senior_manager.told", start + 20 * MINUTE)
    story.line("coordinator", "social_care.told_of_high_risk", start + 12 * MINUTE)
    first_hours(story, start)
    story.line("night", "assistant_director.told", start + 45 * MINUTE)
    story.line("night", "director.told", start + 80 * MINUTE)
    reviews(story, start + 50 * MINUTE, 55 * MINUTE, 5, "HIGH", "Still high: note, night, cold.")
    story.enquiry("coordinator", start + 35 * MINUTE, "grandmother", "visit", "Not there.")
    story.enquiry("coordinator", start + 2 * HOUR, "hospital", "telephone", "Not admitted.")
    story.sighting(
        "coordinator",
        now - timedelta(hours=2, minutes=10),
        "Skelder Bridge bus station",
        "driver",
        "Grey coat, alone, no ticket bought.",
    )
    story.tick("coordinator", now - 5 * HOUR, "TASK-01", "TASK-02", "TASK-03", "TASK-05")
    story.own("duty", "ny-screening", now - 90 * MINUTE)
    story.allocate("duty", "crisis-team", now - 70 * MINUTE, "Seen by the crisis team in May.")
    return story


def _placed_here(now: datetime) -> Story:
    """Placed here by Leeds; the home holds an earlier start than police."""
    child = Subject(
        surname="Prescott",
        forename="Jayden",
        dob=today(now) - timedelta(days=14 * 365 + 301),
        sex="M",
        ethnicity="M1",
        address="Larkfield House, Norbeck",
        postcode="YO99 9LH",
        residence="CHILDRENS_HOME",
        placing="E08000035",
        placement="SC041234",
        school="121678",
        child_id="LDS-80466",
    )
    story = Story("MSPR/2026/004199", child, today(now))
    start = now - timedelta(hours=14, minutes=10)
    reported(
        story,
        start,
        "MEDIUM",
        "Norbeck retail park",
        flags="CCE",
        reporter_role="HOME_STAFF",
        narrative="Did not come back from the shop. Second telephone found in his room.",
    )
    story.claim(
        "home", Clock.START, Source.CARER, start - 55 * MINUTE, "Our log: not back by then."
    )
    story.line("home", "responsible_authority.told", start)
    story.line("home", "information_pack.sent", start + 10 * MINUTE)
    school_told(story, start + 45 * MINUTE)
    first_hours(story, start)
    story.line("duty", "placing_authority.told", start + 2 * HOUR, "Leeds duty line.")
    story.line("coordinator", "care_partners.consulted", start + 15 * MINUTE)
    reviews(story, start + 3.5 * HOUR, 3.5 * HOUR, 3, "MEDIUM", "No change; enquiries go on.")
    story.enquiry("home", start + HOUR, "friend", "message", "Seen online an hour ago.")
    story.allocate("duty", "panel", now - 3 * HOUR, "The retail park comes up again.")
    return story


def _gone_again(now: datetime) -> list[Story]:
    """Back last week after one night, gone again: the second episode within 28 days."""
    child = Subject(
        surname="Doherty",
        forename="Kian",
        dob=today(now) - timedelta(days=15 * 365 + 12),
        sex="M",
        ethnicity="W2",
        address="22 Priory Walk, York",
        postcode="YO98 9DZ",
        residence="FOSTER",
        authority="E06000014",
        placement="SC990417",
        school="990302",
        child_id="YOR-51207",
    )
    first = Story("MSPR/2026/004151", child, today(now))
    left = now - 150 * HOUR
    reported(first, left, "MEDIUM", "Priory Walk", reporter_role="CARER")
    first.police(
        left + 6 * HOUR,
        record_status="FOUND",
        returned_dttm=left + 4 * HOUR,
        prevention_check_dttm=left + 4 * HOUR + 40 * MINUTE,
        closed_dttm=left + 6 * HOUR,
        found_by="SELF",
        harm_reported="N",
    )
    first_hours(first, left, screening="york")
    first.line("carer", "responsible_authority.told", left)
    first.line("carer", "information_pack.sent", left)
    first.line("carer", "parents.told", left + 30 * MINUTE)
    first.line("coordinator", "care_partners.consulted", left + 10 * MINUTE)
    school_told(first, left + 20 * MINUTE, lead="academy")
    threads.back(first, left + 4 * HOUR, "Went to see his brother.")
    first.line("coordinator", "school.told_of_return", left + 4.5 * HOUR)
    first.line("york", "interview.offered", by_day(left + 22 * HOUR))
    threads.held(first, by_day(left + 70 * HOUR), "He says when he will go to his brother.")
    second = Story("MSPR/2026/004201", child, today(now))
    again = now - timedelta(hours=10, minutes=20)
    reported(second, again, "MEDIUM", "Skelder Bridge Academy", reporter_role="CARER")
    first_hours(second, again, screening="york")
    reviews(second, again + 3.5 * HOUR, 3.5 * HOUR, 2, "MEDIUM", "Brother's address visited.")
    second.line("carer", "responsible_authority.told", again)
    second.line("carer", "information_pack.sent", again + 10 * MINUTE)
    return [first, second]


def _located(now: datetime) -> Story:
    """Known to be at a cousin's; police have not seen her yet, and she is not back."""
    child = Subject(
        surname="Lund",
        forename="Freya",
        dob=today(now) - timedelta(days=16 * 365 + 190),
        sex="F",
        ethnicity="W1",
        address="5 Orchard Terrace, York",
        postcode="YO98 9BT",
        authority="E06000014",
        school="990302",
    )
    story = Story("MSPR/2026/004197", child, today(now))
    start = now - timedelta(hours=16, minutes=30)
    reported(story, start, "MEDIUM", "Orchard Terrace", reporter_role="PARENT")
    first_hours(story, start, screening="york")
    reviews(story, start + 3.5 * HOUR, 3.5 * HOUR, 4, "MEDIUM", "No change.")
    school_told(story, start + 30 * MINUTE, lead="academy")
    story.claim(
        "coordinator", Clock.LOCATED, Source.POLICE_CALL, now - 40 * MINUTE, "At a cousin's."
    )
    return story
