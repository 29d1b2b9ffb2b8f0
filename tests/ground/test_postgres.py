"""The embedded server: started once, shared, recovered after a crash, stopped by the last."""

from __future__ import annotations

import os
import signal
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from homeward.ground import identity, roles
from homeward.ground.binaries import (
    Binaries,
    PostgresUnavailable,
    find_binaries,
    major_version,
    system_folders,
)
from homeward.ground.places import socket_folder
from homeward.ground.postgres import Cluster

ROOT = os.geteuid() == 0


def answer(cluster: Cluster, question: str, role: str = roles.SUPERUSER) -> object:
    with psycopg.connect(cluster.address(role).conninfo, autocommit=True) as conn:
        row = conn.execute(question).fetchone()
        return row[0] if row else None


def alive(pid: int | None) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("v")


@pytest.fixture
def running(var: Path) -> Iterator[Cluster]:
    with Cluster(var) as started:
        yield started


def test_the_record_is_utf8_sorted_by_code_point_and_listens_on_no_port(running: Cluster) -> None:
    assert answer(running, "SHOW server_encoding") == "UTF8"
    assert answer(running, "SHOW listen_addresses") == ""
    assert answer(running, "SELECT 'Z' < 'a'") is True
    assert answer(running, "SELECT similarity('Siân', 'SIÂN')") == 1.0


def test_secrets_are_made_once_and_are_for_their_owner_alone(running: Cluster, var: Path) -> None:
    before = {path.name: path.read_text(encoding="ascii") for path in (var / "secrets").iterdir()}
    with Cluster(var):
        pass
    after = {path.name: path.read_text(encoding="ascii") for path in (var / "secrets").iterdir()}
    assert before == after
    assert set(before) == {"postgres", "homeward_owner", "homeward_app", "homeward_worker"}
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (var / "secrets").iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE((var / "secrets").stat().st_mode) == 0o700


def test_nobody_gets_in_without_the_password(running: Cluster) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(running.address(roles.APP).but(password="guess").conninfo)


def test_two_users_share_one_server_and_the_last_one_stops_it(var: Path) -> None:
    first, second = Cluster(var), Cluster(var)
    first.start()
    second.start()
    pid = second.pid
    assert first.started_here
    assert not second.started_here
    first.stop()
    assert answer(second, "SELECT 1") == 1
    second.stop()
    assert not alive(pid)
    assert second.pid is None


def test_after_a_crash_the_next_start_recovers(var: Path) -> None:
    crashed = Cluster(var)
    crashed.start()
    with psycopg.connect(crashed.address().conninfo, autocommit=True) as conn:
        conn.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        conn.execute("INSERT INTO kept VALUES (1)")
    pid = crashed.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)  # it stays a zombie: nobody has waited for it
    with Cluster(var) as again:
        assert answer(again, "SELECT count(*) FROM kept") == 1
        assert again.pid != pid
    crashed.stop()


def test_a_pid_file_that_names_a_stranger_is_a_left_over(var: Path) -> None:
    with Cluster(var):
        pass
    (var / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{var}\n", encoding="ascii")
    with Cluster(var) as started:
        assert started.pid not in (None, os.getpid())
        assert answer(started, "SELECT 1") == 1


def test_a_long_path_gets_a_short_private_socket_folder(tmp_path: Path) -> None:
    deep = tmp_path / ("a-very-long-name-" * 4) / ("another-very-long-name-" * 4)
    folder = socket_folder(deep)
    assert len(str(folder)) < 90
    assert folder != socket_folder(tmp_path / "elsewhere" / ("a-very-long-name-" * 8))
    with Cluster(deep) as started:
        assert answer(started, "SELECT 1") == 1
        assert stat.S_IMODE(started.socket.stat().st_mode) == 0o700
    started.socket.rmdir()


def test_a_record_of_another_version_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("9\n", encoding="ascii")
    with pytest.raises(PostgresUnavailable, match="was made by PostgreSQL 9"):
        Cluster(tmp_path).start()


def test_a_server_that_cannot_start_says_why_and_leaves_nothing(var: Path) -> None:
    with Cluster(var):
        pass
    settings = var / "postgres" / "postgresql.auto.conf"
    before = settings.read_text(encoding="utf-8")
    settings.write_text("work_mem = 'a lot'\n", encoding="utf-8")
    broken = Cluster(var)
    with pytest.raises(PostgresUnavailable, match="did not start"):
        broken.start()
    assert not broken.started_here
    settings.write_text(before, encoding="utf-8")
    with Cluster(var) as mended:
        assert answer(mended, "SELECT 1") == 1


@pytest.mark.skipif(not ROOT, reason="only root has to step aside")
def test_root_without_namespaces_hands_the_data_to_another_user(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    var = Path("/tmp") / f"hw-nobody-{os.getpid()}"
    monkeypatch.setattr(identity, "by_namespace", lambda: None)
    try:
        with Cluster(var) as started:
            assert answer(started, "SELECT 1") == 1
            assert (var / "postgres").stat().st_uid == identity.NOBODY
            assert stat.S_IMODE((var / "secrets").stat().st_mode) == 0o700
        monkeypatch.undo()
        with Cluster(var) as back:
            assert answer(back, "SELECT 1") == 1
            assert (var / "postgres").stat().st_uid == 0
    finally:
        remove(var)


@pytest.mark.skipif(not ROOT, reason="only root has to step aside")
def test_root_with_no_way_to_step_aside_is_told_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(identity, "can_run", lambda *_: False)
    with pytest.raises(PostgresUnavailable, match="as an ordinary user, or set DATABASE_URL"):
        Cluster(tmp_path).start()


def test_without_the_wheel_the_newest_system_server_is_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = [f for f in system_folders() if major_version(f) >= 15]
    monkeypatch.setattr("homeward.ground.binaries.wheel_folders", list)
    if not found:
        with pytest.raises(PostgresUnavailable, match="PostgreSQL was not found"):
            find_binaries()
        return
    system = find_binaries()
    assert system == Binaries(found[0], major_version(found[0]))
    with Cluster(tmp_path, system) as started:
        assert str(answer(started, "SHOW server_version")).startswith(str(system.version))


def test_starting_again_takes_no_new_data_folder(var: Path) -> None:
    with Cluster(var) as one:
        identifier = answer(one, "SELECT system_identifier FROM pg_control_system()")
    with Cluster(var) as two:
        assert answer(two, "SELECT system_identifier FROM pg_control_system()") == identifier


def remove(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    folder.rmdir()


def test_stopping_waits_for_every_process_of_the_server(var: Path) -> None:
    started = Cluster(var)
    started.start()
    idle = psycopg.connect(started.address(roles.APP).conninfo)
    backend = idle.info.backend_pid
    started.stop()
    deadline = time.monotonic() + 5
    while alive(backend) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not alive(backend)
    idle.close()
