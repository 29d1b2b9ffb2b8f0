"""Keep or erase: two keepers decide, a hold stops it, everybody else sees no such page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.test import Client
from tests.casework.cast import World
from tests.casework.worlds import NOW, as_worker, person, system_act
from tests.standing import Stand
from tests.web.records import cost, send
from tests.web.visitors import at, signed_in, words

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.children.actions import mark_erased
from homeward.children.models import Child
from homeward.ground.ids import new_id
from homeward.retention.actions import keep_due
from homeward.rules.acts import Viewer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, NOW)


@pytest.fixture
def world(stand: Stand) -> World:
    made = stand()
    due(made.child, "Bryony Harrow", NOW.date())
    return made


def due(child: UUID, name: str, on: date) -> None:
    """A record whose period is over since that day."""
    rule = (["looked-after"], "looked-after", "Looked-after child: 75 years after birth")
    with as_worker(), scoped(SYSTEM_VIEWER):
        keep_due(system_act("find_due_records"), [(child, name, date(1951, 4, 19), *rule, on)])


def keepers(world: World) -> tuple[Client, Client]:
    first = person(world.teams["partnership"], "DATA_STEWARD")
    return signed_in(first), signed_in(second(world, first))


def second(world: World, first: Viewer) -> Viewer:
    made = apps.get_model("access.Person").objects.create_user("second@keeper.example", "Second")
    with as_worker():
        apps.get_model("access.Membership").objects.create(
            person=made, team=world.teams["partnership"], role="DATA_STEWARD", since_on=NOW.date()
        )
    return replace(first, person=made.pk)


def test_two_keepers_and_a_hold(world: World) -> None:
    one, two = keepers(world)
    page = f"/keeping/{world.child}/"
    listed = words(one.get("/keeping/"))
    assert "Bryony Harrow" in listed and "19 Apr 1951" in listed
    assert "Nobody has decided" in listed and "local default, not policy" in listed
    assert "Fill this in: Why?" in words(send(one, f"{page}propose/"))
    assert "Another keeper" in words(send(one, f"{page}propose/", reason="Period over"))
    assert one.get(f"{page}confirm/").status_code == 404
    sure = words(two.get(f"{page}confirm/"))
    assert "It cannot be undone" in sure and "Warning" in sure
    assert "Tick this to go on" in words(send(two, f"{page}confirm/"))
    assert "erased in a week" in words(send(two, f"{page}confirm/", sure="on"))
    assert "Erased in a week" in words(two.get("/keeping/"))
    held = send(one, f"{page}hold/", kind="INQUIRY", reason="Inquiry announced")
    assert "Public inquiry or review" in words(held) and "stands" in words(held)
    assert "On hold" in words(one.get("/keeping/"))
    assert "The record is kept" in words(send(two, f"{page}withdraw/"))
    assert one.get(f"{page}propose/").status_code == 404
    choice = re.search(
        r'value="([0-9a-f]{8}-[0-9a-f-]{27})"', one.get(f"{page}lift/").content.decode()
    )
    assert choice
    lifted = send(one, f"{page}lift/", hold=choice[1], reason="Inquiry over")
    assert "lifted by" in words(lifted)
    kept = send(one, f"{page}class/", classes=["child-protection"])
    assert "worked out anew by tomorrow" in words(kept)


def test_for_others_there_is_no_such_page(world: World) -> None:
    steps = ("propose", "confirm", "withdraw", "hold", "lift", "class")
    pages = ["", "erased/", *(f"{world.child}/{step}/" for step in steps)]
    for who in ("social_worker", "coordinator", "home", "school", "outsider"):
        client = signed_in(getattr(world, who))
        assert {client.get(f"/keeping/{each}").status_code for each in pages} == {404}
        reads = who in ("social_worker", "coordinator")
        assert client.get(f"/keeping/{world.child}/").status_code == (200 if reads else 404)
        assert "Keep or erase" not in words(client.get("/"))


def test_a_manager_who_sees_the_child_may_hold_and_everybody_involved_reads_why(
    world: World,
) -> None:
    manager = signed_in(world.manager)
    assert "No hold was ever" in words(manager.get(f"/keeping/{world.child}/"))
    assert manager.get(f"/keeping/{world.child}/propose/").status_code == 404
    send(manager, f"/keeping/{world.child}/hold/", kind="CLAIM", reason="Letter of 3 November")
    for viewer in (world.manager, world.social_worker, world.coordinator):
        assert "Holds against erasing" in words(signed_in(viewer).get(f"/children/{world.child}/"))
        shown = words(signed_in(viewer).get(f"/keeping/{world.child}/"))
        assert "Legal claim : Letter of 3 November" in shown
    stranger = signed_in(person(world.teams["york"], "SOCIAL_CARE_MANAGER"))
    assert stranger.get(f"/keeping/{world.child}/hold/").status_code == 404


def test_an_erased_record_says_so_on_every_page(world: World) -> None:
    with as_worker(), scoped(SYSTEM_VIEWER):
        mark_erased(system_act("erase_record"), world.child)
    client = signed_in(world.coordinator)
    for page in (f"/children/{world.child}/", f"/episodes/{world.episode}/"):
        shown = words(client.get(page))
        assert "This record was erased" in shown and "Mon 23 Nov" in shown
        assert "Harrow" not in shown
    answers = client.post("/search/", {"typed": "19/04/2011"}, follow=True)
    assert answers.status_code == 200 and "Erased record" not in words(answers)
    assert client.get(f"/children/{world.child}/add-line/").status_code == 404
    assert client.get(f"/keeping/{world.child}/hold/").status_code == 404


def test_the_list_costs_the_same_for_one_and_for_sixty_and_pages_by_key(world: World) -> None:
    one, _ = keepers(world)
    alone = cost(one, "/keeping/")
    with as_worker(), scoped(SYSTEM_VIEWER):
        more = [Child(id=new_id(), surname=f"N{n}", dob=date(1950, 1, 1)) for n in range(60)]
        Child.objects.bulk_create(more)
    for number, child in enumerate(more):
        due(child.id, f"N{number}", NOW.date() - timedelta(days=number + 1))
    assert cost(one, "/keeping/") == alone <= 10
    assert cost(one, f"/keeping/{world.child}/") <= 10
    first = one.get("/keeping/").content.decode()
    assert "N59" in first and "Bryony" not in first
    after = first.split("?after=")[1].split('"')[0]
    later = words(one.get(f"/keeping/?after={after}"))
    assert "N34" in later and "N35" not in later
    assert one.get("/keeping/?after=99999999999-zz").status_code == 200
