"""The whole record copied, given back elsewhere, sealed on, and proved: with the real commands."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from pytest_django import DjangoDbBlocker
from tests.cli.commands import SOURCE, OwnRecord, Said
from tests.conftest import pointed_at
from tests.ground.shapes import shape

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.seal_ledger import seal_ledger, verify_ledger
from homeward.cli.acts import system_act
from homeward.cli.backup import backup_key, restore
from homeward.ground import roles
from homeward.ground.postgres import Cluster
from homeward.ledger.actions import enter
from homeward.ledger.sealing import Verification


@dataclass(frozen=True)
class Copied:
    """A record, its backup, and the same record given back into another folder."""

    backups: Path
    key: Path
    made: Said
    given_back: Said
    var: Path
    cluster: Cluster


@pytest.fixture(scope="module")
def copied(own_record: OwnRecord, first_taken: Said) -> Iterator[Copied]:
    """One record copied once and given back once for all tests here."""
    folder = Path(tempfile.mkdtemp(prefix="hw-bk-"))
    key, backups, var = folder / "opens.key", folder / "backups", folder / "var"
    own_record.homeward("ledger", "seal")
    recipient = CliRunner().invoke(backup_key, [str(key)]).output.strip()
    words = ("--recipient", recipient, "--identity", str(key), "--json")
    made = own_record.homeward("backup", str(backups), *words)
    given_back = OwnRecord(Cluster(var)).homeward(
        "restore", str(backups), "--identity", str(key), "--json"
    )
    with Cluster(var) as cluster:
        yield Copied(backups, key, made, given_back, var, cluster)
    shutil.rmtree(folder, ignore_errors=True)


def test_a_backup_is_proved_and_given_back_with_equal_counts(copied: Copied) -> None:
    assert (copied.made.code, copied.made.err) == (0, "")
    assert copied.made.json["ok"] and copied.made.json["opened"]
    assert copied.made.json["entries"] > 5
    assert copied.made.json["rows"] > 100
    assert (copied.given_back.code, copied.given_back.err) == (0, "")
    answer = copied.given_back.json
    assert {"entries", "rows", "ok"} <= set(answer)
    assert answer["ok"] and answer["counts_equal"]
    assert answer["rows"] == copied.made.json["rows"]
    # The restore itself is an entry as well.
    assert answer["entries"] == copied.made.json["entries"] + 1


def test_what_comes_back_is_guarded_as_before(own_record: OwnRecord, copied: Copied) -> None:
    """Owners, privileges, policies and triggers: an append-only table must not come back open."""
    before = shape(own_record.cluster.address().conninfo)
    assert len(before) > 500
    assert shape(copied.cluster.address().conninfo) == before


def test_passwords_and_session_keys_are_new_and_ledger_keys_are_not(
    own_record: OwnRecord, copied: Copied
) -> None:
    old, new = own_record.cluster.var / "secrets", copied.var / "secrets"
    assert (old / "ledger-digest").read_text() == (new / "ledger-digest").read_text()
    assert (old / "homeward_app").read_text() != (new / "homeward_app").read_text()
    assert not (copied.var / "restoring").exists()


def test_nothing_in_the_backup_is_in_clear_and_no_key_lies_beside_it(copied: Copied) -> None:
    (made,) = copied.backups.iterdir()
    assert {path.name for path in made.iterdir()} == {
        "SHA256SUMS",
        "manifest.age",
        "database.age",
        "folder.age",
    }
    for path in made.glob("*.age"):
        assert path.read_bytes().startswith(b"age-encryption.org/v1\n")
    assert "AGE-SECRET-KEY" not in "".join(p.read_text("latin-1") for p in made.iterdir())
    checked = subprocess.run(
        ["sha256sum", "--check", "SHA256SUMS"], cwd=made, capture_output=True, check=False
    )
    assert checked.returncode == 0


def test_the_restored_ledger_is_sealed_on_and_tampering_is_still_found(
    copied: Copied, django_db_blocker: DjangoDbBlocker, settings: Any
) -> None:
    """The new server counts its transactions from the beginning: the epoch makes up for it."""
    settings.VAR = copied.var
    with django_db_blocker.unblock(), pointed_at(copied.cluster.address()):
        (numbers,) = _ask(
            copied,
            "SELECT max(xid::text::bigint) FROM ledger_entry WHERE act_id <>"
            " (SELECT act_id FROM ledger_epoch)",
        )
        with pointed_at(copied.cluster.address().stepping_into(roles.WORKER)):
            with scoped(SYSTEM_VIEWER):
                enter(system_act("note"), [], None)
            made = seal_ledger(system_act("seal_ledger"), copied.var)
        assert made is not None and made.number > 1
        # The epoch's own entry, the backup's, and the new one: none stood in an old batch.
        assert made.count == 3
        assert made.high > numbers
        found = _proof(copied)
        assert found.ok and found.sealed == found.entries
        for target in _ask(copied, "SELECT min(id), max(id) FROM ledger_entry"):
            _tamper(copied, "verb = verb || 'x'", target)
            broken = _proof(copied)
            assert broken.first_break is not None and broken.first_break["entry"] == target
            _tamper(copied, "verb = left(verb, -1)", target)
        assert _proof(copied).ok


def test_a_database_given_back_by_other_means_is_not_sealed_wrongly(
    copied: Copied, django_db_blocker: DjangoDbBlocker, settings: Any
) -> None:
    settings.VAR = copied.var
    worker = copied.cluster.address().stepping_into(roles.WORKER)
    with psycopg.connect(copied.cluster.address().conninfo, autocommit=True) as conn:
        conn.execute("SET session_replication_role = replica")
        conn.execute("UPDATE ledger_epoch SET number = number + 100")
        conn.execute("INSERT INTO ledger_epoch SELECT 200, 0, began_at, act_id FROM ledger_epoch")
        with (
            django_db_blocker.unblock(),
            pointed_at(worker),
            pytest.raises(RuntimeError, match="restored without `homeward restore`"),
        ):
            seal_ledger(system_act("seal_ledger"), copied.var)
        conn.execute("DELETE FROM ledger_epoch WHERE number = 200")


def refused(monkeypatch: pytest.MonkeyPatch, var: Path, *words: object) -> str:
    """Run `homeward restore` where it must refuse; its sentence."""
    monkeypatch.setenv("HOMEWARD_VAR", str(var))
    monkeypatch.setenv("HOMEWARD_REHEARSAL", "0")
    done = CliRunner().invoke(restore, [str(word) for word in words])
    assert done.exit_code == 2
    assert done.stdout == ""
    return " ".join(done.stderr.split())


def test_a_backup_is_never_given_back_over_a_record(
    copied: Copied, own_record: OwnRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = refused(monkeypatch, own_record.cluster.var, copied.backups, "--identity", copied.key)
    assert "is not empty" in said and "Nothing was changed" in said


def test_what_cannot_be_trusted_is_refused_before_anything_is_changed(
    copied: Copied, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    var, other = tmp_path / "var", tmp_path / "other.key"
    (original,) = copied.backups.iterdir()
    CliRunner().invoke(backup_key, [str(other)])
    opened = ("--identity", copied.key)
    assert "name its file by --identity" in refused(monkeypatch, var, original)
    assert "the key is not the one" in refused(monkeypatch, var, original, "--identity", other)
    damaged = tmp_path / original.name
    shutil.copytree(original, damaged)
    with (damaged / "database.age").open("r+b") as file:
        file.seek(3000)
        file.write(b"changed")
    assert "database.age is not what was written" in refused(monkeypatch, var, damaged, *opened)
    (damaged / "folder.age").unlink()
    assert "is missing" in refused(monkeypatch, var, damaged, *opened)
    monkeypatch.setattr("homeward.ground.backup.giving_back.VERSION", "0.0.9")
    assert "newer than this 0.0.9" in refused(monkeypatch, var, original, *opened)
    monkeypatch.undo()
    assert not var.exists()


def test_a_backup_that_was_killed_is_no_backup(
    copied: Copied, own_record: OwnRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [sys.executable, "-m", "homeward", "backup", str(tmp_path), "--recipient"]
    recipient = copied.key.read_text().split()[-2]
    environment = {
        **os.environ,
        "HOMEWARD_VAR": str(own_record.cluster.var),
        "HOMEWARD_REHEARSAL": "0",
        "PYTHONPATH": str(SOURCE),
    }
    process = subprocess.Popen([*words, recipient], env=environment)
    while not list(tmp_path.glob("*.partial/database.age")) and process.poll() is None:
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert [path.suffix for path in tmp_path.iterdir()] == [".partial"]
    said = refused(monkeypatch, tmp_path / "new", tmp_path, "--identity", copied.key)
    assert "There is no whole backup" in said
    assert not (tmp_path / "new").exists()


def _ask(copied: Copied, query: str) -> tuple[Any, ...]:
    with psycopg.connect(copied.cluster.address().conninfo) as conn:
        row = conn.execute(query).fetchone()
        assert row is not None
        return row


def _tamper(copied: Copied, change: str, entry: int) -> None:
    with psycopg.connect(copied.cluster.address().conninfo, autocommit=True) as conn:
        conn.execute("SET session_replication_role = replica")
        conn.execute(f"UPDATE ledger_entry SET {change} WHERE id = %s", [entry])


def _proof(copied: Copied) -> Verification:
    with pointed_at(copied.cluster.address(roles.OWNER)):
        return verify_ledger(copied.var)
