"""The pages of people: administrator, colleague, outsider; letters through a real mail server."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from django.conf import settings
from django.db import connection
from django.test import Client
from tests.casework.cast import World
from tests.casework.test_people import STRONG, carried_out
from tests.casework.worlds import NOW, as_worker, person, system_act
from tests.standing import Stand
from tests.web.records import boxes, cost, send
from tests.web.visitors import at, signed_in, words

from homeward.access.models import Emergency, Invitation, Membership, Person
from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.agencies.models import Team
from homeward.casework.send_letters import send_next
from homeward.casework.take_ownership import take_ownership
from homeward.ground.ids import new_id
from homeward.rules.acts import Viewer

pytestmark = pytest.mark.django_db

INVITED = {"name": "Jo Bell", "email": "jo@agency.example", "role": "NURSE"}


class Letters(Message):
    """What the mail server took."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[Any] = []

    def handle_message(self, message: Any) -> None:
        self.taken.append(message)


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """A real mail server on this machine, and the record told of it."""
    handler = Letters()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    told = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": port,
        "SENDS_MAIL": True,
    }
    for name, value in told.items():
        monkeypatch.setattr(settings, name, value)
    yield handler.taken
    server.stop()


@pytest.fixture
def world(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> World:
    at(monkeypatch, NOW)
    return stand()


@pytest.fixture
def boss(world: World) -> Viewer:
    return person(world.teams["north-yorkshire"], "ADMINISTRATOR")


def team_of(world: World) -> str:
    return str(world.teams["north-yorkshire"].id)


def sent_all() -> int:
    count = 0
    with as_worker():
        while send_next(system_act("send_letters")):
            count += 1
    return count


def link_in(text: str) -> str:
    found = re.search(r"http://testserver(/sign-in/invited/\S+)", text)
    assert found
    return found[1]


class TestInviting:
    def test_the_letter_leads_to_a_password_and_the_password_to_the_desk(
        self, world: World, boss: Viewer, letters: list[Any]
    ) -> None:
        page = send(signed_in(boss), "/people/invite/", **INVITED, team=team_of(world))
        assert "on its way" in words(page)
        assert sent_all() == 1
        assert sent_all() == 0
        letter = letters[0]
        assert letter["To"] == "jo@agency.example"
        link = link_in(letter.get_payload())
        visitor = Client()
        assert "Choose a password" in words(visitor.get(link))
        wrong = visitor.post(link, {"password": STRONG, "again": STRONG + "s"})
        assert "not the same" in words(wrong)
        done = visitor.post(link, {"password": STRONG, "again": STRONG})
        assert done.headers["Location"] == "/sign-in/"
        signs_in = visitor.post("/sign-in/", {"login": "jo@agency.example", "password": STRONG})
        assert signs_in.status_code == 302
        again = visitor.post(link, {"password": STRONG, "again": STRONG})
        assert "can no longer be used" in words(again)

    def test_without_a_mail_server_the_link_is_shown_once(self, world: World, boss: Viewer) -> None:
        client = signed_in(boss)
        page = send(client, "/people/invite/", **INVITED, team=team_of(world))
        assert "hand the link over yourself" in words(page)
        assert link_in(page.content.decode().replace("<", " "))
        assert "/sign-in/invited/" not in client.get("/people/").content.decode()

    def test_a_link_that_was_made_up_opens_nothing(self, world: World) -> None:
        page = "/sign-in/invited/" + "ab" * 32 + ".made-up/"
        answer = Client().post(page, {"password": STRONG, "again": STRONG})
        assert answer.status_code == 400
        assert "can no longer be used" in words(answer)

    def test_a_mail_server_that_fails_leaves_the_letter_waiting(
        self, world: World, boss: Viewer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        send(signed_in(boss), "/people/invite/", **INVITED, team=team_of(world))
        told = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_PORT": 1}
        for name, value in told.items():
            monkeypatch.setattr(settings, name, value)
        monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
        with as_worker(), pytest.raises(OSError, match="refused"):
            send_next(system_act("send_letters"))
        with as_worker(), scoped(SYSTEM_VIEWER):
            waiting = Invitation.objects.get()
        assert (waiting.mailed_at, waiting.tries) == (None, 1)

    def test_sending_again_and_withdrawing(self, world: World, boss: Viewer) -> None:
        client = signed_in(boss)
        send(client, "/people/invite/", **INVITED, team=team_of(world))
        page = f"/people/{Person.objects.get(name='Jo Bell').pk}/"
        assert "Withdraw the invitation" in words(client.get(page))
        done = post(client, page, f"{page}invitation/", do="withdraw")
        assert "opens nothing" in words(done)
        assert "Withdraw the invitation" not in words(done)


def post(client: Client, page: str, address: str, **typed: str) -> Any:
    found = re.search(r'name="token" value="([^"]+)"', client.get(page).content.decode())
    assert found
    return client.post(address, {"token": found[1], **typed}, follow=True)


class TestEmergencyLetter:
    def test_the_owning_team_is_written_to_and_no_child_is_named(
        self, world: World, boss: Viewer, letters: list[Any]
    ) -> None:
        north = world.teams["north-yorkshire"]
        filled = {"whose": f"{north.id}:", "email": "desk@north.example", "phone": "01609"}
        filled |= boxes("verified_on", NOW, time=False)
        assert "on record" in words(send(signed_in(boss), "/contacts/new/", **filled))
        opened(world, north)
        opened(world, None)
        assert sent_all() == 2
        assert [letter["To"] for letter in letters] == ["desk@north.example"]
        text = letters[0].get_payload()
        assert "Bryony" not in text
        assert "Harrow" not in text


def opened(world: World, owner: Team | None) -> None:
    """An emergency access announced to a team, entered past the policies."""
    row = {
        "id": new_id(),
        "child_id": world.child,
        "person_id": world.outsider.person,
        "team_id": world.outsider.teams[0],
        "agency": "york",
        "reason": "x",
        "opened_at": NOW,
        "until_at": NOW,
        "owner_team": owner,
        "act_id": new_id(),
    }
    with as_superuser():
        Emergency(**row).save(force_insert=True)


@contextmanager
def as_superuser() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE postgres")
        yield
        cursor.execute("SET ROLE homeward_app")


class TestLeaving:
    def test_open_work_is_handed_on_and_the_session_ends_at_once(
        self, world: World, boss: Viewer
    ) -> None:
        leaver, north = world.social_worker, world.teams["north-yorkshire"]
        take_ownership(world.act(leaver), world.episode, team=north.id)
        their, client = signed_in(leaver), signed_in(boss)
        assert their.get("/").status_code == 200
        page = f"/people/{leaver.person}/leaving/"
        said = words(client.get(page))
        assert "1 open episode that they lead" in said
        assert "Bryony" not in said
        refused = post(client, page, f"{page}close/")
        assert "Hand the open work on first" in words(refused)
        handed = send(
            client, f"{page}episodes/", to=f"{north.id}:{world.manager.person}", reason="Leaves"
        )
        assert "It is being handed on" in words(handed)
        carried_out()
        assert "Nothing is open." in words(client.get(page))
        done = post(client, page, f"{page}close/")
        assert "The account is closed." in words(done)
        assert their.get("/").headers["Location"].startswith("/sign-in/")


class TestWhoSees:
    def addresses(self, world: World, boss: Viewer) -> list[str]:
        one = f"/people/{world.manager.person}/"
        below = ("", "invitation/", "roles/new/", "roles/1/", "leaving/", "leaving/episodes/")
        return ["/people/", "/people/invite/", "/contacts/new/", *(one + each for each in below)]

    def test_nobody_but_an_administrator_finds_these_pages(
        self, world: World, boss: Viewer
    ) -> None:
        for viewer in (world.manager, world.coordinator, world.outsider):
            client = signed_in(viewer)
            for address in self.addresses(world, boss):
                assert client.get(address).status_code in (404, 405), address
                assert client.post(address, {"do": "again"}).status_code in (404, 405), address
            assert 'href="/people/"' not in client.get("/").content.decode()
        assert 'href="/people/"' in signed_in(boss).get("/").content.decode()

    def test_an_administrator_of_another_agency_finds_none_of_these_people(
        self, world: World, boss: Viewer
    ) -> None:
        other = signed_in(person(world.teams["york"], "ADMINISTRATOR"))
        for address in self.addresses(world, boss)[3:]:
            assert other.post(address, {}).status_code in (404, 405), address
            assert other.get(address).status_code in (404, 405), address
        assert "SOCIAL_CARE_MANAGER" not in words(other.get("/people/"))

    def test_contacts_are_for_everybody_and_say_when_nobody_tried_them(
        self, world: World, boss: Viewer
    ) -> None:
        filled = {"whose": f"{team_of(world)}:", "phone": "01609 536 993", "hours": "Day and night"}
        old = NOW.replace(month=3)
        send(signed_in(boss), "/contacts/new/", **filled, **boxes("verified_on", old, time=False))
        said = words(signed_in(world.home).get("/contacts/"))
        assert "01609 536 993" in said
        assert "Not tried for 245 days" in said

    def test_the_list_is_searched_paged_by_key_and_costs_the_same(
        self, world: World, boss: Viewer
    ) -> None:
        client = signed_in(boss)
        before = cost(client, "/people/")
        for number in range(30):
            made = Person.objects.create_user(f"w{number}@a.example", f"Worker {number:02}")
            with as_worker():
                membership(made, world.teams["north-yorkshire"])
        assert cost(client, "/people/") == before <= 10
        html = client.get("/people/").content.decode()
        later = words(client.get("/people/?after=" + html.split("?after=")[1].split('"')[0]))
        assert "Worker 29" in later
        assert "Worker 01" not in later
        found = words(client.post("/people/", {"q": "ker 07"}))
        assert "Worker 07" in found
        assert "Worker 08" not in found
        page = f"/people/{world.manager.person}/"
        assert cost(client, page) <= 10
        assert cost(client, f"{page}leaving/") <= 10


def membership(made: Person, team: Team) -> None:
    Membership.objects.create(
        person=made, team=team, role="NURSE", since_on=NOW.date().replace(day=1)
    )


class TestRolePage:
    def test_a_role_is_changed_and_what_happens_to_the_work_is_said(
        self, world: World, boss: Viewer
    ) -> None:
        client = signed_in(boss)
        page = f"/people/{world.manager.person}/"
        role = re.search(r'href="(/people/[^"]+/roles/\d+/)"', client.get(page).content.decode())
        assert role
        assert "stays with north-yorkshire team" in words(client.get(role[1]))
        changed = send(client, role[1], team=team_of(world), role="NURSE")
        assert "Nurse" in words(changed)
        assert "Mon 23 Nov" in words(changed)
