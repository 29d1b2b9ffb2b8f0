"""Reading the tables of a return from a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from homeward.insight.faults import InputFault
from homeward.returns.check import check_folder
from homeward.returns.folder import read_folder

MISSING = "CHILD,DOB,MISSING,MIS_START,MIS_END\n"
XML = """<?xml version="1.0"?>
<!-- a return -->
<EXPSSDA903><CHILD><HEADER><CHILDID>7&amp;7</CHILDID><UPN/><SEX>1</SEX><DOB>05/05/2010</DOB>
<AMISSING><MISSING>m</MISSING><MIS_START>01/06/2025</MIS_START><MIS_END>02/06/2025</MIS_END>
</AMISSING><AMISSING><MISSING>A</MISSING><MIS_START>03/06/2025</MIS_START></AMISSING>
<ETHNIC>WBRI</ETHNIC></HEADER>
<EPISODE><DECOM>01/01/2025</DECOM><RNE>S</RNE><PL>U1</PL><DEC/><REC></REC></EPISODE>
</CHILD></EXPSSDA903>
"""


def put(folder: Path, name: str, content: str | bytes) -> None:
    data = content.encode() if isinstance(content, str) else content
    (folder / name).write_bytes(data)


def test_a_table_is_known_by_its_columns_and_last_years_by_its_name(tmp_path: Path) -> None:
    put(tmp_path, "upload one.CSV", b"\xef\xbb\xbf" + MISSING.encode() + b"C,,M,,\r\n\r\n,,,,\r\n")
    put(tmp_path, "whatever_LAST.csv", "mis_end,MIS_START,MISSING,DOB,CHILD\n,1,M,,C\n")
    put(tmp_path, "reviews.csv", "CHILD,DOB,REVIEW\n")
    put(tmp_path, "notes.txt", "not ours")
    found = read_folder(tmp_path)
    assert set(found.tables) == {"Missing", "Missing_last"}
    assert len(found.tables["Missing"].rows) == 2
    assert found.aside == ("reviews.csv",)


def test_names_in_windows_1252_are_read(tmp_path: Path) -> None:
    put(tmp_path, "m.csv", MISSING.encode() + "É1,,M,,\n".encode("cp1252"))
    assert read_folder(tmp_path).tables["Missing"].rows[0][0] == "É1"


def test_spaces_around_a_cell_are_a_fault_unless_strict(tmp_path: Path) -> None:
    put(tmp_path, "m.csv", MISSING + "C,05/05/2010, M ,01/06/2025 ,\n")
    assert check_folder(tmp_path, 2026).findings.rows["1006"] == (0,)
    assert check_folder(tmp_path, 2026, strict=True).findings.count == 0


def test_xml_holds_the_same_tables(tmp_path: Path) -> None:
    put(tmp_path, "return.xml", XML)
    tables = read_folder(tmp_path).tables
    assert tables["Missing"].rows == [
        ["7&7", "05/05/2010", "m", "01/06/2025", "02/06/2025"],
        ["7&7", "05/05/2010", "A", "03/06/2025", ""],
    ]
    assert tables["Header"].rows == [["7&7", "05/05/2010", "WBRI", ""]]
    assert tables["Episodes"].rows == [["7&7", "01/01/2025", "S", "", ""]]
    assert check_folder(tmp_path, 2026).findings.count == 0


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("Missing.csv", "", "Missing.csv: the file is empty."),
        (
            "Missing.csv",
            "CHILD,DOB,MISSING,MIS_START\n",
            "Missing.csv, column MIS_END: the column is missing.",
        ),
        (
            "m.csv",
            "CHILD," + MISSING,
            "m.csv, column CHILD: the column is there twice.",
        ),
        (
            "m.csv",
            MISSING + "C,,M,,\nC,,M,,,,9\n",
            "m.csv, row 2: there are 7 cells but 5 headings.",
        ),
        ("m.csv", b"\0\1\2", "m.csv: the file is no text in UTF-8 or Windows-1252."),
        ("m.csv", MISSING + '"C,,', "m.csv: the file cannot be read as CSV (unexpected end of da"),
        ("m.csv", MISSING + "x" * 1_000_001, "m.csv: the file cannot be read as CSV (field larger"),
        ("reviews.csv", "CHILD,DOB,REVIEW\n", "no table Header, Episodes or Missing"),
        ("r.xml", "<html></html>", "r.xml: the file is no return in XML"),
        ("r.xml", "", "r.xml: the file is no return in XML"),
        ("r.xml", "<!DOCTYPE x><EXPSSDA903/>", "r.xml: the file is no return in XML"),
        ("r.xml", "<EXPSSDA903>\n<CHILD>", "r.xml: the XML is broken: <CHILD> is not closed."),
        ("r.xml", "<EXPSSDA903>\n</CHILD>", "r.xml: the XML is broken: </CHILD> closes nothing."),
        ("r.xml", "<EXPSSDA903>\n<3>", "r.xml: the XML is broken in line 2."),
    ],
)
def test_a_file_that_cannot_be_used_is_named(
    tmp_path: Path, name: str, content: str | bytes, sentence: str
) -> None:
    put(tmp_path, name, content)
    with pytest.raises(InputFault) as fault:
        read_folder(tmp_path)
    assert sentence in str(fault.value)


def test_two_files_of_one_table_are_refused(tmp_path: Path) -> None:
    put(tmp_path, "a.csv", MISSING)
    put(tmp_path, "b.csv", MISSING)
    with pytest.raises(InputFault, match=r"b\.csv: a\.csv holds the table Missing already"):
        read_folder(tmp_path)
