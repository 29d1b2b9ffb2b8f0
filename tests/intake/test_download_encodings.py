"""The encodings, separators and line ends of separated text."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.intake.download.reader import BadFile, ReportRow

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with mark",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
}
UTF_16_BE = b"\xfe\xff"

encodings = st.sampled_from(sorted(ENCODINGS))
delimiters = st.sampled_from([",", ";", "\t"])
line_ends = st.sampled_from(["\r\n", "\n", "\r"])
names = st.text(st.sampled_from("abcdé'ñ- ÓZ"), min_size=1, max_size=12).filter(str.strip)
narratives = st.text(st.sampled_from('ab ,;\t\n"£é|='), max_size=40)


@given(encodings, delimiters, line_ends, names, narratives)
def test_a_row_reads_the_same_in_every_dress(
    police, tmp_path_factory, encoding, delimiter, line_end, surname, narrative
) -> None:
    folder = tmp_path_factory.mktemp("dress")
    row = police.row(SURNAME=surname, NARRATIVE=narrative)
    plain = police.read(folder, police.text(row))
    dressed = police.text(
        row, delimiter=delimiter, line_end=line_end, quoting=csv.QUOTE_ALL
    ).encode(encoding)
    assert police.read(folder, dressed) == plain
    assert isinstance(plain[0], ReportRow)
    assert plain[0].surname == surname.strip()
    assert plain[0].cells.get("NARRATIVE", "") == narrative.strip()


@pytest.mark.parametrize(("codec", "name"), ENCODINGS.items())
def test_the_encoding_is_named(police, tmp_path: Path, codec: str, name: str) -> None:
    content = police.text(police.row(FORENAME1="Caitlín")).encode(codec)
    download = police.opened(tmp_path, content)
    (read,) = download.rows()
    assert (download.encoding, read.forename) == (name, "Caitlín")
    assert any(name in note for note in download.notes)


def test_utf_16_with_the_other_byte_order(police, tmp_path: Path) -> None:
    content = UTF_16_BE + police.text(police.row(FORENAME1="Caitlín")).encode("utf-16-be")
    assert police.read(tmp_path, content)[0].forename == "Caitlín"


def test_a_text_cut_inside_a_letter_does_not_spoil_the_rest(police, tmp_path: Path) -> None:
    rows = [police.row(SURNAME="Núñez-Ó Briain"), police.row(NARRATIVE="cut here: é")]
    content = police.text(*rows).encode().replace("here: é".encode(), "here: é".encode()[:-1])
    download = police.opened(tmp_path, content)
    first, second = download.rows()
    assert (download.encoding, first.surname) == ("UTF-8", "Núñez-Ó Briain")
    assert second.narrative.startswith("cut here:")
    assert "bytes that were not UTF-8, read as Windows-1252: 1" in download.notes


def test_bytes_of_no_encoding_are_refused_with_their_line(police, tmp_path: Path) -> None:
    content = police.text(police.row()).encode() + b"\x81,\xe9\r\n"
    with pytest.raises(BadFile, match=r"neither UTF-8 nor Windows-1252, first in line 3\.$"):
        police.opened(tmp_path, content)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "cp1252"])
def test_nul_bytes_are_removed(police, tmp_path: Path, codec: str) -> None:
    clean = police.text(police.row(FORENAME1="Zoë"))
    content = clean.replace("Harrow", "Har\0row").replace("FOUND,", "FOUND\0,\0")
    download = police.opened(tmp_path, content.encode(codec))
    assert list(download.rows()) == police.read(tmp_path, clean)
    assert any("NUL bytes removed: 3" in note for note in download.notes)


def test_mixed_line_ends(police, tmp_path: Path) -> None:
    head, first, second, third, _ = police.text(*[police.row()] * 3).split("\r\n")
    rows = police.read(tmp_path, f"{head}\n{first}\r\n{second}\r{third}")
    assert [row.row for row in rows] == [1, 2, 3]
    assert len({row.digest for row in rows}) == 1


def test_newlines_and_quotation_marks_inside_a_cell(police, tmp_path: Path) -> None:
    said = 'Said "back by 9",\r\nthen left\n\nby bus'
    first, second = police.rows(tmp_path, [police.row(NARRATIVE=said), police.row()])
    assert first.narrative == said
    assert (second.row, second.narrative) == (2, "Left after tea")


def test_a_bar_between_cells(police, tmp_path: Path) -> None:
    assert isinstance(police.read(tmp_path, police.text(police.row(), delimiter="|"))[0], ReportRow)


def test_a_large_file_is_read_through(police, tmp_path: Path) -> None:
    head, line, _ = police.text(police.row(FORENAME1="Zoë", NARRATIVE="é" * 900)).split("\r\n")
    download = police.opened(tmp_path, "\n".join([head, *[line] * 2000]).encode())
    assert download.rows_total == 2000
    assert sum(isinstance(row, ReportRow) for row in download.rows()) == 2000


@given(st.data())
def test_a_damaged_file_is_read_or_refused_but_never_fails(police, tmp_path_factory, data) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    content = bytearray(police.text(police.row(FORENAME1="Zoë"), police.row()).encode())
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(content) - 1))
        end = start + data.draw(st.integers(0, 3))
        content[start:end] = data.draw(st.binary(max_size=3) | st.sampled_from([b'"', b",", b"\n"]))
    try:
        download = police.opened(folder, bytes(content))
    except BadFile as refused:
        outcome = refused.sentence.removeprefix(police.name) != refused.sentence
    else:
        numbers = [row.row for row in download.rows()]
        outcome = numbers == list(range(1, download.rows_total + 1))
    assert outcome
