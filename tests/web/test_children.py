"""The child page: the briefing for whoever takes the next report, and its chronology."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.casework.cast import HOUR, STARTED, World, missing_child
from tests.casework.reports import download
from tests.casework.worlds import NOW
from tests.web.records import boxes, cost, part, send, token
from tests.web.visitors import at, signed_in, words

from homeward.access.scope import scoped
from homeward.casework.add_line import add_line
from homeward.casework.enter_in_error import enter_in_error
from homeward.casework.record_sighting import record_sighting
from homeward.ledger.models import Entry
from homeward.rules.acts import Viewer
from homeward.web.children import urls

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Bryony, missing since last evening; it is Monday morning."""
    at(monkeypatch, NOW)
    return missing_child(
        tmp_path,
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


def noted(world: World, text: str, happened: datetime, known: datetime = NOW) -> int:
    """A note of the social worker; its line."""
    add_line(
        world.act(world.social_worker, at=known),
        world.child,
        kind="note.added",
        happened_at=happened,
        text=text,
        episode=world.episode,
    )
    return next(line.id for line in world.lines("note.added") if line.text == text)


def titles(response: Any) -> list[str]:
    """The lines on the chronology, in the order of the page."""
    html = part(response, "chronology")
    found = re.findall(r'moj-timeline__title">(.*?)</h3>', html)
    return [re.sub(r"<[^>]+>", "", title) for title in found]


def earlier(number: int) -> dict[str, str]:
    """A report of some weeks ago that ended after three hours."""
    started = datetime(2026, 11, 14, 21, 0) - number * 10 * DAY
    written = "%d/%m/%Y %H:%M"
    return {
        "REPORT_REF": f"MSPR/2026/1{number:05}",
        "RECORD_STATUS": "FOUND",
        "LAST_SEEN_DTTM": (started - 2 * HOUR).strftime(written),
        "REPORTED_DTTM": (started - HOUR).strftime(written),
        "RECORDED_MISSING_DTTM": started.strftime(written),
        "RETURNED_DTTM": (started + 2.5 * HOUR).strftime(written),
        "FOUND_PLACE": "the bus station",
        "FOUND_BY": "POLICE",
        "FLAGS": "",
        "NARRATIVE": "",
    }


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
        given = {"child": world.child, "line": line}
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


class TestChronology:
    def test_lines_stand_newest_first_with_who_says_so(self, world: World) -> None:
        page = opened(world, world.coordinator)
        assert titles(page) == [
            "Risk grade given by police: medium",
            "Missing episode started",
            "Report received by police",
            "Last confirmed sighting or contact, the harbour",
        ]
        assert "police · police download, version 1" in words(page)

    def test_what_became_known_later_is_not_known_on_the_day_before(self, world: World) -> None:
        noted(world, "A friend rang.", STARTED + HOUR, known=NOW)
        assert "A friend rang." in words(opened(world, world.coordinator))
        past = opened(world, world.coordinator, "?" + _known(NOW - DAY))
        assert titles(past) == []
        today = opened(world, world.coordinator, "?" + _known(NOW))
        assert "A friend rang." in words(today)
        assert "as known on Mon 23 Nov" in words(today)

    def test_what_happens_later_is_not_shown_on_an_earlier_day(
        self, world: World, tmp_path: Path
    ) -> None:
        download(tmp_path, earlier(0) | {"EXTRACT_DTTM": "15/11/2026 06:05"}, name="M_2.csv")
        past = opened(world, world.coordinator, "?" + _known(NOW - 5 * DAY))
        assert titles(past) == [
            "Child returned, the bus station",
            "Risk grade given by police: medium",
            "Missing episode started",
            "Report received by police",
            "Last confirmed sighting or contact",
        ]

    def test_a_correction_does_not_strike_a_line_before_it_was_made(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        line = noted(world, "Aunt lives in Leeds.", STARTED, known=NOW)
        enter_in_error(world.act(world.social_worker, "Another child", at=NOW + DAY), line)
        at(monkeypatch, NOW + 2 * DAY)
        before = opened(world, world.coordinator, "?" + _known(NOW))
        after = opened(world, world.coordinator, "?" + _known(NOW + DAY))
        assert "<s>Note</s>" not in before.content.decode()
        assert "<s>Note</s>" in after.content.decode()

    def test_a_day_that_does_not_exist_is_said_and_everything_shown(self, world: World) -> None:
        page = opened(world, world.coordinator, "?known_day=31&known_month=2&known_year=2026")
        assert "There is no such date. Check day and month." in words(page)
        assert len(titles(page)) == 4

    @pytest.mark.parametrize(
        ("query", "shown"),
        [
            ("?agency=north-yorkshire", ["Note"]),
            ("?kind=Notes", ["Note"]),
            ("?source=RECORD", ["Note"]),
            ("?agency=police&kind=Risk", ["Risk grade given by police: medium"]),
            ("?source=MSPR&kind=Notes", []),
        ],
    )
    def test_lines_can_be_chosen_by_agency_kind_and_source(
        self, world: World, query: str, shown: list[str]
    ) -> None:
        noted(world, "Aunt lives in Leeds.", STARTED)
        assert titles(opened(world, world.coordinator, query)) == shown

    def test_a_line_in_error_stays_struck_through_with_who_and_why(self, world: World) -> None:
        line = noted(world, "Aunt lives in Leeds.", STARTED)
        enter_in_error(world.act(world.social_worker, "Another child's aunt"), line)
        page = opened(world, world.coordinator)
        assert "<s>Note</s>" in page.content.decode()
        assert "No longer stands: Entered in error, says SOCIAL_WORKER: Another child's aunt" in (
            words(page)
        )
        without = opened(world, world.coordinator, "?hide=on")
        assert "Note" not in titles(without)
        assert "Show lines that no longer stand" in words(without)

    def test_what_police_say_again_is_one_line_and_what_they_change_is_struck(
        self, world: World, tmp_path: Path
    ) -> None:
        again = {"RECORD_VERSION": "2", "RECORDED_MISSING_DTTM": "22/11/2026 22:20"}
        download(tmp_path, again, name="MSPR_12_20261123_02.csv")
        page = opened(world, world.coordinator)
        assert titles(page).count("Report received by police") == 1
        assert titles(page).count("Missing episode started") == 2
        assert "Version 2 of the same police report says Sun 22 Nov, 22:20." in words(page)

    def test_a_long_chronology_goes_page_by_page_and_loses_nothing(self, world: World) -> None:
        for number in range(52):
            noted(world, f"Note {number}.", STARTED + number * timedelta(minutes=1))
        first = opened(world, world.coordinator)
        key = re.search(r"after=([^\"&]+)", first.content.decode())
        assert key
        second = opened(world, world.coordinator, f"?after={key[1]}")
        assert (len(titles(first)), len(titles(second))) == (50, 6)
        shown = re.findall(r'id="line-(\d+)"', first.content.decode() + second.content.decode())
        assert len(set(shown)) == 56

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


def _known(day: datetime) -> str:
    return f"known_day={day.day}&known_month={day.month}&known_year={day.year}"


class TestAddALine:
    def test_it_stands_on_the_chronology_and_the_page_says_so(self, world: World) -> None:
        page = send(
            signed_in(world.social_worker),
            add_of(world),
            kind="parents.told",
            text="Mother rung back.",
            episode=world.episode,
            **boxes("happened_at", STARTED + HOUR),
        )
        assert "The line is on the chronology." in words(page)
        assert titles(page)[0] == "Parents told"
        duty = world.duty("REP-07")
        assert duty is not None
        assert duty.outcome == "MET"

    def test_without_a_time_only_the_day_is_known(self, world: World) -> None:
        page = send(
            signed_in(world.social_worker),
            add_of(world),
            kind="child.said",
            text="“I wanted to see my sister.”",
            **boxes("happened_at", NOW - DAY, time=False),
        )
        assert "Sun 22 Nov, time not known" in words(page)
        assert [line.precision for line in world.lines("child.said")] == ["day"]

    def test_a_time_still_to_come_is_refused_at_its_field(self, world: World) -> None:
        page = send(
            signed_in(world.social_worker),
            add_of(world),
            kind="parents.told",
            **boxes("happened_at", NOW + HOUR),
        )
        assert page.status_code == 200
        assert 'href="#id_happened_at-day">This time lies in the future.' in page.content.decode()
        assert world.lines("parents.told") == []

    def test_a_date_is_asked_for(self, world: World) -> None:
        page = send(signed_in(world.social_worker), add_of(world), kind="note.added")
        assert "Enter the date and time" in words(page)
        assert "Error: Add a line" in page.content.decode()

    def test_sent_twice_it_is_added_once(self, world: World) -> None:
        client = signed_in(world.social_worker)
        typed = {
            "token": token(client.get(add_of(world))),
            "kind": "note.added",
            "text": "Aunt lives in Leeds.",
            **boxes("happened_at", STARTED),
        }
        answers = [client.post(add_of(world), typed).status_code for _ in range(2)]
        assert answers == [302, 302]
        assert len(world.lines("note.added")) == 1

    def test_a_token_of_somebody_else_is_not_taken(self, world: World) -> None:
        foreign = token(signed_in(world.coordinator).get(add_of(world)))
        typed = {"token": foreign, "kind": "note.added", **boxes("happened_at", STARTED)}
        page = signed_in(world.social_worker).post(add_of(world), typed)
        assert "This page was open for too long." in words(page)
        assert token(page) != foreign
        assert world.lines("note.added") == []


class TestEnteredInError:
    def test_the_wrong_child_is_struck_out_with_the_reason(self, world: World) -> None:
        line = noted(world, "Aunt lives in Leeds.", STARTED)
        page = send(
            signed_in(world.social_worker),
            correct_of(world, line),
            becomes="NOTHING",
            reason="Another child's aunt",
        )
        assert "The line no longer stands. It can still be read." in words(page)
        assert world.live_lines("note.added") == []

    def test_the_wrong_time_is_replaced_and_both_can_be_read(self, world: World) -> None:
        line = noted(world, "Aunt rang.", STARTED)
        page = send(
            signed_in(world.social_worker),
            correct_of(world, line),
            becomes="CHANGED",
            text="Aunt rang.",
            reason="An hour out",
            **boxes("happened_at", STARTED + HOUR),
        )
        assert [each.happened_at for each in world.live_lines("note.added")] == [STARTED + HOUR]
        assert "Replaced, says SOCIAL_WORKER: An hour out" in words(page)

    def test_from_the_episode_one_comes_back_to_the_episode(self, world: World) -> None:
        line = noted(world, "Aunt lives in Leeds.", STARTED)
        page = send(
            signed_in(world.social_worker),
            f"{correct_of(world, line)}?episode={world.episode}",
            becomes="NOTHING",
            reason="Another child's aunt",
        )
        assert page.request["PATH_INFO"] == f"/episodes/{world.episode}/"

    def test_a_line_of_another_agency_is_theirs_to_mark(self, world: World) -> None:
        line = noted(world, "Aunt lives in Leeds.", STARTED)
        page = send(
            signed_in(world.coordinator),
            correct_of(world, line),
            becomes="NOTHING",
            reason="Not so",
        )
        assert "Another agency wrote this line. Ask them to mark it." in words(page)
        assert len(world.live_lines("note.added")) == 1
        assert "Entered in error" not in part(opened(world, world.coordinator), "chronology")

    def test_a_changed_line_needs_its_time(self, world: World) -> None:
        line = noted(world, "Aunt rang.", STARTED)
        page = send(
            signed_in(world.social_worker),
            correct_of(world, line),
            becomes="CHANGED",
            reason="An hour out",
        )
        assert "Say when it happened." in words(page)
