"""The worker as a process: woken by a verb, alive, unshaken by the database, gone when asked."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.casework.worlds import act_of, mspr_file, partnership, person
from tests.conftest import Database
from tests.jobs.processes import environment, eventually

from homeward.casework.receive_download import receive_download
from homeward.ground import clock
from homeward.rules.acts import Viewer


@pytest.fixture
def coordinator(committed_db: Database) -> Viewer:
    return person(partnership()["police"], "POLICE_COORDINATOR")


@pytest.fixture
def worker(
    committed_db: Database, coordinator: Viewer, tmp_path: Path
) -> Iterator[subprocess.Popen[str]]:
    """A running worker that has shown its first sign of life; a download waits for it."""
    upload(coordinator, tmp_path, 1)
    process = subprocess.Popen(
        [sys.executable, "-m", "homeward.jobs.worker"],
        env=environment(committed_db, tmp_path / "var"),
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert eventually(lambda: workers(committed_db) == 1)
        yield process
    finally:
        process.kill()
        process.communicate()


def workers(database: Database) -> int:
    return count(database, "procrastinate_workers")


def count(database: Database, rows: str) -> int:
    with database.connect() as conn:
        found = conn.execute(f"SELECT count(*) FROM {rows}").fetchone()
    assert found is not None
    return int(found[0])


def upload(viewer: Viewer, folder: Path, number: int) -> None:
    row = {
        "REPORT_REF": f"X/{number}",
        "SURNAME": "Harrow",
        "FORENAME1": "Bryony",
        "DOB": "19/04/2011",
    }
    path = mspr_file(folder, [row], name=f"MSPR_12_20261122_0{number}.csv")
    act = act_of(viewer, "receive_download", at=clock.now())
    receive_download(act, path.name, path.read_bytes())


def test_a_day_of_the_worker(
    worker: subprocess.Popen[str], committed_db: Database, coordinator: Viewer, tmp_path: Path
) -> None:
    # What waited before it came is taken and sealed at its first look.
    taken = "intake_download WHERE state = 'TAKEN'"
    assert eventually(lambda: count(committed_db, taken) == 1)
    assert eventually(lambda: count(committed_db, "ledger_batch") == 1)

    # Then it is woken by the verb, not by its own look every half minute.
    upload(coordinator, tmp_path, 2)
    assert eventually(lambda: count(committed_db, taken) == 2, seconds=20)

    # The database goes away under it, for every connection it has.
    with committed_db.connect() as conn:
        conn.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'homeward-worker'"
        )
    upload(coordinator, tmp_path, 3)
    assert eventually(lambda: count(committed_db, taken) == 3)
    assert (tmp_path / "var" / "downloads" / "taken").is_dir()

    # Asked to end, it ends of itself and takes its sign of life with it.
    worker.send_signal(signal.SIGTERM)
    _, said = worker.communicate(timeout=20)
    assert worker.returncode == 0
    assert workers(committed_db) == 0
    assert "Harrow" not in said
    assert "Traceback" not in said
