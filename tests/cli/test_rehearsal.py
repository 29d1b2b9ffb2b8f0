"""`homeward rehearsal load`: what it answers, and that real records are left alone."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from homeward.cli import rehearsal
from homeward.ground.postgres import Cluster
from homeward.rehearsal.loading import Loaded

NEW = Loaded(True, files=14, forms=1, steps=90, lines=340, rows={"NEW": 19, "REFUSED": 1})


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Loaded]:
    """The record is open; loading gives the answers of this list, one after the other."""
    answers: list[Loaded] = []

    @contextmanager
    def opened(target: str) -> Iterator[Any]:
        assert target == "homeward.rehearsal.loading:load"

        def load(now: datetime, var: Path) -> Loaded:
            assert now.tzinfo is not None
            assert var == tmp_path
            return answers.pop(0)

        yield load

    monkeypatch.setattr(rehearsal, "in_record", opened)
    monkeypatch.setenv("HOMEWARD_VAR", str(tmp_path))
    monkeypatch.setenv("HOMEWARD_REHEARSAL", "1")
    return answers


def test_it_says_what_was_loaded(answering: list[Loaded]) -> None:
    answering += [NEW, NEW]
    said = CliRunner().invoke(rehearsal.rehearsal, ["load", "--json"])
    assert json.loads(said.stdout) == {
        "loaded": True,
        "files": 14,
        "forms": 1,
        "acts": 90,
        "lines": 340,
        "rows": {"new": 19, "refused": 1},
    }
    plain = CliRunner().invoke(rehearsal.rehearsal, ["load"])
    assert plain.stdout == "Loaded 14 police downloads, 90 acts and 340 lines.\n"


def test_a_second_time_it_says_that_nothing_changed(answering: list[Loaded]) -> None:
    answering.append(Loaded(False))
    said = CliRunner().invoke(rehearsal.rehearsal, ["load"])
    assert "nothing was changed" in said.stdout
    assert said.exit_code == 0


@pytest.mark.parametrize(("mode", "stamp"), [("0", ""), ("1", "LIVE")])
def test_fictional_children_never_stand_among_real_ones(
    answering: list[Loaded],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    mode: str,
    stamp: str,
) -> None:
    answering.append(NEW)
    monkeypatch.setenv("HOMEWARD_REHEARSAL", mode)
    if stamp:
        (tmp_path / "mode").write_text(stamp, encoding="ascii")
    said = CliRunner().invoke(rehearsal.rehearsal, ["load"])
    assert said.exit_code == 2
    assert said.stdout == ""
    assert "nothing was loaded" in said.stderr
    assert answering == [NEW]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that was served in rehearsal mode, with a server that ended."""
    monkeypatch.setenv("HOMEWARD_VAR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (tmp_path / "mode").write_text("REHEARSAL", encoding="ascii")
    (tmp_path / "rehearsal" / "history").mkdir(parents=True)
    (tmp_path / "rehearsal" / "days.json").write_text("{}", encoding="ascii")
    return tmp_path


def test_a_reset_leaves_an_empty_folder(kept: Path) -> None:
    said = CliRunner().invoke(rehearsal.rehearsal, ["reset", "--yes"])
    assert said.exit_code == 0, said.output
    assert list(kept.iterdir()) == []


def test_a_reset_asks_first(kept: Path) -> None:
    said = CliRunner().invoke(rehearsal.rehearsal, ["reset"], input="n\n")
    assert said.exit_code == 1
    assert (kept / "mode").exists()


@pytest.mark.parametrize("mode", ["LIVE", ""])
def test_a_live_record_is_never_reset(kept: Path, mode: str) -> None:
    (kept / "mode").write_text(mode, encoding="ascii")
    said = CliRunner().invoke(rehearsal.rehearsal, ["reset", "--yes"])
    assert said.exit_code == 2
    assert "nothing was removed" in said.stderr
    assert (kept / "rehearsal" / "days.json").exists()


def test_nothing_is_removed_while_it_runs(kept: Path) -> None:
    data = Cluster(kept).data
    data.mkdir(parents=True)
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n", encoding="ascii")
    said = CliRunner().invoke(rehearsal.rehearsal, ["reset", "--yes"])
    assert said.exit_code == 2
    assert "Stop it first" in said.stderr
    assert (kept / "mode").exists()


def test_a_record_elsewhere_is_never_reset(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://owner@db.example/homeward")
    said = CliRunner().invoke(rehearsal.rehearsal, ["reset", "--yes"])
    assert said.exit_code == 2
    assert (kept / "mode").exists()
