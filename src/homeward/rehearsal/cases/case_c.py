"""Case C: a boy of 13 in foster care in York, placed by Leeds; three agencies, three starts."""

from __future__ import annotations

from datetime import date, timedelta

from homeward.rehearsal.cases import lives, threads
from homeward.rehearsal.story import Story, Subject
from homeward.rules.clocks import Clock, Source

REF = "MSPR/2026/001305"


def tell(opened_on: date) -> Story:
    """Opens on a Monday."""
    child = Subject(
        surname="Wróbel",
        forename="Michał",
        dob=opened_on - timedelta(days=13 * 365 + 201),
        sex="M",
        ethnicity="W3",
        address="22 Priory Walk, York",
        postcode="YO98 9DZ",
        residence="FOSTER",
        authority="E06000014",
        placing="E08000035",
        placement="SC990417",
        school="990302",
        child_id="LDS-77120",
        aliases="Michal Wrobel",
    )
    story = Story(REF, child, opened_on)
    _police(story)
    _first_days(story)
    _starts(story)
    _interview(story)
    lives.of_c(story)
    return story


def _police(story: Story) -> None:
    at = story.at
    story.police(
        at(0, "21:20"),
        record_status="OPEN",
        last_seen_dttm=at(0, "19:10"),
        reported_dttm=at(0, "20:40"),
        recorded_missing_dttm=at(0, "21:05"),
        last_seen_place="Priory Walk playing field",
        risk_initial="MEDIUM",
        risk_current="MEDIUM",
        reporter_role="CARER",
        narrative="Went to play football and did not come back for supper.",
    )
    story.police(
        at(1, "10:40"),
        record_status="FOUND",
        returned_dttm=at(1, "08:25"),
        prevention_check_dttm=at(1, "09:10"),
        closed_dttm=at(1, "10:30"),
        found_place="His aunt's, Leeds",
        found_by="OTHER_AGENCY",
        harm_reported="N",
    )


def _first_days(story: Story) -> None:
    at = story.at
    story.line("carer", "responsible_authority.told", at(0, "21:00"), "Leeds duty line.")
    story.line("carer", "parents.told", at(0, "21:45"), "Through Leeds.")
    story.line("carer", "information_pack.sent", at(0, "21:10"))
    threads.notice(story, at(0, "21:15"), at(1, "12:00"), screening="york")
    story.line("york", "history.checked", at(0, "21:50"), "Asked Leeds at once.")
    story.line("york", "placing_authority.told", at(0, "22:00"))
    story.line("coordinator", "care_partners.consulted", at(0, "21:30"))
    story.grade("coordinator", at(1, "00:50"), "MEDIUM", "Leeds family addresses being visited.")
    story.grade("coordinator", at(1, "04:40"), "MEDIUM", "Message read on his phone in Leeds.")
    story.enquiry("night", at(0, "23:10"), "aunt", "telephone", "No answer yet.")
    threads.back(story, at(1, "08:25"), "Wanted to see his aunt on her birthday.")
    story.line("york", "reviewing_officer.told", at(1, "11:00"))
    threads.kept_in_view(
        story,
        ("york-screening", "leeds-social-work", "police-missing", "baptiste"),
        at(1, "12:30"),
    )
    threads.assessed(story, "leeds", at(1, "15:00"), "Contact with family is what pulls him.")


def _starts(story: Story) -> None:
    """Three agencies, three starts."""
    at = story.at
    story.claim(
        "carer", Clock.START, Source.CARER, at(0, "19:30"), "He was due in at half past seven."
    )
    story.claim(
        "leeds",
        Clock.START,
        Source.SOCIAL_CARE,
        at(1, "00:00"),
        "Recorded by the date on which the notice was read.",
        precision="day",
    )


def _interview(story: Story) -> None:
    at = story.at
    threads.offered(story, at(1, "13:00"), who="leeds")
    story.line("interviewer", "consent.asked", at(3, "16:00"))
    story.line(
        "interviewer",
        "consent.recorded",
        at(3, "16:05"),
        threads.CLEAR_CONSENT.format(who="the boy; Leeds holds parental responsibility"),
    )
    threads.held(story, at(3, "16:10"), "Short. He misses his aunt; nothing else came up.")
    threads.written_up(story, at(4, "11:00"), "Leeds and the foster carers")
    threads.assessed(story, "leeds", at(4, "15:00"), "Contact plan to be reviewed.")
    story.line("leeds", "care_review.considered", at(4, "15:30"), "Brought forward.")
    story.line("leeds", "support.discussed", at(4, "16:00"), "A Sunday a month with his aunt.")
