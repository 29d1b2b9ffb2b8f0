"""The second wall: PostgreSQL hands out rows of a child only to those involved.

Whatever the code above does. Found by looking at the database itself, so that a table
added tomorrow is tried too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from psycopg import sql
from pytest_django import DjangoDbBlocker
from tests.casework.cast import World, missing_child
from tests.casework.life import with_life
from tests.casework.worlds import NOW, act_of, as_worker, person, system_act
from tests.conftest import VAR, Database, as_app, cloned, pointed_at
from tests.documents.papers import added

from homeward.access.emergencies.queries import list_to_review
from homeward.access.facts import NewContact
from homeward.access.looks.queries import list_waiting_odd
from homeward.access.models import Person
from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import OutsideTransaction, matching, scoped
from homeward.casework.add_line import add_line
from homeward.casework.answer_odd_look import answer_odd_look
from homeward.casework.close_account import hand_on
from homeward.casework.invite import Invited, invite
from homeward.casework.log_reading import log_reading
from homeward.casework.notice_odd_looks import notice_odd_looks
from homeward.casework.open_emergency import Named, open_emergency
from homeward.casework.record_contact import record_contact
from homeward.casework.record_home import record_home
from homeward.casework.review_emergency import review_emergency
from homeward.casework.save_draft import save_draft
from homeward.casework.take_ownership import take_ownership
from homeward.casework.withdraw_document import withdraw_document
from homeward.children.models import Child
from homeward.ground import roles
from homeward.ground.postgres import Cluster
from homeward.ground.scope_key import KEEP, pads, scope_key
from homeward.linkage.models import Profile
from homeward.rules.documents import Withdrawn
from homeward.rules.identifiers import Kind
from homeward.rules.sharing import Role

#: Columns that say which child a row is about.
OF_A_CHILD = (
    "child_id",
    "children",
    "candidates",
    "source_id",
    "episode_id",
    "entry_id",
    "document_id",
)
#: Tables that are only ever added to, each with a column that somebody may want to change.
APPEND_ONLY = {
    "chronology_line": "text",
    "chronology_erasure": "rule",
    "chronology_sourceplacing": "reason",
    "documents_scan": "outcome",
    "ledger_entry": "verb",
    "ledger_batch": "root",
    "ledger_trace": "verb",
    "copies_fetch": "kind",
    "access_ask": "reason",
    "access_emergencyreview": "reason",
    "access_contact": "phone",
    "access_homemark": "mark",
    "access_oddanswer": "reason",
}
#: Who signs in, and the role stepped into.
WHO_MIGHT = (
    (roles.APP, roles.APP),
    (roles.WORKER, roles.WORKER),
    (roles.OWNER, roles.KEEPER),
    (roles.SUPERUSER, roles.SUPERUSER),
)
CHANGES = ("UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0} CASCADE")
#: One row of each table of how long a record is kept: table, columns, values.
WHOM = "gen_random_uuid()"
KEEPING = (
    ("classing", "classes, person_id, classed_at, act_id", f"'{{}}', {WHOM}, now(), {WHOM}"),
    (
        "due",
        "name, dob, classes, period, why, due_on, counted_at",
        "'n', now(), '{}', 'p', 'w', now(), now()",
    ),
    (
        "hold",
        "id, kind, reason, agency, placed_by, placed_at, lift_reason",
        f"{WHOM}, 'CLAIM', 'r', 'a', {WHOM}, now(), ''",
    ),
    (
        "decision",
        "id, period, why, reason, proposed_by, proposed_at, stopped",
        f"{WHOM}, 'p', 'w', 'r', {WHOM}, now(), ''",
    ),
)
#: One row of each table of a request for a copy.
COPIES = (
    "INSERT INTO copies_copyrequest (id, child_id, wanted, asked_by, capacity, authority,"
    " received_on, due_on, extension_reason, logged_by, logged_at, stopped, close_reason)"
    f" VALUES ({WHOM}, %s, '{{}}', 'a', 'CHILD', 'a', now(), now(), '', {WHOM}, now(), '', '')",
    "INSERT INTO copies_mark (request_id, words, exemption, why, times)"
    " SELECT id, 'w', 'CRIME', 'w', 1 FROM copies_copyrequest WHERE child_id = %s",
    "INSERT INTO copies_bundle (id, request_id, kind, key_id, wrapped_key, content, made_at)"
    " SELECT gen_random_uuid(), id, 'ORIGINAL', 'k', 'x', 'x', now() FROM copies_copyrequest"
    " WHERE child_id = %s",
    "INSERT INTO copies_fetch (request_id, kind, person_id, at, act_id)"
    " SELECT id, 'ORIGINAL', id, now(), id FROM copies_copyrequest WHERE child_id = %s",
)
#: What stays empty in this small world.
EMPTY = {
    "access_preview",
    "intake_alarm",
    "linkage_join",
    "linkage_question",
    "linkage_review",
    "linkage_search",
    "lists_savedfilter",
    "protocol_refresh",
}


@pytest.fixture(scope="module")
def committed(
    cluster: Cluster, template: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[Database]:
    """One database for all of these tests: what they try must leave it as it was."""
    with (
        cloned(cluster, template, "homeward_policies") as database,
        django_db_blocker.unblock(),
        pointed_at(as_app(database)),
    ):
        yield database


@pytest.fixture(scope="module")
def world(committed: Database, tmp_path_factory: pytest.TempPathFactory) -> World:
    """One child, with lines, duties, tasks, a draft and a reading, really committed."""
    known = {"ALIASES": "Bry", "HOME_ADDRESS": "4 Mill Lane", "LA_CHILD_ID": "204417"}
    made = missing_child(tmp_path_factory.mktemp("download"), **known)
    add_line(made.act(made.home), made.child, kind="note.added", happened_at=NOW, text="Rang")
    log_reading(made.act(made.home), "child", [made.child])
    save_draft(made.act(made.home), None, {"surname": "Vale"})
    nurse = person(made.teams["leeds"], "NURSE")
    named = Named(number_kind=Kind.LA_CHILD_ID, number="204417")
    act = made.act(nurse, "In the drop-in, hurt and alone.")
    open_emergency(act, named, team=nurse.teams[0], hours=4)
    with scoped(made.manager):
        opened = list_to_review(made.manager, None, 1)[0].id
    review_emergency(made.act(made.manager), opened, right=True)
    with_people(made)
    with_life(made)
    letter = added(made, made.home)
    withdraw_document(made.act(made.home, "Old"), made.child, letter, Withdrawn.IN_ERROR)
    with committed.connect() as session:
        session.execute(
            "INSERT INTO ledger_batch (number, low, high, count, root, sealed_at)"
            " VALUES (1, 1, 2, 1, 'x', now())"
        )
        session.execute(
            "INSERT INTO chronology_erasure (id, child_id, rule, erased_at, act_id, lines, digest)"
            " VALUES (gen_random_uuid(), %s, 'r', now(), gen_random_uuid(), '{}', 'x')",
            [made.child],
        )
        for table, columns, values in KEEPING:
            session.execute(
                f"INSERT INTO retention_{table} (child_id, {columns}) VALUES (%s, {values})",
                [made.child],
            )
        for statement in COPIES:
            session.execute(statement, [made.child])
    return made


def with_people(made: World) -> None:
    """Somebody invited, work handed on, a contact."""
    team = made.teams["north-yorkshire"].id
    boss = person(made.teams["north-yorkshire"], "ADMINISTRATOR")
    wanted = Invited("jo@agency.example", "Jo Bell", team, Role.NURSE)
    invite(made.act(boss), wanted, "https://homeward.example/")
    take_ownership(made.act(made.social_worker), made.episode, team=team)
    leaver = made.social_worker.person
    assert leaver is not None
    hand_on(made.act(boss, "Leaves"), leaver, "EPISODES", team=team, colleague=None)
    record_contact(made.act(boss), NewContact(team, None, "1", "", "", NOW.date()))
    record_home(made.act(boss), leaver, "YO1 7HH")
    Person.objects.filter(pk=made.coordinator.person).update(name="Bea Harrow")
    log_reading(act_of(made.coordinator, "log_reading"), "child", [made.child])
    with as_worker():
        while notice_odd_looks(system_act("notice_odd_looks", NOW + timedelta(hours=1))):
            continue
    protection = person(made.teams["police"], "DATA_PROTECTION")
    with scoped(protection):
        look = list_waiting_odd(protection, None, 1)[0].id
    answer_odd_look(made.act(protection, "No kin"), look, explained=True)


def asked(database: Database, role: str, query: str) -> list[tuple[Any, ...]]:
    """What a session signed in as a role gets, without any scope."""
    with database.connect(role) as session:
        return session.execute(sql.SQL(query)).fetchall()


def counted(database: Database, table: str, role: str = roles.SUPERUSER) -> int:
    """How many rows of a table a session signed in as a role finds."""
    return int(asked(database, role, f"SELECT count(*) FROM {table}")[0][0])


def guarded(database: Database) -> list[str]:
    """Every table with policies."""
    found = asked(
        database, roles.SUPERUSER, "SELECT DISTINCT tablename FROM pg_policies ORDER BY 1"
    )
    return [name for (name,) in found]


def count(table: str) -> int:
    """How many rows of a table Django's connection sees now."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def test_every_table_with_a_child_in_it_is_guarded_and_forced(committed: Database) -> None:
    with_a_child = {
        table
        for (table,) in asked(
            committed,
            roles.SUPERUSER,
            "SELECT DISTINCT table_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND column_name IN"
            f" ({', '.join(repr(name) for name in OF_A_CHILD)})",
        )
    } | {"children_child"}
    forced = {
        table
        for (table,) in asked(
            committed,
            roles.SUPERUSER,
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity",
        )
    }
    assert with_a_child <= set(guarded(committed)) & forced


def test_without_a_scope_no_table_hands_out_a_row(committed: Database, world: World) -> None:
    tables = guarded(committed)
    assert len(tables) >= 15
    held = {table: counted(committed, table) for table in tables}
    assert {table for table, rows in held.items() if not rows} <= EMPTY
    for role in (roles.APP, roles.WORKER, roles.OWNER):
        shown = {table: counted(committed, table, role) for table in tables}
        assert shown == dict.fromkeys(tables, 0), role


def test_an_outsider_sees_nothing_and_someone_involved_sees_the_child(
    committed: Database, world: World
) -> None:
    tables = guarded(committed)
    with scoped(world.outsider):
        assert {table: count(table) for table in tables if count(table)} == {}
    with scoped(world.social_worker):
        seen = {table for table in tables if count(table)}
    assert {"children_child", "episodes_episode", "chronology_line", "protocol_duty"} <= seen
    assert not {"intake_submission", "intake_row", "linkage_profile"} & seen


def test_the_scope_does_not_outlive_its_transaction(world: World) -> None:
    with scoped(world.home):
        assert count("children_child") == 1
    with transaction.atomic():
        assert count("children_child") == 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('homeward.teams', true)")
            assert not cursor.fetchone()[0]


def test_a_scope_that_was_rolled_back_is_gone_too(world: World) -> None:
    with transaction.atomic():
        point = transaction.savepoint()
        with scoped(world.home):
            assert count("children_child") == 1
        transaction.savepoint_rollback(point)
        assert count("children_child") == 0


def test_a_question_outside_a_transaction_is_an_error(world: World) -> None:
    with pytest.raises(OutsideTransaction):
        Child.objects.count()
    with pytest.raises(OutsideTransaction):
        Child.objects.filter(pk=world.child).update(surname="Other")
    with scoped(world.home):
        assert Child.objects.count() == 1


def test_nobody_writes_about_a_child_they_do_not_see(world: World) -> None:
    with scoped(world.outsider):
        assert Child.objects.filter(pk=world.child).update(surname="Other") == 0
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        scoped(world.outsider),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO access_involvement (child_id, team_id, ground, since_at, act_id)"
            " VALUES (%s, %s, 'REPORT', now(), %s)",
            [world.child, world.teams["york"].id, world.child],
        )


def test_matching_sees_identifying_fields_of_every_child_and_nothing_else(
    committed: Database, world: World
) -> None:
    with as_worker(), scoped(SYSTEM_VIEWER):
        with matching():
            assert Profile.objects.count() == 1
            for table in guarded(committed):
                if table != "linkage_profile":
                    assert not may_read(table), table
        assert Child.objects.count() == 1


def may_read(table: str) -> bool:
    """Whether the role stepped into may read a table at all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(current_user, %s, 'SELECT')", [table])
        return bool(cursor.fetchone()[0])


def test_only_the_worker_may_step_into_matching(committed: Database) -> None:
    with committed.connect(roles.APP) as session, pytest.raises(psycopg.Error):
        session.execute(f"SET ROLE {roles.MATCHING}")


def test_what_was_written_is_never_changed_or_taken_away(committed: Database, world: World) -> None:
    """Refused to everyone: web, worker, the keeper that the owner may be, the superuser."""
    held = {table: counted(committed, table) for table in APPEND_ONLY}
    assert 0 not in held.values()
    tried = 0
    for role, steps_into in WHO_MIGHT:
        with committed.connect(role) as session:
            session.execute(f"SET ROLE {steps_into}")
            for table, column in APPEND_ONLY.items():
                for statement in CHANGES:
                    with pytest.raises(psycopg.Error, match=r"append-only|permission denied"):
                        session.execute(statement.format(table, column))
                    tried += 1
    assert tried == len(WHO_MIGHT) * len(APPEND_ONLY) * len(CHANGES)
    assert {table: counted(committed, table) for table in APPEND_ONLY} == held


def test_the_owner_who_is_not_the_keeper_reaches_no_row(committed: Database, world: World) -> None:
    with committed.connect(roles.OWNER) as session:
        for table in ("chronology_line", "chronology_sourceplacing", "ledger_entry"):
            assert session.execute(f"DELETE FROM {table}").rowcount == 0
            with pytest.raises(psycopg.Error, match="append-only"):
                session.execute(f"TRUNCATE {table} CASCADE")


def test_the_web_deletes_nothing_and_seals_nothing(committed: Database, world: World) -> None:
    with committed.connect(roles.APP) as session:
        for table in guarded(committed):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                session.execute(f"DELETE FROM {table}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute("INSERT INTO ledger_batch DEFAULT VALUES")


def test_a_statement_that_fails_leaves_no_name_in_the_log(committed: Database) -> None:
    for statement in ("SELECT 'Quillfeather', 1 / (SELECT 0)", "SELECT 'Quillfeather'::int"):
        with committed.connect(roles.APP) as session, pytest.raises(psycopg.DataError):
            session.execute(statement)
    log = (VAR / "postgres.log").read_text(encoding="utf-8")
    assert "ready to accept connections" in log
    assert "Quillfeather" not in log


SETTINGS = ("person", "agency", "teams", "roles", "purpose", "mac")


def signed_settings() -> dict[str, str]:
    """The scope as it is set in the running transaction, its signature too."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(['current_setting(%s)'] * len(SETTINGS))}", FULL_NAMES)
        return dict(zip(FULL_NAMES, cursor.fetchone(), strict=True))


FULL_NAMES = [f"homeward.{name}" for name in SETTINGS]


def set_by_hand(**changed: str) -> None:
    """What any statement of the web could do: set the settings itself."""
    with connection.cursor() as cursor:
        for name, value in changed.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [f"homeward.{name}", value])


def test_a_scope_that_was_set_by_hand_opens_nothing(committed: Database, world: World) -> None:
    teams = ",".join(str(team.id) for team in world.teams.values())
    with transaction.atomic():
        set_by_hand(teams=teams, agency="police", roles=",DATA_STEWARD,", purpose="CASEWORK")
        assert {table: count(table) for table in guarded(committed) if count(table)} == {}
        set_by_hand(mac="", purpose="SYSTEM", person=str(world.home.person))
        assert {table: count(table) for table in guarded(committed) if count(table)} == {}
        set_by_hand(mac="00" * 32)
        assert {table: count(table) for table in guarded(committed) if count(table)} == {}


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("teams", "1,2,3"),
        ("roles", ",DATA_STEWARD,"),
        ("agency", "elsewhere"),
        ("person", ""),
        ("purpose", "OVERSIGHT"),
        ("at", "2020-01-01"),
    ],
)
def test_a_true_scope_with_one_thing_changed_opens_nothing(
    committed: Database, world: World, setting: str, value: str
) -> None:
    with scoped(world.social_worker):
        assert count("children_child") == 1
        set_by_hand(**{setting: value})
        assert {table: count(table) for table in guarded(committed) if count(table)} == {}


def test_a_signature_is_good_for_its_own_connection_alone(
    committed: Database, world: World
) -> None:
    with scoped(world.social_worker):
        stolen = signed_settings()
    pairs = [item for pair in stolen.items() for item in pair]
    setting = "SELECT " + ", ".join(["set_config(%s, %s, false)"] * len(stolen))
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(setting.replace("false", "true"), pairs)
        assert count("children_child") == 1
    with committed.connect(roles.APP) as session:
        session.execute("SELECT set_config('homeward.at', '2026-11-23', false)")
        session.execute(setting, pairs)
        assert session.execute("SELECT count(*) FROM children_child").fetchone() == (0,)


@pytest.mark.parametrize("role", [roles.APP, roles.WORKER])
def test_nobody_who_serves_reads_or_changes_the_key(committed: Database, role: str) -> None:
    with committed.connect(role) as session:
        for statement in (
            "SELECT * FROM access_scopekey",
            "UPDATE access_scopekey SET inner_pad = outer_pad",
            "DELETE FROM access_scopekey",
            "CREATE FUNCTION homeward_teams() RETURNS int[] LANGUAGE sql AS 'SELECT ARRAY[1]'",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                session.execute(statement)


def test_another_key_makes_the_record_dark_until_it_is_kept(
    committed: Database, world: World
) -> None:
    with committed.connect(roles.OWNER) as session:
        session.execute(KEEP, pads(scope_key("a service started with another secret")))
    with scoped(world.social_worker):
        assert count("children_child") == 0
    with committed.connect(roles.OWNER) as session:
        session.execute(KEEP, pads(settings.SCOPE_KEY))
    with scoped(world.social_worker):
        assert count("children_child") == 1
