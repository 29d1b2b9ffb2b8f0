"""The pages of emergency access and of *who looked*: owner, colleague, outsider, reviewers."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from tests.casework.cast import HOUR, World
from tests.casework.test_emergency import WHY, Clock
from tests.casework.worlds import NOW, act_of, as_worker, person
from tests.standing import Stand
from tests.web.records import cost, send
from tests.web.visitors import at, signed_in, words

from homeward.access.emergencies.queries import list_own
from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.log_reading import log_reading
from homeward.rules.acts import Viewer
from homeward.rules.emergency import NOTHING_OPENED
from homeward.web.emergency.present import A_CHILD

pytestmark = pytest.mark.django_db

ASK = "/emergency/"
REVIEW = "/emergency/review/"
BRYONY = {
    "by": "NAME",
    "forename": "Bryony",
    "surname": "Harrow",
    "dob_day": "19",
    "dob_month": "4",
    "dob_year": "2011",
    "reason": WHY,
    "hours": "4",
}


@pytest.fixture
def world(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> World:
    at(monkeypatch, NOW)
    made = stand(LA_CHILD_ID="204417")
    Clock(monkeypatch)(NOW)
    return made


def asks(world: World, viewer: Viewer, **changes: str) -> Any:
    return send(signed_in(viewer), ASK, **BRYONY | {"team": str(viewer.teams[0])} | changes)


def opened_by(viewer: Viewer) -> str:
    with scoped(viewer):
        return str(list_own(viewer, 1)[0].id)


class TestAsking:
    def test_the_record_opens_under_a_banner_until_it_ends(self, world: World) -> None:
        page = asks(world, world.outsider)
        assert page.redirect_chain[-1][0] == f"/children/{world.child}/"
        said = words(page)
        assert "Emergency access until Mon 23 Nov, 13:00." in said
        assert "Its owner is told" in said
        client = signed_in(world.outsider)
        assert "Emergency access until" in words(client.get("/"))
        send(client, f"/emergency/{opened_by(world.outsider)}/end/")
        assert client.get(f"/children/{world.child}/").status_code == 404
        assert "Emergency access until" not in words(client.get("/"))

    def test_no_such_child_and_a_near_miss_read_the_same(self, world: World) -> None:
        near = words(asks(world, world.outsider, dob_day="18"))
        none = words(asks(world, world.outsider, forename="Zed", surname="Quill"))
        number = words(
            asks(world, world.outsider, by="NUMBER", number_kind="LA_CHILD_ID", number="204999")
        )
        assert NOTHING_OPENED in near
        assert NOTHING_OPENED in none
        assert NOTHING_OPENED in number

    def test_what_is_left_out_is_named(self, world: World) -> None:
        assert "Write the forename." in words(asks(world, world.outsider, forename=""))
        assert "Say in a sentence" in words(asks(world, world.outsider, reason="urgent"))
        bad = asks(world, world.outsider, by="NUMBER", number_kind="NHS_NO", number="1234567890")
        assert "check digit" in words(bad)

    def test_roles_that_may_not_ask_find_no_page(self, world: World) -> None:
        for viewer in (world.home, world.school):
            client = signed_in(viewer)
            assert client.get(ASK).status_code == client.post(ASK, BRYONY).status_code == 404
            assert "/emergency/" not in client.get("/").content.decode()

    def test_a_record_that_is_not_there_leads_to_the_question(self, world: World) -> None:
        missed = signed_in(world.outsider).get(f"/children/{world.child}/")
        assert missed.status_code == 404
        assert f'href="{ASK}"' in missed.content.decode()


class TestReviewing:
    def test_the_owner_finds_it_on_the_desk_and_says_so(self, world: World) -> None:
        asks(world, world.outsider)
        client = signed_in(world.manager)
        assert "Emergency access to review 1" in words(client.get("/"))
        listed = words(client.get(REVIEW))
        assert "Bryony Harrow" in listed
        assert WHY in listed
        page = f"{REVIEW}{opened_by(world.outsider)}/"
        refused = send(client, page, verdict="wrong")
        assert "Say why it was not right." in words(refused)
        assert "on record" in words(send(client, page, verdict="wrong", reason="No danger."))
        assert "Nothing" not in words(client.get(REVIEW + "?show=reviewed"))
        assert "No emergency access waits" in words(client.get(REVIEW))

    def test_a_reviewer_without_involvement_reads_no_name(self, world: World) -> None:
        asks(world, world.outsider)
        protection = person(world.teams["york"], "DATA_PROTECTION")
        said = words(signed_in(protection).get(REVIEW))
        assert A_CHILD in said
        assert "Harrow" not in said

    def test_it_gets_louder_when_nobody_reviews_it(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asks(world, world.outsider)
        at(monkeypatch, NOW + 73 * HOUR)
        assert "Waits 3 days 1 h" in words(signed_in(world.manager).get(REVIEW))

    def test_strangers_find_nothing_to_review(self, world: World) -> None:
        asks(world, world.outsider)
        opened = opened_by(world.outsider)
        for viewer in (world.home, world.outsider, person(world.teams["leeds"], "SOCIAL_WORKER")):
            client = signed_in(viewer)
            assert client.get(f"{REVIEW}{opened}/").status_code == 404
            assert client.post(f"{REVIEW}{opened}/", {"verdict": "right"}).status_code == 404
            assert WHY not in words(client.get(REVIEW))
        leeds = signed_in(world.home)
        assert leeds.post(f"/emergency/{opened}/end/").status_code == 404


class TestWhoLooked:
    def list_of(self, world: World) -> str:
        return f"/children/{world.child}/looked/"

    def test_readings_and_writes_with_person_agency_role_and_why(self, world: World) -> None:
        home = signed_in(world.home)
        for _ in range(3):
            home.get(f"/children/{world.child}/")
        home.get("/board/")
        asks(world, world.outsider)
        said = words(signed_in(world.social_worker).get(self.list_of(world)))
        assert "HOME_MANAGER Home manager · larkfield team · larkfield" in said
        assert "read the child’s page, 3 times" in said
        assert "cares for the child, or placed the child" in said
        assert "opened the record in an emergency" in said
        assert "emergency access" in said
        assert "took in a police download" in said
        people = words(signed_in(world.social_worker).get(self.list_of(world) + "?show=people"))
        assert "took in a police download" not in people

    def test_a_page_with_several_children_on_it_is_found_from_each(self, world: World) -> None:
        log_reading(act_of(world.home, "log_reading"), "board", [world.child, world.report])
        said = words(signed_in(world.social_worker).get(self.list_of(world)))
        assert "read the board of children missing now, with 1 other child on it" in said

    def test_the_version_for_the_family_has_no_names_unless_asked(self, world: World) -> None:
        signed_in(world.home).get(f"/children/{world.child}/")
        client = signed_in(world.social_worker)
        page = f"{self.list_of(world)}family/"
        said = words(client.get(page))
        assert "larkfield Home manager looked once" in said
        assert "HOME_MANAGER" not in said
        assert "HOME_MANAGER" in words(client.get(page + "?names=on&days=28"))

    def test_others_find_no_such_page(self, world: World) -> None:
        for viewer in (world.outsider, world.home, world.school):
            client = signed_in(viewer)
            for page in (self.list_of(world), f"{self.list_of(world)}family/"):
                assert client.get(page).status_code == 404

    def test_it_is_paged_by_key_and_costs_the_same_however_long(self, world: World) -> None:
        client = signed_in(world.social_worker)
        before = cost(client, self.list_of(world))
        for number in range(40):
            log_reading(act_of(world.home, "log_reading"), f"page {number}", [world.child])
        assert cost(client, self.list_of(world)) == before <= 10
        assert cost(client, f"{self.list_of(world)}family/") <= 10
        first = client.get(self.list_of(world)).content.decode()
        key = first.split("?after=")[1].split('"')[0]
        later = words(client.get(f"{self.list_of(world)}?after={key}"))
        assert "read page 0" in later
        assert "read page 39" not in later

    def test_it_is_served_by_index(self, world: World) -> None:
        """As the app role, under its policy, with a ledger that has grown."""
        with as_worker(), scoped(SYSTEM_VIEWER), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO ledger_entry (at, act_id, verb, purpose, children, digest, agency,"
                " page) SELECT now(), gen_random_uuid(), 'x', 'SYSTEM',"
                " ARRAY[gen_random_uuid()], '', '', '' FROM generate_series(1, 5000)"
            )
        with scoped(world.social_worker), connection.cursor() as cursor:
            cursor.execute(
                "EXPLAIN SELECT * FROM ledger_trace WHERE child_id = %s"
                " ORDER BY at DESC, id DESC LIMIT 26",
                [world.child],
            )
            plan = "\n".join(row[0] for row in cursor.fetchall())
        assert "trace_of_child" in plan
        assert "Seq Scan" not in plan
