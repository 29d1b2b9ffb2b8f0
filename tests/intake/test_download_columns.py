"""Finding the columns of a police download, and refusing a file that cannot be taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from homeward.intake.download.columns import CONTRACT, KEYS, Finder, read_aliases
from homeward.intake.download.reader import (
    BadFile,
    ReportRow,
    default_aliases,
    describe_columns,
    open_download,
)

NAME = "MSPR_12_20261122_01.csv"


def refusal(police, folder: Path, content: str | bytes, name: str = NAME) -> str:
    with pytest.raises(BadFile) as caught:
        police.opened(folder, content, name)
    assert str(caught.value) == caught.value.sentence
    return caught.value.sentence


@pytest.mark.parametrize(
    "spelling", [str.lower, str.title, lambda name: name.replace("_", " "), lambda n: f" {n} "]
)
def test_case_spaces_and_underscores_do_not_matter(police, tmp_path: Path, spelling) -> None:
    lines = police.text(police.row()).split("\r\n", 1)
    headings = ",".join(spelling(column) for column in CONTRACT)
    download = police.opened(tmp_path, f"{headings}\r\n{lines[1]}")
    assert download.columns == CONTRACT
    assert [type(row) for row in download.rows()] == [ReportRow]


def test_other_headings_are_found_through_the_alias_table(police, tmp_path: Path) -> None:
    content = police.text(police.row())
    for name, other in (("REPORT_REF", "Misper Ref"), ("DOB", "D.O.B."), ("SURNAME", "Last name")):
        content = content.replace(name, other, 1)
    (read,) = police.read(tmp_path, content)
    assert (read.ref, read.surname) == ("MSPR/2026/009001", "Harrow")
    assert read.cells["DOB"] == "19/04/2011"


def test_a_partnership_brings_its_own_aliases(police, tmp_path: Path) -> None:
    content = police.text(police.row()).replace("SURNAME", "Nom de famille", 1)
    path = tmp_path / NAME
    path.write_text(content, encoding="utf-8")
    own = read_aliases('[SURNAME]\nalso = ["nom_de_famille"]', "own.toml")
    (read,) = open_download(path, own).rows()
    assert read.surname == "Harrow"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('[SURNAM]\nalso = ["x"]', "SURNAM"),
        ('[SURNAME]\nalso = ["Name"]\n[FORENAME1]\nalso = ["name"]', "SURNAME and FORENAME1"),
        ('[FORENAME1]\nalso = ["Surname"]', "SURNAME and FORENAME1"),
        ("[SURNAME", "own.toml"),
        ("SURNAME = 1", "own.toml"),
    ],
)
def test_a_wrong_alias_table_is_refused(text: str, part: str) -> None:
    with pytest.raises(BadFile, match=part):
        Finder(read_aliases(text, "own.toml"))


def test_order_does_not_matter_and_unknown_columns_are_kept(police, tmp_path: Path) -> None:
    columns = ["Beat code", *CONTRACT[::-1]]
    download = police.opened(
        tmp_path, police.text(police.row(**{"Beat code": "4B"}), columns=columns)
    )
    (read,) = download.rows()
    assert download.unknown == ("Beat code",)
    assert download.columns == CONTRACT
    assert any("Beat code" in note for note in download.notes)
    assert read.cells["Beat code"] == "4B"
    assert read.surname == "Harrow"


def test_a_cell_under_a_blank_heading_is_kept(police, tmp_path: Path) -> None:
    content = police.text(police.row(**{" ": "late"}), columns=[*CONTRACT, " ", ""])
    download = police.opened(tmp_path, content)
    (read,) = download.rows()
    assert read.cells["column 51"] == "late"
    assert download.unknown == ()


@pytest.mark.parametrize("column", KEYS)
def test_a_file_without_a_key_column_is_refused(police, tmp_path: Path, column: str) -> None:
    columns = [name for name in CONTRACT if name != column]
    sentence = refusal(police, tmp_path, police.text(police.row(), columns=columns))
    assert sentence == f"{NAME}, row 1: the key column {column} cannot be found."


def test_columns_that_are_no_keys_may_be_absent(police, tmp_path: Path) -> None:
    (read,) = police.read(tmp_path, police.text(police.row(), columns=KEYS))
    assert isinstance(read, ReportRow)
    assert (read.forename, read.extract_id, len(read.times)) == ("", "", 2)


@pytest.mark.parametrize("second", ["SURNAME", "Sur name", "Last Name"])
def test_the_same_heading_twice_is_refused(police, tmp_path: Path, second: str) -> None:
    sentence = refusal(police, tmp_path, police.text(police.row(), columns=[*CONTRACT, second]))
    assert sentence == (
        f"{NAME}, row 1: the column SURNAME stands twice, "
        f"in columns 12 (SURNAME) and 51 ({second})."
    )


def test_an_unknown_heading_twice_is_refused_too(police, tmp_path: Path) -> None:
    columns = [*CONTRACT, "Shift", "SHIFT"]
    assert "Shift stands twice" in refusal(police, tmp_path, police.text(columns=columns))


def test_title_lines_above_the_headings_are_passed_over(police, tmp_path: Path) -> None:
    titles = 'Missing reports,,\r\n"Force: 12, daily",SURNAME,DOB\r\n\r\n'
    download = police.opened(tmp_path, titles + police.text(police.row()))
    assert [row.row for row in download.rows()] == [1]
    assert "lines above the headings: 3" in download.notes


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;", "sep=;;;;"])
def test_a_line_that_names_the_separator(police, tmp_path: Path, line: str) -> None:
    body = police.text(police.row(ALIASES="Bry;B Harrow"), delimiter=";")
    (read,) = police.read(tmp_path, f"{line}\r\n{body}")
    assert read.aliases == ("Bry", "B Harrow")


def test_a_named_separator_that_is_not_used_does_no_harm(police, tmp_path: Path) -> None:
    (read,) = police.read(tmp_path, "sep=;\r\n" + police.text(police.row()))
    assert read.surname == "Harrow"


def test_blank_lines_are_no_rows(police, tmp_path: Path) -> None:
    text = police.text(police.row(), police.row(RECORD_VERSION="2"))
    first, second, third, _ = text.split("\r\n")
    download = police.opened(tmp_path, f"\n{first}\n\n{second}\n , ,\n,,,\n{third}\n\n")
    assert download.rows_total == 2
    assert [(row.row, row.version) for row in download.rows()] == [(1, 1), (2, 2)]


def test_headings_without_rows_are_an_empty_day(police, tmp_path: Path) -> None:
    download = police.opened(tmp_path, police.text())
    assert (download.rows_total, list(download.rows())) == (0, [])


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "is empty"),
        (b"\n\n  \n", "no row with the column headings"),
        (b"Dear all,\nno download today.\n", "no row with the column headings"),
        (bytes(range(256)) * 40, "neither UTF-8 nor Windows-1252"),
        (b"PK\x03\x04 and then nothing", "cannot be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "cannot be read"),
        (b"\xff\xfeA", "marked as UTF-16"),
        (b"\xef\xbb\xbfSURNAME,\xff", "marked as UTF-8"),
    ],
)
def test_what_is_no_download(police, tmp_path: Path, content: bytes, part: str) -> None:
    sentence = refusal(police, tmp_path, content)
    assert sentence.startswith(NAME)
    assert part in sentence
    assert sentence.endswith(".")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"^nothing\.csv cannot be opened"):
        open_download(tmp_path / "nothing.csv", default_aliases())
    with pytest.raises(BadFile, match="cannot be opened"):
        open_download(tmp_path, default_aliases())


def test_a_quotation_mark_that_is_never_closed_is_named(police, tmp_path: Path) -> None:
    rows = [police.row(), police.row(NARRATIVE="Left", HANDLING="")]
    content = police.text(*rows).replace("Left,", '"Left,') + "x,y\r\n"
    sentence = refusal(police, tmp_path, content)
    assert sentence == (f"{NAME}: a quotation mark opened in the row at line 3 is never closed.")


def test_a_quotation_mark_that_swallows_a_long_file(police, tmp_path: Path) -> None:
    rows = [police.row(HOME_ADDRESS="", NARRATIVE="x" * 3000) for _ in range(80)]
    content = police.text(*rows).replace("MSPR/2026/009001", '"MSPR/2026/009001', 1)
    assert "line 2 is never closed" in refusal(police, tmp_path, content)


def test_every_column_of_the_contract_is_described() -> None:
    notes = describe_columns()
    assert tuple(note.name for note in notes) == CONTRACT
    assert [note.number for note in notes] == list(range(1, 51))
    assert tuple(note.name for note in notes if note.key) == KEYS
    assert all(note.meaning.endswith(".") and note.aliases for note in notes)
    assert Finder(default_aliases()).column("date of birth") == "DOB"
