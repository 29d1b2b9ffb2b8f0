"""The tables of forms of forenames and surnames."""

from __future__ import annotations

import pytest

from homeward.linkage.variants import (
    are_surname_variants,
    are_variants,
    read_variants,
    shipped_variants,
)


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
        # British and Irish
        ("CAOIMHE", "KEEVA"),
        ("SINEAD", "SHINADE"),
        ("TADHG", "TEAGUE"),
        ("GRAINNE", "GRANIA"),
        ("SADHBH", "SIVE"),
        ("MHAIRI", "VARI"),
        ("SIAN", "SHARN"),
        # South Asian
        ("FAROOQ", "FARUK"),
        ("HARPREET", "HARPRIT"),
        ("SULAIMAN", "SOLOMON"),
        ("LAKSHMI", "LAXMI"),
        # Polish
        ("JOANNA", "ASIA"),
        ("MALGORZATA", "GOSIA"),
        ("SLAWOMIR", "SLAWEK"),
        ("WOJCIECH", "WOJTUS"),
        # Arabic and others written from it
        ("ABDELKADER", "ABDIKADIR"),
        ("JAMAL", "GAMAL"),
        ("RUQAYYA", "RUKIA"),
        ("HALIMA", "XALIIMO"),
    ],
)
def test_forms_of_one_name(one: str, other: str) -> None:
    assert are_variants(one, other)
    assert are_variants(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ELEANOR", "ELIZABETH"),
        ("ARJUN", "AMAR"),
        ("ALEXANDER", "OLA"),
        ("SAAD", "SAEED"),
        ("AMINA", "AMIRA"),
        ("JANE", "JOAN"),
    ],
)
def test_sharing_a_short_form_does_not_make_two_names_one(one: str, other: str) -> None:
    assert not are_variants(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CHOUDHURY", "CHAUDHRY"),
        ("ONEILL", "ONEIL"),
        ("KOWALSKI", "KOWALSKA"),
        ("ODOCHARTAIGH", "DOHERTY"),
        ("QURESHI", "KORESHI"),
        ("SHEIKH", "SHAIKH"),
        ("SZEWCZYK", "SHEVCHUK"),
        ("ALHUSSEIN", "HUSSEIN"),
        ("SICIID", "SAEED"),
    ],
)
def test_spellings_of_one_surname(one: str, other: str) -> None:
    assert are_surname_variants(one, other)
    assert are_surname_variants(other, one)


@pytest.mark.parametrize(("one", "other"), [("KHAN", "KAUR"), ("WALSH", "WALKER"), ("", "")])
def test_surnames_that_only_look_alike(one: str, other: str) -> None:
    assert not are_surname_variants(one, other)


@pytest.mark.parametrize("table", ["groups", "surnames"])
def test_every_list_holds_two_names_at_least(table: str) -> None:
    members: dict[int, int] = {}
    for numbers in shipped_variants(table).values():
        for number in numbers:
            members[number] = members.get(number, 0) + 1
    assert min(members.values()) > 1


def test_a_partnership_table_is_read_the_same_way() -> None:
    assert read_variants('groups = [["Seán", "Shaun"], ["Shaun", "X"]]') == {
        "SEAN": frozenset({0}),
        "SHAUN": frozenset({0, 1}),
        "X": frozenset({1}),
    }


def test_the_shipped_table_holds_no_name_of_one_letter() -> None:
    table = shipped_variants()
    assert len(table) > 3000
    assert all(len(name) > 1 for name in table)
