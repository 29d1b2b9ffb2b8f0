"""The protocol for readers: what holds, each duty, comparing, adopting with a preview."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.casework.cast import World
from tests.casework.worlds import NOW, as_worker, person, system_act
from tests.standing import Stand
from tests.web.records import boxes
from tests.web.sheets import book_rows, csv_rows
from tests.web.visitors import at, charged, signed_in, words

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.adopt_edition import adopt_edition
from homeward.casework.spread_adoption import spread_adoption
from homeward.ground.editions import not_computed_text, shipped_ids, shipped_text
from homeward.ledger.models import Entry
from homeward.protocol.models import Adoption, Refresh
from homeward.protocol.queries import count_judged, get_governance
from homeward.rules.acts import Refusal, Viewer
from homeward.rules.protocol.catalogue import read_edition
from homeward.rules.protocol.pages import not_computed
from homeward.rules.sharing import Role

pytestmark = pytest.mark.django_db

OLD = read_edition(shipped_text("north-yorkshire-2020"), "")
CURRENT = read_edition(shipped_text("north-yorkshire-current"), "")
ENGLAND = read_edition(shipped_text("england-baseline"), "")


@pytest.fixture
def world(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> World:
    at(monkeypatch, NOW)
    return stand()


@pytest.fixture
def lead(world: World) -> Viewer:
    return person(world.teams["partnership"], "AUDIT_LEAD")


def filled(edition: Any = ENGLAND, place: str = "york", **typed: Any) -> dict[str, str]:
    said = {"edition": edition.sha256[:12], "place": place, "reason": "Agreed at the board"}
    said |= {"answers": "A. Chair, chair of the partnership"}
    days = boxes("on", NOW - timedelta(days=2), time=False)
    return said | days | boxes("review_on", NOW + timedelta(days=365), time=False) | typed


def duties_shown(page: Any) -> set[str]:
    return set(re.findall(r'href="/protocol/\d+/([^/"]+)/"', page.content.decode()))


def test_every_role_reads_the_edition_in_force_and_one_adopts(world: World) -> None:
    for role in Role:
        client = signed_in(person(world.teams["leeds"], role.value))
        page = client.get("/protocol/?place=york&stage=RET")
        assert "North Yorkshire and York, current; text not confirmed" in words(page), role
        may = 200 if role is Role.AUDIT_LEAD else 404
        assert client.get("/protocol/adopt/").status_code == may, role
        assert client.post("/protocol/adopt/", filled()).status_code == may, role


def test_all_duties_are_listed_for_the_readers_own_place(world: World) -> None:
    client = signed_in(world.outsider)
    page = client.get("/protocol/")
    assert "for York since Sat 1 Apr 2023" in words(page)
    assert duties_shown(page) == {duty.id for duty in CURRENT.duties}
    pages = ["not-computed/", "compare/", "adoptions/"]
    assert [client.get(f"/protocol/{each}").status_code for each in pages] == [200] * 3


def test_nobody_reads_it_without_signing_in(world: World) -> None:
    assert Client().get("/protocol/").status_code == 302


def test_a_duty_is_told_whole_with_its_local_defaults(world: World) -> None:
    client = signed_in(world.school)
    page = unescape(client.get("/protocol/?words=PRE-02").content.decode())
    href = re.search(r'href="(/protocol/\d+/PRE-02/)"', page)
    assert href is not None
    assert "Time limit: local default, not policy" in page
    told = words(client.get(href[1]))
    for said in (
        "Agree in the placement plan how the child is kept safe",
        "Owner children social care",
        "Time limit the same day",
        "Applies to from care",
        "Source Care Planning Regulations 2010",
        "How the duty is known S: The text of the named source says it.",
        "How the figure is known P: A proposal without a source: a local default, not policy.",
        "Whose rule England",
    ):
        assert said in told
    assert client.get(href[1].replace("PRE-02", "PRE-99")).status_code == 404
    assert client.get("/protocol/999999/PRE-02/").status_code == 404


def test_duties_are_narrowed_by_owner_stage_and_words(world: World) -> None:
    client = signed_in(world.school)
    schools = duties_shown(client.get("/protocol/?stage=SCH&owner=police"))
    wanted = {d.id for d in CURRENT.duties if d.id.startswith("SCH-") and d.owner == "police"}
    assert schools == wanted != set()
    assert duties_shown(client.get("/protocol/?words=return+interview+offer")) <= {
        d.id for d in CURRENT.duties if "interview" in d.title.casefold()
    }
    assert "No duty of this edition is like that." in words(client.get("/protocol/?words=zzzz"))
    assert client.get("/protocol/?place=atlantis").status_code == 404


def test_the_duties_are_a_spreadsheet_too(world: World) -> None:
    client = signed_in(world.school)
    about, rows = book_rows(client.get("/protocol/?stage=SCH&as=xlsx"))
    assert about["Edition"] == CURRENT.title
    assert about["Stage"] == "Schools"
    assert {row[1] for row in rows[1:]} == {d.id for d in CURRENT.duties if d.id.startswith("SCH-")}
    with scoped(world.school):
        entry = Entry.objects.get(person_id=world.school.person, verb="log_export")
    assert (entry.page, entry.children) == ("protocol-duties.xlsx", [])


def test_duty_rows_of_desk_and_episode_lead_to_their_rule(world: World) -> None:
    client = signed_in(world.social_worker)
    for address in ("/", "/owed/week/", f"/episodes/{world.episode}/"):
        found = re.findall(r'href="(/protocol/\d+/[^/"]+/)"', client.get(address).content.decode())
        assert found, address
        assert {client.get(each).status_code for each in set(found)} == {200}


def test_what_is_not_computed_is_shown_with_the_reason(world: World) -> None:
    told = words(signed_in(world.school).get("/protocol/not-computed/"))
    read = not_computed(not_computed_text())
    for row in [*read["row"], *read["part"]]:
        assert row["reason"] in told
        assert row["id"] in told


def test_two_editions_stand_side_by_side(world: World) -> None:
    client = signed_in(world.school)
    key = {"old": OLD.sha256[:12], "new": CURRENT.sha256[:12]}
    page = client.get("/protocol/compare/", key)
    told = words(page)
    assert "(51 duties) to North Yorkshire and York, current" in told
    assert re.search(r"Added \d+", told)
    assert re.search(r"Changed \d+", told)
    same = client.get("/protocol/compare/", {"old": key["new"], "new": key["new"]})
    assert "The duties are the same." in words(same)
    assert client.get("/protocol/compare/?old=none").status_code == 404


def test_every_shipped_edition_can_be_compared_with_every_other(world: World) -> None:
    client = signed_in(world.school)
    keys = [read_edition(shipped_text(each), "").sha256[:12] for each in shipped_ids()]
    for old in keys:
        for new in keys:
            page = client.get("/protocol/compare/", {"old": old, "new": new})
            assert page.status_code == 200


def test_adopting_first_shows_what_it_would_change(world: World, lead: Viewer) -> None:
    client = signed_in(lead)
    page = client.post("/protocol/adopt/", filled(place="north-yorkshire"))
    told = words(page)
    assert "What it would change" in told
    assert "fewer than 5 open episodes now, and fewer than 5 episodes in all" in told
    assert "Held until now North Yorkshire and York, current" in told
    assert Adoption.objects.count() == 1
    sent = client.post("/protocol/adopt/", filled(place="north-yorkshire", change="yes"))
    assert "See what it would change" in words(sent)
    assert Adoption.objects.count() == 1


def test_an_adoption_holds_from_its_day_and_is_spread_by_the_worker(
    world: World, lead: Viewer
) -> None:
    client = signed_in(lead)
    answer = client.post("/protocol/adopt/", filled(place="north-yorkshire", confirm="yes"))
    assert answer.headers["Location"] == "/protocol/adoptions/?done"
    adopted = Adoption.objects.get(place="north-yorkshire")
    assert (adopted.sha256, adopted.person_id) == (ENGLAND.sha256, lead.person)
    told = words(client.get("/protocol/adoptions/"))
    assert "A. Chair, chair of the partnership" in told
    assert "Agreed at the board" in told
    assert csv_rows(client.get("/protocol/adoptions/?as=csv"))[2][0] == ENGLAND.title
    page = words(signed_in(world.school).get("/protocol/?place=north-yorkshire"))
    assert "England" in page
    assert "A. Chair, chair of the partnership answers for it" in page
    with as_worker(), scoped(SYSTEM_VIEWER):
        assert spread_adoption(system_act("spread_adoption")) == 2
        assert spread_adoption(system_act("spread_adoption")) == 0
        assert list(Refresh.objects.values_list("child_id", flat=True)) == [world.child]
    with scoped(lead):
        assert Entry.objects.filter(person_id=lead.person, verb="adopt_edition").count() == 1


def test_older_episodes_of_a_place_keep_the_partnerships_edition(
    world: World, lead: Viewer
) -> None:
    signed_in(lead).post("/protocol/adopt/", filled(place="york", confirm="yes"))
    governance = get_governance()
    on = (NOW - timedelta(days=2)).date()
    assert governance.governing("york", on).edition.id == "england-baseline"
    assert governance.governing("york", on - timedelta(days=1)).edition.id == CURRENT.id
    assert governance.governing("york", date(2001, 1, 1)).edition.id == CURRENT.id
    assert governance.governing("leeds", on).edition.id == CURRENT.id


def test_going_back_to_an_edition_is_an_adoption_of_its_own(world: World, lead: Viewer) -> None:
    client = signed_in(lead)
    for edition, days in ((ENGLAND, 5), (CURRENT, 3), (ENGLAND, 1)):
        on = boxes("on", NOW - timedelta(days=days), time=False)
        client.post("/protocol/adopt/", filled(edition, "york", confirm="yes", **on))
    governance = get_governance()
    held = [governance.governing("york", (NOW - timedelta(days=d)).date()) for d in (4, 2, 0)]
    assert [each.edition.id for each in held] == [ENGLAND.id, CURRENT.id, ENGLAND.id]
    told = words(client.get("/protocol/adoptions/"))
    assert told.count("still holds") == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"reason": " "}, "Fill this in: Why"),
        ({"answers": ""}, "Fill this in: Who answers for it"),
        ({"edition": "none"}, "Select a valid choice"),
        ({"on_year": "1999", "confirm": "yes"}, "it cannot be adopted from"),
    ],
)
def test_an_adoption_that_nobody_answers_for_is_refused(
    world: World, lead: Viewer, typed: dict[str, str], sentence: str
) -> None:
    assert sentence in words(signed_in(lead).post("/protocol/adopt/", filled() | typed))
    assert Adoption.objects.count() == 1


def test_the_verb_refuses_others_and_the_database_too(world: World, lead: Viewer) -> None:
    text = shipped_text("england-baseline")
    act = world.act(world.manager, "I say so")
    with pytest.raises(Refusal, match="Only the audit lead"):
        adopt_edition(act, text, "x", "", NOW.date(), answers="Me", review_on=NOW.date())
    with pytest.raises(Refusal, match="Say why, who answers"):
        adopt_edition(world.act(lead), text, "x", "", NOW.date())
    row = {"place": "york", "edition": "x", "sha256": "x", "text": "x", "reason": "x"}
    row |= {"adopted_on": NOW.date(), "adopted_at": NOW, "act_id": act.id, "answers": "x"}
    for viewer, by in ((world.manager, world.manager), (lead, world.manager)):
        with pytest.raises(ProgrammingError), transaction.atomic(), scoped(viewer):
            Adoption.objects.create(person_id=by.person, review_on=NOW.date(), **row)
    for change in ("UPDATE protocol_adoption SET reason = ''", "DELETE FROM protocol_adoption"):
        with pytest.raises(ProgrammingError), scoped(lead), connection.cursor() as cursor:
            cursor.execute(change)


def test_counts_are_for_the_one_who_adopts_alone(world: World, lead: Viewer) -> None:
    since = NOW - timedelta(days=30)
    with scoped(lead):
        assert count_judged(lead, "", since, None, []) == (1, 1)
        assert count_judged(lead, "", since, since, []) == (0, 0)
        assert count_judged(lead, "", since, None, ["north-yorkshire"]) == (0, 0)
    with scoped(world.manager):
        assert count_judged(world.manager, "", since, None, []) == (0, 0)


def test_pages_cost_at_most_ten_queries(world: World, lead: Viewer) -> None:
    client = signed_in(lead)
    adopted = Adoption.objects.get().id
    for page in ("", "not-computed/", "compare/", "adoptions/", "adopt/", f"{adopted}/PRE-02/"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/protocol/{page}").status_code == 200
        assert len(charged(queries)) <= 10, page
    with CaptureQueriesContext(connection) as queries:
        client.post("/protocol/adopt/", filled())
    assert len(charged(queries)) <= 10
