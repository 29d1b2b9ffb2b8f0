"""Reporting by form: step by step, kept as a draft, never held back by a check."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.casework.cast import missing_child
from tests.casework.worlds import NOW, as_worker, partnership, person, system_act
from tests.web.visitors import at, charged, signed_in, words

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.place_submission import place_submission
from homeward.intake.queries import SubmissionFacts, get_submission
from homeward.rules.reports import CALL_999

pytestmark = pytest.mark.django_db

CHILD = {
    "forename": "Amira",
    "surname": "Sealey",
    "dob_day": "3",
    "dob_month": "6",
    "dob_year": "2012",
    "sex": "F",
    "setting": "HOME",
    "address": "1 Quay Row",
    "postcode": "YO11 1AA",
    "place": "north-yorkshire",
    "school_urn": "121678",
}
UNKNOWN = {"abduction": "no", "known": "no"}
SAFE = {"abduction": "no", "known": "yes", "location": "At her aunt's", "at_risk": "no"}
SEEN = {
    "noticed_at_day": "23",
    "noticed_at_month": "11",
    "noticed_at_year": "2026",
    "noticed_at_time": "07:30",
    "last_seen_place": "Bus station",
    "why_worried": "No coat",
}


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, NOW)


@pytest.fixture
def carer() -> Client:
    return signed_in(person(partnership()["larkfield"], "HOME_MANAGER"))


def begun(client: Client, child: UUID | None = None) -> str:
    """Begin a report; the address of the draft."""
    asked = f"?child={child}" if child else ""
    answer = client.post(f"/report/{asked}", {"reporter": "CARER"})
    return answer.headers["Location"].removesuffix("child/")


def filled(client: Client, **steps: dict[str, str]) -> str:
    """A draft with these steps sent."""
    draft = begun(client)
    for step, sent in steps.items():
        answer = client.post(f"{draft}{step.strip('_')}/", sent)
        assert answer.status_code == 302, words(answer)
    return draft


def kept(draft: str) -> SubmissionFacts:
    """The form as it is kept."""
    with as_worker(), scoped(SYSTEM_VIEWER):
        found = get_submission(SYSTEM_VIEWER, UUID(draft.strip("/").rsplit("/", 1)[1]))
    assert found is not None
    return found


def placed() -> None:
    with as_worker():
        place_submission(system_act("place_submission"))


def test_each_step_leads_to_the_next(carer: Client) -> None:
    draft = begun(carer)
    sent: list[tuple[str, dict[str, Any], str]] = [
        ("child", CHILD, "known"),
        ("checks", {}, "where"),
        ("where", UNKNOWN, "class"),
        ("class", {"report_class": "MISSING"}, "seen"),
        ("seen", SEEN, "confirm"),
    ]
    for step, answers, following in sent:
        assert carer.get(f"{draft}{step}/").status_code == 200
        answer = carer.post(f"{draft}{step}/", answers)
        assert answer.headers["Location"] == f"{draft}{following}/", words(answer)


def test_what_was_written_stands_there_again(carer: Client) -> None:
    draft = filled(carer, child=CHILD, seen=SEEN)
    assert 'value="Sealey"' in carer.get(f"{draft}child/").content.decode()
    assert 'value="07:30"' in carer.get(f"{draft}seen/").content.decode()
    shown = words(carer.get("/report/"))
    assert "Amira Sealey" in shown
    assert "Draft, not sent" in shown
    assert carer.get(draft).headers["Location"] == f"{draft}where/"


def test_a_report_is_read_once_more_sent_and_placed(carer: Client) -> None:
    draft = filled(
        carer,
        child=CHILD,
        checks={},
        where=UNKNOWN,
        **{"class": {"report_class": "MISSING"}},
        seen=SEEN,
    )
    last_look = words(carer.get(f"{draft}confirm/"))
    assert "Amira Sealey, born 3 Jun 2012" in last_look
    assert "Mon 23 Nov, 07:30" in last_look
    assert "This does not hold the report back." in last_look
    assert "Report missing" in last_look
    assert carer.post(f"{draft}confirm/").headers["Location"] == draft
    waits = carer.get(draft)
    assert "It is being put on the record." in words(waits)
    assert b'http-equiv="refresh"' in waits.content
    placed()
    done = words(carer.get(draft))
    assert "Reported missing" in done
    assert "Police see it on their board now" in done


def test_sending_twice_sends_once(carer: Client) -> None:
    draft = filled(carer, child=CHILD, where=UNKNOWN, seen=SEEN)
    carer.post(f"{draft}confirm/")
    first = kept(draft).submitted_at
    assert carer.post(f"{draft}confirm/").headers["Location"] == draft
    assert carer.post(f"{draft}child/", CHILD).headers["Location"] == draft
    assert kept(draft).submitted_at == first


def test_checks_are_kept_with_time_person_and_result(carer: Client) -> None:
    made = {
        "done": ["ROOM", "FAMILY"],
        "ROOM_at": "08:15",
        "ROOM_who": "Night staff",
        "ROOM_result": "Window open",
        "FAMILY_at": "23:40",
    }
    draft = filled(carer, child=CHILD, checks=made)
    room, family = kept(draft).answers["checks"]
    assert room == {
        "check": "ROOM",
        "at": "2026-11-23T08:15:00+00:00",
        "who": "Night staff",
        "result": "Window open",
    }
    assert datetime.fromisoformat(family["at"]).day == 22
    assert 'value="Window open"' in carer.get(f"{draft}checks/").content.decode()


def test_a_concern_for_safety_overrides_the_checks(carer: Client) -> None:
    draft = filled(
        carer,
        child=CHILD,
        checks={"immediate_concern": "Took her tablets"},
        where=UNKNOWN,
        seen=SEEN,
    )
    shown = words(carer.get(f"{draft}confirm/"))
    assert "Took her tablets" in shown
    assert "Not written down yet" not in shown


def test_a_suspected_abduction_says_999_and_ends(carer: Client) -> None:
    draft = begun(carer)
    carer.post(f"{draft}child/", CHILD)
    answer = carer.post(f"{draft}where/", {"abduction": "yes"})
    assert answer.headers["Location"] == f"{draft}emergency/"
    assert CALL_999 in words(carer.get(f"{draft}emergency/"))
    assert carer.post(f"{draft}emergency/").headers["Location"] == draft
    placed()
    shown = words(carer.get(draft))
    assert "No missing episode was opened" in shown
    assert kept(draft).answers["report_class"] == "ABDUCTION"


def test_without_suspicion_there_is_no_emergency_page(carer: Client) -> None:
    draft = filled(carer, child=CHILD, where=UNKNOWN)
    assert carer.get(f"{draft}emergency/").headers["Location"] == f"{draft}where/"


def test_unknown_whereabouts_offer_missing_first(carer: Client) -> None:
    draft = filled(carer, child=CHILD, where=UNKNOWN)
    page = carer.get(f"{draft}class/").content.decode()
    assert re.search(r'value="MISSING" checked', page)
    assert "Unfinished checks never hold a report back" in page


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("decided_by", "Name the person who decides this."),
        ("class_reason", "Give the reason for this decision."),
        ("recheck_at_day", "Say when this will be checked again."),
    ],
)
def test_another_class_asks_for_name_reason_and_time(
    carer: Client, missing: str, said: str
) -> None:
    draft = filled(carer, child=CHILD, where=UNKNOWN)
    sent = {
        "report_class": "NOT_WHERE_SUPPOSED_TO_BE",
        "decided_by": "Sgt Ashdown",
        "class_reason": "On the bus home",
        "recheck_at_day": "23",
        "recheck_at_month": "11",
        "recheck_at_year": "2026",
        "recheck_at_time": "11:00",
    }
    blank = {name: "" for name in sent if name.startswith(missing.removesuffix("_day"))}
    assert said in words(carer.post(f"{draft}class/", sent | blank))
    assert carer.post(f"{draft}class/", sent).status_code == 302
    assert kept(draft).answers["recheck_at"] == "2026-11-23T11:00:00+00:00"


def test_a_known_safe_place_is_put_on_record_without_an_episode(carer: Client) -> None:
    again = {
        "recheck_at_day": "23",
        "recheck_at_month": "11",
        "recheck_at_year": "2026",
        "recheck_at_time": "12:00",
    }
    draft = filled(
        carer,
        child=CHILD,
        where=SAFE,
        **{"class": {"report_class": "NOT_WHERE_SUPPOSED_TO_BE"} | again},
        seen=SEEN,
    )
    assert "Put on record" in words(carer.get(f"{draft}confirm/"))
    carer.post(f"{draft}confirm/")
    placed()
    assert "No missing episode was opened." in words(carer.get(draft))


def test_other_answers_on_where_offer_the_class_anew(carer: Client) -> None:
    draft = filled(carer, child=CHILD, where=SAFE)
    assert kept(draft).answers["report_class"] == "NOT_WHERE_SUPPOSED_TO_BE"
    carer.post(f"{draft}where/", UNKNOWN)
    assert kept(draft).answers["report_class"] == "MISSING"


def test_times_that_cannot_be_are_asked_again(carer: Client) -> None:
    draft = filled(carer, child=CHILD)
    late = SEEN | {"noticed_at_time": "23:30"}
    assert "lies in the future" in words(carer.post(f"{draft}seen/", late))
    seen = SEEN | {
        "last_seen_at_day": "23",
        "last_seen_at_month": "11",
        "last_seen_at_year": "2026",
        "last_seen_at_time": "08:30",
    }
    assert "Check both times." in words(carer.post(f"{draft}seen/", seen))


def test_an_unfinished_draft_cannot_be_sent(carer: Client) -> None:
    draft = begun(carer)
    assert carer.post(f"{draft}confirm/").headers["Location"] == f"{draft}child/"
    assert kept(draft).state == "DRAFT"


def test_a_draft_is_discarded_with_a_reason(carer: Client) -> None:
    draft = filled(carer, child=CHILD)
    assert "Say why this draft is discarded." in words(carer.post(f"{draft}discard/", {}))
    carer.post(f"{draft}discard/", {"reason": "She is back"})
    assert kept(draft).state == "DISCARDED"
    assert "Nothing was reported. Reason: She is back" in words(carer.get(draft))
    assert "Amira" not in words(carer.get("/report/"))


def test_a_known_child_needs_no_typing_and_joins_the_open_episode(tmp_path: Path) -> None:
    world = missing_child(tmp_path)
    home = signed_in(world.home)
    assert "Report Bryony Harrow missing" in words(home.get(f"/report/?child={world.child}"))
    draft = begun(home, world.child)
    shown = words(home.get(f"{draft}child/"))
    assert "Bryony Harrow" in shown
    assert home.post(f"{draft}child/", {"keep": "yes"}).headers["Location"] == f"{draft}checks/"
    home.post(f"{draft}where/", UNKNOWN)
    home.post(f"{draft}seen/", SEEN | {"noticed_at_day": "22", "noticed_at_time": "22:30"})
    home.post(f"{draft}confirm/")
    placed()
    assert "Your report has joined it." in words(home.get(draft))


def test_a_report_that_waits_says_nothing_of_other_children(tmp_path: Path) -> None:
    world = missing_child(tmp_path)
    outsider = signed_in(world.outsider)
    near = CHILD | {
        "forename": "Briony",
        "surname": "Harrow",
        "dob_day": "19",
        "dob_month": "4",
        "dob_year": "2011",
    }
    draft = filled(outsider, child=near, where=UNKNOWN, seen=SEEN)
    outsider.post(f"{draft}confirm/")
    placed()
    assert kept(draft).state == "REVIEW"
    shown = words(outsider.get(draft))
    assert "it waits for a person" in shown
    assert "Bryony" not in shown


def test_pages_cost_at_most_ten_queries(tmp_path: Path) -> None:
    world = missing_child(tmp_path)
    home = signed_in(world.home)
    draft = begun(home, world.child)
    home.post(f"{draft}where/", UNKNOWN)
    home.post(f"{draft}seen/", SEEN)
    steps = [f"{draft}{step}/" for step in ("child", "checks", "where", "class", "confirm")]
    for page in ("/report/", *steps):
        with CaptureQueriesContext(connection) as queries:
            assert home.get(page).status_code == 200
        assert len(charged(queries)) <= 10, charged(queries)


def test_a_colleague_goes_on_and_the_outsider_finds_nothing(tmp_path: Path) -> None:
    world = missing_child(tmp_path)
    home = signed_in(world.home)
    draft = filled(home, child=CHILD)
    colleague = signed_in(person(world.teams["larkfield"], "CARER"))
    assert colleague.get(f"{draft}child/").status_code == 200
    outsider = signed_in(world.outsider)
    for page in ("", "child/", "confirm/", "emergency/", "discard/"):
        assert outsider.get(f"{draft}{page}").status_code == 404
    for page, sent in (
        ("child/", CHILD),
        ("confirm/", {}),
        ("emergency/", {}),
        ("discard/", {"reason": "x"}),
    ):
        assert outsider.post(f"{draft}{page}", sent).status_code == 404
    assert kept(draft).state == "DRAFT"
    assert "Amira" not in words(outsider.get("/report/"))


def test_another_persons_child_cannot_be_named(tmp_path: Path) -> None:
    world = missing_child(tmp_path)
    outsider = signed_in(world.outsider)
    for child in (world.child, UUID(int=7), "nonsense"):
        assert outsider.get(f"/report/?child={child}").status_code == 404
        assert outsider.post(f"/report/?child={child}", {"reporter": "CARER"}).status_code == 404


@pytest.mark.parametrize("role", ["SCRUTINEER", "AUDIT_LEAD", "ADMINISTRATOR"])
def test_roles_without_children_do_not_report(role: str) -> None:
    client = signed_in(person(partnership()["partnership"], role))
    assert client.get("/report/").status_code == 404
    assert client.post("/report/", {"reporter": "CARER"}).status_code == 404


def test_a_time_of_day_is_the_newest_that_has_passed(carer: Client) -> None:
    draft = filled(carer, child=CHILD, checks={"done": ["PHONE"], "PHONE_at": "09:00"})
    [phone] = kept(draft).answers["checks"]
    assert datetime.fromisoformat(phone["at"]) == NOW
    wrong = carer.post(f"{draft}checks/", {"done": ["PHONE"], "PHONE_at": "25:00"})
    assert "Write the time with 24 hours" in words(wrong)
    assert NOW - datetime.fromisoformat(phone["at"]) < timedelta(days=1)


def test_reading_a_known_childs_name_is_logged(tmp_path: Path) -> None:
    world = missing_child(tmp_path)
    before = world.entries()
    home = signed_in(world.home)
    home.get(f"/report/?child={world.child}")
    assert world.entries() == before + 1
    home.get(f"/report/?child={world.child}")
    assert world.entries() == before + 1
