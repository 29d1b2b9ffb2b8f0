"""Kept processes: restarted with back-off, stopped with all that they started."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from homeward.config.children import Child, ending

HERE = dict(os.environ)


def until(child: Child, sentence_or_pid: str) -> str:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        said = child.watch()
        if said is not None and sentence_or_pid in said:
            return said
        time.sleep(0.01)
    raise AssertionError("nothing happened")


def test_a_process_that_dies_is_started_again_later_and_later() -> None:
    child = Child("example", [sys.executable, "-c", "raise SystemExit(3)"], HERE)
    child.start()
    assert until(child, "ended") == "The example ended (exit code 3); starting it again in 1 s."
    assert child.pid is None
    assert until(child, "ended") == "The example ended (exit code 3); starting it again in 2 s."
    assert child.pause == 4.0
    child.stop()


def test_stopping_takes_the_whole_group_along(tmp_path: Path) -> None:
    note = tmp_path / "grandchild"
    program = (
        "import pathlib, subprocess, sys, time\n"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"pathlib.Path({str(note)!r}).write_text(str(p.pid))\n"
        "time.sleep(60)\n"
    )
    child = Child("example", [sys.executable, "-c", program], HERE)
    child.start()
    deadline = time.monotonic() + 20
    while not (note.exists() and note.read_text()) and time.monotonic() < deadline:
        time.sleep(0.01)
    grandchild = int(note.read_text())
    child.ask_to_stop()
    child.stop()
    assert child.pid is None
    assert not running(grandchild)


def test_stopping_what_never_ran_does_nothing() -> None:
    child = Child("example", [sys.executable, "-c", ""], HERE)
    child.ask_to_stop()
    child.stop()
    assert child.pid is None


def test_endings_in_words() -> None:
    assert ending(1) == "exit code 1"
    assert ending(-9) == "signal 9"


def running(pid: int) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return False
        if state == "Z":
            return False
        time.sleep(0.01)
    return True
