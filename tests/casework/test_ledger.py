"""What was sealed cannot be changed, removed or reordered without being found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from tests.casework.worlds import mspr_file, system_act, take

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.seal_ledger import seal_ledger, verify_ledger
from homeward.ledger.actions import enter
from homeward.ledger.sealing import Verification
from homeward.ledger.seals import SealFolder


@pytest.fixture
def sealed(committed_db: Any, tmp_path: Path) -> Any:
    """A record with a few reports, sealed in two batches; the roots lie beside it."""
    rows = [
        {
            "REPORT_REF": f"MSPR/{number}",
            "SURNAME": name,
            "FORENAME1": "Sam",
            "DOB": f"1{number}/05/2011",
        }
        for number, name in enumerate(["Alder", "Birch", "Cedar", "Damson"], start=3)
    ]
    take(mspr_file(tmp_path, rows[:2]))
    _seal(tmp_path)
    take(mspr_file(tmp_path, rows[2:], "MSPR_12_20261122_02.csv"))
    _seal(tmp_path)
    return committed_db


def _seal(var: Path) -> None:
    with _role("homeward_worker"):
        seal_ledger(system_act("seal_ledger"), var)


@contextmanager
def _role(role: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        before = cursor.fetchone()[0]
        cursor.execute(f"SET ROLE {role}")
        yield
        cursor.execute(f"SET ROLE {before}")


def proof(var: Path) -> Verification:
    with _role("homeward_keeper"):
        return verify_ledger(var)


def tamper(database: Any, statement: str) -> int:
    """As the superuser, with every trigger switched off: what a database owner could do."""
    with psycopg.connect(database.address().conninfo, autocommit=True) as conn:
        conn.execute("SET session_replication_role = replica")
        return conn.execute(statement).rowcount


def entry_ids(database: Any) -> list[int]:
    with database.connect() as conn:
        return [row[0] for row in conn.execute("SELECT id FROM ledger_entry ORDER BY id")]


def test_an_untouched_record_is_proved(sealed: Any, tmp_path: Path) -> None:
    found = proof(tmp_path)
    assert found.ok and found.first_break is None
    assert found.sealed == found.entries >= 4
    assert found.root == list(SealFolder(tmp_path).seals())[-1].root


def test_a_changed_entry_is_found_at_that_entry(sealed: Any, tmp_path: Path) -> None:
    target = entry_ids(sealed)[2]
    assert tamper(sealed, f"UPDATE ledger_entry SET agency = 'nobody' WHERE id = {target}") == 1
    found = proof(tmp_path)
    assert not found.ok and found.first_break is not None
    assert found.first_break["entry"] == target


def test_a_removed_entry_is_found_at_that_entry(sealed: Any, tmp_path: Path) -> None:
    target = entry_ids(sealed)[1]
    tamper(sealed, f"DELETE FROM ledger_entry WHERE id = {target}")
    found = proof(tmp_path)
    assert found.first_break is not None and found.first_break["entry"] == target


def test_two_entries_put_in_each_others_place_are_found(sealed: Any, tmp_path: Path) -> None:
    first, second = entry_ids(sealed)[1:3]
    tamper(sealed, f"UPDATE ledger_entry SET id = -1 WHERE id = {first}")
    tamper(sealed, f"UPDATE ledger_entry SET id = {first} WHERE id = {second}")
    tamper(sealed, f"UPDATE ledger_entry SET id = {second} WHERE id = -1")
    found = proof(tmp_path)
    assert found.first_break is not None and found.first_break["entry"] == first


def test_a_changed_line_is_found_at_its_entry(sealed: Any, tmp_path: Path) -> None:
    tamper(
        sealed,
        "UPDATE chronology_line SET happened_at = happened_at + interval '1 hour'"
        " WHERE id = (SELECT max(id) FROM chronology_line)",
    )
    found = proof(tmp_path)
    assert found.first_break is not None
    assert found.first_break["entry"] == max(
        row[0] for row in _rows(sealed, "SELECT id FROM ledger_entry WHERE last_line IS NOT NULL")
    )
    assert "was changed" in found.first_break["problem"]


def test_a_removed_line_is_found(sealed: Any, tmp_path: Path) -> None:
    tamper(
        sealed,
        "DELETE FROM chronology_line WHERE id = (SELECT min(id) FROM chronology_line)",
    )
    assert proof(tmp_path).ok is False


def test_an_entry_slipped_in_afterwards_is_found(sealed: Any, tmp_path: Path) -> None:
    tamper(
        sealed,
        "INSERT INTO ledger_entry (id, at, act_id, verb, agency, purpose, children, page,"
        " digest, xid) SELECT 900000, at, act_id, verb, agency, purpose, children, page, digest,"
        " xid FROM ledger_entry ORDER BY id LIMIT 1",
    )
    found = proof(tmp_path)
    assert found.first_break is not None and found.first_break["entry"] is not None


def test_a_root_written_anew_does_not_carry_the_signature(sealed: Any, tmp_path: Path) -> None:
    roots = tmp_path / "ledger" / "roots.jsonl"
    lines = roots.read_text().splitlines()
    record = json.loads(lines[0])
    record["seal"] = record["seal"].replace('"count": ', '"count": 1')
    roots.write_text("\n".join([json.dumps(record), *lines[1:]]) + "\n")
    found = proof(tmp_path)
    assert not found.ok and "signature" in str(found.first_break)


def test_nothing_of_a_running_transaction_is_sealed(committed_db: Any, tmp_path: Path) -> None:
    """An entry that commits late, with a low number, is sealed later and not lost."""
    with psycopg.connect(committed_db.address().conninfo) as slow:
        slow.execute("SELECT pg_current_xact_id()")
        with _role("homeward_worker"), scoped(SYSTEM_VIEWER):
            enter(system_act("note"), [], None)
        with _role("homeward_worker"):
            assert seal_ledger(system_act("seal_ledger"), tmp_path) is None
        slow.rollback()
    with _role("homeward_worker"):
        made = seal_ledger(system_act("seal_ledger"), tmp_path)
    assert made is not None and made.count == 1


def _rows(database: Any, statement: str) -> list[Any]:
    with database.connect() as conn:
        return conn.execute(statement).fetchall()
