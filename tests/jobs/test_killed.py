"""Killed in the middle of a file and taken again: the same record as without the kill."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from tests.casework.worlds import mspr_file, partnership, take
from tests.conftest import Database
from tests.jobs import killed
from tests.jobs.processes import environment
from tests.jobs.records import differences, the_record

TWICE = {
    "REPORT_REF": "MSPR/2026/009001",
    "SURNAME": "Harrow",
    "FORENAME1": "Bryony",
    "DOB": "19/04/2011",
}
BACK = {"RECORD_VERSION": "2", "RECORD_STATUS": "FOUND", "RETURNED_DTTM": "22/11/2026 02:05"}
OTHER = {
    "REPORT_REF": "MSPR/2026/009002",
    "SURNAME": "Okafor",
    "FORENAME1": "Chidi",
    "DOB": "23/09/2009",
    "HOME_ADDRESS": "2 Quay Street, Saltwick",
}
THIRD = {
    "REPORT_REF": "MSPR/2026/009003",
    "SURNAME": "Lindqvist",
    "FORENAME1": "Saga",
    "DOB": "30/01/2013",
    "HOME_ADDRESS": "7 Ropewalk, Norbeck",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Three children in six rows: the kill falls between two versions of one report."""
    return mspr_file(tmp_path, [OTHER, TWICE, TWICE | BACK, THIRD, OTHER | BACK, THIRD])


@pytest.mark.parametrize("place", ["between", "inside"])
def test_killed_and_taken_again(
    place: str, file: Path, committed_db: Database, tmp_path: Path
) -> None:
    partnership()
    without = record_without_a_kill(file)
    process = subprocess.Popen(
        [sys.executable, killed.__file__, place, str(file)],
        env=environment(committed_db, tmp_path / "var"),
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == killed.HERE
        process.kill()
    half = the_record()
    assert [row[0] for row in half["children"]] == ["Harrow", "Okafor"]

    counts = take(file).counts
    assert counts["DUPLICATE"] == 3
    assert differences(without, the_record()) == {}


def record_without_a_kill(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The same file taken in one go, and everything undone."""
    with transaction.atomic():
        take(file)
        found = the_record()
        transaction.set_rollback(True)
    return found
