"""The search box: by form alone, with nothing typed in any address, and logged as a reading."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from tests.casework.cast import World
from tests.casework.reports import download
from tests.casework.worlds import NOW, as_worker, system_act
from tests.standing import Stand
from tests.web.records import cost
from tests.web.visitors import at, signed_in, words

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.forget_searches import KEPT, forget_searches
from homeward.ledger.models import Entry

pytestmark = pytest.mark.django_db


SURNAMES = [
    "Abbot",
    "Birch",
    "Cole",
    "Drummond",
    "Eccles",
    "Fawcett",
    "Gill",
    "Hobbs",
    "Ingram",
    "Jessop",
    "Kettle",
    "Lunn",
    "Moxon",
    "Naylor",
    "Oxley",
    "Pratt",
    "Quirk",
    "Rudd",
    "Sykes",
    "Tordoff",
    "Usher",
    "Vance",
    "Womack",
    "Yeadon",
]


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, NOW)


@pytest.fixture
def world(stand: Stand, tmp_path: Path) -> World:
    """Bryony Harrow, missing, and 24 children of the same forename who are not."""
    made = stand()
    rows = [
        {
            "REPORT_REF": f"SAME/{number}",
            "SURNAME": surname,
            "DOB": f"{number + 1:02}/0{number % 9 + 1}/20{10 + number % 6}",
            "RECORD_STATUS": "FOUND",
            "RETURNED_DTTM": "23/11/2026 01:00",
        }
        for number, surname in enumerate(SURNAMES)
    ]
    download(tmp_path, *rows, name="MSPR_12_20261123_02.csv")
    return made


def search(client: Client, typed: str) -> Any:
    return client.post("/search/", {"typed": typed})


def test_the_box_is_on_every_page_and_works_by_form(world: World) -> None:
    client = signed_in(world.social_worker)
    for page in ("/", "/board/", "/help/", f"/children/{world.child}/"):
        html = client.get(page).content.decode()
        assert 'role="search" method="post" action="/search/"' in html, page
    answer = client.post("/search/", {"typed": "harrow bryony"}, follow=True)
    assert "Bryony Harrow Missing 10 h" in words(answer)
    assert f'href="/children/{world.child}/"' in answer.content.decode()


def test_nothing_typed_stands_in_an_address_and_going_back_works(world: World) -> None:
    client = signed_in(world.social_worker)
    answer = search(client, "Bryony")
    assert answer.status_code == 302
    assert "ryony" not in answer["Location"].lower()
    again = [words(client.get(answer["Location"])) for _ in range(2)]
    assert again[0] == again[1]
    assert 'value="Bryony"' in client.get(answer["Location"]).content.decode()


def test_answers_are_paged_by_key_and_no_child_is_lost(world: World) -> None:
    client = signed_in(world.social_worker)
    address = search(client, "bryo")["Location"]
    first = client.get(address).content.decode()
    key = first.split("after=")[1].split('"')[0]
    second = client.get(f"{address}?after={key}").content.decode()
    shown = [html.count('class="hw-found__child"') for html in (first, second)]
    assert shown == [20, 5]
    listed = {part.split('"')[0] for html in (first, second) for part in html.split("/children/")}
    assert len(listed - {part for part in listed if not part.endswith("/")}) == 25
    assert "25 children found" in words(client.get(address))


def test_who_looks_sees_only_what_the_role_may_read(world: World) -> None:
    school = signed_in(world.school)
    page = words(search_page(school, "bryony harrow"))
    assert "Bryony Harrow Missing" in page
    assert "born" not in page.split("Bryony Harrow")[1].split("Report")[0]
    assert "a police reference" not in words(school.get("/search/"))
    assert "No child whom your teams" in words(search_page(school, "19/04/2011"))
    assert "born 19 Apr 2011" in words(search_page(signed_in(world.social_worker), "19/04/2011"))


def search_page(client: Client, typed: str) -> Any:
    return client.post("/search/", {"typed": typed}, follow=True)


def test_an_outsider_is_told_the_same_of_a_child_and_of_nobody(world: World) -> None:
    outsider = signed_in(world.outsider)
    pages = [
        words(search_page(outsider, typed)) for typed in ("bryony", "zzyzx", "MSPR/2026/009001")
    ]
    assert pages[0] == pages[1] == pages[2]
    assert "No child whom your teams are involved with now agrees" in pages[0]


def test_somebody_elses_search_and_one_forgotten_are_the_same(world: World) -> None:
    client = signed_in(world.social_worker)
    address = search(client, "bryony")["Location"]
    theirs = signed_in(world.home).get(address)
    assert theirs.status_code == 404
    with as_worker():
        assert forget_searches(system_act("forget_searches", NOW + KEPT)) == 0
        later = system_act("forget_searches", NOW + KEPT + timedelta(minutes=1))
        assert forget_searches(later) == 1
    mine = client.get(address)
    assert mine.status_code == 404
    assert "no longer kept" in words(mine)
    assert "no longer kept" in words(theirs)


def test_a_wrong_check_digit_and_a_blank_box_are_answered_in_words(world: World) -> None:
    client = signed_in(world.social_worker)
    assert "check digit does not fit" in words(search_page(client, "943 476 5918"))
    assert "Nothing was typed" in words(search(client, "   "))
    assert "<script>" not in search_page(client, "<script>1").content.decode().split("<main")[1]


def test_the_reading_is_logged_and_what_was_typed_is_not(world: World) -> None:
    client = signed_in(world.social_worker)
    search_page(client, "harrow bryony 2011")
    with as_worker(), scoped(SYSTEM_VIEWER):
        entries = list(Entry.objects.filter(person_id=world.social_worker.person).order_by("id"))
    assert [each.verb for each in entries] == ["keep_search", "log_reading"]
    assert entries[0].children == []
    assert (entries[1].page, entries[1].children) == ("search", [world.child])


def test_a_role_that_reads_nothing_has_no_box_and_no_page(world: World) -> None:
    with as_worker(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE access_membership SET role = 'AUDIT_LEAD' WHERE role = 'HOME_MANAGER'"
        )
    client = signed_in(world.home)
    assert client.get("/search/").status_code == 404
    assert 'role="search"' not in client.get("/help/").content.decode()


def test_what_a_page_costs(world: World) -> None:
    client = signed_in(world.social_worker)
    address = search(client, "bryo")["Location"]
    assert cost(client, address) == 5


def test_a_report_looks_for_the_child_before_a_new_one_is_made(world: World) -> None:
    client = signed_in(world.social_worker)
    draft = client.post("/report/", {"reporter": "PARENT"})["Location"].removesuffix("child/")
    typed = {"forename": "Briony", "surname": "Harrow", "sex": "F", "setting": "HOME"}
    born = {"dob_day": "19", "dob_month": "4", "dob_year": "2011"}
    answer = client.post(f"{draft}child/", typed | born)
    assert answer["Location"] == f"{draft}known/"
    page = client.get(f"{draft}known/")
    assert "Is it one of these?" in words(page)
    assert "Bryony Harrow Missing" in words(page)
    client.post(f"{draft}known/", {"child": str(world.child)})
    assert "Bryony Harrow, born 19 Apr 2011" in words(client.get(f"{draft}child/"))
    other = signed_in(world.outsider)
    theirs = other.post("/report/", {"reporter": "PARENT"})["Location"].removesuffix("child/")
    other.post(f"{theirs}child/", typed | born)
    assert other.get(f"{theirs}known/")["Location"] == f"{theirs}checks/"
    other.post(f"{theirs}known/", {"child": str(world.child)})
    assert "Bryony" not in words(other.get(f"{theirs}child/"))
