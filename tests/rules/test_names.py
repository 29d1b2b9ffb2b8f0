"""Names fold for comparing; the original is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.rules.names import fold, initials, letters, read_forename, read_name, token_set


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Caitlín", "CAITLIN"),
        ("O'NEILL", "ONeill"),
        ("O’Neill", "O Neill"),
        ("Ó Néill", "O'Neill"),
        ("Mensah-Brown", "MENSAH BROWN"),
        ("Łukasz", "Lukasz"),
        ("Strauß", "STRAUSS"),
        ("Bjørn", "Bjorn"),
        ("St. John", "St John"),
        ("d'Souza", "D`SOUZA"),
    ],
)
def test_two_ways_of_writing_one_name(one: str, other: str) -> None:
    assert read_name(one).compact == read_name(other).compact != ""


def test_the_original_is_kept_as_it_came() -> None:
    assert read_name(" Caitlín ").original == " Caitlín "


def test_words_of_a_name() -> None:
    name = read_name("al-Hassan de Souza")
    assert name.tokens == ("AL", "HASSAN", "DE", "SOUZA")
    assert name.telling == {"HASSAN", "SOUZA"}


def test_letters_of_other_scripts_stay() -> None:
    assert fold("Омар – Али") == "ОМАР АЛИ"


@pytest.mark.parametrize("text", ["", "Unknown", "N/K", "not known", "?", "-", "XXX"])
def test_a_stand_in_is_a_blank(text: str) -> None:
    assert read_name(text).tokens == ()


def test_child_is_a_surname_and_no_forename() -> None:
    assert read_name("Child").compact == "CHILD"
    assert read_forename("Child").compact == ""
    assert read_forename("Baby (Kat)").also == ("KAT",)


def test_a_name_in_brackets_is_kept_apart() -> None:
    name = read_name("Caitlín (Kat) [Kitty]")
    assert name.compact == "CAITLIN"
    assert name.also == ("KAT", "KITTY")


def test_initials_and_words_of_a_whole_name() -> None:
    assert initials("Caitlín Mary", "O'Neill") == "CMO"
    assert token_set("Caitlín", "O'Neill") == {"CAITLIN", "ONEILL"}
    assert read_name("K").is_initial
    assert not read_name("Kat").is_initial


def test_a_name_in_another_order_has_the_same_letters() -> None:
    assert letters("O'NEILL", "Caitlín") == letters("Caitlin", "O Neill")
    assert letters("O'NEILL", "Caitlín") != letters("O'NEIL", "Caitlín")


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert once == once.strip()
    assert "  " not in once
