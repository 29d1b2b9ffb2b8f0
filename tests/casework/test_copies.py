"""A copy for whoever may ask: gathered whole, looked at twice, and what is removed is gone."""

from __future__ import annotations

import html
import io
import json
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker
from tests.casework.cast import World, missing_child
from tests.casework.worlds import NOW, as_worker, person, system_act
from tests.conftest import Database, as_app, cloned, pointed_at

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.add_line import add_line
from homeward.casework.ask_for_copy import ask_for_copy
from homeward.casework.check_copy import check_copy
from homeward.casework.close_copy import close_copy
from homeward.casework.copy_contents import LEFT_OUT, NOT_WORDS
from homeward.casework.data_map import NOUNS
from homeward.casework.extend_copy import extend_copy
from homeward.casework.fetch_copy import fetch_copy
from homeward.casework.finish_marking import finish_marking, keep_marks
from homeward.casework.gather_copy import gather_copy
from homeward.casework.keeping import reach_of
from homeward.casework.make_copy import destroy_copies, make_copy
from homeward.casework.mark_copy import mark_copy
from homeward.casework.record_sighting import record_sighting
from homeward.casework.record_tie import NewRelative, NewTie, record_tie
from homeward.copies.facts import ORIGINAL, REMOVED, CopyFacts
from homeward.copies.models import Bundle, Fetch
from homeward.copies.queries import fetches_of, get_copy, is_asked, list_copies, marks_of
from homeward.ground.postgres import Cluster
from homeward.ground.reached import rows_reached
from homeward.ledger.models import Entry
from homeward.rules.acts import Act, NotFound, Refusal, Viewer
from homeward.rules.copies import FETCHED_FOR, KEPT_FOR
from homeward.rules.lines import KINDS
from homeward.rules.personal import Erasing

#: Somebody around the child, whose name a file could write in many forms.
AUNT = "Dörte O'Malley & Søn"
REACH = "07700 900123"
SAID = f'Rang dorte o\'malley & søn on {REACH}; says Bryony is with "Ranulf" <r@example.org>'


@pytest.fixture(scope="module")
def record(
    cluster: Cluster, template: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[Database]:
    with (
        cloned(cluster, template, "homeward_copies") as database,
        django_db_blocker.unblock(),
        pointed_at(as_app(database)),
    ):
        yield database


@pytest.fixture(scope="module")
def world(record: Database, tmp_path_factory: pytest.TempPathFactory) -> World:
    """A child with an aunt, a neighbour who saw her, and a note that names both."""
    made = missing_child(tmp_path_factory.mktemp("copies"))
    act = made.act(made.social_worker)
    record_tie(
        act,
        made.child,
        tie=NewTie("AUNT_UNCLE"),
        said_by="CHILD",
        person=NewRelative(AUNT, REACH),
    )
    record_sighting(
        made.act(made.coordinator),
        made.episode,
        seen_at=NOW - timedelta(hours=2),
        place="Bus station",
        seen_by="Mr Featherstonehaugh at number 9",
    )
    add_line(
        made.act(made.social_worker), made.child, kind="note.added", happened_at=NOW, text=SAID
    )
    return made


@pytest.fixture(scope="module")
def handlers(world: World) -> tuple[Viewer, Viewer]:
    return (
        person(world.teams["partnership"], "DATA_STEWARD"),
        person(world.teams["partnership"], "DATA_PROTECTION"),
    )


@pytest.fixture(scope="module")
def request_id(world: World) -> Any:
    return ask_for_copy(
        world.act(world.social_worker),
        world.child,
        asked_by="Bryony Harrow",
        capacity="CHILD",
        authority="Asked in person with her worker; understands what she asks for",
        received_on=date(2026, 11, 20),
    )


def by(viewer: Viewer, reason: str = "", later: timedelta = timedelta()) -> Act:
    return Act(system_act("x").id, viewer, NOW + later, "verb", reason)


def copy_of(viewer: Viewer, request: Any) -> CopyFacts:
    with scoped(viewer):
        found = get_copy(viewer, request)
    assert found is not None
    return found


def marks(viewer: Viewer, request: Any) -> Any:
    with scoped(viewer):
        return marks_of(viewer, request)


def files(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def forms(words: str) -> set[str]:
    """The ways in which a file may write words."""
    plain = {words, unicodedata.normalize("NFD", words)}
    return {
        form
        for each in plain
        for form in (
            each,
            html.escape(each),
            html.escape(each, quote=False),
            json.dumps(each)[1:-1],
            json.dumps(each, ensure_ascii=False)[1:-1],
            each.encode("ascii", "xmlcharrefreplace").decode(),
            "".join(f"&#{ord(letter)};" for letter in each),
            "".join(f"&#x{ord(letter):x};" for letter in each),
            "".join(f"\\u{ord(letter):04x}" for letter in each),
            each.encode("utf-8").hex(),
        )
    }


def test_who_may_ask_and_what_they_must_say(
    world: World, handlers: tuple[Viewer, Viewer], request_id: Any
) -> None:
    found = copy_of(handlers[1], request_id)
    assert (found.due_on, found.stands) == (date(2026, 12, 21), "Being gathered")
    said = {
        "asked_by": "A",
        "capacity": "PARENT",
        "authority": "seen",
        "received_on": date(2026, 11, 20),
    }
    for wrong, field in (
        ({"capacity": "AUNT"}, "capacity"),
        ({"authority": " "}, "authority"),
        ({"asked_by": ""}, "asked_by"),
        ({"received_on": date(2026, 11, 24)}, "received_on"),
    ):
        with pytest.raises(Refusal) as refused:
            ask_for_copy(by(world.social_worker), world.child, **(said | wrong))
        assert refused.value.field == field
    with pytest.raises(Refusal, match="worker of the child"):
        ask_for_copy(by(world.school), world.child, **said)
    with pytest.raises(NotFound):
        ask_for_copy(by(world.outsider), world.child, **said)
    with pytest.raises(Refusal, match="prepares copies"):
        ask_for_copy(by(world.social_worker), None, **said)
    for viewer in (world.social_worker, world.outsider, world.coordinator):
        with scoped(viewer):
            assert list_copies(viewer, None, 5) == [] == marks_of(viewer, request_id)
        with pytest.raises(Refusal):
            fetch_copy(by(viewer), request_id, ORIGINAL)


def test_the_worker_gathers_everything_that_the_map_says_is_held(
    world: World, handlers: tuple[Viewer, Viewer], request_id: Any
) -> None:
    with pytest.raises(Refusal, match="not gathered yet"):
        finish_marking(by(handlers[0]), request_id, [])
    with as_worker():
        assert gather_copy(system_act("gather_copy")) is True
        assert gather_copy(system_act("gather_copy")) is False
    assert copy_of(handlers[0], request_id).stands == "Waits for marking"
    with as_worker(), scoped(SYSTEM_VIEWER):
        closed = bytes(Bundle.objects.get(request_id=request_id).content)
        reach = reach_of(SYSTEM_VIEWER, world.child).names()
    assert b"Harrow" not in closed and b"copy.html" not in closed
    held = files(fetch_copy(by(handlers[0]), request_id, ORIGINAL))
    for secret in ("Bryony", "Left after tea", "Featherstonehaugh", "Ranulf", "19 April 2011"):
        assert secret in held["copy.html"] and secret in held["copy.json"]
    copied = json.loads(held["copy.json"])["sections"]
    texts = {row["text"] for part in copied for entry in part["entries"] for row in entry}
    with as_worker(), scoped(SYSTEM_VIEWER):
        tables = [(noun, table) for noun, tables in NOUNS.items() for table in tables]
        for noun, table in tables:
            if table.erasing is Erasing.NOT or f"{noun}.{table.model}" in LEFT_OUT:
                continue
            for row in rows_reached(noun, table, reach, NOT_WORDS):
                words = {each for each in row.values() if isinstance(each, str)}
                plain = {each for each in words if each[0] not in "{[" and each not in KINDS}
                assert plain <= texts, (noun, table.model)


def test_others_are_suggested_and_the_child_is_not(
    handlers: tuple[Viewer, Viewer], request_id: Any
) -> None:
    found = {mark.words: mark for mark in marks(handlers[0], request_id)}
    assert {AUNT, "Dörte", REACH, "Mr Featherstonehaugh at number 9"} <= set(found)
    assert found[AUNT].times >= 2
    assert "r@example.org" in found
    assert found["SOCIAL_WORKER"].exemption == "STAFF"
    assert not any("bryony" in words.casefold() for words in found)
    assert all(mark.removed is None and mark.added_by is None for mark in found.values())


def test_a_person_adds_marks_that_occur_and_nobody_else_does(
    world: World, handlers: tuple[Viewer, Viewer], request_id: Any
) -> None:
    first = handlers[0]
    assert mark_copy(by(first, "A friend"), request_id, words="ranulf", exemption="THIRD_PARTY")
    mark_copy(by(first, "Enquiry runs"), request_id, words="Left after tea", exemption="CRIME")
    with pytest.raises(Refusal, match="do not stand"):
        mark_copy(by(first), request_id, words="Wilhelmina", exemption="CRIME")
    with pytest.raises(Refusal, match="which exemption"):
        mark_copy(by(first), request_id, words="Ranulf", exemption="MOON")
    with pytest.raises(Refusal, match="as they stand"):
        mark_copy(by(first), request_id, words=" ", exemption="CRIME")
    with pytest.raises(Refusal, match="prepares copies"):
        mark_copy(by(world.social_worker), request_id, words="Ranulf", exemption="CRIME")


def chosen(viewer: Viewer, request: Any) -> list[int]:
    """All marks but those of the staff."""
    return [mark.id for mark in marks(viewer, request) if mark.exemption != "STAFF"]


def test_two_pairs_of_eyes(handlers: tuple[Viewer, Viewer], request_id: Any) -> None:
    first, second = handlers
    with pytest.raises(Refusal, match="Nothing waits"):
        check_copy(by(second), request_id, right=True)
    keep_marks(by(first), request_id, [])
    finish_marking(by(first), request_id, chosen(first, request_id))
    with pytest.raises(Refusal, match="Marking is finished"):
        mark_copy(by(first), request_id, words="Ranulf", exemption="CRIME")
    with pytest.raises(Refusal, match="two pairs of eyes"):
        check_copy(by(first), request_id, right=True)
    check_copy(by(second), request_id, right=False)
    assert copy_of(first, request_id).stands == "Waits for marking"
    finish_marking(by(first), request_id, chosen(first, request_id))
    with as_worker():
        assert make_copy(system_act("make_copy")) is False
    check_copy(by(second), request_id, right=True)
    with as_worker():
        assert make_copy(system_act("make_copy")) is True
    assert copy_of(first, request_id).stands == "Ready"


def test_what_was_removed_is_in_no_file_in_any_form(
    handlers: tuple[Viewer, Viewer], request_id: Any
) -> None:
    made = files(fetch_copy(by(handlers[1]), request_id, REMOVED))
    original = files(fetch_copy(by(handlers[0]), request_id, ORIGINAL))
    assert set(made) == {"copy.html", "copy.json"}
    gone = [mark.words for mark in marks(handlers[0], request_id) if mark.removed]
    assert {AUNT, REACH, "ranulf", "Left after tea", "r@example.org"} <= set(gone)
    for words in gone:
        assert any(form.casefold() in original["copy.html"].casefold() for form in forms(words))
        for name, text in made.items():
            whole = html.unescape(text) if name.endswith("html") else str(json.loads(text))
            for form in forms(words):
                assert form.casefold() not in text.casefold(), (name, words)
            assert words.casefold() not in whole.casefold()
    assert "[removed: about somebody else]" in made["copy.html"]
    assert "Schedule 2, paragraph 16" in made["copy.html"]
    assert "[removed: would harm a police enquiry]" in made["copy.json"]
    assert "Bryony" in made["copy.html"] and "SOCIAL_WORKER" in made["copy.html"]


def test_fetching_is_logged_and_ends(
    world: World, handlers: tuple[Viewer, Viewer], request_id: Any
) -> None:
    first = handlers[0]
    with scoped(first):
        logged = fetches_of(first, request_id)
        assert [each.kind for each in logged] == ["ORIGINAL", "REMOVED", "ORIGINAL"]
        with pytest.raises(Exception, match=r"append-only|permission denied"):
            Fetch.objects.filter(request_id=request_id).update(kind="x")
    with pytest.raises(Refusal, match="time to fetch"):
        fetch_copy(by(first, later=FETCHED_FOR), request_id, REMOVED)
    with as_worker(), scoped(SYSTEM_VIEWER):
        assert is_asked(SYSTEM_VIEWER, world.child)
        assert Entry.objects.filter(subject_id=request_id).count() >= 10
    with pytest.raises(Refusal, match="how it ended"):
        close_copy(by(first), request_id)
    close_copy(by(first, "Handed over"), request_id)
    with pytest.raises(Refusal, match="closed"):
        fetch_copy(by(first), request_id, REMOVED)
    with as_worker():
        assert destroy_copies(system_act("x", NOW + KEPT_FOR - timedelta(days=1))) == 0
        assert destroy_copies(system_act("x", NOW + KEPT_FOR)) == 2


@pytest.mark.parametrize(
    ("name", "stands"),
    [("Bryony Harrow", "Waits for marking"), ("Bryony Arrow", "Stopped")],
)
def test_a_letter_is_matched_with_the_one_record_that_fits(
    world: World, handlers: tuple[Viewer, Viewer], name: str, stands: str
) -> None:
    forename, surname = name.split()
    asked = ask_for_copy(
        by(handlers[1]),
        None,
        asked_by="Ms Okafor",
        capacity="SOLICITOR",
        authority="Signed form seen",
        received_on=NOW.date(),
        wanted={"forename": forename, "surname": surname, "dob": "2011-04-19"},
    )
    with as_worker():
        assert gather_copy(system_act("gather_copy")) is True
    assert copy_of(handlers[0], asked).stands == stands


def test_it_is_extended_once_within_the_month(
    world: World, handlers: tuple[Viewer, Viewer]
) -> None:
    with scoped(handlers[0]):
        asked = list_copies(handlers[0], None, 1)[0]
    with pytest.raises(Refusal, match="must be told"):
        extend_copy(by(handlers[0]), asked.id)
    with pytest.raises(Refusal, match="month is over"):
        extend_copy(by(handlers[0], "Many records", timedelta(days=40)), asked.id)
    extend_copy(by(handlers[0], "Many records"), asked.id)
    assert copy_of(handlers[0], asked.id).due_on == date(2027, 2, 23)
    with pytest.raises(Refusal, match="extended already"):
        extend_copy(by(handlers[0], "Again"), asked.id)
