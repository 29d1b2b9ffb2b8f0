"""What an outsider tries: to learn of a child, or to move one, by way of the report form."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from tests.casework.cast import HOUR, World
from tests.casework.worlds import NOW, as_worker, person
from tests.standing import Stand
from tests.web.records import boxes, token
from tests.web.test_reports import SAFE, SEEN, UNKNOWN, begun, filled, kept, placed
from tests.web.visitors import at, signed_in, words

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.claim_time import claim_time
from homeward.casework.reclassify import reclassify
from homeward.casework.settle_dates import settle_by_rule
from homeward.children.facts import ChildFacts
from homeward.children.queries import get_child
from homeward.rules.acts import NotFound, Refusal, Viewer
from homeward.rules.clocks import Clock, Source
from homeward.rules.reports import ReportClass

pytestmark = pytest.mark.django_db

#: What somebody may know of the child of the worked world: enough to match without doubt.
GUESSED = {
    "forename": "Bryony",
    "surname": "Harrow",
    "dob_day": "19",
    "dob_month": "4",
    "dob_year": "2011",
    "sex": "F",
    "setting": "HOME",
    "place": "york",
    "school_urn": "121678",
}
ELSEWHERE = {
    "report_class": "NOT_WHERE_SUPPOSED_TO_BE",
    "decided_by": "Me",
    "class_reason": "Her aunt rang",
    "recheck_at_day": "23",
    "recheck_at_month": "11",
    "recheck_at_year": "2026",
    "recheck_at_time": "12:00",
}


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, NOW)


@pytest.fixture
def world(stand: Stand) -> World:
    return stand()


def reported(viewer: Viewer, **steps: dict[str, str]) -> str:
    """Send a report of the child by what was guessed; the address of the form."""
    client = signed_in(viewer)
    draft = filled(client, child=GUESSED, **steps)
    client.post(f"{draft}confirm/")
    placed()
    assert kept(draft).state == "PLACED"
    return draft


def child_of(world: World) -> ChildFacts:
    """The child as the record sums it up."""
    with as_worker(), scoped(SYSTEM_VIEWER):
        found = get_child(SYSTEM_VIEWER, world.child)
    assert found is not None
    return found


def pages(world: World) -> list[str]:
    return [f"/children/{world.child}/", f"/episodes/{world.episode}/"]


@pytest.mark.parametrize(
    "steps",
    [
        {"where": UNKNOWN, "class": {"report_class": "MISSING"}, "seen": SEEN},
        {"where": SAFE, "class": ELSEWHERE, "seen": SEEN},
    ],
    ids=["missing", "not where supposed to be"],
)
def test_a_matching_report_does_not_open_a_strangers_record(
    world: World, steps: dict[str, dict[str, str]]
) -> None:
    draft = reported(world.outsider, **steps)
    outsider = signed_in(world.outsider)
    assert [outsider.get(page).status_code for page in pages(world)] == [404, 404]
    assert "/episodes/" not in outsider.get(draft).content.decode()
    assert "Bryony" not in words(outsider.get("/board/"))


def test_a_strangers_report_does_not_move_the_child(world: World) -> None:
    before = child_of(world)
    reported(world.outsider, where=UNKNOWN, seen=SEEN)
    after = child_of(world)
    assert (after.place, after.setting) == (before.place, before.setting)
    assert world.is_as_counted_anew()


def test_police_see_what_a_stranger_reported(world: World) -> None:
    before = len(world.lines("clock.claimed"))
    reported(world.outsider, where=UNKNOWN, seen=SEEN)
    assert len(world.lines("clock.claimed")) > before
    assert signed_in(world.coordinator).get(pages(world)[1]).status_code == 200


def test_a_team_that_is_involved_may_type_the_name_and_goes_on_seeing(world: World) -> None:
    reported(world.home, where=UNKNOWN, seen=SEEN)
    assert signed_in(world.home).get(pages(world)[1]).status_code == 200


def test_a_report_of_an_unknown_child_is_its_reporters_to_read(world: World) -> None:
    client = signed_in(world.outsider)
    draft = filled(client, child=GUESSED | {"forename": "Zoe", "surname": "Quill"}, where=UNKNOWN)
    client.post(f"{draft}seen/", SEEN)
    client.post(f"{draft}confirm/")
    placed()
    assert "/episodes/" in client.get(draft).content.decode()


def test_the_school_keeps_its_sight_of_a_child_it_chose(world: World) -> None:
    client = signed_in(world.school)
    draft = begun(client, world.child)
    client.post(f"{draft}where/", UNKNOWN)
    client.post(f"{draft}seen/", SEEN)
    client.post(f"{draft}confirm/")
    placed()
    page = words(client.get(pages(world)[1]))
    assert "Your role may read whether and when" in page
    assert "No coat" not in page


def test_a_home_does_not_settle_what_police_and_social_care_say_otherwise(world: World) -> None:
    page = f"{pages(world)[1]}settle/start/"
    assert signed_in(world.social_worker).get(page).status_code == 200
    home = signed_in(world.home)
    assert home.get(page).status_code == home.post(page, {"line": "RULE"}).status_code == 404
    claim_time(world.act(world.home), world.episode, clock=Clock.START, at=NOW, source=Source.CARER)
    assert "/settle/" not in home.get(pages(world)[1]).content.decode()
    assert "/settle/" in signed_in(world.coordinator).get(pages(world)[1]).content.decode()
    with pytest.raises(NotFound):
        settle_by_rule(world.act(world.home), world.episode, Clock.START)


@pytest.mark.parametrize("who", ["social_worker", "home", "crisis"])
def test_nobody_but_police_ends_a_search_by_classing_the_report_anew(
    world: World, who: str
) -> None:
    people = {
        "social_worker": world.social_worker,
        "home": world.home,
        "crisis": person(world.teams["north-yorkshire"], "CRISIS_PRACTITIONER"),
    }
    with pytest.raises(Refusal, match="Police alone") as refused:
        reclassify(
            world.act(people[who], "I say so"),
            world.episode,
            world.report,
            report_class=ReportClass.NOT_WHERE_SUPPOSED_TO_BE,
            location_known=True,
            verified_by="Me",
            decided_by="Me",
            recheck_at=NOW + HOUR,
        )
    assert refused.value.field == "report_class"
    assert world.stands().state == "OPEN"


def test_another_persons_token_does_nothing(world: World) -> None:
    page = f"{pages(world)[1]}sighting/"
    stolen = token(signed_in(world.coordinator).get(page))
    before = world.written()
    typed = {"token": stolen, "place": "Pier", "seen_by": "PC Ford", **boxes("seen_at", NOW)}
    answer = signed_in(world.social_worker).post(page, typed)
    assert "This page was open for too long." in words(answer)
    assert world.written() == before


@pytest.mark.parametrize("wanted", ["//evil.example/", "/\\evil.example", "https:evil.example"])
def test_signing_in_leads_nowhere_else(world: World, wanted: str) -> None:
    client = Client()
    player = get_user_model().objects.get(pk=world.home.person)
    get_user_model().objects.filter(pk=player.pk).update(is_rehearsal=True)
    answer = client.post(f"/sign-in/as/{player.pk}", {"next": wanted})
    assert answer.headers["Location"] == "/"
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"/sign-in/as/{player.pk}").status_code == 403
    assert client.get(f"/sign-in/as/{player.pk}").status_code == 405


def test_duties_that_tell_the_grade_are_kept_from_those_who_may_not_read_the_risk(
    world: World,
) -> None:
    """A home sees what is owed of the child in its care, but nothing that says the grade."""
    address = f"/episodes/{world.episode}/"
    assert "Review the grade" in words(signed_in(world.coordinator).get(address))
    home = signed_in(world.home)
    assert "Review the grade" not in words(home.get(address))
    assert "Tell " in words(home.get(address))
    assert "Review the grade" not in words(home.get("/board/"))
