"""A copy of a record in the browser: logged by a worker, marked, looked at, fetched, closed."""

from __future__ import annotations

import io
import re
import zipfile
from uuid import UUID

import pytest
from django.test import Client
from tests.casework.cast import World
from tests.casework.worlds import NOW, as_worker, person, system_act
from tests.standing import Stand
from tests.web.records import boxes, cost, noted, send, token
from tests.web.visitors import at, signed_in, words

from homeward.access.scope import scoped
from homeward.casework.gather_copy import gather_copy
from homeward.casework.make_copy import make_copy
from homeward.copies.queries import list_copies
from homeward.rules.acts import Viewer

pytestmark = pytest.mark.django_db

ASKED = {
    "asked_by": "Bryony Harrow",
    "capacity": "CHILD",
    "authority": "In person, with her worker",
    **boxes("received_on", NOW, time=False),
}


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, NOW)


@pytest.fixture
def world(stand: Stand) -> World:
    made = stand()
    noted(made, "Her friend Ranulf rang from 07700 900123", NOW)
    return made


@pytest.fixture
def protection(world: World) -> Viewer:
    return person(world.teams["partnership"], "DATA_PROTECTION")


def asked(world: World, protection: Viewer) -> UUID:
    """A request that the child's worker logged; its id."""
    worker = signed_in(world.social_worker)
    told = send(worker, f"/copies/ask/{world.child}/", **ASKED)
    assert "Logged. The month runs" in words(told)
    with scoped(protection):
        return list_copies(protection, None, 1)[0].id


def worked() -> None:
    with as_worker():
        gather_copy(system_act("gather_copy"))
        make_copy(system_act("make_copy"))


def fetched(client: Client, page: str, kind: str) -> str:
    shown = client.get(page)
    answer = client.post(f"{page}fetch/{kind}/", {"token": token(shown)})
    assert answer.status_code == 200, answer.content
    assert answer["Content-Disposition"] == f'attachment; filename="{kind}.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        return packed.read("copy.html").decode()


def test_from_the_request_to_the_copy(world: World, protection: Viewer) -> None:
    request = asked(world, protection)
    page = f"/copies/{request}/"
    first = signed_in(protection)
    second = signed_in(person(world.teams["partnership"], "DATA_STEWARD"))
    assert "Being gathered" in words(first.get("/copies/"))
    worked()
    shown = words(first.get(page))
    assert "07700 900123" in shown and "taken out of every text of the copy" in shown
    assert "Mon 23 Nov" in shown and "Wed 23 Dec" in shown
    assert "do not stand in the copy" in words(
        send(first, f"{page}mark/", words="Nobody", exemption="CRIME")
    )
    send(first, f"{page}mark/", words="ranulf", exemption="THIRD_PARTY", reason="A friend")
    assert "Ranulf" in fetched(first, page, "original")
    ticked = re.findall(
        r'name="removed" type="checkbox" value="(\d+)" checked', first.get(page).content.decode()
    )
    assert len(ticked) >= 2
    done = first.post(
        page, {"token": token(first.get(page)), "removed": ticked, "then": "finish"}, follow=True
    )
    assert "Somebody else must look at it now" in words(done)
    assert first.get(f"{page}check/").status_code == 404
    assert "Kept. With a yes" in words(send(second, f"{page}check/", right="yes"))
    worked()
    made = fetched(second, page, "copy")
    assert "Ranulf" not in made and "900123" not in made and "Bryony" in made
    closing = send(first, f"{page}close/", reason="Handed over")
    assert "Closed" in words(closing) and "Copy: DATA_STEWARD" in words(closing)
    assert "Handed over" in words(first.get("/copies/closed/"))
    assert first.get(f"{page}extend/").status_code == 404


def test_a_letter_names_the_child_and_the_time_can_be_extended(
    world: World, protection: Viewer
) -> None:
    client = signed_in(protection)
    born = {"dob_day": "19", "dob_month": "4", "dob_year": "2011"}
    letter = {**ASKED, "capacity": "SOLICITOR", "forename": "Bryony", "surname": "Harrow", **born}
    assert "Bryony Harrow" in words(send(client, "/copies/ask/", **letter))
    with scoped(protection):
        request = list_copies(protection, None, 1)[0].id
    assert "Extended by two months" in words(
        send(client, f"/copies/{request}/extend/", reason="Very long record")
    )
    assert "23 Feb 2027" in words(client.get("/copies/"))


def test_others_see_no_request_and_no_file(world: World, protection: Viewer) -> None:
    request = asked(world, protection)
    worked()
    steps = ("", "mark/", "check/", "close/")
    pages = ["", "closed/", "ask/", *(f"{request}/{each}" for each in steps)]
    for who in ("social_worker", "manager", "home", "school", "outsider"):
        client = signed_in(getattr(world, who))
        assert {client.get(f"/copies/{each}").status_code for each in pages} == {404}
        assert client.post(f"/copies/{request}/fetch/original/", {}).status_code == 404
        logs = who in ("social_worker", "manager")
        assert client.get(f"/copies/ask/{world.child}/").status_code == (200 if logs else 404)


def test_pages_cost_the_same_however_much_there_is(world: World, protection: Viewer) -> None:
    request = asked(world, protection)
    client = signed_in(protection)
    bare = cost(client, "/copies/")
    worked()
    page = cost(client, f"/copies/{request}/")
    for _ in range(5):
        send(signed_in(world.social_worker), f"/copies/ask/{world.child}/", **ASKED)
    assert cost(client, "/copies/") == bare <= 10
    assert page <= 10
    assert client.get("/copies/?after=0-x").status_code == 200
    assert client.post(f"/copies/{request}/fetch/other/", {}).status_code == 404
