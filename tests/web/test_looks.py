"""The pages of odd-looking access and of looking as a role."""

from __future__ import annotations

import re

import pytest
from django.test import override_settings
from tests.casework.cast import World
from tests.casework.test_odd_looks import noticed, person_of, reads
from tests.casework.worlds import NOW, person
from tests.standing import Stand
from tests.web.records import cost, send
from tests.web.visitors import at, signed_in, words

from homeward.access.models import Person
from homeward.access.scope import scoped
from homeward.ledger.models import Entry
from homeward.rules.acts import Viewer

pytestmark = pytest.mark.django_db

PAGE = "/odd-looks/"


@pytest.fixture
def world(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> World:
    at(monkeypatch, NOW)
    made = stand()
    Person.objects.filter(pk=made.coordinator.person).update(name="Bea Harrow")
    return made


class TestOddLooks:
    def test_the_list_says_what_the_rule_saw_and_names_no_child(self, world: World) -> None:
        reads(world.coordinator, world.child)
        noticed()
        client = signed_in(person_of(world, "police"))
        assert "Odd-looking access 1" in words(client.get("/"))
        said = words(client.get(PAGE))
        assert "Bea Harrow Police coordinator Same surname as the child" in said
        assert "Bryony" not in said
        address = re.search(
            r'href="(/odd-looks/[0-9a-f-]{36}/)"', client.get(PAGE).content.decode()
        )
        assert address
        refused = send(client, address[1], verdict="further")
        assert "Say what explains it" in words(refused)
        done = send(client, address[1], verdict="further", reason="Professional standards")
        assert "No reading waits" in words(done)
        assert "Taken further: Professional standards" in words(client.get(PAGE + "?show=answered"))

    def test_nobody_else_finds_it(self, world: World) -> None:
        reads(world.coordinator, world.child)
        noticed()
        reviewer = signed_in(person_of(world, "police"))
        html = reviewer.get(PAGE).content.decode()
        address = re.search(r'href="(/odd-looks/[0-9a-f-]{36}/)"', html)
        assert address
        for viewer in (world.coordinator, world.manager, world.outsider):
            client = signed_in(viewer)
            for page in (PAGE, address[1]):
                assert client.get(page).status_code == 404
                assert client.post(page, {"verdict": "explained"}).status_code in (404, 405)
        elsewhere = signed_in(person_of(world, "york"))
        assert elsewhere.get(address[1]).status_code == 404
        assert cost(reviewer, PAGE) <= 10


@pytest.fixture
def boss(world: World) -> Viewer:
    made = person(world.teams["partnership"], "ADMINISTRATOR")
    Person.objects.update(is_rehearsal=True)
    return made


class TestPreview:
    def test_pages_are_the_roles_and_nothing_can_be_changed(
        self, world: World, boss: Viewer
    ) -> None:
        client = signed_in(boss)
        child = f"/children/{world.child}/"
        assert client.get(child).status_code == 404
        team = str(world.teams["police"].id)
        desk = send(client, "/preview/", team=team, role="POLICE_COORDINATOR")
        assert "You look as: Police coordinator, police team. Nothing can be changed." in words(
            desk
        )
        page = client.get(child)
        assert "Bryony Harrow" in words(page)
        assert "Add a line" in words(page)
        before = world.written()
        refused = client.post(f"{child}add-line/", {"kind": "note.added"})
        assert refused.status_code == 403
        assert "Nothing was changed" in words(refused)
        assert client.get("/people/").status_code == 404
        assert world.written() == before
        for address in ("/board/", f"/episodes/{world.episode}/", f"{child}looked/", "/contacts/"):
            assert client.get(address).status_code == 200, address
        client.post("/preview/end/")
        assert client.get(child).status_code == 404
        assert "You look as" not in words(client.get("/"))
        with scoped(boss):
            verbs = list(Entry.objects.filter(person_id=boss.person).values_list("verb", flat=True))
        assert {"look_as_role", "log_preview", "end_preview"} <= set(verbs)

    def test_it_is_for_administrators_of_a_rehearsal(self, world: World, boss: Viewer) -> None:
        for viewer in (world.manager, world.coordinator):
            assert signed_in(viewer).get("/preview/").status_code == 404
        client = signed_in(boss)
        assert client.get("/preview/").status_code == 200
        team = str(world.teams["police"].id)
        send(client, "/preview/", team=team, role="POLICE_COORDINATOR")
        with override_settings(REHEARSAL=False, SECURE_SSL_REDIRECT=False):
            assert "You look as" not in words(client.get("/", follow=True))
            assert client.get(f"/children/{world.child}/").status_code != 200
