"""What was removed is gone, however it was written and however a file writes letters."""

from __future__ import annotations

import html
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.rules.redaction import Remover, count_of, fold, passages

GONE = Remover({"Siân O'Brien": "about somebody else", "Siân": "about somebody else"})


@pytest.mark.parametrize(
    "text",
    [
        "With Siân O'Brien at home",
        "With SIÂN O'BRIEN at home",
        "With Siân\n   O'Brien at home",
        "With sian o'brien at home",
        unicodedata.normalize("NFD", "With Siân O'Brien at home"),
    ],
)
def test_case_blanks_and_accents_hide_nothing(text: str) -> None:
    assert GONE.text(text) == "With [removed: about somebody else] at home"
    assert count_of("Siân O'Brien", [text]) == 1


def test_the_rest_of_a_text_stays_as_it_was() -> None:
    assert GONE.text("Zoë rang Siân’s aunt, İzmir, ß") == (
        "Zoë rang [removed: about somebody else]’s aunt, İzmir, ß"
    )
    assert Remover({}).text("As it was") == "As it was"
    assert Remover({" ": "x"}).text("As it was") == "As it was"


def test_every_text_of_a_copy_is_gone_through() -> None:
    data = {"Siân": ["Siân", {"a": "and Siân", "b": 3, "c": None}]}
    removed = GONE.data(data)
    mark = "[removed: about somebody else]"
    assert removed == {"Siân": [mark, {"a": f"and {mark}", "b": 3, "c": None}]}
    assert passages(data) == ["Siân", "and Siân"]
    assert count_of("", data) == 0


LETTERS = st.text("abc ABC éßİ'&<>\"", max_size=40)


@given(LETTERS, LETTERS, LETTERS)
def test_no_form_of_the_words_is_left(before: str, words: str, after: str) -> None:
    if len(fold(words)) < 3 or fold(words) in "removed":
        return
    left = Remover({words: "@"}).text(before + words + after)
    for form in (left, html.unescape(html.escape(left)), json.loads(json.dumps(left))):
        assert all(fold(words) not in fold(each) for each in form.split("[removed: @]"))
