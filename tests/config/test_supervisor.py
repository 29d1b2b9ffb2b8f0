"""`homeward server run`, as it is run: up, served, asked to stop, and nothing left."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from homeward.config import supervisor
from homeward.ground.env import read_env

Start = Callable[..., "subprocess.Popen[str]"]
SOURCE = Path(__file__).resolve().parents[2] / "src"


@pytest.fixture
def var() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="hw-run-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def start(var: Path) -> Iterator[Start]:
    """Starts the command; whatever a test leaves running is stopped afterwards."""
    started: list[subprocess.Popen[str]] = []

    def begin(port: int, **more: str) -> subprocess.Popen[str]:
        environment = {
            **os.environ,
            "HOMEWARD_VAR": str(var),
            "HOMEWARD_REHEARSAL": "0",
            "HOMEWARD_PROCESSES": "1",
            "PYTHONPATH": str(SOURCE),
            **more,
        }
        words = [sys.executable, "-m", "homeward", "server", "run", "--port", str(port)]
        pipe = subprocess.PIPE
        started.append(
            subprocess.Popen(words, env=environment, stdout=pipe, stderr=pipe, text=True)
        )
        return started[-1]

    yield begin
    for process in started:
        process.terminate()
        process.communicate(timeout=60)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def status(port: int, path: str) -> int:
    probe = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        probe.request("GET", path)
        return probe.getresponse().status
    finally:
        probe.close()


def left_running(var: Path) -> list[str]:
    """Command lines of living processes that have to do with this folder."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
        except OSError:
            continue
        if os.fsencode(var) in words and folder.name != str(os.getpid()):
            found.append((folder / "cmdline").read_text().replace("\0", " "))
    return found


def wait_for(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    assert process.stderr is not None
    raise AssertionError(said + process.stderr.read())


def test_up_served_and_down_again_with_nothing_left(var: Path, start: Start) -> None:
    port = free_port()
    process = start(port)
    said = wait_for(process, "Ctrl-C")
    assert f"http://127.0.0.1:{port}/" in said
    assert status(port, "/health/live") == 200
    assert left_running(var)
    process.send_signal(signal.SIGINT)
    rest, errors = process.communicate(timeout=60)
    assert "Stopped. The record is safe." in rest
    assert process.returncode == 0
    assert "Traceback" not in errors
    time.sleep(0.2)
    assert left_running(var) == []


def test_a_busy_port_is_one_sentence_before_anything_starts(var: Path, start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = start(port)
        said, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert said == ""
    assert errors.startswith(f"homeward: Port {port} on 127.0.0.1 cannot be used")
    assert errors.count("\n") == 1
    assert not (var / "postgres").exists()


def test_a_sloppy_setting_is_one_sentence(start: Start) -> None:
    process = start(free_port(), HOMEWARD_REHEARSAL="maybe")
    said, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert said == ""
    assert errors == "homeward: HOMEWARD_REHEARSAL is 'maybe': it must be 0 or 1.\n"


def test_a_live_record_never_becomes_a_rehearsal(var: Path) -> None:
    supervisor.keep_mode(read_env({"HOMEWARD_VAR": str(var)}))
    supervisor.keep_mode(read_env({"HOMEWARD_VAR": str(var)}))
    with pytest.raises(supervisor.CannotServe, match="is a live record"):
        supervisor.keep_mode(read_env({"HOMEWARD_VAR": str(var), "HOMEWARD_REHEARSAL": "1"}))
