"""The table of forms of forenames."""

from __future__ import annotations

import pytest

from homeward.linkage.variants import are_variants, read_variants, shipped_variants


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KAT", "CATHERINE"),
        ("ZOSIA", "ZOFIA"),
        ("MUHAMMAD", "MOHAMED"),
        ("SIOBHAN", "SHIVAUN"),
        ("ALEX", "ALEXANDRA"),
        ("ALEX", "ALEXANDER"),
        ("ABDULRAHMAN", "ABDIRAHMAN"),
    ],
)
def test_forms_of_one_name(one: str, other: str) -> None:
    assert are_variants(one, other)
    assert are_variants(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("ELEANOR", "ELIZABETH"), ("ARJUN", "AMAR"), ("ALEXANDER", "OLA")]
)
def test_sharing_a_short_form_does_not_make_two_names_one(one: str, other: str) -> None:
    assert not are_variants(one, other)


def test_a_partnership_table_is_read_the_same_way() -> None:
    assert read_variants('groups = [["Seán", "Shaun"], ["Shaun", "X"]]') == {
        "SEAN": frozenset({0}),
        "SHAUN": frozenset({0, 1}),
        "X": frozenset({1}),
    }


def test_the_shipped_table_holds_no_name_of_one_letter() -> None:
    table = shipped_variants()
    assert len(table) > 400
    assert all(len(name) > 1 for name in table)
