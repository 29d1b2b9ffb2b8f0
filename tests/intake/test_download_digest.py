"""The same content gives the same digest, however the file is laid out."""

from __future__ import annotations

from pathlib import Path

import pytest


def digests(police, folder: Path, content: str) -> list[bytes]:
    return [row.digest for row in police.read(folder, content)]


def test_the_extract_itself_is_no_content(police, tmp_path: Path) -> None:
    again = police.row(EXTRACT_ID="NYP-20261123-01", EXTRACT_DTTM="23/11/2026 06:05")
    first, second = digests(police, tmp_path, police.text(police.row(), again))
    assert first == second


@pytest.mark.parametrize(
    ("column", "value"),
    [("NARRATIVE", "Left before tea"), ("HANDLING", "OFFICIAL"), ("AGE_AT_REPORT", "15")],
)
def test_any_other_cell_is_content(police, tmp_path: Path, column: str, value: str) -> None:
    other = police.row(**{column: value})
    first, second = digests(police, tmp_path, police.text(police.row(), other))
    assert first != second


def test_a_value_in_another_column_is_other_content(police, tmp_path: Path) -> None:
    moved = police.row(RISK_CURRENT="", RISK_INITIAL="MEDIUM")
    first, second = digests(police, tmp_path, police.text(police.row(), moved))
    assert first != second


def test_space_around_a_cell_is_no_content(police, tmp_path: Path) -> None:
    spaced = {column: f"  {text} " for column, text in police.row().items()}
    first, second = digests(police, tmp_path, police.text(police.row(), spaced))
    assert first == second


def test_order_and_spelling_of_columns_do_not_matter(police, tmp_path: Path) -> None:
    extra = police.row(Shift="Late", Beat="4B")
    columns = [*police.columns, "Shift", "Beat"]
    one = digests(police, tmp_path, police.text(extra, columns=columns))
    other = digests(police, tmp_path, police.text(extra, columns=columns[::-1]))
    spelt = police.text(extra, columns=columns).replace("Shift", " SHIFT ", 1)
    assert one == other == digests(police, tmp_path, spelt)


def test_an_absent_column_is_a_blank_one(police, tmp_path: Path) -> None:
    few = [column for column in police.columns if police.row().get(column)]
    full = digests(police, tmp_path, police.text(police.row()))
    assert full == digests(police, tmp_path, police.text(police.row(), columns=few))


def test_unknown_columns_are_content(police, tmp_path: Path) -> None:
    columns = [*police.columns, "Shift"]
    rows = [police.row(Shift="Late"), police.row(Shift="Early"), police.row()]
    late, early, none = digests(police, tmp_path, police.text(*rows, columns=columns))
    assert len({late, early, none}) == 3
    assert none == digests(police, tmp_path, police.text(police.row()))[0]


def test_waiting_rows_have_a_digest_too(police, tmp_path: Path) -> None:
    waits = police.row(RETURNED_DTTM="21/11/2026 20:00")
    again = police.row(RETURNED_DTTM="21/11/2026 20:00", EXTRACT_ID="NYP-2")
    first, second = digests(police, tmp_path, police.text(waits, again))
    assert first == second
    assert len(first) == 16
