"""`homeward returns check` at the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from homeward.cli.main import main
from homeward.rules.ssda903.catalogue import RULES

MISSING = """CHILD,DOB,MISSING,MIS_START,MIS_END
C1,05/05/2010,M,01/06/2025,02/06/2025
C2,05/05/2010,M,,02/06/2025
C2,05/05/2010,=1+1,05/06/2025,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder `return` with a Missing of three rows, two of them with faults."""
    given = tmp_path / "return"
    given.mkdir()
    (given / "Missing.csv").write_text(MISSING, encoding="utf-8")
    return given


def homeward(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_nothing_found_is_exit_0(folder: Path) -> None:
    (folder / "Missing.csv").write_text("\n".join(MISSING.split("\n")[:2]), encoding="utf-8")
    said = homeward("returns", "check", folder, "--year", "2026")
    assert said.exit_code == 0
    assert said.stdout.startswith("0 findings by 11 rules")
    assert "Not run, a table is not there: 575, 576, 577, 578, 580" in said.stderr


def test_findings_are_exit_1_in_plain_words(folder: Path) -> None:
    said = homeward("returns", "check", folder, "--year", "2026")
    assert said.exit_code == 1
    assert "564  The type is given but the start date is blank." in said.stdout
    assert "  To mend: Enter the day the period started" in said.stdout
    assert "  Missing.csv, row 2, child C2: MIS_START (blank)" in said.stdout
    assert "3 findings by 11 rules" in said.stdout


def test_json_names_all_rules_with_rows_from_0_and_nothing_else(folder: Path) -> None:
    said = homeward("returns", "check", folder, "--year", "2026", "--json")
    answer = json.loads(said.stdout)
    assert said.exit_code == 1
    assert set(answer) == {"rules", "seconds"}
    assert {code: rows for code, rows in answer["rules"].items() if rows} == {
        "564": [1],
        "1004": [1],
        "1006": [2],
    }
    assert list(answer["rules"]) == list(RULES)
    assert 0 <= answer["seconds"] < 60


def test_strict_names_the_child_who_is_not_there_any_more(folder: Path) -> None:
    last = "CHILD,DOB,MISSING,MIS_START,MIS_END\nGONE,05/05/2010,M,20/03/2025,\n"
    (folder / "Missing_last.csv").write_text(last, encoding="utf-8")
    said = homeward("returns", "check", folder, "--year", "2026", "--strict", "--json")
    assert json.loads(said.stdout)["last_year"] == {"576": [0]}
    words = homeward("returns", "check", folder, "--year", "2026", "--strict").stdout
    assert "Missing_last.csv, row 1, child GONE: MIS_START 20/03/2025" in words


def test_the_sheet_marks_the_cells_and_runs_nothing(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "mend.xlsx"
    said = homeward("returns", "check", folder, "--year", "2026", "--sheet", out)
    assert said.exit_code == 1
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Rules", "Missing"]
    page = book["Missing"]
    marked = {
        cell.coordinate for row in page for cell in row if cell.fill.fgColor.rgb == "FFFFDD00"
    }
    assert marked == {"D3", "C4"}
    assert page["F3"].value == "564 1004"
    assert (page["C4"].value, page["C4"].data_type) == ("=1+1", "s")
    counts = {row[0].value: row[3].value for row in book["Rules"]}
    assert (counts["564"], counts["565"], counts["577"]) == (1, 0, "not run")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    "words",
    [
        ["nowhere", "--year", "2026"],
        ["return"],
        ["return", "--year", "this"],
        ["return", "--year", "2026", "--sheet", "no/such/folder/out.xlsx"],
        ["empty", "--year", "2026"],
        ["return/Missing.csv", "--year", "2026"],
    ],
)
def test_bad_input_is_exit_2_one_sentence_and_nothing_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(folder.parent)
    Path("empty").mkdir()
    before = sorted(Path().rglob("*"))
    said = homeward("returns", "check", *words, "--json")
    assert said.exit_code == 2
    assert said.stdout == ""
    assert len(said.stderr.strip().split("\n")) == 1
    assert sorted(Path().rglob("*")) == before


def test_no_database_and_no_framework_is_loaded() -> None:
    asked = (
        "import sys, homeward.cli.returns_check as c; "
        "print({'django', 'psycopg', 'polars'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
