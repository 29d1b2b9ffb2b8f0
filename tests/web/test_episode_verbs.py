"""What is done from the episode page: each verb once, settling, ticking, refusals."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from tests.casework.cast import HOUR, STARTED, World
from tests.casework.worlds import NOW
from tests.standing import Stand
from tests.web.records import (
    LEFT,
    boxes,
    home_says_earlier,
    part,
    plain,
    send,
    token,
)
from tests.web.visitors import at, signed_in, words

from homeward.casework.claim_time import claim_time
from homeward.casework.settle_dates import settle_dates
from homeward.rules.acts import Viewer
from homeward.rules.clocks import Clock, Source

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
RETURN = {"source": "CARER", **boxes("returned_at", STARTED + 8 * HOUR)}


@pytest.fixture
def world(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> World:
    """Bryony, missing since last evening; it is Monday morning."""
    at(monkeypatch, NOW)
    return stand(
        RISK_INITIAL="LOW",
        FLAGS="PREPLANNED_BAG",
        LAST_SEEN_PLACE="the harbour",
        PREVENTION_CHECK_DTTM="31/02/2026 10:00",
    )


def page_of(world: World, verb: str = "") -> str:
    return f"/episodes/{world.episode}/" + (f"{verb}/" if verb else "")


def opened(world: World, viewer: Viewer) -> Any:
    return signed_in(viewer).get(page_of(world))


def buttons(response: Any) -> list[str]:
    """The verbs that are offered, the primary one first where there is one."""
    return re.findall(r'hw-verb" href="[^"]+"[^>]*>([^<]+)', response.content.decode())


class TestSettling:
    def test_another_time_is_used_because_a_person_says_why(self, world: World) -> None:
        line = home_says_earlier(world)
        page = send(
            signed_in(world.coordinator),
            page_of(world, "settle/start"),
            line=line,
            reason="The home's log was read",
        )
        assert "The difference is settled." in words(page)
        said = plain(part(page, "clocks"))
        assert "Sun 22 Nov, 20:45 The home's log was read chosen by a person" in said
        assert world.stands().started_at == LEFT

    def test_another_time_without_a_reason_is_refused(self, world: World) -> None:
        line = home_says_earlier(world)
        page = send(signed_in(world.coordinator), page_of(world, "settle/start"), line=line)
        assert 'href="#id_reason">Say why this time is used.' in page.content.decode()
        assert world.stands().started_at == STARTED

    def test_the_rule_is_accepted_without_a_word(self, world: World) -> None:
        line = home_says_earlier(world)
        act = world.act(world.coordinator, "The home's log was read")
        settle_dates(act, world.episode, clock=Clock.START, line=line)
        form = signed_in(world.coordinator).get(page_of(world, "settle/start"))
        assert "Accept the rule: Sun 22 Nov, 22:10. The police download comes first" in words(form)
        page = send(signed_in(world.coordinator), page_of(world, "settle/start"), line="RULE")
        assert world.stands().started_at == STARTED
        assert "Rule accepted chosen by a person" in plain(part(page, "clocks"))

    def test_a_clock_that_nobody_stated_has_no_page(self, world: World) -> None:
        client = signed_in(world.coordinator)
        assert client.get(page_of(world, "settle/returned")).status_code == 404
        assert client.get(page_of(world, "settle/nothing")).status_code == 404


class TestTasks:
    def test_a_tick_says_who_and_when(self, world: World) -> None:
        task = world.tasks()[0]
        client = signed_in(world.coordinator)
        sent = {"token": token(client.get(page_of(world)))}
        page = client.post(page_of(world, f"tasks/{task.id}"), sent, follow=True)
        assert f"Ticked: {task.words}." in words(page)
        assert f"{task.words} done POLICE_COORDINATOR · Mon 23 Nov, 09:00" in (
            plain(part(page, "tasks"))
        )

    def test_a_task_ticked_by_another_person_meanwhile_says_so(self, world: World) -> None:
        task = world.tasks()[0]
        for viewer in (world.coordinator, world.supervisor):
            client = signed_in(viewer)
            sent = {"token": token(client.get(page_of(world, "grade")))}
            page = client.post(page_of(world, f"tasks/{task.id}"), sent, follow=True)
        assert "Somebody ticked this before. Nothing was changed." in words(page)

    def test_a_task_of_no_episode_is_not_found(self, world: World) -> None:
        client = signed_in(world.coordinator)
        assert client.post(page_of(world, "tasks/999999"), {}).status_code == 404


ROUND_TRIPS = [
    ("return", RETURN, "clock.claimed", "The return is on the record."),
    (
        "sighting",
        {"place": "the pier", "seen_by": "a passer-by", **boxes("seen_at", STARTED + HOUR)},
        "sighting.recorded",
        "The sighting is on the record.",
    ),
    (
        "enquiry",
        {
            "of_whom": "grandmother",
            "method": "PHONE",
            "result": "NOTHING_KNOWN",
            **boxes("asked_at", STARTED + HOUR),
        },
        "enquiry.recorded",
        "Enquiry recorded: grandmother (phone), nothing known",
    ),
    ("grade", {"grade": "HIGH", "reason": "No medicine"}, "risk.graded", "The grade is on"),
    ("time", {"clock": "LA_INFORMED", "source": "SOCIAL_CARE", **boxes("at", STARTED + HOUR)},
     "clock.claimed", "The time stands beside the others."),
    ("take", {}, "ownership.taken", "Your team has taken this on."),
    (
        "close",
        {"outcome": "TRANSFERRED", "reason": "Found in Leeds", **boxes("closed_at", NOW)},
        "episode.closed",
        "The episode is closed.",
    ),
]  # fmt: skip


class TestVerbs:
    @pytest.mark.parametrize(("slug", "typed", "kind", "told"), ROUND_TRIPS)
    def test_each_writes_its_line_once_and_says_so(
        self, world: World, slug: str, typed: dict[str, str], kind: str, told: str
    ) -> None:
        before = len(world.lines(kind))
        client = signed_in(world.coordinator)
        form = {"token": token(client.get(page_of(world, slug))), **typed}
        if slug == "take":
            form["team"] = str(world.teams["police"].id)
        first = client.post(page_of(world, slug), form, follow=True)
        assert told in words(first)
        again = client.post(page_of(world, slug), form, follow=True)
        assert again.redirect_chain
        assert len(world.lines(kind)) == before + 1
        assert world.is_as_counted_anew()

    def test_a_banner_is_told_once(self, world: World) -> None:
        client = signed_in(world.coordinator)
        send(client, page_of(world, "return"), **RETURN)
        assert "The return is on the record." not in words(client.get(page_of(world)))

    def test_a_report_is_classed_anew_by_a_named_person(self, world: World) -> None:
        typed = {
            "report": world.report,
            "report_class": "NOT_WHERE_SUPPOSED_TO_BE",
            "location_known": "yes",
            "verified_by": "PC Ford",
            "decided_by": "Sgt Hill",
            "reason": "At her aunt's, seen by police",
        }
        refused = send(signed_in(world.supervisor), page_of(world, "class"), **typed)
        assert "Say when this will be checked again." in words(refused)
        typed |= boxes("recheck_at", NOW + HOUR)
        page = send(signed_in(world.supervisor), page_of(world, "class"), **typed)
        assert "The report is classed anew." in words(page)
        assert world.stands().state == "CANCELLED"
        assert buttons(page) == ["Reclassify"]

    def test_a_report_that_becomes_missing_again_opens_its_episode(self, world: World) -> None:
        aunt = {"location_known": "yes", "verified_by": "PC Ford", "decided_by": "Sgt Hill"}
        typed = {"report": world.report, "reason": "As far as is known", **aunt}
        away = {"report_class": "NOT_WHERE_SUPPOSED_TO_BE", **boxes("recheck_at", NOW + HOUR)}
        client = signed_in(world.supervisor)
        send(client, page_of(world, "class"), **typed, **away)
        lost = typed | {"report_class": "MISSING", "location_known": "no"}
        page = send(client, page_of(world, "class"), **lost)
        assert world.stands().state == "OPEN"
        assert "Confirm return" in buttons(page)

    def test_a_child_who_was_located_leaves_again(self, world: World) -> None:
        claim_time(
            world.act(world.coordinator),
            world.episode,
            clock=Clock.LOCATED,
            at=STARTED + HOUR,
            source=Source.POLICE_CALL,
        )
        client = signed_in(world.coordinator)
        assert "Left again" in buttons(client.get(page_of(world)))
        typed = boxes("left_at", STARTED + 2 * HOUR)
        page = send(client, page_of(world, "left-again"), **typed)
        assert "The record says that the child left again." in words(page)
        assert "Child left again before return" in plain(part(page, "sightings"))

    def test_closing_and_reopening_are_for_those_who_lead(self, world: World) -> None:
        send(signed_in(world.coordinator), page_of(world, "return"), **RETURN)
        typed = {"reason": "Home, no police concern", **boxes("closed_at", NOW)}
        refused = send(signed_in(world.coordinator), page_of(world, "close"), **typed)
        assert "This can be done by: police supervisor." in words(refused)
        send(signed_in(world.supervisor), page_of(world, "close"), **typed)
        assert world.stands().state == "POLICE_CLOSED"
        page = send(signed_in(world.supervisor), page_of(world, "reopen"), reason="Too early")
        assert "The episode is open again." in words(page)
        assert world.stands().state == "RETURNED"

    def test_a_return_before_the_start_is_refused_at_its_field(self, world: World) -> None:
        typed = {"source": "CARER", **boxes("returned_at", STARTED - HOUR)}
        page = send(signed_in(world.coordinator), page_of(world, "return"), **typed)
        assert (
            'href="#id_returned_at-day">The return lies before the start of this episode.'
        ) in page.content.decode()
        assert world.stands().state == "OPEN"

    def test_a_page_that_was_open_for_a_day_is_not_taken(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = signed_in(world.coordinator)
        with monkeypatch.context() as long_ago:
            long_ago.setattr("django.core.signing.time.time", lambda: 0.0)
            held = token(client.get(page_of(world, "return")))
        page = client.post(page_of(world, "return"), {"token": held, **RETURN})
        assert "This page was open for too long." in words(page)
        assert world.stands().state == "OPEN"
