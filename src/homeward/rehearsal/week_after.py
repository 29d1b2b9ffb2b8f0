"""What becomes of the children of the founding's week: all are back within two days.

Played on the mornings after the founding, so that nobody of the tour stays missing for good.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from homeward.rehearsal.story import Story, Subject
from homeward.rehearsal.week import forms_of_today, this_week

HOUR = timedelta(hours=1)
FIRST_BACK, APART = 15 * HOUR, 4 * HOUR


def go_on(founded_at: datetime) -> list[Story]:
    """The week's reports with their endings, and police's own report of the girl of the form.

    What the stories themselves tell lies before the founding and was played then.
    """
    stories = [*this_week(founded_at), _of_the_form(founded_at)]
    back_at = founded_at + FIRST_BACK
    for story in stories:
        if story.versions[-1].is_open:
            _back(story, back_at.replace(second=0, microsecond=0))
            back_at += APART
    return stories


def _back(story: Story, returned_at: datetime) -> None:
    story.police(
        returned_at + 2 * HOUR,
        record_status="FOUND",
        returned_dttm=returned_at,
        prevention_check_dttm=returned_at + HOUR,
        closed_dttm=returned_at + 2 * HOUR,
        found_by="POLICE",
        harm_reported="N",
    )
    story.line("coordinator", "return.told", returned_at + HOUR / 4)
    story.line("coordinator", "school.told_of_return", returned_at + HOUR / 2)
    story.line("coordinator", "child.said", returned_at + HOUR, "Will say more another time.")
    story.line("duty", "risk_assessment.updated", returned_at + 2 * HOUR)
    story.line("duty", "action_plan.updated", returned_at + 3 * HOUR)
    story.line("duty", "interview.offered", returned_at + 4 * HOUR)
    story.line("interviewer", "interview.held", returned_at + 30 * HOUR)


def _of_the_form(founded_at: datetime) -> Story:
    """The report by form, as it stands in the next morning's download."""
    answers = forms_of_today(founded_at)[0].answers
    noticed_at = datetime.fromisoformat(str(answers["noticed_at"]))
    child = Subject(
        surname=str(answers["surname"]),
        forename=str(answers["forename"]),
        dob=datetime.fromisoformat(str(answers["dob"])).date(),
        sex=str(answers["sex"]),
        ethnicity="",
        address=str(answers["address"]),
        postcode=str(answers["postcode"]),
        school=str(answers["school_urn"]),
    )
    story = Story(f"MSPR/{founded_at.year}/F00001", child, founded_at.date())
    story.police(
        founded_at + HOUR / 4,
        record_status="OPEN",
        reported_dttm=noticed_at + HOUR / 2,
        recorded_missing_dttm=noticed_at + HOUR,
        last_seen_dttm=datetime.fromisoformat(str(answers["last_seen_at"])),
        risk_initial="MEDIUM",
        risk_current="MEDIUM",
        reporter_role="SCHOOL",
    )
    return story
