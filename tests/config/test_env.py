"""The environment: what is accepted, and the one sentence that refuses the rest."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from homeward.cli.server import server
from homeward.ground.env import EnvironmentRefused, read_env
from homeward.ground.env_table import FAMILY, SETTINGS, table
from homeward.ground.sloppiness import findings


def test_nothing_set_means_the_embedded_server_the_app_role_and_this_machine(
    tmp_path: Path,
) -> None:
    env = read_env({"HOMEWARD_VAR": str(tmp_path)})
    assert env.embedded
    assert (env.role, env.rehearsal, env.processes) == ("app", False, 2)
    assert env.hosts == ("127.0.0.1", "localhost", "[::1]")
    assert env.address("worker").user == "homeward_worker"


def test_without_a_folder_the_state_lies_beside_the_checkout() -> None:
    assert read_env({}).var == Path(__file__).resolve().parents[2] / "var"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("HOMEWARD_DB_ROLE", "root", "HOMEWARD_DB_ROLE is 'root'"),
        ("HOMEWARD_REHEARSAL", "yes", "it must be 0 or 1"),
        ("HOMEWARD_SECRET_KEY", "short", "at least 40 characters"),
        ("HOMEWARD_HOSTS", "*", "whole host names"),
        ("HOMEWARD_HOSTS", "https://homeward.example", "whole host names"),
        ("HOMEWARD_PROCESSES", "0", "from 1 to 64"),
        ("HOMEWARD_PROCESSES", "two", "from 1 to 64"),
        ("HOMEWARD_CLAMD", "clamd", "path of clamd's socket, or host:port"),
        ("HOMEWARD_CLAMD", "scanner:70000", "path of clamd's socket, or host:port"),
        ("HOMEWARD_DOCUMENT_MB", "500", "from 1 to 100"),
        ("DATABASE_URL", "sqlite:///record.db", "must begin with postgresql://"),
        ("DATABASE_URL", "postgresql://owner@db:port/homeward?no=1", "not a PostgreSQL address"),
        ("DATABASE_URL", "postgresql://owner@db", "names no database"),
    ],
)
def test_a_sloppy_value_is_refused_in_one_sentence(name: str, value: str, sentence: str) -> None:
    with pytest.raises(EnvironmentRefused, match=sentence) as refused:
        read_env({name: value})
    assert name in str(refused.value)
    assert "\n" not in str(refused.value)


def test_with_a_database_of_ones_own_the_owner_steps_into_the_owning_role(tmp_path: Path) -> None:
    url = "postgresql://dba:pw@db.example:6432/partnership?sslmode=require"
    env = read_env({"HOMEWARD_VAR": str(tmp_path), "DATABASE_URL": url})
    owner = env.address("owner").parts
    assert not env.embedded
    assert (owner["user"], owner["options"]) == ("dba", "-c role=homeward_owner")
    app = env.address("app").parts
    assert (app["user"], app["host"], app["port"]) == ("homeward_app", "db.example", "6432")
    assert app["sslmode"] == "require"


def test_an_address_for_one_role_wins(tmp_path: Path) -> None:
    env = read_env(
        {
            "HOMEWARD_VAR": str(tmp_path),
            "DATABASE_URL": "postgresql://dba@db/partnership",
            "HOMEWARD_APP_URL": "postgresql://homeward_app:x@pooler/partnership",
        }
    )
    assert env.address("app").parts["host"] == "pooler"
    assert env.address("worker").parts["host"] == "db"


HERE = Path(__file__).resolve().parents[2]


def test_a_name_that_nobody_reads_is_refused_with_the_nearest() -> None:
    with pytest.raises(EnvironmentRefused, match="did you mean HOMEWARD_HOSTS"):
        read_env({"HOMEWARD_HOST": "record.example"})
    with pytest.raises(EnvironmentRefused, match="server check` lists them all"):
        read_env({"HOMEWARD_ZZZ": "1"})


@pytest.mark.parametrize("value", ["a" * 60, "change-me-" + "abcdefghijklmnopqrstuvwxyz" * 2])
def test_a_secret_that_can_be_guessed_is_refused(value: str) -> None:
    with pytest.raises(EnvironmentRefused, match="can be guessed") as refused:
        read_env({"HOMEWARD_SECRET_KEY": value})
    assert value not in str(refused.value)


def test_every_name_that_the_code_reads_is_in_the_one_list_and_the_other_way_round() -> None:
    read = {
        name
        for path in (HERE / "src").rglob("*.py")
        if path.name != "env_table.py"
        for name in re.findall(r"HOMEWARD_[A-Z_]*[A-Z]|DATABASE_URL", path.read_text("utf-8"))
    }
    assert {each.name for each in SETTINGS} == {n for n in read if not FAMILY.fullmatch(n)}


def test_the_operators_page_has_the_same_table() -> None:
    assert table() in (HERE / "docs" / "operating.md").read_text(encoding="utf-8")


NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "host", "sentence"),
    [
        ({}, "0.0.0.0", "set HOMEWARD_HOSTS"),
        ({"DATABASE_URL": "postgresql://dba@db.example/record"}, "", "without TLS"),
        ({"HOMEWARD_APP_URL": "postgresql://homeward_app@db.example/record"}, "", "APP_URL"),
    ],
)
def test_a_live_record_that_would_be_open_is_not_served(
    tmp_path: Path, given: dict[str, str], host: str, sentence: str
) -> None:
    env = read_env({"HOMEWARD_VAR": str(tmp_path), **given})
    first = findings(env, NOW, host or "127.0.0.1", {})[0]
    assert first.stops
    assert sentence in first.sentence
    rehearsal = read_env({"HOMEWARD_VAR": str(tmp_path), "HOMEWARD_REHEARSAL": "1", **given})
    assert findings(rehearsal, NOW, host, {}) == []


def test_what_is_only_unwise_is_said_and_served(tmp_path: Path) -> None:
    url = "postgresql://dba@db.example/record?sslmode=verify-full"
    env = read_env({"HOMEWARD_VAR": str(tmp_path), "DATABASE_URL": url})
    assert {each.stops for each in findings(env, NOW, given={})} == {False}
    (tmp_path / "last-backup.json").write_text('{"made_at": "2026-11-20T02:00:00+00:00"}')
    said = " ".join(each.sentence for each in findings(env, NOW, given={}))
    assert "over 36 hours ago" in said
    (tmp_path / "secrets").mkdir(mode=0o755)
    (tmp_path / "secrets").chmod(0o755)
    assert "chmod o-rwx" in findings(env, NOW, given={})[0].sentence


def test_what_would_be_used_is_printed_with_secrets_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOMEWARD_VAR", str(tmp_path))
    monkeypatch.setenv("HOMEWARD_REHEARSAL", "0")
    monkeypatch.setenv("DATABASE_URL", "postgresql://dba:very-secret@db.example/record")
    said = CliRunner().invoke(server, ["check"])
    assert said.exit_code == 2
    assert "very-secret" not in said.output
    assert "set, 46 characters, hidden" in said.output
    assert "Stops: DATABASE_URL reaches db.example without TLS" in said.output
    monkeypatch.setenv("HOMEWARD_REHERSAL", "0")
    said = CliRunner().invoke(server, ["check"])
    assert (said.exit_code, said.stdout) == (2, "")
    assert "did you mean HOMEWARD_REHEARSAL" in said.stderr


@pytest.mark.parametrize("address", ["", "/run/clamav/clamd.ctl", "scanner:3310", "[::1]:3310"])
def test_a_scanner_is_a_socket_a_host_with_its_port_or_none(address: str) -> None:
    env = read_env({"HOMEWARD_CLAMD": address})
    assert (env.scanner, env.document_mb) == (address, 20)
