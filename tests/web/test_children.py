"""The child page: the briefing for whoever takes the next report, and its chronology."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.casework.cast import HOUR, STARTED, World
from tests.casework.life import with_life
from tests.casework.reports import download
from tests.casework.worlds import NOW
from tests.standing import Stand
from tests.web.records import (
    cost,
    earlier,
    noted,
)
from tests.web.visitors import at, signed_in, words

from homeward.access.scope import scoped
from homeward.casework.add_line import add_line
from homeward.casework.record_sighting import record_sighting
from homeward.children.facts import Kept
from homeward.ledger.models import Entry
from homeward.rules.acts import Viewer
from homeward.web.children import urls

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def world(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> World:
    """Bryony, missing since last evening; it is Monday morning."""
    at(monkeypatch, NOW)
    return stand(
        FLAGS="PREPLANNED_BAG",
        LAST_SEEN_PLACE="the harbour",
        HOME_ADDRESS="4 Mill Lane, Norbeck",
        ALIASES="Bry",
        LA_CHILD_ID="204417",
    )


def page_of(world: World) -> str:
    return f"/children/{world.child}/"


def opened(world: World, viewer: Viewer, query: str = "") -> Any:
    return signed_in(viewer).get(page_of(world) + query)


def add_of(world: World) -> str:
    return f"{page_of(world)}add-line/"


def correct_of(world: World, line: int) -> str:
    return f"{page_of(world)}lines/{line}/"


class TestBriefing:
    def test_the_top_says_who_the_child_is_and_that_she_is_missing(self, world: World) -> None:
        said = words(opened(world, world.coordinator))
        assert "Bryony Harrow 15 · girl · children's home · North Yorkshire" in said
        assert "Missing 10 h 50 min Medium risk" in said
        assert "Involved: police team, north-yorkshire team, larkfield team" in said

    def test_a_new_report_of_this_child_is_one_press_away(self, world: World) -> None:
        html = opened(world, world.coordinator).content.decode()
        assert f'href="/report/?child={world.child}"' in html

    def test_one_button_is_the_primary_one(self, world: World) -> None:
        html = opened(world, world.coordinator).content.decode()
        buttons = re.findall(r'class="(govuk-button[^"]*)"', html)
        assert [each for each in buttons if "--secondary" not in each] == ["govuk-button  hw-verb"]

    def test_what_matters_names_places_and_marks_of_police_with_their_days(
        self, world: World
    ) -> None:
        record_sighting(
            world.act(world.coordinator),
            world.episode,
            seen_at=STARTED + HOUR,
            place="Norbeck pier",
            seen_by="a passer-by",
        )
        said = words(opened(world, world.coordinator))
        assert "Sun 22 Nov: Norbeck pier , sighting Sun 22 Nov: the harbour , last seen" in said
        assert "A bag was packed , report of Sun 22 Nov" in said

    def test_an_earlier_episode_is_one_sentence(self, world: World, tmp_path: Path) -> None:
        download(tmp_path, earlier(0), name="MSPR_12_20261123_02.csv")
        said = words(opened(world, world.coordinator))
        assert "2 missing episodes" in said
        assert "Sat 14 Nov : 2 h 30 min, medium. Found by police (the bus station)." in said

    def test_words_of_the_child_are_shown_as_they_were_said(self, world: World) -> None:
        add_line(
            world.act(world.social_worker),
            world.child,
            kind="child.said",
            happened_at=NOW - DAY,
            text="“Would have rung if I had credit.”",
        )
        said = words(opened(world, world.social_worker))
        assert "In Bryony’s words Sun 22 Nov: “Would have rung if I had credit.”" in said

    def test_looking_is_logged_once_a_quarter_of_an_hour(self, world: World) -> None:
        for _ in range(3):
            opened(world, world.social_worker)
        with scoped(world.social_worker):
            pages = list(Entry.objects.filter(verb="log_reading").values_list("page", flat=True))
        assert pages == ["child"]


class TestWhoSeesWhat:
    def addresses(self, world: World) -> dict[str, str]:
        """Every address of the child."""
        line = noted(world, "Aunt lives in Leeds.", STARTED)
        need = with_life(world)[Kept.NEED]
        given = {"child": world.child, "line": line, "part": "need", "thread": need}
        made = {}
        for each in urls.urlpatterns:
            path = str(each.pattern)
            for name, value in given.items():
                path = re.sub(rf"<\w+:{name}>", str(value), path)
            made[str(each.name)] = f"/children/{path}"
        return made

    def test_an_outsider_is_told_that_no_such_page_exists(self, world: World) -> None:
        addresses = self.addresses(world)
        written = world.written()
        client = signed_in(world.outsider)
        for name, address in addresses.items():
            assert client.get(address).status_code == 404, name
            assert client.post(address, {"kind": "note.added"}).status_code in (404, 405), name
        assert client.post(addresses["add"], {}).status_code == 404
        assert client.post(addresses["correct"], {}).status_code == 404
        assert world.written() == written

    def test_the_answer_is_the_same_for_a_child_that_does_not_exist(self, world: World) -> None:
        client = signed_in(world.outsider)
        nobody = client.get(f"/children/{world.report}/")
        assert words(client.get(page_of(world))) == words(nobody)

    def test_police_and_social_worker_may_open_every_page(self, world: World) -> None:
        addresses = self.addresses(world)
        for viewer in (world.coordinator, world.social_worker):
            client = signed_in(viewer)
            assert {client.get(address).status_code for address in addresses.values()} == {200}

    def test_a_school_reads_whether_and_when_and_nothing_else(self, world: World) -> None:
        addresses = self.addresses(world)
        client = signed_in(world.school)
        said = words(client.get(addresses.pop("child")))
        assert "1 missing episode Sun 22 Nov : Missing now." in said
        for hidden in ("harbour", "bag", "Medium", "Chronology", "Mill Lane", "204417", "home"):
            assert hidden not in said.replace("homeward", "")
        for address in addresses.values():
            assert client.get(address).status_code == 404
            assert client.post(address, {}).status_code == 404

    def test_a_home_reads_places_but_neither_risk_nor_chronology_nor_numbers(
        self, world: World
    ) -> None:
        said = words(opened(world, world.home))
        assert "the harbour" in said
        assert "4 Mill Lane" in said
        for hidden in ("A bag was packed", "Medium", "Chronology", "204417", "Bry,"):
            assert hidden not in said

    def test_a_social_worker_reads_numbers_other_names_and_addresses(self, world: World) -> None:
        said = words(opened(world, world.social_worker))
        assert "Number at children's social care 204417" in said
        assert "Other names Bry" in said
        assert "Address 4 Mill Lane, Norbeck" in said


class TestCost:
    def test_the_page_costs_the_same_however_much_there_is(
        self, world: World, tmp_path: Path
    ) -> None:
        client = signed_in(world.coordinator)
        few = cost(client, page_of(world))
        for number in range(40):
            noted(world, f"Note {number}.", STARTED)
        download(tmp_path, *[earlier(each) for each in range(39)], name="MSPR_12_20261123_02.csv")
        many = cost(client, page_of(world))
        assert len(world.episodes()) == 40
        assert few <= many <= 10
