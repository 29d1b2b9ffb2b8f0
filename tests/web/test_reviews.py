"""Is it the same child? The comparison, the decision, its undoing, and who may see any of it."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.casework.worlds import (
    act_of,
    as_worker,
    mspr_file,
    partnership,
    person,
    system_act,
    take,
)
from tests.web.sheets import csv_rows
from tests.web.visitors import MORNING, at, charged, signed_in, words

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.carry_out_reviews import carry_out_reviews
from homeward.casework.place_submission import place_submission
from homeward.casework.report_missing import report_missing
from homeward.linkage.joining import kept_of
from homeward.linkage.models import Review
from homeward.linkage.queries import ReviewFacts, list_waiting
from homeward.rules.acts import Viewer

pytestmark = pytest.mark.django_db

JO = {"REPORT_REF": "MSPR/1", "SURNAME": "Pell", "FORENAME1": "Jo", "DOB": "14/05/2011"}
JOE = JO | {
    "REPORT_REF": "MSPR/2",
    "FORENAME1": "Joe",
    "REPORTED_DTTM": "20/11/2026 19:30",
    "RECORDED_MISSING_DTTM": "20/11/2026 19:40",
    "LAST_SEEN_DTTM": "20/11/2026 18:00",
}
OTHER_WORDS = JO | {
    "EXTRACT_DTTM": "22/11/2026 07:05",
    "NARRATIVE": "Other words",
    "EXTRACT_ID": "NYP-2",
}


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, MORNING)


@pytest.fixture
def steward() -> Viewer:
    return person(partnership()["partnership"], "DATA_STEWARD")


@pytest.fixture
def client(steward: Viewer) -> Client:
    return signed_in(steward)


def waiting(viewer: Viewer) -> list[ReviewFacts]:
    with scoped(viewer):
        return list_waiting(viewer, None, 10)


def carried_out() -> None:
    with as_worker():
        carry_out_reviews(system_act("carry_out_reviews"))


def near_name(folder: Path, steward: Viewer) -> str:
    """A report of Joe Pell waits beside the known Jo Pell; the address of its page."""
    take(mspr_file(folder, [JO, JOE]))
    [review] = waiting(steward)
    return f"/review/{review.id}/"


def test_the_queue_says_who_waits_since_when_and_why(
    client: Client, steward: Viewer, tmp_path: Path
) -> None:
    assert "Nothing waits for a decision." in words(client.get("/review/"))
    near_name(tmp_path, steward)
    shown = words(client.get("/review/"))
    assert "Joe Pell" in shown
    assert "The date of birth agrees and the name comes near." in shown
    assert "Waiting (1)" in shown


def test_the_comparison_goes_field_by_field(
    client: Client, steward: Viewer, tmp_path: Path
) -> None:
    page = client.get(near_name(tmp_path, steward))
    shown = words(page)
    assert "Known child: Jo Pell" in shown
    assert "Forename near" in shown
    assert "Surname agrees Pell Pell" in shown
    assert "14 May 2011" in shown
    assert "norbeck-school team (121678)" in shown
    assert "can be undone at any time" in shown
    for button in ("Same child", "Different children", "Not sure, ask"):
        assert button in shown


def test_same_child_is_decided_carried_out_and_undone(
    client: Client, steward: Viewer, tmp_path: Path
) -> None:
    address = near_name(tmp_path, steward)
    answer = client.post(address, {"decision": "same", "reason": "Rang the school"})
    assert answer.headers["Location"] == "/review/?done=same"
    assert "Decided: the same child." in words(client.get("/review/?done=same"))
    assert "Being carried out" in words(client.get("/review/decided/"))
    carried_out()
    assert waiting(steward) == []
    decided = words(client.get("/review/decided/"))
    assert "Same child DATA_STEWARD" in decided
    assert "Rang the school" in words(client.get(address))

    assert "Say why this decision is undone." in words(client.post(f"{address}undo/", {}))
    answer = client.post(f"{address}undo/", {"reason": "A cousin of that name"})
    assert answer.headers["Location"] == "/review/decided/?done=undone"
    carried_out()
    assert [review.name for review in waiting(steward)] == ["Joe Pell"]


def test_different_children(client: Client, steward: Viewer, tmp_path: Path) -> None:
    address = near_name(tmp_path, steward)
    answer = client.post(address, {"decision": "different", "reason": ""})
    assert answer.headers["Location"] == "/review/?done=different"
    carried_out()
    assert waiting(steward) == []
    assert "Different children" in words(client.get("/review/decided/"))


def test_not_sure_asks_a_team_that_knows_the_child_and_the_answer_comes_back(
    client: Client, steward: Viewer, tmp_path: Path
) -> None:
    address = near_name(tmp_path, steward)
    screening = partnership()["north-yorkshire"]
    assert "Say whom you ask" in words(client.post(address, {"decision": "ask"}))
    outside = {"decision": "ask", "team": str(partnership()["leeds"].pk), "asks": "Who is Jo?"}
    assert "Select a valid choice" in words(client.post(address, outside))
    asked = {"decision": "ask", "team": str(screening.pk), "asks": "Is she called Joe at home?"}
    client.post(address, asked)
    [review] = waiting(steward)
    assert review.state == "ASKED"
    assert "No answer yet" in words(client.get(address))

    worker = signed_in(person(screening, "SOCIAL_WORKER"))
    other = signed_in(person(partnership()["york"], "SOCIAL_WORKER"))
    listed = worker.get("/review/questions/")
    assert "Is she called Joe at home?" in words(listed)
    assert "asked your teams nothing" in words(other.get("/review/questions/"))
    question = (
        listed.content.decode().split('govuk-link" href="/review/questions/')[1].split('"')[0]
    )
    page = f"/review/questions/{question}"
    assert other.get(page).status_code == 404
    assert "Write your answer" in words(worker.post(page, {"answer": " "}))
    assert "Answered." in words(worker.post(page, {"answer": "Her aunt says Joe"}, follow=True))
    assert worker.get(page).status_code == 404
    assert "Her aunt says Joe" in words(client.get(address))


def test_two_known_children_that_are_one_are_joined_and_parted_again(
    client: Client, steward: Viewer, tmp_path: Path
) -> None:
    address = near_name(tmp_path, steward)
    client.post(address, {"decision": "different"})
    carried_out()
    both = JO | {"REPORT_REF": "MSPR/3", "FORENAME1": "J", "REPORTED_DTTM": "19/11/2026 19:30"}
    both |= {"LAST_SEEN_DTTM": "19/11/2026 18:00", "RECORDED_MISSING_DTTM": "19/11/2026 19:40"}
    take(mspr_file(tmp_path, [both], "MSPR_12_20261122_02.csv"))
    [review] = waiting(steward)
    assert len(review.candidates) == 2
    address = f"/review/{review.id}/"
    assert "Say what tells you" in words(client.post(address, {"decision": "two-numbers"}))
    client.post(address, {"decision": "two-numbers", "reason": "One NHS number"})
    review = next(each for each in waiting(steward) if each.kind == "CHILDREN")
    page = f"/review/{review.id}/"
    shown = words(client.get(page))
    assert "Under which number shall the record count?" in shown
    assert "Two numbers on record" in shown
    kept, other = review.candidates
    done = client.post(page, {"decision": "same", "child": kept.hex}, follow=True)
    assert "The two numbers are joined" in words(done)
    carried_out()
    with as_worker(), scoped(SYSTEM_VIEWER):
        assert kept_of(SYSTEM_VIEWER, other) == kept
    client.post(f"{page}undo/", {"reason": "Two sisters"})
    carried_out()
    with as_worker(), scoped(SYSTEM_VIEWER):
        assert kept_of(SYSTEM_VIEWER, other) == other
    client.post(page, {"decision": "different"})
    carried_out()
    assert review.id not in {each.id for each in waiting(steward)}


def test_a_form_of_a_team_that_does_not_know_the_child_is_warned_of(
    client: Client, steward: Viewer, tmp_path: Path
) -> None:
    take(mspr_file(tmp_path, [JO]))
    outsider = person(partnership()["leeds"], "SOCIAL_WORKER")
    answers = {
        "reporter": "PARENT",
        "surname": "Pell",
        "forename": "Joe",
        "dob": "2011-05-14",
        "setting": "HOME",
        "school_urn": "121678",
        "location_known": False,
        "noticed_at": "2026-11-22T20:00:00+00:00",
    }
    sent = report_missing(act_of(outsider, "report_missing", at=MORNING), None, answers)
    with as_worker():
        place_submission(system_act("place_submission", MORNING), sent)
    [review] = waiting(steward)
    shown = words(client.get(f"/review/{review.id}/"))
    assert "leeds team sent this form and does not know the child now" in shown


def test_twins_are_said_to_be_twins(client: Client, steward: Viewer, tmp_path: Path) -> None:
    address = near_name(tmp_path, steward)
    assert "They may be twins" in words(client.get(address))


def test_a_second_decision_is_refused_in_plain_words(
    client: Client, steward: Viewer, tmp_path: Path
) -> None:
    address = near_name(tmp_path, steward)
    client.post(address, {"decision": "different"})
    again = client.post(address, {"decision": "same"})
    assert "decided by somebody else meanwhile" in words(again)


def test_an_unknown_button_decides_nothing(client: Client, steward: Viewer, tmp_path: Path) -> None:
    address = near_name(tmp_path, steward)
    assert "Choose one of the decisions." in words(client.post(address, {"decision": "x"}))
    assert len(waiting(steward)) == 1


def test_with_two_known_children_one_must_be_chosen(
    client: Client, steward: Viewer, tmp_path: Path
) -> None:
    twin = JO | {
        "REPORT_REF": "MSPR/4",
        "FORENAME1": "Jon",
        "NHS_NO": "4505577104",
        "HOME_POSTCODE": "YO1 7HH",
    }
    take(mspr_file(tmp_path, [JO, twin | {"FORENAME1": "Tamsin"}, JOE | {"FORENAME1": ""}]))
    [review] = waiting(steward)
    assert len(review.candidates) == 2
    address = f"/review/{review.id}/"
    shown = words(client.get(address))
    assert "Known child 1" in shown
    assert "Known child 2" in shown
    refused = words(client.post(address, {"decision": "same"}))
    assert "Choose which known child it is" in refused
    chosen = {"decision": "same", "child": review.candidates[1].hex}
    assert client.post(address, chosen).status_code == 302
    carried_out()
    assert waiting(steward) == []


def test_a_clash_of_content_can_be_set_aside(
    client: Client, steward: Viewer, tmp_path: Path
) -> None:
    take(mspr_file(tmp_path, [JO]))
    take(mspr_file(tmp_path, [OTHER_WORDS], "MSPR_12_20261122_02.csv"))
    [review] = waiting(steward)
    address = f"/review/{review.id}/"
    shown = words(client.get(address))
    assert "came with other content" in shown
    assert "Same child" not in shown.split("What to do")[1]
    assert client.post(address, {"decision": "different"}).headers["Location"].endswith("aside")
    carried_out()
    assert waiting(steward) == []
    assert "Set aside" in words(client.get("/review/decided/"))


def test_two_contents_stand_beside_each_other(tmp_path: Path) -> None:
    keeper = person(partnership()["police"], "DATA_STEWARD")
    take(mspr_file(tmp_path, [JO]))
    take(mspr_file(tmp_path, [OTHER_WORDS], "MSPR_12_20261122_02.csv"))
    [review] = waiting(keeper)
    shown = words(signed_in(keeper).get(f"/review/{review.id}/"))
    assert "Where the two contents differ" in shown
    assert "NARRATIVE Other words blank" in shown
    assert "EXTRACT_" not in shown
    assert "Row 1 of the download, report MSPR/1, version 1" in shown


def test_a_doubtful_value_is_shown_with_its_row(tmp_path: Path) -> None:
    keeper = person(partnership()["police"], "DATA_STEWARD")
    twist = JO | {"RETURNED_DTTM": "20/11/2026 10:00"}
    take(mspr_file(tmp_path, [twist]))
    [review] = waiting(keeper)
    shown = words(signed_in(keeper).get(f"/review/{review.id}/"))
    assert "In doubt: RETURNED_DTTM: 20/11/2026 10:00" in shown
    assert "What the row says" in shown


def test_pages_cost_at_most_ten_queries(client: Client, steward: Viewer, tmp_path: Path) -> None:
    address = near_name(tmp_path, steward)
    client.get("/review/")
    for page in ("/review/", address, "/review/decided/", f"{address}undo/"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        assert len(charged(queries)) <= 10, charged(queries)


def test_pages_with_a_question_cost_at_most_ten_queries(
    client: Client, steward: Viewer, tmp_path: Path
) -> None:
    address = near_name(tmp_path, steward)
    screening = partnership()["north-yorkshire"]
    for asks in ("Is she called Joe at home?", "Does she have a sister?"):
        client.post(address, {"decision": "ask", "team": str(screening.pk), "asks": asks})
    worker = signed_in(person(screening, "SOCIAL_WORKER"))
    listed = worker.get("/review/questions/").content.decode()
    asked = re.findall(r'href="(/review/questions/[^"]+)"', listed)
    assert len(asked) == 2
    for browser, page in (
        (client, address),
        (worker, "/review/questions/"),
        *((worker, each) for each in asked),
    ):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(page).status_code == 200
        assert len(charged(queries)) <= 10, charged(queries)


def test_once_decided_the_known_child_is_no_longer_shown(
    client: Client, steward: Viewer, tmp_path: Path
) -> None:
    address = near_name(tmp_path, steward)
    client.post(address, {"decision": "different"})
    carried_out()
    assert "Known child" not in words(client.get(address))


@pytest.mark.parametrize(
    ("team", "role"),
    [
        ("police", "POLICE_COORDINATOR"),
        ("police", "POLICE_SUPERVISOR"),
        ("north-yorkshire", "SOCIAL_WORKER"),
        ("larkfield", "HOME_MANAGER"),
        ("norbeck-school", "SCHOOL_LEAD"),
        ("york", "SOCIAL_CARE_MANAGER"),
        ("partnership", "SCRUTINEER"),
    ],
)
def test_the_queue_belongs_to_one_role(
    steward: Viewer, tmp_path: Path, team: str, role: str
) -> None:
    address = near_name(tmp_path, steward)
    other = signed_in(person(partnership()[team], role))
    for page in ("/review/", "/review/decided/", address, f"{address}undo/"):
        assert other.get(page).status_code == 404
    assert other.post(address, {"decision": "different"}).status_code == 404
    assert other.post(f"{address}undo/", {"reason": "x"}).status_code == 404
    assert len(waiting(steward)) == 1


def test_both_lists_are_spreadsheets_too(client: Client, steward: Viewer, tmp_path: Path) -> None:
    address = near_name(tmp_path, steward)
    head, row = csv_rows(client.get("/review/?as=csv"))
    assert dict(zip(head, row, strict=True))["Report"] == "Joe Pell"
    client.post(address, {"decision": "different", "reason": "Two cousins"})
    assert len(csv_rows(client.get("/review/?as=csv"))) == 1
    head, row = csv_rows(client.get("/review/decided/?as=csv"))
    told = dict(zip(head, row, strict=True))
    assert (told["Decided by"], told["Because"]) == ("DATA_STEWARD", "Two cousins")


def test_what_was_decided_is_paged_without_loss_or_repetition(
    client: Client, steward: Viewer, tmp_path: Path
) -> None:
    near_name(tmp_path, steward)
    with scoped(steward):
        made = Review.objects.get()
        for number in range(30):
            Review.objects.create(
                kind=made.kind,
                row_id=1000 + number,
                candidates=[],
                reason=f"Reason {number:02}",
                state="DIFFERENT",
                raised_at=MORNING,
                decided_by=steward.person,
                decided_at=MORNING - timedelta(minutes=number // 2),
            )
    address, seen = "/review/decided/", []
    while address:
        markup = client.get(address).content.decode()
        seen += re.findall(r"Reason (\d\d)", markup)
        following = re.search(r'href="(\?[^"]*after=[^"]*)"', markup)
        address = f"/review/decided/{following[1]}" if following else ""
    assert sorted(seen) == [f"{number:02}" for number in range(30)]
    assert seen != []
