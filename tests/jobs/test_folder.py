"""The watched folder: taken, refused with a reason, or left alone; nothing is lost."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.db import connection
from tests.casework.worlds import as_worker, mspr_file, partnership

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.intake.queries import DownloadFacts, list_downloads
from homeward.jobs import folder as folder_module
from homeward.jobs.folder import WatchedFolder

pytestmark = pytest.mark.django_db

CHILD = {"SURNAME": "Harrow", "FORENAME1": "Bryony", "DOB": "19/04/2011"}


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    partnership()
    path = tmp_path / "downloads"
    path.mkdir()
    return path


@pytest.fixture
def watched(inbox: Path, tmp_path: Path) -> WatchedFolder:
    return WatchedFolder(inbox, tmp_path)


def look(watched: WatchedFolder, times: int = 1, stopping: Event | None = None) -> None:
    with as_worker():
        for _ in range(times):
            watched.take(stopping or Event())


def entered() -> list[DownloadFacts]:
    with as_worker(), scoped(SYSTEM_VIEWER):
        return list_downloads(SYSTEM_VIEWER, None, 10)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def test_a_file_is_taken_once_it_stands_still(inbox: Path, watched: WatchedFolder) -> None:
    path = mspr_file(inbox, [{**CHILD, "REPORT_REF": "MSPR/2026/009001"}])
    look(watched)
    assert path.exists()
    with path.open("a") as more:
        more.write("\n")
    look(watched)
    assert path.exists()
    assert entered() == []
    look(watched)
    assert names(inbox / "taken") == [path.name]
    assert not path.exists()
    (download,) = entered()
    assert (download.state, download.agency, download.counts) == ("TAKEN", "police", {"NEW": 1})


def test_a_file_refused_whole_lies_beside_the_reason(inbox: Path, watched: WatchedFolder) -> None:
    (inbox / "MSPR_12_20261123_01.csv").write_text("A,B\n1,2\n")
    look(watched, times=2)
    assert names(inbox / "refused") == ["MSPR_12_20261123_01.csv", "MSPR_12_20261123_01.csv.txt"]
    sentence = (inbox / "refused" / "MSPR_12_20261123_01.csv.txt").read_text()
    (download,) = entered()
    assert (download.state, download.agency) == ("REFUSED", "police")
    assert sentence.strip() == download.sentence
    assert "no row with the column headings" in sentence


def test_the_same_name_again_overwrites_nothing(inbox: Path, watched: WatchedFolder) -> None:
    for ref in ("MSPR/2026/009001", "MSPR/2026/009002"):
        mspr_file(inbox, [{**CHILD, "REPORT_REF": ref}])
        look(watched, times=2)
    assert names(inbox / "taken") == ["MSPR_12_20261122_01-2.csv", "MSPR_12_20261122_01.csv"]


def test_a_force_of_no_agency_of_ours_still_goes_in(inbox: Path, watched: WatchedFolder) -> None:
    mspr_file(inbox, [{**CHILD, "REPORT_REF": "X/1"}], name="MSPR_43_20261122_01.csv")
    mspr_file(inbox, [{**CHILD, "REPORT_REF": "X/2"}], name="monday.csv")
    look(watched, times=2)
    found = {download.name: download.agency for download in entered()}
    assert found == {"MSPR_43_20261122_01.csv": "police-43", "monday.csv": "police"}


def test_one_poisonous_file_stops_no_other(
    inbox: Path, watched: WatchedFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    poison = mspr_file(inbox, [{**CHILD, "REPORT_REF": "X/1"}], name="MSPR_12_20261121_01.csv")
    sound = mspr_file(inbox, [{**CHILD, "REPORT_REF": "X/2"}], name="MSPR_12_20261122_01.csv")
    really = folder_module.take_download

    def take(act: Any, download: Any, *rest: Any) -> Any:
        if download.name == poison.name:
            raise LookupError("Bryony Harrow")
        return really(act, download, *rest)

    monkeypatch.setattr(folder_module, "take_download", take)
    look(watched, times=2)
    assert poison.exists()
    assert names(inbox / "taken") == [sound.name]


def test_asked_to_stop_between_two_batches_the_file_stays_and_is_taken_later(
    inbox: Path, watched: WatchedFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("homeward.casework.take_download.BATCH", 1)
    path = mspr_file(inbox, [{**CHILD, "REPORT_REF": f"X/{n}"} for n in range(3)])
    stopping = Event()
    heard = folder_module.TakenFile.__init__

    def stop_at_once(self: Any, name: str) -> None:
        heard(self, name)
        stopping.set()

    monkeypatch.setattr(folder_module.TakenFile, "__init__", stop_at_once)
    look(watched)
    look(watched, stopping=stopping)
    assert path.exists()
    assert rows_kept() == 1
    monkeypatch.setattr(folder_module.TakenFile, "__init__", heard)
    look(watched)
    assert not path.exists()
    assert rows_kept() == 3


def rows_kept() -> int:
    with as_worker(), scoped(SYSTEM_VIEWER), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM intake_row")
        return cursor.fetchone()[0]
