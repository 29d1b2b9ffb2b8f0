"""Any list as a file: the same rows and columns as its pages, safe cells, entered in the ledger."""

from __future__ import annotations

import io
import re
import tracemalloc
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from tests.casework.cast import HOUR, STARTED, World
from tests.casework.worlds import NOW, partnership, person, take
from tests.standing import Stand
from tests.web.nights import busy_night
from tests.web.records import home_says_earlier, noted
from tests.web.sheets import book, book_rows, content, csv_rows
from tests.web.visitors import MORNING, at, charged, signed_in

from homeward.access.scope import scoped
from homeward.ledger.models import Entry
from homeward.web.lists.columns import Column, Listing
from homeward.web.lists.sheets import Heading, as_book, as_csv, cut_words, fill, plain

HEADING = Heading("Rows", [("Place", "Leeds")], "A person, an agency", MORNING)


@pytest.fixture
def night(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, MORNING)
    take(busy_night(tmp_path, 30))


def worker(role: str = "SOCIAL_WORKER", place: str = "north-yorkshire") -> Any:
    return person(partnership()[place], role)


def names_on(markup: str) -> list[str]:
    return re.findall(r'href="/episodes/[^"]*">([^<]*)<', markup)


def test_a_file_holds_the_rows_of_all_pages_in_their_order(night: None) -> None:
    client = signed_in(worker())
    first = client.get("/lanes/open/").content.decode()
    following = re.search(r'href="(\?[^"]*after=[^"]*)"', first)
    assert following is not None
    second = client.get(f"/lanes/open/{following[1]}").content.decode()
    about, rows = book_rows(client.get("/lanes/open/?as=xlsx"))
    assert rows[0] == ["Child", "Grade", "Began", "How it stands", "Also", "Owner"]
    assert [row[0] for row in rows[1:]] == names_on(first) + names_on(second)
    assert about["List"] == "Open now"
    assert about["Rows"] == "30"
    assert about["Fetched by"] == "SOCIAL_WORKER, north-yorkshire"
    assert about["Fetched at"] == "Mon 23 Nov, 08:00"
    assert "In confidence" in about["Handling"]
    again = csv_rows(client.get("/lanes/open/?as=csv"))
    assert [row[0] for row in again] == [row[0] for row in rows]


def test_times_are_times_and_on_the_local_clock(night: None) -> None:
    client = signed_in(worker())
    _, rows = book_rows(client.get("/lanes/open/?as=xlsx"))
    assert rows[-1][2] == datetime(2026, 11, 22, 20, 0)
    assert csv_rows(client.get("/lanes/open/?as=csv"))[-1][2] == "2026-11-22 20:00+00:00"


def test_each_file_is_entered_in_the_ledger_with_the_children_in_it(night: None) -> None:
    viewer = worker()
    client = signed_in(viewer)
    for _ in range(2):
        answer = client.get("/lanes/open/?as=xlsx")
        assert content(answer)[:2] == b"PK"
        assert answer.headers["Cache-Control"] == "no-store"
        assert 'filename="lane-open-20261123-0800.xlsx"' in answer.headers["Content-Disposition"]
    content(client.get("/owed/week/?as=csv"))
    with scoped(viewer):
        entries = list(Entry.objects.filter(person_id=viewer.person, verb="log_export"))
    assert [each.page for each in entries] == ["lane-open.xlsx", "lane-open.xlsx", "owed-week.csv"]
    assert [len(set(each.children)) for each in entries] == [30, 30, 30]


def test_a_file_has_no_more_than_its_reader_may_read(night: None) -> None:
    nurse = signed_in(worker("NURSE"))
    rows = csv_rows(nurse.get("/lanes/open/?as=csv"))
    assert "Grade" not in rows[0]
    assert len(rows) == 31
    outsider = signed_in(worker(place="york"))
    assert len(csv_rows(outsider.get("/lanes/open/?as=csv"))) == 1
    school = signed_in(person(partnership()["norbeck-school"], "SCHOOL_LEAD"))
    assert school.get("/lanes/open/?as=csv").status_code == 404
    assert school.get("/owed/over/?as=xlsx").status_code == 404


def test_a_way_that_is_none_is_the_page(night: None) -> None:
    page = signed_in(worker()).get("/lanes/open/?as=exe")
    assert "text/html" in page.headers["Content-Type"]
    assert 'href="?as=xlsx"' in page.content.decode()


def test_all_duties_of_a_list_are_in_its_file(night: None) -> None:
    client = signed_in(worker())
    about, rows = book_rows(client.get("/owed/week/?as=xlsx&who=team"))
    assert rows[0][:3] == ["Duty", "Child", "Due"]
    counted = re.search(r'id="week">This week <span[^>]*>(\d+)', client.get("/").content.decode())
    assert counted is not None
    assert len(rows) - 1 == int(counted[1])
    assert about["Whose work"] == "my team's"


@pytest.mark.parametrize("address", ["/lanes/open/?as=xlsx", "/owed/week/?as=csv"])
def test_a_file_costs_ten_queries_at_most(night: None, address: str) -> None:
    client = signed_in(worker())
    content(client.get(address))
    with CaptureQueriesContext(connection) as asked:
        content(client.get(address))
    assert 1 <= len(charged(asked.captured_queries)) <= 10


HOSTILE = ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", "＝1", '=cmd|" /C calc"!A0']
TEXTS: Listing[str] = Listing("texts", "Texts", (Column("=Head", lambda line: line),))


def made(listing: Listing[Any], lines: Any, way: Any, most: int = 100) -> bytes:
    with TemporaryFile() as file:
        with way(file, HEADING, listing.on_sheet) as writer:
            fill(writer, listing, lines, most)
        file.seek(0)
        return file.read()


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula(text: str) -> None:
    sheet = load_workbook(io.BytesIO(made(TEXTS, [text], as_book)))["Rows"]
    for cell in (sheet["A1"], sheet["A2"]):
        assert cell.data_type == "s"
        assert cell.quotePrefix
    lines = made(TEXTS, [text], as_csv).decode("utf-8-sig")
    assert lines.startswith("'=Head\r\n")
    assert plain(text) == f"'{text}"
    assert f"'{text}".replace('"', '""') in lines


def test_figures_stay_figures() -> None:
    numbers: Listing[int] = Listing("n", "N", (Column("N", lambda line: line),))
    sheet = load_workbook(io.BytesIO(made(numbers, [-5], as_book)))["Rows"]
    assert sheet["A2"].value == -5
    assert made(numbers, [-5], as_csv).decode("utf-8-sig") == "N\r\n-5\r\n"


def test_days_spans_blanks_and_the_hour_that_comes_twice() -> None:
    twice = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    cells = [date(2026, 11, 1), timedelta(hours=3), None, twice]
    any_cell: Listing[Any] = Listing("c", "C", (Column("C", lambda line: line),))
    sheet = load_workbook(io.BytesIO(made(any_cell, cells, as_book)))["Rows"]
    values = [row[0].value for row in sheet.iter_rows(min_row=2)]
    assert values[0] == datetime(2026, 11, 1)
    assert values[1:] == ["3 h", None, "Sun 25 Oct, 01:30 (after the clocks went back)"]
    text = made(any_cell, cells, as_csv).decode("utf-8-sig").splitlines()[1:]
    assert text == ["2026-11-01", "3 h", '""', "2026-10-25 01:30+00:00"]


def test_a_file_that_is_cut_says_so() -> None:
    many = [f"row {number}" for number in range(9)]
    cut = cut_words(5)
    assert cut.startswith("Cut: only the first 5 rows are in this file.")
    made_book = load_workbook(io.BytesIO(made(TEXTS, many, as_book, 5)))
    assert cut in [row[1].value for row in made_book["About"].iter_rows()]
    assert made_book["Rows"].max_row == 6
    assert made(TEXTS, many, as_csv, 5).decode("utf-8-sig").splitlines()[-1] == cut
    whole = load_workbook(io.BytesIO(made(TEXTS, many, as_book, 9)))
    assert "Not all" not in [row[0].value for row in whole["About"].iter_rows()]


@pytest.mark.parametrize("way", [as_book, as_csv])
def test_memory_stays_flat_however_many_rows(way: Any) -> None:
    def peak(rows: int) -> int:
        tracemalloc.start()
        made_lines = (f"row {number} " + "x" * 500 for number in range(rows))
        with TemporaryFile() as file, way(file, HEADING, TEXTS.on_sheet) as writer:
            fill(writer, TEXTS, made_lines, rows)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    few, many = peak(200), peak(2_000)
    assert many - few < 400_000  # the rows themselves are a megabyte


def test_what_the_page_may_say_otherwise_stays_on_the_page(night: None) -> None:
    made_book = book(signed_in(worker()).get("/lanes/open/?as=xlsx"))
    assert "Missing" not in str(made_book["Rows"]["D2"].value)
    assert made_book["Rows"].print_title_rows == "$1:$1"
    assert made_book["Rows"].page_setup.orientation == "landscape"


def test_the_board_is_a_file_with_its_filters(night: None) -> None:
    client = signed_in(worker())
    about, rows = book_rows(client.get("/board/?grade=HIGH&as=xlsx"))
    assert about["Grade"] == "High risk" or about["Grade"].startswith("High")
    head = rows[0]
    assert {row[head.index("Grade")] for row in rows[1:]} == {rows[1][head.index("Grade")]}
    shown = client.get("/board/?grade=HIGH").content.decode()
    assert [row[0] for row in rows[1:]] == re.findall(r'id="open-[^"]*"[^>]*>([^<]*)</a>', shown)
    school = csv_rows(signed_in(worker("SCHOOL_LEAD")).get("/board/?as=csv"))
    assert school[0] == ["Child", "Missing since"]


@pytest.fixture
def world(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> World:
    at(monkeypatch, NOW)
    return stand()


def test_a_childs_chronology_and_episodes_are_files(world: World) -> None:
    noted(world, "=Rang the aunt", STARTED + HOUR)
    client, address = signed_in(world.social_worker), f"/children/{world.child}/"
    rows = csv_rows(client.get(f"{address}?as=csv&list=chronology"))
    assert len(rows) - 1 == int(re.findall(r">(\d+) lines", plain_page(client.get(address)))[0])
    assert "'=Rang the aunt" in [row[3] for row in rows]
    about, some = book_rows(client.get(f"{address}?as=xlsx&list=chronology&kind=Notes"))
    assert about["Kind"] == "Notes"
    assert len(some) == 2
    episodes = csv_rows(client.get(f"{address}?as=csv&list=episodes"))
    assert episodes[1][0] == "2026-11-22 22:10+00:00"
    with scoped(world.social_worker):
        entries = Entry.objects.filter(verb="log_export", person_id=world.social_worker.person)
        assert {tuple(each.children) for each in entries} == {(world.child,)}


def plain_page(page: Any) -> str:
    return str(page.content.decode())


def test_a_childs_files_stay_within_sections_and_scope(world: World) -> None:
    address = f"/children/{world.child}/?as=csv"
    nurse = signed_in(worker("NURSE"))
    assert nurse.get(f"{address}&list=chronology").status_code == 404
    assert "Grade" not in csv_rows(nurse.get(f"{address}&list=episodes"))[0]
    school = csv_rows(signed_in(world.school).get(f"{address}&list=episodes"))
    assert school[0] == ["Missing from", "Returned"]
    outsider = signed_in(world.outsider)
    assert outsider.get(f"{address}&list=episodes").status_code == 404
    assert outsider.get(f"{address}&list=chronology").status_code == 404


def test_differences_are_a_file_with_the_gap_that_was_asked_for(world: World) -> None:
    home_says_earlier(world)
    client = signed_in(world.social_worker)
    head, row = csv_rows(client.get("/differences/?as=csv"))
    told = dict(zip(head, row, strict=True))
    assert (told["Child"], told["Minutes apart"]) == ("Bryony Harrow", "85")
    assert told["Police download"].endswith("(used)")
    about, rows = book_rows(client.get("/differences/?as=xlsx&within=60"))
    assert about["No further apart than"] == "60 min"
    assert len(rows) == 1


def test_a_printed_page_says_who_printed_it_and_how_old_it_is(night: None) -> None:
    page = signed_in(worker()).get("/board/?all=1").content.decode()
    printed = page[page.index('class="hw-printed"') :]
    said = "Printed by SOCIAL_WORKER, north-yorkshire, on Mon 23 Nov, 08:00, and as old as that."
    assert said in printed[:300]
