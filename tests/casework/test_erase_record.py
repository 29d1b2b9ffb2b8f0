"""A record is erased when two people decided it; then nothing of the child is left but counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from pytest_django import DjangoDbBlocker
from tests.casework.cast import World, missing_child
from tests.casework.worlds import NOW, as_worker, mspr_file, person, system_act, take
from tests.conftest import Database, as_app, cloned, pointed_at

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.add_line import add_line
from homeward.casework.class_record import class_record
from homeward.casework.confirm_erasure import confirm_erasure
from homeward.casework.data_map import NOUNS
from homeward.casework.erase_record import WAIT, erase_next
from homeward.casework.find_due_records import find_due_records
from homeward.casework.hold_record import hold_record
from homeward.casework.keeping import reach_of
from homeward.casework.lift_hold import lift_hold
from homeward.casework.log_reading import log_reading
from homeward.casework.propose_erasure import propose_erasure
from homeward.casework.save_draft import save_draft
from homeward.casework.seal_ledger import seal_ledger, verify_ledger
from homeward.casework.withdraw_erasure import withdraw_erasure
from homeward.ground import roles
from homeward.ground.erasing import empty
from homeward.ground.periods import periods
from homeward.ground.postgres import Cluster
from homeward.ground.roles import Address
from homeward.linkage.finding import Finder
from homeward.linkage.search import find
from homeward.retention.queries import get_decision, get_due, holds_of, list_due, list_erased
from homeward.rules.acts import Act, NotFound, Refusal, Viewer
from homeward.rules.linkage import Person as Described
from homeward.rules.personal import BLANK, STAYS, Erasing
from homeward.rules.searching import read_typed

#: Everything that a download says of the child, in words that occur nowhere else.
CELLS = {
    "REPORT_REF": "MSPR/2026/009001",
    "RECORD_STATUS": "FOUND",
    "SURNAME": "Quillfeather",
    "FORENAME1": "Zephyrine",
    "DOB": "14/05/2011",
    "NHS_NO": "943 476 5919",
    "LA_CHILD_ID": "LA-908172",
    "HOME_ADDRESS": "17 Gorsedale Terrace, Norbeck",
    "HOME_POSTCODE": "YO1 7HH",
    "RESIDENCE_TYPE": "FOSTER",
    "NARRATIVE": "Left after the row about Marmaduke",
    "RETURNED_DTTM": "23/11/2026 02:00",
    "PREVENTION_CHECK_DTTM": "23/11/2026 03:00",
}
SAID = "Says she stays with Bartholomew"
SECRETS = (
    "Quillfeather",
    "Zephyrine",
    "9434765919",
    "943 476 5919",
    "LA-908172",
    "Gorsedale",
    "Marmaduke",
    "Bartholomew",
    "009001",
    "2011-05-14",
    "14/05/2011",
)
#: Long after everybody of this world grew up.
LATER = datetime(2102, 6, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def record(
    cluster: Cluster, template: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[Database]:
    """One database whose clock stands long after the child's period is over."""
    with (
        cloned(cluster, template, "homeward_erased") as database,
        django_db_blocker.unblock(),
        pointed_at(
            database.address()
            .stepping_into(roles.APP)
            .with_options(f"-c homeward.at={LATER.date()}")
        ),
    ):
        yield database


def as_app_at(database: Database) -> Address:
    standing = f"-c homeward.at={LATER.date()}"
    return database.address().stepping_into(roles.APP).with_options(standing)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("erased")


@pytest.fixture(scope="module")
def world(record: Database, folder: Path) -> World:
    """A looked-after child with lines of several agencies, a draft, readings; sealed."""
    with pointed_at(as_app(record)):
        made = missing_child(folder, **CELLS)
        add_line(made.act(made.home), made.child, kind="child.said", happened_at=NOW, text=SAID)
        save_draft(made.act(made.home), None, {"child": made.child.hex, "clothing": SAID})
        log_reading(made.act(made.home), "child", [made.child])
    with as_worker():
        seal_ledger(system_act("seal_ledger"), folder)
    return made


@pytest.fixture(scope="module")
def keepers(world: World) -> tuple[Viewer, Viewer]:
    first = person(world.teams["partnership"], "DATA_STEWARD")
    other = apps.get_model("access.Person").objects.create_user("second@keeper.example", "Second")
    with as_worker():
        apps.get_model("access.Membership").objects.create(
            person=other,
            team=world.teams["partnership"],
            role="DATA_STEWARD",
            since_on=date(2026, 1, 1),
        )
    return first, replace(first, person=other.pk)


def act(viewer: Viewer, reason: str = "", at: datetime = LATER) -> Act:
    return Act(system_act("x").id, viewer, at, "verb", reason)


def worker(at: datetime = LATER) -> Act:
    return system_act("erase_record", at)


def count(at: datetime = LATER) -> None:
    with as_worker():
        assert find_due_records(system_act("find_due_records", at)) is None


def everything(record: Database) -> str:
    """The whole database in words, but for the people who work with it."""
    with record.connect() as session:
        tables = session.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " AND tablename !~ '^(django|auth|access_person|account|mfa|procrastinate)'"
        ).fetchall()
        return "\n".join(
            str(row)
            for (table,) in tables
            for row in session.execute(f'SELECT t::text FROM "{table}" t').fetchall()
        )


def seen(viewer: Viewer, question: Any, *asked: Any) -> Any:
    with scoped(viewer):
        return question(viewer, *asked)


def test_a_search_finds_the_child_as_long_as_the_record_stands(
    record: Database, world: World
) -> None:
    with pointed_at(as_app(record)):
        for typed in ("Quillfeather", "14/05/2011", "MSPR/2026/009001"):
            found = seen(world.coordinator, find, read_typed(typed))
            assert [each.child for each in found] == [world.child], typed


def test_a_keeper_sees_a_record_once_it_is_due_and_no_sooner(
    record: Database, world: World, keepers: tuple[Viewer, Viewer]
) -> None:
    count()
    found = seen(keepers[0], get_due, world.child)
    assert (found.name, found.period) == ("Zephyrine Quillfeather", "looked-after")
    assert found.due_on == date(2086, 5, 14)
    assert "75 years after birth" in found.why
    assert [each.child_id for each in seen(keepers[0], list_due, LATER.date(), None, 5)] == [
        world.child
    ]
    key = found.due_on, found.child_id
    assert seen(keepers[0], list_due, LATER.date(), key, 5) == []
    with pointed_at(as_app(record)):
        assert seen(keepers[0], get_due, world.child) is None
    for other in (world.outsider, world.social_worker, world.coordinator):
        assert seen(other, get_due, world.child) is None


def test_what_a_keeper_says_it_also_is_counts(world: World, keepers: tuple[Viewer, Viewer]) -> None:
    class_record(act(keepers[0]), world.child, classes=["child-protection"])
    count(LATER + timedelta(minutes=1))
    assert seen(keepers[0], get_due, world.child).classes == ("child-protection", "looked-after")
    with pytest.raises(Refusal, match="has not come"):
        class_record(
            act(keepers[0]), world.child, classes=[], died_on=LATER.date() + timedelta(days=1)
        )
    with pytest.raises(Refusal, match="classes shown"):
        class_record(act(keepers[0]), world.child, classes=["other"])
    with pytest.raises(Refusal, match="keeper"):
        class_record(act(world.social_worker), world.child, classes=[])


def test_a_hold_stops_everything_until_it_is_lifted(
    world: World, keepers: tuple[Viewer, Viewer]
) -> None:
    stranger = person(world.teams["york"], "SOCIAL_CARE_MANAGER")
    with pytest.raises(NotFound):
        hold_record(act(stranger, "claim"), world.child, kind="CLAIM")
    with pytest.raises(Refusal, match="social care manager"):
        hold_record(act(world.social_worker, "claim"), world.child, kind="CLAIM")
    hold_record(act(keepers[0], "Letter of claim"), world.child, kind="CLAIM")
    with pytest.raises(Refusal, match="hold is on this record"):
        propose_erasure(act(keepers[0], "period over"), world.child)
    hold = seen(keepers[0], holds_of, [world.child])[0]
    with pytest.raises(NotFound):
        lift_hold(act(world.outsider, "over"), hold.id)
    lift_hold(act(keepers[1], "Claim settled"), hold.id)
    with pytest.raises(Refusal, match="lifted already"):
        lift_hold(act(keepers[1], "again"), hold.id)


def test_one_person_alone_erases_nothing(
    record: Database, world: World, keepers: tuple[Viewer, Viewer]
) -> None:
    first, second = keepers
    with pytest.raises(Refusal, match="Say why"):
        propose_erasure(act(first), world.child)
    with pytest.raises(NotFound):
        confirm_erasure(act(second), world.child)
    propose_erasure(act(first, "Period over"), world.child)
    with pytest.raises(Refusal, match="proposed this already"):
        propose_erasure(act(second, "Period over"), world.child)
    with pytest.raises(Refusal, match="two people decide"):
        confirm_erasure(act(first), world.child)
    with as_worker():
        assert erase_next(worker(LATER + WAIT)) is False
    withdraw_erasure(act(second), world.child)
    propose_erasure(act(second, "Period over"), world.child)
    confirm_erasure(act(first), world.child)
    with pytest.raises(Refusal, match="confirmed already"):
        confirm_erasure(act(first), world.child)
    with as_worker():
        assert erase_next(worker(LATER + WAIT - timedelta(minutes=1))) is False
    assert all(secret in everything(record) for secret in SECRETS[:2])


def test_a_hold_in_the_week_between_stops_the_worker(
    record: Database, world: World, keepers: tuple[Viewer, Viewer]
) -> None:
    hold_record(act(keepers[0], "Inquiry announced"), world.child, kind="INQUIRY")
    with as_worker():
        assert erase_next(worker(LATER + WAIT)) is True
    decision = seen(keepers[0], get_decision, world.child)
    assert (decision.carried_at, "hold" in decision.stopped) == (None, True)
    withdraw_erasure(act(keepers[0]), world.child)
    lift_hold(act(keepers[0], "Not needed"), seen(keepers[0], holds_of, [world.child])[0].id)
    propose_erasure(act(keepers[0], "Period over"), world.child)
    confirm_erasure(act(keepers[1]), world.child)


def test_nothing_of_the_child_is_left_but_counts(
    record: Database, world: World, keepers: tuple[Viewer, Viewer], folder: Path
) -> None:
    with as_worker(), scoped(SYSTEM_VIEWER):
        reach = reach_of(SYSTEM_VIEWER, world.child)
    before = counts(record)
    duties = world.duties()
    with as_worker():
        assert erase_next(worker(LATER + WAIT)) is True
        assert erase_next(worker(LATER + WAIT)) is False
    left = everything(record)
    assert [secret for secret in SECRETS if secret in left] == []
    assert counts(record) == before
    assert world.duties() == duties
    assert still_there(record, reach.names()) == []
    with pointed_at(record.address().stepping_into(roles.KEEPER)):
        proof = verify_ledger(folder)
    assert proof.ok and proof.erased >= 5
    assert [each.child_id for each in seen(keepers[0], list_erased, 5)] == [world.child]
    assert seen(keepers[0], get_due, world.child) is None
    with pytest.raises(Refusal, match="cannot be undone"):
        withdraw_erasure(act(keepers[0]), world.child)


def counts(record: Database) -> Any:
    with record.connect() as session:
        return session.execute(
            "SELECT (SELECT count(*) FROM episodes_episode), (SELECT count(*) FROM protocol_duty),"
            " (SELECT count(*) FROM chronology_line), (SELECT count(*) FROM intake_row),"
            " (SELECT array_agg((started_at, returned_at, state)::text) FROM episodes_episode)"
        ).fetchone()


def still_there(record: Database, reach: dict[str, Any]) -> list[str]:
    """Columns that the map says are emptied and that still hold something of the child."""
    held = []
    with record.connect() as session:
        for noun, table in [(noun, each) for noun, tables in NOUNS.items() for each in tables]:
            if table.erasing is Erasing.NOT:
                continue
            model = apps.get_model(noun, table.model)
            rows = f'FROM "{model._meta.db_table}" WHERE ({table.of_child})'
            if table.erasing is Erasing.ROWS:
                checks = {"": "true"}
            else:
                checks = {
                    name: f'"{name}" IS DISTINCT FROM {empty(model, name)}'
                    f" AND \"{name}\"::text <> '(erased)'"
                    for name, column in table.columns.items()
                    if column.erased == BLANK != STAYS
                }
            for name, check in checks.items():
                found = session.execute(f"SELECT count(*) {rows} AND {check}", reach).fetchone()
                if found != (0,):
                    held.append(f"{noun}.{table.model}.{name}")
    return held


def test_the_same_download_says_erased_and_brings_nothing_back(
    record: Database, world: World, folder: Path
) -> None:
    again = {"RECORD_VERSION": "2", "NARRATIVE": "Once more, Marmaduke"}
    refused = {"RECORD_VERSION": "3", "DOB": "no day"}
    rows = [CELLS, {**CELLS, **again}, {**CELLS, **refused}]
    taken = take(mspr_file(folder, rows, "MSPR_12_20261122_09.csv"))
    assert taken.counts == {"REFUSED": 3}
    assert {reason for _, _, _, reason in taken.refusals} == {
        "This report belongs to a record that was erased. Nothing of the row was kept."
    }
    left = everything(record)
    assert [secret for secret in SECRETS if secret in left] == []


def test_matching_does_not_find_the_child_and_no_verb_writes_on(
    world: World, record: Database
) -> None:
    described = Described("Quillfeather", "Zephyrine", dob=date(2011, 5, 14), nhs_no="9434765919")
    with as_worker(), scoped(SYSTEM_VIEWER):
        finder = Finder()
        finder.look_up([described])
        assert finder.place(described).child is None
    with pytest.raises(NotFound):
        add_line(act(world.home, at=NOW), world.child, kind="note.added", happened_at=NOW, text="x")


def test_an_own_file_of_periods_counts(tmp_path: Path) -> None:
    assert len(periods(tmp_path)) == 5
    (tmp_path / "retention.toml").write_text(
        '[[period]]\nid="own"\ntitle="Own"\napplies_to="everybody"\nsource="here"\n'
        'evidence="P"\nafter=[{from="birth", years=30}]\n'
    )
    assert [each.id for each in periods(tmp_path)] == ["own"]
