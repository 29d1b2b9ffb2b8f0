"""The environment: what is accepted, and the one sentence that refuses the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from homeward.ground.env import EnvironmentRefused, read_env


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
