"""Which numbers are evidence, and the sentence for those that are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.rules.identifiers import (
    UPN_LETTERS,
    Kind,
    clean,
    nhs_check_digit,
    standing,
    upn_check_letter,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9434765919", "9434765919"),
        ("943 476 5919", "9434765919"),
        ("943-476-5919", "9434765919"),
        (" 9434765919.0 ", "9434765919"),
        ("9990000050", "9990000050"),
    ],
)
def test_an_nhs_number_with_the_right_check_digit_counts(text: str, value: str) -> None:
    assert clean("NHS_NO", text) == value


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Nothing was given."),
        ("   ", "Nothing was given."),
        ("n/a", "placeholder"),
        ("Not known", "placeholder"),
        ("-", "placeholder"),
        ("0000000000", "one digit"),
        ("9999999999", "one digit"),
        ("9434765918", "check digit"),
        ("9991234560", "check digit"),
        ("943476591", "ten digits"),
        ("943476591X", "ten digits"),
        ("9.43477E+09", "spreadsheet"),
    ],
)
def test_other_texts_are_no_nhs_number_and_say_why(text: str, why: str) -> None:
    found = standing("NHS_NO", text)
    assert not found.valid
    assert why in found.reason
    assert clean("NHS_NO", text) is None


def test_nine_digits_that_can_have_no_check_digit() -> None:
    assert nhs_check_digit("999123456") is None


def test_a_check_digit_of_eleven_is_nought() -> None:
    assert nhs_check_digit("999000005") == 0


@pytest.mark.parametrize(
    "text", ["P207000016049", "E815400012345", "M80120000500A", "e815400012345"]
)
def test_a_pupil_number_with_the_right_check_letter_counts(text: str) -> None:
    assert clean("UPN", text) == text.upper()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Q207000016049", "check letter"),
        ("N80120000500A", "check letter"),
        ("UN1", "no unique pupil number"),
        ("UN5", "no unique pupil number"),
        ("E81540001234", "a letter and twelve digits"),
        ("M80120000500O", "a letter and twelve digits"),
        ("A000000000000", "one digit"),
        ("1111111111111", "one digit"),
    ],
)
def test_other_texts_are_no_pupil_number_and_say_why(text: str, why: str) -> None:
    found = standing("UPN", text)
    assert not found.valid
    assert why in found.reason


def test_the_letters_of_pupil_numbers_leave_out_i_o_and_s() -> None:
    assert len(UPN_LETTERS) == 23
    assert not set("IOS") & set(UPN_LETTERS)
    assert upn_check_letter("207000016049") == "P"


def test_an_la_child_id_is_opaque() -> None:
    assert clean("LA_CHILD_ID", " ab-204 417 ") == "AB-204417"
    assert clean("LA_CHILD_ID", "204417.0") == "204417"


@pytest.mark.parametrize("text", ["", "0", "000000", "999999", "N/K", "tbc", "#N/A"])
def test_placeholders_are_no_la_child_id(text: str) -> None:
    assert clean("LA_CHILD_ID", text) is None


def test_a_home_and_a_school_have_different_series() -> None:
    assert clean("SCHOOL_URN", "121678") == "121678"
    assert clean("SCHOOL_URN", "SC041234") is None
    assert "not the number of a school" in standing("SCHOOL_URN", "SC041234").reason
    assert "six digits" in standing("SCHOOL_URN", "12167").reason
    assert clean("OFSTED_URN", "sc041234") == "SC041234"
    assert clean("OFSTED_URN", "1234567") == "1234567"
    assert clean("OFSTED_URN", "121678") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yo17hh", "YO1 7HH"),
        ("YO1  7HH", "YO1 7HH"),
        ("Y01 7HH", "YO1 7HH"),
        ("YO1O 5DD", "YO10 5DD"),
        ("YO1O5DD", "YO10 5DD"),
        ("YO1 OHH", "YO1 0HH"),
        ("sw1a 1aa", "SW1A 1AA"),
        ("M1 2AB", "M1 2AB"),
    ],
)
def test_a_postcode_is_written_one_way(text: str, value: str) -> None:
    assert clean("POSTCODE", text) == value


@pytest.mark.parametrize("text", ["", "ZZ99 3VZ", "YORK", "YO1", "unknown", "YO1 7H", "Lonndon"])
def test_what_is_no_postcode_is_no_evidence(text: str) -> None:
    assert clean("POSTCODE", text) is None


def test_an_unknown_kind_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="SHOE_SIZE"):
        standing("SHOE_SIZE", "38")


@given(st.sampled_from(list(Kind)), st.text(max_size=20))
def test_any_text_has_a_standing_and_cleaning_twice_changes_nothing(kind: Kind, text: str) -> None:
    found = standing(kind, text)
    assert found.valid == (found.reason == "")
    value = clean(kind, text)
    assert value is None or clean(kind, value) == value


@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(nine: str, place: int, shift: int) -> None:
    check = nhs_check_digit(nine)
    wrong = nine[:place] + str((int(nine[place]) + shift) % 10) + nine[place + 1 :]
    assert check is None or clean("NHS_NO", f"{wrong}{check}") is None
