"""The desk: what a team owes, soonest first, and the lanes of its episodes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.casework.worlds import act_of, partnership, person, take
from tests.web.nights import SAMPLE, busy_night
from tests.web.visitors import MORNING, at, charged, signed_in, words

from homeward.access.scope import scoped
from homeward.casework.take_ownership import take_ownership
from homeward.episodes.queries import missing_now
from homeward.ledger.models import Entry
from homeward.rules.acts import Viewer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, MORNING)


def social_worker(place: str = "north-yorkshire") -> Viewer:
    return person(partnership()[place], "SOCIAL_WORKER")


def look(viewer: Viewer, address: str = "/") -> Any:
    return signed_in(viewer).get(address)


def titles(page: Any) -> list[str]:
    return re.findall(r'hw-duty__title">([^<]*)<', page.content.decode())


def test_the_desk_greets_and_its_counts_open_their_lines() -> None:
    take(SAMPLE)
    page = look(social_worker())
    said, markup = words(page), page.content.decode()
    assert "Good morning, SOCIAL_WORKER." in said
    overdue = re.search(r'href="#over">(\d+) overdue<', markup)
    today = re.search(r'href="#today">(\d+) due today<', markup)
    assert overdue is not None
    assert today is not None
    assert re.search(rf'id="over">Overdue <span[^>]*>{overdue[1]}<', markup)
    assert re.search(rf'id="today">Due today <span[^>]*>{today[1]}<', markup)


def test_the_overdue_list_says_how_far_back_it_reaches() -> None:
    take(SAMPLE)
    viewer = social_worker()
    for address in ("/", "/owed/over/"):
        assert "Due in the last 100 days." in words(look(viewer, address))
    assert "Due in the last" not in words(look(viewer, "/owed/today/"))


def test_all_of_a_list_has_as_many_lines_as_its_count() -> None:
    take(SAMPLE)
    viewer = social_worker()
    counted = re.search(r'href="#over">(\d+) overdue<', look(viewer).content.decode())
    assert counted is not None
    assert len(titles(look(viewer, "/owed/over/"))) == int(counted[1])


def test_a_line_says_who_why_by_when_and_where_the_rule_comes_from() -> None:
    take(SAMPLE)
    page = words(look(social_worker(), "/owed/over/"))
    line = page[page.index("Offer an independent return interview") :][:260]
    assert "Joel MENSAH-BROWN, 16" in line
    assert "Child returned, Thu 19 Nov, 18:55 · within 24 h" in line
    assert "DfE missing guidance 2014, evidence S" in line
    assert "time limit: local default, not policy" in line
    assert "2 days 13 h over Fri 20 Nov, 18:55" in page


def test_the_action_of_a_line_leads_to_the_episode() -> None:
    take(SAMPLE)
    viewer = social_worker()
    client = signed_in(viewer)
    href = re.search(r'hw-duty__act"><a[^>]*href="([^"]*)"', client.get("/").content.decode())
    assert href is not None
    assert client.get(href[1]).status_code == 200


def test_overdue_comes_before_today_and_soonest_first() -> None:
    take(SAMPLE)
    page = look(social_worker())
    due = re.findall(r'hw-clock" datetime="([^"]*)"', page.content.decode())
    assert due == sorted(due)
    assert words(page).index("Overdue") < words(page).index("Due today")


def test_a_colleague_has_the_same_desk_and_an_outsider_an_empty_one() -> None:
    take(SAMPLE)
    colleague = person(partnership()["north-yorkshire"], "SOCIAL_CARE_MANAGER")
    assert titles(look(social_worker())) == titles(look(colleague)) != []
    page = words(look(social_worker("york")))
    assert "MENSAH-BROWN" not in page
    assert "Nothing is owed by your team." in page
    assert "No child that you are involved with is missing now." in page
    assert "Open now 0" in page


def test_mine_holds_the_episodes_that_one_leads() -> None:
    take(SAMPLE)
    viewer = social_worker()
    assert "Nothing is owed on an episode that you lead." in words(look(viewer, "/?who=mine"))
    with scoped(viewer):
        led = missing_now(viewer, 1)[0]
    take_ownership(act_of(viewer, "take_ownership"), led.id, team=viewer.teams[0])
    page = look(viewer, "/?who=mine").content.decode()
    assert set(re.findall(r'href="/episodes/([^/]*)/"', page)) == {str(led.id)}


def test_a_long_list_is_paged_without_loss_or_repetition(tmp_path: Path) -> None:
    take(busy_night(tmp_path, 30))
    client = signed_in(social_worker())
    address, seen, pages = "/owed/week/", [], 0
    while address:
        page = client.get(address)
        markup = page.content.decode()
        rows = re.findall(r'hw-duty__title">([^<]*)</span> · <a[^>]*>([^<]*)<', markup)
        assert len(rows) <= 25
        seen += rows
        pages += 1
        following = re.search(r'rel="next"[^>]*|href="(\?[^"]*after=[^"]*)"', markup)
        address = f"/owed/week/{following[1]}" if following and following[1] else ""
    assert pages >= 3
    assert len(seen) == len(set(seen))
    assert {name for _, name in seen} >= {"Aa NIGHT, 17", "Bd NIGHT, 12"}


@pytest.mark.parametrize("key", ["x", "1-", "-1", "9" * 30 + "-1", "1-1-1"])
def test_a_key_that_is_none_is_the_first_page(key: str) -> None:
    take(SAMPLE)
    viewer = social_worker()
    page = look(viewer, f"/owed/over/?after={key}")
    assert titles(page) == titles(look(viewer, "/owed/over/"))


@pytest.mark.parametrize(
    ("lane", "names"),
    [
        ("open", {"Arjun SINGH, 17", "Amar SINGH, 17"}),
        (
            "new",
            {
                "Arjun SINGH, 17",
                "Amar SINGH, 17",
                "Caitlín O&#39;NEILL, 15",
                "Joel MENSAH-BROWN, 16",
            },
        ),
        ("again", {"Joel MENSAH-BROWN, 16"}),
        ("out-of-area", {"Caitlín O&#39;NEILL, 15"}),
    ],
)
def test_a_lane_holds_the_episodes_that_its_count_says(lane: str, names: set[str]) -> None:
    take(SAMPLE)
    viewer = social_worker()
    listed = re.findall(
        r'href="/episodes/[^"]*">([^<]*)<', look(viewer, f"/lanes/{lane}/").content.decode()
    )
    assert set(listed) == names
    count = re.search(
        rf'href="/lanes/{lane}/">[^<]*<strong[^>]*>(\d+)<', look(viewer).content.decode()
    )
    assert count is not None
    assert int(count[1]) == len(listed)


def test_an_empty_lane_says_so_and_an_unknown_one_is_not_there() -> None:
    viewer = social_worker()
    assert "No episode stands in this lane now." in words(look(viewer, "/lanes/open/"))
    assert look(viewer, "/lanes/worst/").status_code == 404
    assert look(viewer, "/owed/never/").status_code == 404


def test_lanes_are_paged(tmp_path: Path) -> None:
    take(busy_night(tmp_path, 30))
    client = signed_in(social_worker())
    first = client.get("/lanes/open/").content.decode()
    following = re.search(r'href="(\?[^"]*after=[^"]*)"', first)
    assert following is not None
    second = client.get(f"/lanes/open/{following[1]}").content.decode()
    listed = [re.findall(r'href="/episodes/([^/"]*)/', page) for page in (first, second)]
    assert [len(page) for page in listed] == [25, 5]
    assert not set(listed[0]) & set(listed[1])


def test_counts_stop_at_99(tmp_path: Path) -> None:
    take(busy_night(tmp_path, 60))
    assert re.search(
        r"99\+ (overdue|due today)|99\+</span>", look(social_worker()).content.decode()
    )


def test_roles_without_duties_get_no_lists() -> None:
    take(SAMPLE)
    page = words(look(person(partnership()["norbeck-school"], "SCHOOL_LEAD")))
    assert "No duty under the protocol comes to your role" in page
    assert "Open now" not in page
    assert "SINGH" not in page
    scrutineer = person(partnership()["partnership"], "SCRUTINEER")
    assert "No duty under the protocol" in words(look(scrutineer))
    assert look(scrutineer, "/lanes/open/").status_code == 404
    assert look(scrutineer, "/owed/over/").status_code == 404


def test_a_role_without_grades_sees_none_in_a_lane() -> None:
    take(SAMPLE)
    nurse = person(partnership()["north-yorkshire"], "NURSE")
    page = words(look(nurse, "/lanes/open/"))
    assert "Arjun SINGH, 17" in page
    assert "High" not in page


def test_the_review_queue_is_counted_for_those_who_keep_the_record() -> None:
    take(SAMPLE)
    steward = person(partnership()["partnership"], "DATA_STEWARD")
    assert re.search(r"Review queue \d+", words(look(steward)))
    assert "Review queue" not in words(look(social_worker()))


def test_reading_the_desk_is_logged_with_the_children_on_it() -> None:
    take(SAMPLE)
    viewer = social_worker()
    look(viewer)
    with scoped(viewer):
        entry = Entry.objects.get(person_id=viewer.person, page="desk")
    assert len(entry.children) >= 1


@pytest.mark.parametrize("number", [1, 60])
def test_a_page_costs_ten_queries_at_most_whatever_the_size(number: int, tmp_path: Path) -> None:
    take(busy_night(tmp_path, number))
    client = signed_in(social_worker())
    addresses = ["/", "/?who=mine", "/owed/over/", "/owed/week/", "/lanes/open/", "/lanes/new/"]
    costs = {}
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        costs[address] = len(charged(asked.captured_queries))
    assert {address: cost for address, cost in costs.items() if not 1 <= cost <= 10} == {}
