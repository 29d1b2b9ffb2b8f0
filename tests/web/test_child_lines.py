"""The chronology on the child page: what it shows, a new line, a line entered in error."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.casework.cast import HOUR, STARTED, World
from tests.casework.reports import download
from tests.casework.worlds import NOW
from tests.standing import Stand
from tests.web.records import (
    boxes,
    earlier,
    noted,
    part,
    send,
    titles,
    token,
)
from tests.web.visitors import at, signed_in, words

from homeward.casework.enter_in_error import enter_in_error
from homeward.rules.acts import Viewer

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
