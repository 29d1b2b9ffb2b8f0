"""The table of who may see what, held against what the service answers, role by role.

Every role of the table goes every way there is: page, part of a page, form, list, count,
export, file, search, error. A colleague of a team that is involved sees the sections of the
table and none beyond; the same role in a team that is not involved learns of no child at all.
The wall in PostgreSQL is tried table by table.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from tests.casework.worlds import NOW, person
from tests.matrix.ways import MARKS, Marked, addresses, answers, marked_child, team_of
from tests.web.visitors import at, signed_in

from homeward.access.scope import scoped
from homeward.rules.acts import Viewer
from homeward.rules.sharing import MATRIX, Role, Section

pytestmark = pytest.mark.django_db

#: Sections that a mark cannot show: a duty has no words of the child, and a document of the
#: reader's own agency is shown as any other (tests of documents).
UNMARKED = {Section.DUTIES, Section.OWN_DOCUMENTS}
#: Each part of the roles is one test, so that both cores have some.
PARTS = [list(Role)[part::3] for part in range(3)]
#: Those who try whether an answer differs from that for a child who does not exist.
TRYING = (Role.SOCIAL_WORKER, Role.POLICE_COORDINATOR, Role.DATA_STEWARD, Role.SCHOOL_LEAD)
NOT_INVOLVED = "york"


@pytest.fixture
def marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Marked:
    at(monkeypatch, NOW)
    return marked_child(tmp_path)


def _somebody(marked: Marked, role: Role, team: str) -> Viewer:
    """A person of this role in this team; the cast has some of them already."""
    world = marked.world
    cast = {
        (Role.POLICE_COORDINATOR, "police"): world.coordinator,
        (Role.POLICE_SUPERVISOR, "police"): world.supervisor,
        (Role.SOCIAL_WORKER, "north-yorkshire"): world.social_worker,
        (Role.SOCIAL_CARE_MANAGER, "north-yorkshire"): world.manager,
        (Role.HOME_MANAGER, "larkfield"): world.home,
        (Role.SCHOOL_LEAD, "norbeck-school"): world.school,
        (Role.SOCIAL_WORKER, "york"): world.outsider,
    }
    return cast.get((role, team)) or person(world.teams[team], role.value)


def _shown(viewer: Viewer, marked: Marked) -> dict[str, set[str]]:
    """The marks that any way showed, each with the addresses that showed it."""
    found: dict[str, set[str]] = {}
    for way, path, status, said in answers(signed_in(viewer), marked):
        assert status < 500, f"{way} {path}"
        for mark in MARKS:
            if mark in said:
                found.setdefault(mark, set()).add(f"{way} {path}")
    return found


@pytest.mark.parametrize("roles", PARTS, ids=lambda roles: f"{roles[0]} and others")
def test_a_colleague_sees_the_sections_of_the_table_and_none_beyond(
    marked: Marked, roles: list[Role]
) -> None:
    for role in roles:
        shown = _shown(_somebody(marked, role, team_of(role)), marked)
        beyond = {
            mark: sorted(ways)
            for mark, ways in shown.items()
            if MARKS[mark].isdisjoint(MATRIX[role])
        }
        assert beyond == {}, role
        sections = frozenset().union(*(MARKS[mark] for mark in shown)) if shown else frozenset()
        assert MATRIX[role] - UNMARKED <= sections, f"{role}: a section is shown nowhere"


@pytest.mark.parametrize("roles", PARTS, ids=lambda roles: f"{roles[0]} and others")
def test_in_a_team_that_is_not_involved_no_way_shows_anything(
    marked: Marked, roles: list[Role]
) -> None:
    for role in roles:
        assert _shown(_somebody(marked, role, NOT_INVOLVED), marked) == {}, role


@pytest.mark.parametrize("role", TRYING)
def test_an_answer_about_the_child_is_that_about_no_child(marked: Marked, role: Role) -> None:
    client = signed_in(_somebody(marked, role, NOT_INVOLVED))
    child, episode = str(marked.world.child), str(marked.world.episode)
    nobody, nothing = str(marked.photograph), str(marked.document)
    for paths in addresses(marked).values():
        for path in (each for each in paths if child in each or episode in each):
            here = client.get(path)
            there = client.get(path.replace(child, nobody).replace(episode, nothing))
            assert here.status_code == there.status_code == 404, path
            said, unsaid = here.content.decode(), there.content.decode()
            assert said.replace(child, "") == unsaid.replace(nobody, ""), path


def _tables_of_the_child(child: str) -> dict[str, int]:
    """How many rows of each table with a child in it the role in force sees of this one."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            fields = {field.column for field in model._meta.concrete_fields}
            table = model._meta.db_table
            if "child_id" in fields and not table.startswith("ledger"):
                cursor.execute(f'SELECT count(*) FROM "{table}" WHERE child_id = %s', [child])
                found[table] = cursor.fetchone()[0]
    return found


def test_the_second_wall_shows_no_row_to_a_team_that_is_not_involved(
    marked: Marked,
) -> None:
    child = str(marked.world.child)
    with scoped(marked.world.social_worker):
        involved = _tables_of_the_child(child)
    assert {table for table, rows in involved.items() if rows} >= {
        "children_identifier",
        "chronology_source",
        "documents_document",
        "episodes_episode",
        "episodes_report",
        "protocol_duty",
    }
    with scoped(marked.world.outsider):
        outside = _tables_of_the_child(child)
    assert set(outside.values()) == {0}, {table for table, rows in outside.items() if rows}
