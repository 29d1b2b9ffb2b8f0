"""Commands that need the record: it is there for as long as they need it, and no longer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from homeward.cli.server import server
from homeward.ground.env import read_env
from homeward.ground.record import CommandFailed, migrations_digest, reason, run_step

SOURCE = Path(__file__).resolve().parents[2] / "src"
COMMAND = """
from homeward.cli.record import record
with record(role="worker"):
    from django.db import connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, count(*) > 20 FROM django_migrations")
        print(*cursor.fetchone())
"""


@pytest.fixture
def var() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="hw-cli-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def begin(var: Path, command: str = COMMAND, **more: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "HOMEWARD_VAR": str(var), "PYTHONPATH": str(SOURCE), **more}
    pipe = subprocess.PIPE
    words = [sys.executable, "-c", command]
    return subprocess.Popen(words, env=environment, stdout=pipe, stderr=pipe, text=True)


def test_two_commands_at_once_on_an_empty_folder_share_one_new_record(var: Path) -> None:
    both = [begin(var), begin(var)]
    answers = [process.communicate(timeout=120) for process in both]
    assert [said for said, _ in answers] == ["homeward_worker True\n"] * 2
    assert [process.returncode for process in both] == [0, 0]
    assert [errors for _, errors in answers] == ["", ""]
    assert (var / "migrated").read_text(encoding="ascii") == migrations_digest()
    assert not (var / "postgres" / "postmaster.pid").exists()
    assert not (var / "rehearsed").exists()


def test_a_record_that_cannot_be_opened_is_one_sentence_and_exit_2(var: Path) -> None:
    command = "from homeward.cli.record import record\n"
    command += "import click\n@click.command()\ndef look():\n    with record(): pass\nlook()\n"
    url = f"postgresql://nobody@/homeward?host={var}"
    process = begin(var, command, DATABASE_URL=url)
    said, errors = process.communicate(timeout=60)
    assert (process.returncode, said) == (2, "")
    assert errors.startswith("The database of DATABASE_URL cannot be reached")
    assert "Traceback" not in errors


def test_a_failed_step_names_the_error_and_where_the_rest_is(var: Path) -> None:
    env = read_env({"HOMEWARD_VAR": str(var)})
    with pytest.raises(CommandFailed, match="No module named") as failed:
        run_step(env, "owner", "homeward.no_such_module")
    assert str(var / "last-failure.log") in str(failed.value)


def test_the_reason_is_the_error_and_not_its_hint() -> None:
    said = "Traceback\n  File x\npsycopg.errors.UndefinedTable: no\nValueError: bad\nHINT:  cast\n"
    assert reason(said) == "ValueError: bad"
    assert reason("one\ntwo.\n") == "two"
    assert reason("") == "it gave no reason"


def test_the_words_for_an_administrator_name_the_database_of_the_url(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://dba@db/partnership")
    said = CliRunner().invoke(server, ["roles"])
    assert said.exit_code == 0
    assert 'GRANT CONNECT, TEMPORARY ON DATABASE "partnership"' in said.output
