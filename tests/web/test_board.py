"""The board: who is missing now, kept fresh, filtered by plain links, printed as a handover."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.casework.worlds import act_of, as_worker, partnership, person, system_act, take
from tests.web.nights import SAMPLE, busy_night
from tests.web.visitors import MORNING, at, charged, signed_in, words

from homeward.access.actions import involve
from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.record_enquiry import record_enquiry
from homeward.episodes.queries import EpisodeFacts, missing_now
from homeward.intake.models import Alarm
from homeward.rules.acts import Viewer
from homeward.rules.sharing import Ground

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, MORNING)


def coordinator() -> Viewer:
    return person(partnership()["police"], "POLICE_COORDINATOR")


def missing(viewer: Viewer) -> dict[str, EpisodeFacts]:
    """Who is missing, by first letters of the police grade's order of the sample."""
    with scoped(viewer):
        return {each.grade: each for each in missing_now(viewer, 10)}


def look(viewer: Viewer, address: str = "/board/") -> Any:
    return signed_in(viewer).get(address)


def rows(page: Any) -> list[str]:
    """The rows as they are announced, top to bottom."""
    return re.findall(r'data-label="([^"]*)"', page.content.decode())


def row(page: Any, name: str) -> str:
    """What one row says."""
    said = words(page)
    start = said.index(f"{name} ,")
    return said[start : start + 700]


def test_who_is_missing_now_by_grade_with_how_long_and_where_last_seen() -> None:
    take(SAMPLE)
    page = look(coordinator())
    assert "Missing now: 2" in words(page)
    assert rows(page) == ["Arjun SINGH, 17, high", "Amar SINGH, 17, medium"]
    said = row(page, "Arjun SINGH")
    assert "missing 34 h 19 min since Sat 21 Nov, 21:41" in said
    assert "Last seen Sat 21 Nov, 19:05 Last place Norbeck station" in said
    assert "Police MSPR/2026/004188" in said
    assert "Owner nobody yet" in said


def test_a_row_says_what_is_due_next_whose_it_is_and_what_is_over() -> None:
    take(SAMPLE)
    said = row(look(coordinator()), "Arjun SINGH")
    assert "Next due in 30 min: Tell the school that the child is missing · police team" in said
    assert re.search(r"Over 33 h 49 min over : Tell children's social care .* and \d+ more", said)


def test_within_a_grade_what_is_due_soonest_comes_first(tmp_path: Path) -> None:
    take(busy_night(tmp_path, 8))
    page = look(coordinator())
    grades = [label.rpartition(", ")[2] for label in rows(page)]
    assert grades == ["high"] * 2 + ["medium"] * 6
    assert [label[:2] for label in rows(page)][:2] == ["Aa", "Ae"]


def test_a_report_is_new_until_a_colleague_opens_it() -> None:
    take(SAMPLE)
    viewer = coordinator()
    colleague = person(partnership()["police"], "POLICE_SUPERVISOR")
    high = missing(viewer)["HIGH"]
    assert "new" in row(look(viewer), "Arjun SINGH")[:30]
    assert signed_in(colleague).get(f"/episodes/{high.id}/").status_code == 200
    assert "new" not in row(look(viewer), "Arjun SINGH")[:30]
    assert "new" in row(look(viewer), "Amar SINGH")[:30]
    social_worker = person(partnership()["north-yorkshire"], "SOCIAL_WORKER")
    assert "new" in row(look(social_worker), "Arjun SINGH")[:30]


def test_a_report_of_last_week_is_not_new(monkeypatch: pytest.MonkeyPatch) -> None:
    take(SAMPLE)
    at(monkeypatch, MORNING + timedelta(days=7))
    assert "new" not in row(look(coordinator()), "Arjun SINGH")[:30]


def test_filters_are_links_that_say_how_many_rows_they_leave(tmp_path: Path) -> None:
    take(SAMPLE)
    take(busy_night(tmp_path, 4))
    viewer = coordinator()
    page = look(viewer)
    counted = {
        words_: int(count)
        for words_, count in re.findall(
            r'id="filter-grade[^>]*>([A-Z][a-z]+) (\d+)<', page.content.decode()
        )
    }
    assert counted == {"All": 6, "High": 2, "Medium": 4}
    filtered = look(viewer, "/board/?grade=HIGH")
    assert len(rows(filtered)) == 2
    assert 'aria-current="true">High 2' in filtered.content.decode()
    assert "Missing now: 6" in words(filtered)


def test_filters_work_together_and_one_that_fits_nothing_says_so() -> None:
    take(SAMPLE)
    viewer = coordinator()
    assert len(rows(look(viewer, "/board/?grade=HIGH&setting=HOME&owner=nobody"))) == 1
    page = look(viewer, "/board/?grade=HIGH&owner=99")
    assert "No child who is missing now fits these filters." in words(page)


def test_taking_on_makes_the_team_owner_and_says_since_when() -> None:
    take(SAMPLE)
    viewer = coordinator()
    high = missing(viewer)["HIGH"]
    client = signed_in(viewer)
    answer = client.post(f"/board/{high.id}/take/?grade=HIGH")
    assert answer["Location"] == "/board/?grade=HIGH"
    said = row(client.get("/board/"), "Arjun SINGH")
    assert "Owner POLICE_COORDINATOR, police team accepted Mon 23 Nov, 08:00" in said
    assert f"/board/{high.id}/take/" not in client.get("/board/").content.decode()


def test_taking_on_twice_is_refused_in_words() -> None:
    take(SAMPLE)
    viewer = coordinator()
    address = f"/board/{missing(viewer)['HIGH'].id}/take/"
    client = signed_in(viewer)
    client.post(address)
    again = client.post(address)
    assert again.status_code == 409
    assert "You have taken this on already." in words(again)
    assert client.get(address).status_code == 405


def test_an_outsider_sees_nobody_and_cannot_take_anything_on() -> None:
    take(SAMPLE)
    high = missing(coordinator())["HIGH"]
    outsider = person(partnership()["york"], "SOCIAL_WORKER")
    page = look(outsider)
    assert "No child that you are involved with is missing now. Last checked 08:00." in words(page)
    assert "SINGH" not in page.content.decode()
    assert signed_in(outsider).post(f"/board/{high.id}/take/").status_code == 404


def test_the_board_keeps_itself_fresh_and_its_fragment_is_the_rows_alone() -> None:
    take(SAMPLE)
    viewer = coordinator()
    page = look(viewer, "/board/?grade=HIGH").content.decode()
    assert 'data-url="/board/fragment/?grade=HIGH" data-every="15"' in page
    assert "board.js" in page
    fragment = look(viewer, "/board/fragment/?grade=HIGH")
    assert rows(fragment) == ["Arjun SINGH, 17, high"]
    assert "<html" not in fragment.content.decode()
    assert "no-store" in fragment["Cache-Control"]


def test_without_scripts_the_viewer_may_switch_refreshing_on() -> None:
    viewer = coordinator()
    off, on = look(viewer).content.decode(), look(viewer, "/board/?refresh=on").content.decode()
    assert "http-equiv" not in off
    assert '<noscript><meta http-equiv="refresh" content="30"></noscript>' in on
    assert "refresh=on" in off
    assert "Stop refreshing by itself" in on


def test_the_page_shows_its_age() -> None:
    assert "Last updated Mon 23 Nov, 08:00" in words(look(coordinator()))


def test_alarms_of_the_download_stand_at_the_top() -> None:
    take(SAMPLE)
    viewer = coordinator()
    high = missing(viewer)["HIGH"]
    with as_worker(), scoped(SYSTEM_VIEWER):
        day = MORNING.date()
        Alarm.objects.create(kind="NO_FILE", on=day, agency="police", raised_at=MORNING)
        Alarm.objects.create(
            kind="ABSENT",
            on=day,
            agency="police",
            raised_at=MORNING,
            episode_id=high.id,
            child_id=high.child_id,
        )
    said = words(look(viewer))
    assert "No police download by 07:00 on Mon 23 Nov" in said
    assert "Open episode absent from the newest download, Mon 23 Nov : Arjun SINGH" in said
    assert said.index("No police download") < said.index("Last seen")
    outsider = person(partnership()["york"], "SOCIAL_WORKER")
    assert "download" not in words(look(outsider))


def test_the_handover_sheet_lists_what_was_done_since_the_evening() -> None:
    take(SAMPLE)
    viewer = coordinator()
    high = missing(viewer)["HIGH"]
    for hours, text in ((3, "Rang twice."), (20, "Asked on Sunday.")):
        record_enquiry(
            act_of(viewer, "record_enquiry", at=MORNING),
            high.id,
            asked_at=MORNING - timedelta(hours=hours),
            of_whom="aunt",
            method="PHONE",
            result="NO_ANSWER",
            text=text,
        )
    said = row(look(viewer), "Arjun SINGH")
    assert "1 line since 18:00" in said
    assert "Mon 23 Nov, 05:00 Enquiry recorded: aunt (phone), no answer: Rang twice." in said
    assert "Asked on Sunday." not in said
    assert "Nothing recorded since 18:00" in row(look(viewer), "Amar SINGH")


def test_a_school_sees_who_is_missing_and_nothing_else() -> None:
    take(SAMPLE)
    high = missing(coordinator())["HIGH"]
    school = partnership()["norbeck-school"]
    with as_worker(), scoped(SYSTEM_VIEWER):
        since = MORNING - timedelta(days=1)
        row_ = (high.child_id, school.pk, Ground.SCHOOL, since, None)
        involve(system_act("allocate"), [row_])
    page = look(person(school, "SCHOOL_LEAD"))
    said = words(page)
    assert "Arjun SINGH" in said
    assert "missing 34 h 19 min" in said
    for hidden in (
        "High",
        "Owner",
        "Next",
        "Norbeck station",
        "MSPR",
        "17",
        "Take this on",
        "high",
    ):
        assert hidden not in said


def test_a_role_without_grades_sees_none_and_filters_by_none() -> None:
    take(SAMPLE)
    page = words(look(person(partnership()["north-yorkshire"], "NURSE"), "/board/?grade=HIGH"))
    assert "High" not in page
    assert "Norbeck station" not in page


def test_roles_that_may_not_know_who_is_missing_have_no_board() -> None:
    take(SAMPLE)
    auditor = person(partnership()["partnership"], "AUDIT_LEAD")
    assert look(auditor).status_code == 404
    assert look(auditor, "/board/fragment/").status_code == 404


def test_every_focusable_part_of_the_rows_keeps_its_place_when_they_are_swapped() -> None:
    take(SAMPLE)
    fragment = look(coordinator(), "/board/fragment/").content.decode()
    names = re.findall(r'\sid="([^"]*)"', fragment)
    assert len(names) == len(set(names))
    for part in re.findall(r"<(?:button|details|h2[^>]*><a)[^>]*>", fragment):
        assert ' id="' in part


@pytest.mark.parametrize("number", [1, 60])
def test_the_board_costs_ten_queries_at_most_whatever_the_size(number: int, tmp_path: Path) -> None:
    take(busy_night(tmp_path, number))
    client = signed_in(coordinator())
    for address in ("/board/", "/board/fragment/"):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(address)
        assert len(rows(page)) == number
        assert 1 <= len(charged(asked.captured_queries)) <= 10
