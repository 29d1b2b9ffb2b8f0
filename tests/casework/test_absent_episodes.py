"""An open episode of which the next download does not speak is shown to a person."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from tests.casework.worlds import as_worker, mspr_file, take

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.intake.queries import open_alarms

pytestmark = pytest.mark.django_db

BRYONY = {
    "REPORT_REF": "MSPR/2026/009001",
    "SURNAME": "Harrow",
    "FORENAME1": "Bryony",
    "DOB": "19/04/2011",
}
CHIDI = {
    "REPORT_REF": "MSPR/2026/009002",
    "SURNAME": "Okafor",
    "FORENAME1": "Chidi",
    "DOB": "23/09/2009",
    "HOME_ADDRESS": "2 Quay Street, Saltwick",
}


def taken(folder: Path, day: int, *rows: dict[str, str], agency: str = "police") -> None:
    stamped = [{"EXTRACT_DTTM": f"{day}/11/2026 06:05", **row} for row in rows]
    take(mspr_file(folder, stamped, name=f"MSPR_12_202611{day}_01.csv"), agency)


def absent() -> int:
    with as_worker(), scoped(SYSTEM_VIEWER):
        return sum(alarm.kind == "ABSENT" for alarm in open_alarms(SYSTEM_VIEWER, 10))


def lines() -> list[tuple[str, str]]:
    with as_worker(), scoped(SYSTEM_VIEWER), connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.ref, l.data ->> 'file' FROM chronology_line l"
            " JOIN episodes_report r ON r.id = l.source_id"
            " WHERE l.kind = 'report.absent_from_download' ORDER BY l.id"
        )
        return cursor.fetchall()


def test_an_open_episode_absent_from_the_next_file(tmp_path: Path) -> None:
    taken(tmp_path, 22, BRYONY, CHIDI)
    assert absent() == 0
    taken(tmp_path, 23, CHIDI)
    assert absent() == 1
    assert lines() == [("MSPR/2026/009001", "MSPR_12_20261123_01.csv")]


def test_taking_the_file_again_says_nothing_new(tmp_path: Path) -> None:
    taken(tmp_path, 22, BRYONY, CHIDI)
    taken(tmp_path, 23, CHIDI)
    taken(tmp_path, 23, CHIDI)
    assert absent() == 1
    assert len(lines()) == 1


def test_the_alarm_ends_when_the_report_is_there_again(tmp_path: Path) -> None:
    taken(tmp_path, 22, BRYONY, CHIDI)
    taken(tmp_path, 23, CHIDI)
    taken(tmp_path, 24, BRYONY, CHIDI)
    assert absent() == 0


def test_a_refused_row_speaks_of_its_report_all_the_same(tmp_path: Path) -> None:
    taken(tmp_path, 22, BRYONY, CHIDI)
    taken(tmp_path, 23, CHIDI, {**BRYONY, "RECORD_VERSION": "2", "DOB": "31/11/2011"})
    assert absent() == 0


def test_who_is_back_need_not_be_spoken_of(tmp_path: Path) -> None:
    back = {"RECORD_STATUS": "FOUND", "RETURNED_DTTM": "22/11/2026 02:05"}
    taken(tmp_path, 22, {**BRYONY, **back}, CHIDI)
    taken(tmp_path, 23, CHIDI)
    assert absent() == 0


def test_an_older_file_taken_late_raises_nothing(tmp_path: Path) -> None:
    taken(tmp_path, 23, BRYONY, CHIDI)
    taken(tmp_path, 22, CHIDI)
    assert absent() == 0


def test_the_download_of_another_force_says_nothing_about_ours(tmp_path: Path) -> None:
    taken(tmp_path, 22, BRYONY)
    taken(tmp_path, 23, CHIDI, agency="police-43")
    assert absent() == 0
