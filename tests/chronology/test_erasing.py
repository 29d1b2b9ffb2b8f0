"""A line's words can be erased by rule, and by nothing else; what stays is proved as before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from pytest_django import DjangoDbBlocker
from tests.casework.cast import World, missing_child
from tests.casework.worlds import NOW, as_worker, system_act
from tests.conftest import Database, as_app, cloned, pointed_at

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.add_line import add_line
from homeward.casework.seal_ledger import seal_ledger, verify_ledger
from homeward.chronology.actions import COLUMNS
from homeward.chronology.erasing import erase_words
from homeward.ground import roles
from homeward.ground.bulk import insert_rows
from homeward.ground.ids import new_id
from homeward.ground.postgres import Cluster
from homeward.ledger.actions import Written, enter_many, entry_row
from homeward.ledger.digests import keyed_digest
from homeward.ledger.sealing import Verification
from homeward.rules.acts import Refusal

SECRET = "Told her aunt Wilhelmina"
RULE = "the rule of the test"


@pytest.fixture(scope="module")
def record(
    cluster: Cluster, template: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[Database]:
    with (
        cloned(cluster, template, "homeward_erasing") as database,
        django_db_blocker.unblock(),
        pointed_at(as_app(database)),
    ):
        yield database


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("seals")


@pytest.fixture(scope="module")
def world(record: Database, var: Path) -> World:
    """A child with words of a home, an old line of version 0.1, sealed."""
    made = missing_child(var, NARRATIVE="Left by the back gate", LAST_SEEN_DTTM="21/11/2026 18:00")
    add_line(made.act(made.home), made.child, kind="note.added", happened_at=NOW, text=SECRET)
    old_line(made)
    with as_worker():
        seal_ledger(system_act("seal_ledger"), var)
    return made


def old_line(world: World) -> None:
    """A line and its entry as version 0.1 wrote them: one digest over everything."""
    act = replace(system_act("note"), id=new_id())
    head = (900_001, world.report, "note.added", NOW, "minute", NOW, NOW, "police", None, act.id)
    content = (*head, SECRET, {"clock": "START", "place": SECRET}, None)
    digest = keyed_digest(content)
    columns = [name for name in COLUMNS if name not in ("text_digest", "salt")]
    with as_worker(), scoped(SYSTEM_VIEWER):
        insert_rows("chronology_line", columns, [(*content, 1, digest)])
        written = Written(900_001, 900_001, [digest])
        enter_many(act, [entry_row(act, 900_001, [world.child], None, written)])


def proof(record: Database, var: Path) -> Verification:
    with pointed_at(record.address().stepping_into(roles.KEEPER)):
        return verify_ledger(var)


@pytest.fixture
def asked(record: Database) -> Any:
    def ask(statement: str, role: str = roles.SUPERUSER, scope: str = "SYSTEM") -> Any:
        with record.connect() as session:
            session.execute(f"SET ROLE {role}")
            session.execute(f"SELECT set_config('homeward.purpose', '{scope}', false)")
            done = session.execute(statement)
            return done.fetchall() if done.description else done.rowcount

    return ask


def test_new_lines_keep_a_salted_digest_of_their_words_and_old_ones_verify(
    world: World, record: Database, var: Path, asked: Any
) -> None:
    found = proof(record, var)
    assert (found.ok, found.erased) == (True, 0)
    shapes = dict(asked("SELECT shape, count(*) FROM chronology_line GROUP BY 1"))
    assert shapes[1] == 1 and shapes[2] > 4
    salts = asked("SELECT salt, text_digest FROM chronology_line WHERE salt IS NOT NULL")
    assert len({bytes(salt) for salt, _ in salts}) == len(salts) > 3
    assert all(len(salt) == len(digest) == 16 for salt, digest in salts)


@pytest.mark.parametrize("change", ["text = 'x'", "data = '{}'", "salt = NULL", "shape = 1"])
def test_changed_words_are_found_though_every_trigger_was_off(
    world: World, record: Database, var: Path, change: str
) -> None:
    words = f"id = (SELECT max(id) FROM chronology_line WHERE text = '{SECRET}' AND shape = 2)"
    if change.startswith("data"):
        words = "id = (SELECT min(id) FROM chronology_line WHERE data ? 'place')"
    with record.connect() as session:
        session.execute("SET session_replication_role = replica")
        before = "CREATE TEMP TABLE kept AS SELECT * FROM chronology_line WHERE " + words
        session.execute(before)
        assert session.execute(f"UPDATE chronology_line SET {change} WHERE {words}").rowcount == 1
        found = proof(record, var)
        session.execute(
            "UPDATE chronology_line l SET text = k.text, data = k.data, salt = k.salt,"
            " shape = k.shape FROM kept k WHERE k.id = l.id"
        )
    assert not found.ok and "was changed" in str(found.first_break)
    assert proof(record, var).ok


FAKE = (
    "INSERT INTO chronology_erasure (id, child_id, rule, erased_at, act_id, lines, digest)"
    " SELECT '00000000-0000-7000-8000-00000000000a', s.child_id, 'made up', now(), l.act_id,"
    " ARRAY[l.id], '\\x00' FROM chronology_line l JOIN chronology_source s ON s.id = l.source_id"
    " WHERE l.shape = 2 AND l.text <> '' ORDER BY l.id DESC LIMIT 1"
)
TAKEN = "text = '', salt = NULL, data = '{}', erasure_id = '00000000-0000-7000-8000-00000000000a'"


def test_an_erasure_that_nobody_ordered_is_a_change(
    world: World, record: Database, var: Path
) -> None:
    """A database owner takes words away and makes up the erasure: the keyed digest is missing."""
    with record.connect() as session:
        session.execute("SET session_replication_role = replica")
        session.execute(FAKE)
        session.execute(
            "CREATE TEMP TABLE kept AS SELECT l.* FROM chronology_line l, chronology_erasure e"
            " WHERE l.id = ANY (e.lines)"
        )
        statement = f"UPDATE chronology_line SET {TAKEN} WHERE id IN (SELECT id FROM kept)"
        assert session.execute(statement).rowcount == 1
        found = proof(record, var)
        session.execute(
            "UPDATE chronology_line l SET text = k.text, data = k.data, salt = k.salt,"
            " erasure_id = NULL FROM kept k WHERE k.id = l.id"
        )
        session.execute("DELETE FROM chronology_erasure")
    assert not found.ok
    assert proof(record, var).ok


CHANGES = [
    "kind = 'x'",
    "happened_at = now()",
    "text = ''",
    "text = 'other'",
    "salt = NULL",
    "digest = '\\x00'",
    "text_digest = NULL",
    "rest_digest = '\\x00'",
    "erasure_id = NULL",
    "source_id = source_id",
    "supersedes = 1",
    "recorded_at = now()",
    "text = '', salt = NULL, data = '{}'",
    f"{TAKEN}",
    f"{TAKEN}, kind = 'x'",
    f"{TAKEN}, known_at = now()",
    TAKEN.replace("'{}'", 'data || \'{"clock": "START"}\''),
]


@pytest.mark.parametrize("role", [roles.OWNER, roles.APP, roles.WORKER, roles.KEEPER, "postgres"])
def test_no_role_can_change_a_line_otherwise(world: World, record: Database, role: str) -> None:
    for change in CHANGES:
        with record.connect() as session, session.transaction(force_rollback=True):
            if "kind" in change or "known_at" in change or "||" in change:
                session.execute(FAKE)
            session.execute(f"SET LOCAL ROLE {role}")
            session.execute("SELECT set_config('homeward.purpose', 'SYSTEM', true)")
            try:
                changed = session.execute(f"UPDATE chronology_line SET {change}").rowcount
            except psycopg.Error:
                continue
            assert (role, changed) == (roles.OWNER, 0), change


WORDS = f"SELECT homeward_erase_words('{UUID(int=1)}', '{{}}', '{{}}')"
COLUMNS_OF = "SELECT homeward_erase_columns('chronology_sourceplacing', '{reason}', '{1}')"


@pytest.mark.parametrize("call", [WORDS, COLUMNS_OF])
@pytest.mark.parametrize("role", [roles.APP, roles.OWNER])
def test_the_functions_are_the_workers_alone(
    world: World, asked: Any, role: str, call: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        asked(call, role)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="by the system alone"):
        asked(call, roles.WORKER, "CASEWORK")


def test_the_keepers_function_touches_no_other_column(world: World, asked: Any) -> None:
    for column in ("act_id", "source_id", "placed_at", "id"):
        call = COLUMNS_OF.replace("{reason}", f"{{{column}}}").replace(
            "'{1}'", "(SELECT array_agg(id::text) FROM chronology_sourceplacing)"
        )
        with pytest.raises(psycopg.Error):
            asked(call, roles.WORKER)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
        asked("UPDATE chronology_sourceplacing SET reason = 'other words'", roles.KEEPER)


def test_an_erasure_does_not_cover_a_tampered_line_up(world: World, record: Database) -> None:
    with record.connect() as session:
        session.execute("SET session_replication_role = replica")
        session.execute("UPDATE chronology_line SET agency = 'x' WHERE id = 900001")
        with as_worker(), scoped(SYSTEM_VIEWER), pytest.raises(Refusal, match="not as it was"):
            erase_words(system_act("erase_record"), world.child, RULE)
        session.execute("UPDATE chronology_line SET agency = 'police' WHERE id = 900001")


def test_erased_words_are_gone_and_everything_else_is_proved(
    world: World, record: Database, var: Path, asked: Any
) -> None:
    before = world.stands(), world.duties(), len(world.lines())
    with as_worker(), scoped(SYSTEM_VIEWER):
        gone = erase_words(system_act("erase_record"), world.child, RULE)
    assert gone == before[2]
    found = proof(record, var)
    assert (found.ok, found.erased) == (True, gone)
    everything = str(asked("SELECT l::text FROM chronology_line l"))
    assert SECRET not in everything and "back gate" not in everything
    assert asked("SELECT count(*) FROM chronology_line WHERE salt IS NOT NULL") == [(0,)]
    assert asked("SELECT count(*), min(rule) FROM chronology_erasure") == [(1, RULE)]
    assert (replace(world.stands(), last_place=before[0].last_place), world.duties()) == before[:2]
    assert world.is_as_counted_anew(NOW + timedelta())
    with as_worker(), scoped(SYSTEM_VIEWER):
        assert erase_words(system_act("erase_record"), world.child, RULE) == 0


@pytest.mark.parametrize("line", ["shape = 1", "shape = 2 AND text_digest IS NOT NULL"])
def test_what_stays_of_an_erased_line_cannot_be_changed_unseen(
    world: World, record: Database, var: Path, line: str
) -> None:
    with record.connect() as session:
        session.execute("SET session_replication_role = replica")
        where = f"id = (SELECT max(id) FROM chronology_line WHERE {line})"
        session.execute(
            f"UPDATE chronology_line SET happened_at = happened_at + interval '1h' WHERE {where}"
        )
        moved = proof(record, var)
        session.execute(
            f"UPDATE chronology_line SET happened_at = happened_at - interval '1h' WHERE {where}"
        )
        made_up = 'data = data || \'{"seen_by": "made up"}\''
        session.execute(f"UPDATE chronology_line SET {made_up} WHERE {where}")
    reworded = proof(record, var)
    with record.connect() as session:
        session.execute("SET session_replication_role = replica")
        session.execute(f"UPDATE chronology_line SET data = data - 'seen_by' WHERE {where}")
    assert (moved.ok, reworded.ok, proof(record, var).ok) == (False, False, True)
