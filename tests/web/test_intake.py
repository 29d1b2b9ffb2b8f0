"""Police downloads on screen: sent, taken in, and every count opens its rows."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.casework.worlds import (
    NOW,
    act_of,
    as_worker,
    mspr_file,
    partnership,
    person,
    system_act,
)
from tests.web.sheets import book_rows, content, csv_rows
from tests.web.visitors import MORNING, at, charged, signed_in, words

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.kept_downloads import take_waiting
from homeward.intake.actions import raise_alarm
from homeward.intake.queries import list_downloads
from homeward.web.intake.samples import get_sample, samples

pytestmark = pytest.mark.django_db

GOOD = {"REPORT_REF": "MSPR/1", "SURNAME": "Harrow", "FORENAME1": "Bryony", "DOB": "19/04/2011"}
NO_DAY = GOOD | {
    "REPORT_REF": "MSPR/2",
    "SURNAME": "=Pell",
    "RECORDED_MISSING_DTTM": "31/11/2026 18:05",
}
TWIN = GOOD | {
    "REPORT_REF": "MSPR/3",
    "FORENAME1": "",
    "REPORTED_DTTM": "20/11/2026 19:30",
    "RECORDED_MISSING_DTTM": "20/11/2026 19:40",
    "LAST_SEEN_DTTM": "20/11/2026 18:00",
}


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, MORNING)


@pytest.fixture
def officer() -> Client:
    return signed_in(person(partnership()["police"], "POLICE_COORDINATOR"))


def sending(client: Client, content: bytes, name: str = "MSPR_12_20261122_01.csv") -> str:
    """Send a file; where the answer leads, blank where the page is shown again."""
    answer = client.post("/intake/", {"file": SimpleUploadedFile(name, content)})
    return answer.headers.get("Location", "")


def sent_rows(client: Client, folder: Path, *rows: dict[str, str]) -> str:
    """Send a small download and let the worker take it; the address of its page."""
    address = sending(client, mspr_file(folder, list(rows)).read_bytes())
    with as_worker():
        take_waiting(system_act("take_waiting"))
    return address


def test_a_file_is_sent_waits_and_is_taken_in(officer: Client, tmp_path: Path) -> None:
    address = sending(officer, mspr_file(tmp_path, [GOOD]).read_bytes())
    waits = officer.get(address)
    assert "Waiting for its turn" in words(waits)
    assert b'http-equiv="refresh"' in waits.content
    with as_worker():
        take_waiting(system_act("take_waiting"))
    taken = words(officer.get(address))
    assert "1 row read" in taken
    assert "How it was read" in taken
    assert "1 new" in words(officer.get("/intake/"))


def test_every_count_opens_its_rows(officer: Client, tmp_path: Path) -> None:
    address = sent_rows(officer, tmp_path, GOOD, NO_DAY, TWIN)
    assert "MSPR/1" in words(officer.get(f"{address}new/"))
    refused = words(officer.get(f"{address}refused/"))
    assert "2 RECORDED_ MISSING_ DTTM 31/11/2026 18:05 " in refused
    waiting = words(officer.get(f"{address}review/"))
    assert "MSPR/3" in waiting
    assert officer.get(f"{address}nonsense/").status_code == 404


def test_the_same_file_again_changes_nothing_and_says_so(officer: Client, tmp_path: Path) -> None:
    sent_rows(officer, tmp_path, GOOD)
    again = sent_rows(officer, tmp_path, GOOD)
    assert "Nothing changed" in words(officer.get(again))
    assert "Row 1" in words(officer.get(f"{again}duplicate/"))


def test_whoever_sent_it_never_learns_which_child(officer: Client, tmp_path: Path) -> None:
    address = sent_rows(officer, tmp_path, GOOD, TWIN)
    for page in ("", "new/", "review/"):
        shown = words(officer.get(address + page))
        assert "Bryony" not in shown
        assert "Harrow" not in shown


def test_refused_rows_go_back_to_police_without_formulas(officer: Client, tmp_path: Path) -> None:
    address = sent_rows(officer, tmp_path, GOOD, NO_DAY)
    answer = officer.get(f"{address}refused.csv")
    lines = content(answer).decode("utf-8-sig").splitlines()
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert lines[0].startswith("ROW,COLUMN,VALUE,REASON,")
    assert lines[1].startswith("2,RECORDED_MISSING_DTTM,31/11/2026 18:05,")
    assert "'=Pell" in lines[1]
    assert ",=Pell" not in lines[1]
    assert len(lines) == 2


def test_files_and_rows_are_spreadsheets_too(officer: Client, tmp_path: Path) -> None:
    address = sent_rows(officer, tmp_path, GOOD, NO_DAY)
    files = csv_rows(officer.get("/intake/?as=csv"))
    at_new = files[0].index("New")
    assert [row[at_new] for row in files[1:]] == ["1"]
    about, rows = book_rows(officer.get(f"{address}refused/?as=xlsx"))
    assert about["File"].startswith("MSPR_12_")
    assert rows[0] == ["Row", "Report", "Version", "Column", "Value", "Why"]
    assert [row[0] for row in rows[1:]] == [2]
    assert [row[0] for row in csv_rows(officer.get(f"{address}new/?as=csv"))] == ["Row", "1"]
    again = sent_rows(officer, tmp_path, GOOD)
    assert csv_rows(officer.get(f"{again}duplicate/?as=csv")) == [["Row"], ["1"]]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("report.pdf", b"%PDF", "neither a CSV nor an .xlsx file"),
        ("empty.csv", b"", "is empty"),
    ],
)
def test_what_is_no_download_is_refused_at_the_door(
    officer: Client, name: str, content: bytes, said: str
) -> None:
    answer = officer.post("/intake/", {"file": SimpleUploadedFile(name, content)})
    assert said in words(answer)
    assert "There is a problem" in words(answer)


def test_no_file_chosen(officer: Client) -> None:
    assert "Choose the file first." in words(officer.post("/intake/", {}))


def test_a_file_without_its_key_columns_is_refused_whole(officer: Client) -> None:
    address = sending(officer, b"A,B\r\n1,2\r\n", "wrong.csv")
    with as_worker():
        take_waiting(system_act("take_waiting"))
    shown = words(officer.get(address))
    assert "wrong.csv" in shown
    assert "Nothing of this file was taken" in shown


def test_alarms_say_what_to_do(officer: Client) -> None:
    with as_worker(), scoped(SYSTEM_VIEWER):
        raise_alarm(system_act("check_downloads"), "NO_FILE", NOW.date(), "police")
    shown = words(officer.get("/intake/"))
    assert "No police download came by 07:00 on Mon 23 Nov." in shown
    assert "Ask police for the file" in shown


def test_many_downloads_are_paged_by_key(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(23):
        at(monkeypatch, MORNING + timedelta(minutes=number))
        sending(officer, b"x", f"day-{number:02}.csv")
    first = officer.get("/intake/")
    assert "day-22.csv" in words(first)
    assert "day-02.csv" not in words(first)
    following = first.content.decode().split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = words(officer.get("/intake/" + following.replace("&amp;", "&")))
    assert "day-02.csv" in second
    assert "day-22.csv" not in second
    assert officer.get("/intake/?after=nonsense").status_code == 200


def test_pages_cost_at_most_ten_queries(officer: Client, tmp_path: Path) -> None:
    address = sent_rows(officer, tmp_path, GOOD, NO_DAY, TWIN)
    with as_worker(), scoped(SYSTEM_VIEWER):
        raise_alarm(system_act("check_downloads"), "NO_FILE", NOW.date(), "police")
    for page in ("/intake/", address, f"{address}refused/", f"{address}refused.csv"):
        with CaptureQueriesContext(connection) as queries:
            answer = officer.get(page)
            assert answer.status_code == 200
        assert len(charged(queries)) <= 10
        if answer.streaming:
            content(answer)


@pytest.mark.parametrize(
    ("team", "role"),
    [
        ("north-yorkshire", "SOCIAL_WORKER"),
        ("larkfield", "HOME_MANAGER"),
        ("norbeck-school", "SCHOOL_LEAD"),
        ("partnership", "SCRUTINEER"),
    ],
)
def test_whoever_does_not_send_downloads_finds_no_such_page(
    officer: Client, tmp_path: Path, team: str, role: str
) -> None:
    address = sent_rows(officer, tmp_path, GOOD, NO_DAY)
    client = signed_in(person(partnership()[team], role))
    for page in ("/intake/", address, f"{address}new/", f"{address}refused.csv"):
        assert client.get(page).status_code == 404
    assert sending(client, b"x") == ""


def test_another_agency_finds_none_of_it(officer: Client, tmp_path: Path) -> None:
    address = sent_rows(officer, tmp_path, GOOD)
    steward = person(partnership()["partnership"], "DATA_STEWARD")
    client = signed_in(steward)
    assert client.get("/intake/").status_code == 404
    for page in ("", "new/", "refused.csv"):
        assert client.get(address + page).status_code == 404
    with scoped(steward):
        assert list_downloads(steward, None, 10) == []


def test_sample_files_are_offered_in_rehearsal_alone(
    officer: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "MSPR_12_clean.csv").write_text("a\n")
    (tmp_path / "MSPR_12_messy.csv").write_text("b\n")
    monkeypatch.setattr("homeward.web.intake.views.samples", lambda: samples(tmp_path))
    monkeypatch.setattr(
        "homeward.web.intake.views.get_sample", lambda name: get_sample(name, tmp_path)
    )
    shown = words(officer.get("/intake/"))
    assert shown.index("MSPR_12_clean.csv") < shown.index("MSPR_12_messy.csv")
    answer = officer.get("/intake/samples/MSPR_12_messy.csv")
    assert b"".join(answer.streaming_content) == b"b\n"
    assert officer.get("/intake/samples/..%2Fsecret.csv").status_code == 404
    monkeypatch.setattr("django.conf.settings.REHEARSAL", False)
    assert officer.get("/intake/samples/MSPR_12_messy.csv").status_code in (302, 404)


def test_the_record_keeps_who_sent_what(officer: Client, tmp_path: Path) -> None:
    sent_rows(officer, tmp_path, GOOD)
    viewer = person(partnership()["police"], "POLICE_SUPERVISOR")
    with scoped(viewer):
        [facts] = list_downloads(viewer, None, 10)
    assert isinstance(facts.person_id, UUID)
    assert act_of(viewer, "x").viewer.agency == facts.agency
