"""Times on which agencies differ: listed widest first, settled one by one or together."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.casework.cast import HOUR, STARTED, World, missing_child
from tests.casework.worlds import NOW, as_worker
from tests.standing import Stand
from tests.web.visitors import at, charged, signed_in, words

from homeward.access.models import Involvement
from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.claim_time import claim_time
from homeward.episodes.models import Episode
from homeward.episodes.queries import differing_episodes
from homeward.rules.clocks import Clock, Source

pytestmark = pytest.mark.django_db

EARLIER = STARTED - 2 * HOUR


@pytest.fixture
def world(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> World:
    """Bryony; the home says that she left two hours before police have it."""
    at(monkeypatch, NOW)
    made = stand()
    say(made, Clock.START, EARLIER)
    return made


def say(world: World, clock: Clock, when: object) -> int:
    claim_time(world.act(world.home), world.episode, clock=clock, at=when, source=Source.CARER)
    return world.newest_line("clock.claimed")


@pytest.fixture
def client(world: World) -> Client:
    return signed_in(world.coordinator)


def address(world: World, clock: str = "start") -> str:
    return f"/differences/{world.episode}/{clock}/"


def test_the_list_shows_each_agencys_time_and_the_gap(world: World, client: Client) -> None:
    shown = words(client.get("/differences/"))
    assert "Bryony Harrow" in shown
    assert "Start of the episode" in shown
    assert "Police download" in shown
    assert "Carer or home" in shown
    assert "Sun 22 Nov, 22:10 used" in shown
    assert "Sun 22 Nov, 20:10" in shown
    assert "2 h 0" in shown


def test_nothing_differs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, NOW)
    quiet = missing_child(tmp_path)
    shown = words(signed_in(quiet.coordinator).get("/differences/"))
    assert "No times of your children differ between agencies." in shown


def test_one_difference_shows_claims_rule_and_where_they_stood(
    world: World, client: Client
) -> None:
    shown = words(client.get(address(world)))
    assert "The police download comes first for the start of the episode." in shown
    assert "RECORDED_MISSING_DTTM 22/11/2026 22:10: MSPR_12_20261123_01.csv, row 1" in shown
    assert "larkfield carer or home" in shown
    assert "Accept rule" in shown
    assert "Choose another, because" in shown


def test_the_rule_is_accepted(world: World, client: Client) -> None:
    answer = client.post(address(world), {"decision": "rule"})
    assert answer.headers["Location"] == "/differences/?done=1"
    assert "The rule was accepted for 1 difference." in words(client.get("/differences/?done=1"))
    assert (world.stands().started_at, world.stands().differs_minutes) == (STARTED, 0)


def test_another_time_is_chosen_with_a_reason(world: World, client: Client) -> None:
    line = str(world.newest_line("clock.claimed"))
    chosen = {"decision": "choose", "line": line, "reason": ""}
    assert "Say why this time is used." in words(client.post(address(world), chosen))
    client.post(address(world), chosen | {"reason": "Door alarm"})
    assert world.stands().started_at == EARLIER
    shown = words(client.get(address(world)))
    assert "A person chose the time that is used: Door alarm" in shown


def test_a_time_that_is_not_offered_cannot_be_chosen(world: World, client: Client) -> None:
    sent = {"decision": "choose", "line": "999999", "reason": "x"}
    assert "This time no longer stands." in words(client.post(address(world), sent))
    assert world.stands().started_at == STARTED


def test_small_gaps_are_accepted_together(world: World, client: Client) -> None:
    close = words(client.get("/differences/?within=60"))
    assert "No times of your children lie that close" in close
    page = client.get("/differences/?within=120")
    key = f"{world.episode.hex}:START"
    assert f'value="{key}" id="accept-1" checked' in page.content.decode()
    answer = client.post("/differences/?within=120", {"accept": [key, "nonsense", key]})
    assert answer.headers["Location"] == "/differences/?done=1&left=1&within=120"
    shown = words(client.get("/differences/?done=1&left=1"))
    assert "The rule was accepted for 1 difference. 1 other could not be settled" in shown
    assert world.stands().differs_minutes == 0


def test_two_clocks_of_one_episode_are_two_lines_widest_first(world: World, client: Client) -> None:
    say(world, Clock.LAST_SEEN, STARTED - timedelta(hours=9))
    shown = words(client.get("/differences/"))
    assert shown.index("Last confirmed sighting") < shown.index("Start of the episode")


def test_a_difference_of_long_ago_is_listed_and_counted_while_the_child_is_in_sight(
    world: World, client: Client
) -> None:
    ended = NOW - timedelta(days=700)
    with as_worker(), scoped(SYSTEM_VIEWER):
        rows = Episode.objects.filter(pk=world.episode)
        rows.update(started_at=ended - HOUR, returned_at=ended, state="RETURNED")
    assert "Bryony Harrow" in words(client.get("/differences/"))
    assert "Differences 1" in words(client.get("/"))
    with as_worker(), scoped(SYSTEM_VIEWER):
        Involvement.objects.filter(child_id=world.child).update(until_at=NOW - 24 * HOUR)
    assert "Bryony" not in words(client.get("/differences/"))
    assert "Differences 0" in words(client.get("/"))


def test_a_difference_is_found_by_the_children_in_sight_not_by_reading_all(world: World) -> None:
    """The plan as the app role: the index by child, which the policy lets through."""
    with scoped(world.coordinator), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        with CaptureQueriesContext(connection) as asked:
            assert len(differing_episodes(world.coordinator, None, 20)) == 1
        cursor.execute("EXPLAIN " + asked[0]["sql"])
        plan = " ".join(row[0] for row in cursor.fetchall())
    assert "involvement_running" in plan
    assert "episode_differing_of_child" in plan


def test_pages_cost_at_most_ten_queries(world: World, client: Client) -> None:
    for page in ("/differences/", "/differences/?within=120", address(world)):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        assert len(charged(queries)) <= 10, charged(queries)


def test_the_social_worker_may_settle_too(world: World) -> None:
    client = signed_in(world.social_worker)
    assert "Bryony Harrow" in words(client.get("/differences/"))
    assert client.post(address(world), {"decision": "rule"}).status_code == 302


def test_the_outsider_finds_nothing_of_it(world: World) -> None:
    client = signed_in(world.outsider)
    assert "Bryony" not in words(client.get("/differences/"))
    assert client.get(address(world)).status_code == 404
    assert client.post(address(world), {"decision": "rule"}).status_code == 404
    sent = {"accept": [f"{world.episode.hex}:START"]}
    assert "done=0&left=1" in client.post("/differences/", sent).headers["Location"]
    assert world.stands().differs_minutes == 120


@pytest.mark.parametrize("who", ["school", "home"])
def test_roles_that_do_not_weigh_times_find_no_such_page(world: World, who: str) -> None:
    client = signed_in(getattr(world, who))
    for page in ("/differences/", address(world)):
        assert client.get(page).status_code == 404
        assert client.post(page, {"decision": "rule"}).status_code == 404


@pytest.mark.parametrize("clock", ["nonsense", "closed"])
def test_a_clock_without_a_claim_is_not_found(world: World, client: Client, clock: str) -> None:
    assert client.get(address(world, clock)).status_code == 404
