"""What somebody typed can mean, and by what a role finds a child."""

from __future__ import annotations

from datetime import date

import pytest

from homeward.rules.searching import (
    Closeness,
    Part,
    Way,
    closeness_of,
    read_known,
    read_typed,
    ways_for,
    why_words,
)
from homeward.rules.sharing import MATRIX, Role, Section

BORN = date(2011, 5, 14)


def parts(text: str) -> tuple[Part, ...]:
    ways = read_typed(text).ways
    return ways[0] if ways else ()


@pytest.mark.parametrize(
    "text",
    ["14/05/2011", "14.5.11", "2011-05-14", "14 May 2011", "14 05 2011", "14th may 11", "14052011"],
)
def test_a_day_in_any_written_form(text: str) -> None:
    [part] = parts(text)
    assert BORN in part.births


def test_a_day_that_could_be_the_other_way_round_says_so() -> None:
    [part] = parts("05/04/2011")
    assert part.births == (date(2011, 4, 5),)
    assert part.swapped == (date(2011, 5, 4),)


@pytest.mark.parametrize("text", ["943 476 5919", "9434765919", "943-476-5919"])
def test_spaces_in_a_number_do_not_matter(text: str) -> None:
    assert parts(text)[0].numbers[0] == "9434765919"


def test_a_wrong_check_digit_is_said_whoever_is_on_record() -> None:
    typed = read_typed("943 476 5918")
    assert "check digit" in typed.hint
    assert read_typed("943 476 5919").hint == ""
    assert "check letter" in read_typed("B123456789012").hint


def test_names_and_years_and_numbers_mix_in_any_order() -> None:
    name, year = parts("kiran 2011")
    assert (name.forms, year.year) == (("KIRAN",), 2011)
    year, name = parts("2011, Kiran")
    assert (name.forms, year.year) == (("KIRAN",), 2011)
    name, day = parts("kiran 14 may 2011")
    assert (name.forms, day.births) == (("KIRAN",), (BORN,))
    number, name = parts("943 476 5919 kiran")
    assert (number.numbers[0], name.typed) == ("9434765919", "Kiran")


def test_a_year_alone_is_too_wide() -> None:
    assert "year alone" in read_typed("2011").hint


def test_accents_signs_and_beginnings() -> None:
    assert [each.forms for each in parts("Siobhán O'Neill")] == [("SIOBHAN",), ("ONEILL",)]
    [part] = parts("o neill")
    assert part.forms == ("ONEILL", "NEILL")
    assert [each.forms for each in parts("Smith-Jones")] == [("SMITH",), ("JONES",)]
    assert parts("mc")[0].forms == ("MC",)


def test_a_reference_may_be_typed_with_strokes_or_gaps() -> None:
    assert parts("MSPR/2026/009001")[0].bare == "MSPR2026009001"
    ways = read_typed("mspr 2026 009001").ways
    assert ways[1][0].bare == "MSPR2026009001"


def test_schools_and_homes_by_number() -> None:
    assert parts("121678")[0].school == "121678"
    assert parts("SC041234")[0].home == "SC041234"
    assert (Part("x").numbers, Part("x").school, Part("x").home) == ((), "", "")
    assert parts("0000")[0].school == ""


@pytest.mark.parametrize("text", ["", "   ", ",;,", "'", "....", "\x00"])
def test_nothing_to_look_for(text: str) -> None:
    assert read_typed(text).ways == ()


@pytest.mark.parametrize(
    "text",
    ["99999", "31/02/2011", "1" * 300, "a " * 150, "🙂 2011 🙂", "%' OR 1=1 --", "14/05/1066"],
)
def test_whatever_is_typed_is_read(text: str) -> None:
    assert len(parts(text)) <= 6


def test_who_is_about_to_be_reported_may_be_on_record() -> None:
    names, births = read_known("Pell", "Jo", BORN).ways
    assert [each.forms for each in names] == [("PELL",), ("JO",)]
    assert births[0].births == (BORN,)
    assert births[1].forms == ("PELL", "JO")
    assert len(read_known("Pell", "", None).ways) == 1
    assert read_known("", "", BORN).ways == ()


def test_a_role_finds_by_what_its_pages_show() -> None:
    assert ways_for(frozenset()) == frozenset()
    assert ways_for(frozenset({Section.STATUS})) == {Way.NAME, Way.YEAR}
    for role, sections in MATRIX.items():
        ways = ways_for(sections)
        assert (Way.NUMBER in ways) == (Section.IDENTIFIERS in sections), role
        assert (Way.OTHER_NAME in ways) == (Section.IDENTIFIERS in sections), role
        assert (Way.PLACE in ways) == (Section.PLACES in sections), role
        assert (Way.REFERENCE in ways) == (Section.EPISODE in sections), role
    assert ways_for(MATRIX[Role.SOCIAL_WORKER]) == frozenset(Way)


def test_closeness_has_a_heading_and_reasons_have_words() -> None:
    assert closeness_of(1, 2) is Closeness.SAME
    assert closeness_of(3, 1) is Closeness.CLOSE
    assert closeness_of(4, 1) is Closeness.FURTHER
    assert why_words("SOUND") == "name sounds the same"
    assert why_words("SOMETHING") == "a number on record"
