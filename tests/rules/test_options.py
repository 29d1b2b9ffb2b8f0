"""The dated lists of reasons, harms and risks."""

from __future__ import annotations

from datetime import date

import pytest

from homeward.ground.options import shipped_options
from homeward.rules.options.lists import (
    LISTS,
    WrongOptions,
    in_force,
    offered,
    read_options,
    words_of,
)

TEXT = """
id = "later"
title = "Later"
in_force = 2026-01-01
source = "a panel"
evidence = "P"
[[reasons]]
code = "ABUSE"
words = "Abuse, of any kind"
[[reasons]]
code = "OLD"
words = "Gone"
until = 2026-06-01
[[harms]]
code = "CRIME"
words = "Crime"
[[risks]]
code = "HOMELESSNESS"
words = "Homelessness"
"""


def test_every_answer_of_the_shipped_list_has_its_source() -> None:
    (lists,) = shipped_options()
    options = [option for name in LISTS for option in lists.lists[name]]
    assert all(option.source and option.evidence and option.words for option in options)
    seeded = [option for option in options if option.evidence == "SEED"]
    assert len(seeded) == 8 + 9 + 4
    assert "March 2021" in seeded[0].source
    assert {option.evidence for option in options} == {"SEED", "P"}


def test_the_newest_file_in_force_is_offered_and_old_codes_keep_their_words() -> None:
    files = (*shipped_options(), read_options(TEXT))
    assert in_force(files, date(2025, 12, 31)).id == "north-yorkshire-2021-03"
    later = in_force(files, date(2026, 1, 1))
    assert [code for code, _ in offered(later, "reasons", date(2026, 5, 31))] == ["ABUSE", "OLD"]
    assert [code for code, _ in offered(later, "reasons", date(2026, 6, 1))] == ["ABUSE"]
    assert words_of(files, "reasons", ["ABUSE", "OLD", "NEGLECT"]) == [
        "Abuse, of any kind",
        "Gone",
        "Neglect",
    ]
    assert words_of(files, "reasons", ["X"]) == ["an answer that is no longer listed"]


def test_before_any_list_there_is_none() -> None:
    with pytest.raises(LookupError):
        in_force(shipped_options(), date(2020, 1, 1))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("id =", "not TOML"),
        (TEXT.replace('id = "later"', ""), "does not say 'id'"),
        (TEXT.replace('code = "OLD"', 'code = "ABUSE"'), "ABUSE stands twice among the reasons"),
        (TEXT.replace('code = "OLD"', 'code = "old"'), "not written in capitals"),
    ],
)
def test_a_wrong_file_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(WrongOptions, match=sentence):
        read_options(text)
