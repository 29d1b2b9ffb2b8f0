"""Finding a child: tolerant by name, exact by number, and never a word of anybody outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from time import perf_counter
from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from pytest_django import DjangoDbBlocker
from tests.casework.reports import download
from tests.casework.worlds import NOW, partnership, person
from tests.conftest import Database, as_app, cloned, pointed_at

from homeward.access.scope import scoped
from homeward.agencies.models import Team
from homeward.agencies.queries import get_directory
from homeward.casework.keep_search import keep_search
from homeward.children.queries import find_children
from homeward.ground.postgres import Cluster
from homeward.linkage.queries import get_search
from homeward.linkage.search import WHY, Found, find
from homeward.rules.acts import Act, NotFound, Viewer
from homeward.rules.names import read_name
from homeward.rules.searching import read_typed

NY, YORK = "E06000065", "E06000014"
#: reference, surname, forename, born, and what else is said
CHILDREN: list[tuple[str, str, str, str, dict[str, str]]] = [
    ("MSPR/2026/000001", "O'Neill", "Siobhán", "14/05/2011", {"NHS_NO": "943 476 5919"}),
    ("MSPR/2026/000002", "Wilson", "Kiran", "02/03/2011", {"ALIASES": "Kez Marlowe"}),
    ("MSPR/2026/000003", "Kiran", "Wilson", "09/09/2012", {}),
    ("MSPR/2026/000004", "Wójcik-Smith", "Łukasz", "05/04/2010", {"LA_CHILD_ID": "20 44 17"}),
    ("MSPR/2026/000005", "Thompson", "William", "07/08/2009", {}),
    ("MSPR/2026/000006", "Hargreave", "Elspeth", "01/02/2013", {"SCHOOL_URN": "121999"}),
]
AWAY = "9 Quay Street, Scarborough"


@pytest.fixture(scope="module")
def committed(
    cluster: Cluster, template: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[Database]:
    with (
        cloned(cluster, template, "homeward_search") as database,
        django_db_blocker.unblock(),
        pointed_at(as_app(database)),
    ):
        yield database


@pytest.fixture(scope="module")
def teams(committed: Database, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Team]:
    """Six children of North Yorkshire, each with a namesake in York whom nobody there may see."""
    rows = []
    for number, (ref, surname, forename, born, more) in enumerate(CHILDREN):
        row = {"REPORT_REF": ref, "SURNAME": surname, "FORENAME1": forename, "DOB": born, **more}
        row |= {"RESIDENCE_TYPE": "HOME", "PLACEMENT_URN": ""}
        row |= {"HOME_ADDRESS": AWAY} if number == 1 else {}
        row |= {"RECORD_STATUS": "FOUND", "RETURNED_DTTM": "23/11/2026 01:00"} if number else {}
        rows.append(row)
        rows.append(
            row
            | {"REPORT_REF": f"YORK/2026/{number}", "RESPONSIBLE_LA": YORK, "NHS_NO": ""}
            | {
                "DOB": f"28{born[2:-4]}{int(born[-4:]) + 5}",
                "LA_CHILD_ID": "",
                "HOME_ADDRESS": "1 Elsewhere",
            }
            | ({} if more.get("SCHOOL_URN") else {"SCHOOL_URN": "121111"})
        )
    teams = partnership()
    download(tmp_path_factory.mktemp("download"), *rows)
    return teams


@pytest.fixture(scope="module")
def worker(teams: dict[str, Team]) -> Viewer:
    return person(teams["north-yorkshire"], "SOCIAL_WORKER")


@pytest.fixture(scope="module")
def school(teams: dict[str, Team]) -> Viewer:
    return person(teams["norbeck-school"], "SCHOOL_LEAD")


def asked(viewer: Viewer, typed: str) -> list[tuple[str, Found]]:
    """What this viewer finds: the names, with why."""
    with scoped(viewer):
        found = find(viewer, read_typed(typed), get_directory())
        names = find_children(viewer, [each.child for each in found])
    return [(names[each.child].name, each) for each in found]


def names(viewer: Viewer, typed: str) -> list[str]:
    return [name for name, _ in asked(viewer, typed)]


@pytest.mark.parametrize(
    ("typed", "first", "why"),
    [
        ("siobhan", "Siobhán O'Neill", "NAME"),
        ("SIOBHÁN o'neill", "Siobhán O'Neill", "NAME"),
        ("oneill", "Siobhán O'Neill", "NAME"),
        ("o neill", "Siobhán O'Neill", "NAME"),
        ("shivaun", "Siobhán O'Neill", "VARIANT"),
        ("sio", "Siobhán O'Neill", "START"),
        ("lukasz", "Łukasz Wójcik-Smith", "NAME"),
        ("wojcik", "Łukasz Wójcik-Smith", "NAME"),
        ("bill thompson", "William Thompson", "VARIANT"),
        ("thomson", "William Thompson", "NEAR"),
        ("elspteh", "Elspeth Hargreave", "SOUND"),
        ("hargraeve", "Elspeth Hargreave", "SOUND"),
        ("kez", "Kiran Wilson", "OTHER_NAME"),
        ("marlowe kez", "Kiran Wilson", "OTHER_NAME"),
        ("9434765919", "Siobhán O'Neill", "NUMBER"),
        ("943 476 5919", "Siobhán O'Neill", "NUMBER"),
        ("204417", "Łukasz Wójcik-Smith", "NUMBER"),
        ("20 44 17", "Łukasz Wójcik-Smith", "NUMBER"),
        ("mspr/2026/000005", "William Thompson", "REFERENCE"),
        ("MSPR 2026 000005", "William Thompson", "REFERENCE"),
        ("7 aug 2009", "William Thompson", "BIRTH"),
        ("07/08/09", "William Thompson", "BIRTH"),
        ("08/07/2009", "William Thompson", "SWAPPED"),
        ("121999", "Elspeth Hargreave", "SCHOOL"),
    ],
)
def test_found_by(worker: Viewer, typed: str, first: str, why: str) -> None:
    found = asked(worker, typed)
    assert found[0][0] == first
    assert found[0][1].why[0] == why


def test_names_change_places_and_a_word_more_narrows(worker: Viewer) -> None:
    assert set(names(worker, "kiran wilson")) == {"Kiran Wilson", "Wilson Kiran"}
    assert names(worker, "kiran wilson 2012") == ["Wilson Kiran"]
    assert names(worker, "2011 kiran") == ["Kiran Wilson"]
    [(name, found)] = asked(worker, "wilson scarborough")
    assert (name, found.why) == ("Kiran Wilson", ("NAME", "ADDRESS"))
    assert names(worker, "k wilson 2011") == ["Kiran Wilson"]
    assert names(worker, "thompson norbeck")[0] == "William Thompson"


def test_the_closest_first_and_of_those_who_is_missing_now(worker: Viewer) -> None:
    found = [each for _, each in asked(worker, "norbeck-school")]
    assert len(found) == 5
    assert found[0].missing_since is not None
    assert {each.missing_since for each in found[1:]} == {None}
    distances = [each.distance for _, each in asked(worker, "wil")]
    assert distances == sorted(distances)


@pytest.mark.parametrize("typed", ["zzyzx", "9434765870", "31/12/1999", "", "2011", "a", "%", "_"])
def test_nobody(worker: Viewer, typed: str) -> None:
    assert names(worker, typed) == []


def test_a_role_is_not_found_by_what_it_may_not_read(school: Viewer, worker: Viewer) -> None:
    assert names(school, "siobhan") == ["Siobhán O'Neill"]
    for typed in ("9434765919", "kez", "mspr/2026/000005", "14/05/2011", "121678"):
        assert names(worker, typed)
        assert names(school, typed) == [], typed
    assert names(school, "wilson scarborough") == []
    assert names(school, "kiran 2011") == ["Kiran Wilson"]
    auditor = replace(school, roles=frozenset({"AUDIT_LEAD"}))
    assert names(auditor, "siobhan") == []


EVERYTHING = [
    "siobhan",
    "wil",
    "kiran wilson",
    "smith",
    "thompsn",
    "121678",
    "york/2026/1",
    "kiran 2016",
]


def test_a_child_outside_the_scope_changes_nothing(teams: dict[str, Team], worker: Viewer) -> None:
    """The namesakes of York are as if they were not there: in count, order and reasons."""
    york = person(teams["york"], "SOCIAL_WORKER")
    outsider = person(teams["leeds"], "SOCIAL_WORKER")
    for typed in (*EVERYTHING, *(each[2] for each in CHILDREN)):
        ours = {each.child for _, each in asked(worker, typed)}
        theirs = {each.child for _, each in asked(york, typed)}
        assert not ours & theirs
        assert asked(outsider, typed) == []
    assert names(worker, "york/2026/1") == []
    assert names(york, "york/2026/1") == ["Kiran Wilson"]


def test_a_search_without_a_signed_scope_finds_nobody(worker: Viewer) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('homeward.teams', %s, true)", [str(worker.teams[0])])
        cursor.execute("SELECT count(*) FROM homeward_find(%s, 10)", [WAY])
        assert cursor.fetchone() == (0,)


WAY = '[[{"forms": ["SIOBHAN"]}]]'


@pytest.mark.parametrize("role", ["homeward_worker", "homeward_matching", "homeward_owner"])
def test_only_the_web_may_search(committed: Database, worker: Viewer, role: str) -> None:
    with committed.connect() as session:
        session.execute(f"SET ROLE {role}")
        with pytest.raises(Exception, match="permission denied"):
            session.execute("SELECT * FROM homeward_find(%s, 10)", [WAY])


def test_the_answer_comes_on_a_beat_whoever_is_there(worker: Viewer) -> None:
    """Of nobody, of a child outside, of a child in sight: none comes before the first beat."""
    for typed in ("9434765870", "york/2026/1", "943 476 5919"):
        began = perf_counter()
        asked(worker, typed)
        assert perf_counter() - began >= 0.025


def test_no_table_is_read_from_end_to_end(worker: Viewer) -> None:
    with scoped(worker), connection.cursor() as cursor:
        for typed in (*EVERYTHING, "zzyzx", "wilson scarborough"):
            find(worker, read_typed(typed), get_directory())
        cursor.execute(
            "SELECT relname FROM pg_stat_xact_user_tables WHERE seq_scan > 0"
            " AND relname ~ '^(children|episodes|linkage)_|^access_(involvement|emergency)'"
        )
        assert cursor.fetchall() == []


def test_reasons_are_numbered_alike_on_both_sides() -> None:
    module: Any = __import__("homeward.linkage.migrations.0003_find", fromlist=["WHY"])
    assert module.WHY == WHY


@pytest.mark.parametrize(
    "written",
    ["O'Neill", "Ó Néill", "Smith-Jones", "de la Cruz (Bea)", "ÆSIR", "Strauß", "  ", "St. John’s"],
)
def test_postgresql_folds_a_name_as_the_rules_do(committed: Database, written: str) -> None:
    from_rules = read_name(written).folded
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT homeward_fold(%s)", [written])
        assert cursor.fetchone() == (from_rules,)


def test_what_was_typed_is_kept_for_its_writer_alone(worker: Viewer, school: Viewer) -> None:
    kept = keep_search(Act(UUID(int=5), worker, NOW, "keep_search"), "kiran 2011")
    with scoped(worker):
        assert get_search(worker, kept) == "kiran 2011"
    with scoped(school):
        assert get_search(school, kept) is None
    nobody = replace(worker, roles=frozenset({"AUDIT_LEAD"}))
    with pytest.raises(NotFound):
        keep_search(Act(UUID(int=6), nobody, NOW, "keep_search"), "kiran")


def test_a_search_runs_in_a_transaction_of_somebody(worker: Viewer) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM homeward_asked(%s)", [WAY])
