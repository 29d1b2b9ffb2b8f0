"""How two records compare, field by field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from homeward.linkage.compare import compare
from homeward.rules.linkage import How, Level, Person

AGREE, NEAR, DIFFER, MISSING = Level.AGREE, Level.NEAR, Level.DIFFER, Level.MISSING
CHILD = Person(
    surname="O'NEILL", forename="Caitlín", dob=date(2011, 4, 9), sex="F", postcode="YO1 7HH"
)


@pytest.mark.parametrize(
    ("one", "other", "level", "how"),
    [
        ("O'NEILL", "ONeill", AGREE, How.NONE),
        ("O'Neill", "O'Neil", NEAR, How.SOUNDS),
        ("Hargreaves", "Hargreaevs", NEAR, How.SOUNDS),
        ("Hargreaves", "Hagreaves", NEAR, How.TYPING),
        ("Choudhury", "Chaudhry", NEAR, How.SOUNDS),
        ("Kowalski", "Kowalska", NEAR, How.SOUNDS),
        ("Cavanagh", "Kavanagh", NEAR, How.SOUNDS),
        ("Breathnach", "Walsh", NEAR, How.VARIANT),
        ("Lee", "Low", DIFFER, How.NONE),
        ("Khan", "Kahn", NEAR, How.TYPING),
        ("Mensah-Brown", "Brown", NEAR, How.PART),
        ("al-Hassan", "al-Karim", DIFFER, How.NONE),
        ("Singh", "Mensah", DIFFER, How.NONE),
        ("Unknown", "Mensah", MISSING, How.NONE),
        ("M", "Mensah", NEAR, How.INITIAL),
    ],
)
def test_surnames(one: str, other: str, level: Level, how: How) -> None:
    levels = compare(replace(CHILD, surname=one), replace(CHILD, surname=other))
    assert (levels.surname, levels.surname_how) == (level, how)


@pytest.mark.parametrize(
    ("one", "other", "level", "how"),
    [
        ("Caitlín", "CAITLIN", AGREE, How.NONE),
        ("Caitlín", "Kaitlin", NEAR, How.SOUNDS),
        ("Kat", "Catherine", NEAR, How.VARIANT),
        ("Zosia", "Zofia", NEAR, How.VARIANT),
        ("Mohammed", "Mehmet", NEAR, How.VARIANT),
        ("Siobhán", "Shivaun", NEAR, How.VARIANT),
        ("Robson", "Rob", NEAR, How.SHORT_FORM),
        ("Jayden", "Hayden", NEAR, How.TYPING),
        ("Charlotte", "Chralotet", NEAR, How.TYPING),
        ("Mary Jane", "Jane", NEAR, How.PART),
        ("C", "Caitlin", NEAR, How.INITIAL),
        ("K", "K", NEAR, How.INITIAL),
        ("J", "Caitlin", DIFFER, How.NONE),
        ("Arjun", "Amar", DIFFER, How.NONE),
        ("Jane", "Joan", DIFFER, How.NONE),
        ("Al", "Ed", DIFFER, How.NONE),
        ("", "Caitlin", MISSING, How.NONE),
        ("Unknown", "Caitlin", MISSING, How.NONE),
    ],
)
def test_forenames(one: str, other: str, level: Level, how: How) -> None:
    levels = compare(replace(CHILD, forename=one), replace(CHILD, forename=other))
    assert (levels.forename, levels.forename_how) == (level, how)


def test_a_forename_on_record_as_another_name() -> None:
    known = replace(CHILD, forename2="Mary", aliases=("Bunny", "K Oneil"))
    for forename in ("Bunny", "Mary"):
        levels = compare(replace(CHILD, forename=forename), known)
        assert (levels.forename, levels.forename_how) == (NEAR, How.OTHER_NAME)
    bracketed = compare(
        replace(CHILD, forename="Bunny"), replace(CHILD, forename="Caitlín (Bunny)")
    )
    assert bracketed.forename is NEAR


def test_a_whole_name_on_record_as_another_name() -> None:
    known = replace(CHILD, aliases=("Daisy Hargreaves",))
    levels = compare(replace(CHILD, surname="HARGREAVES", forename="Daisy"), known)
    assert (levels.surname, levels.forename) == (NEAR, NEAR)
    assert levels.surname_how is How.KNOWN_AS


@pytest.mark.parametrize(
    ("surname", "forename"), [("CAITLIN", "Oneill"), ("Neill", "Caitlin O"), ("O", "Neill Caitlín")]
)
def test_names_swapped_or_moved_between_fields(surname: str, forename: str) -> None:
    known = replace(CHILD, surname="O NEILL") if surname != "CAITLIN" else CHILD
    levels = compare(replace(CHILD, surname=surname, forename=forename), known)
    assert levels.surname_how is How.SWAPPED


@pytest.mark.parametrize(
    ("one", "other", "level", "how"),
    [
        ("2011-04-09", "2011-04-09", AGREE, How.NONE),
        ("2009-01-01", "2009-01-01", AGREE, How.NEW_YEAR),
        ("2011-04-09", "2011-09-04", NEAR, How.DAY_MONTH),
        ("2011-04-09", "2012-04-09", NEAR, How.ONE_DIGIT),
        ("2011-04-12", "2011-04-21", NEAR, How.ONE_DIGIT),
        ("2011-04-30", "2011-05-01", NEAR, How.NEXT_DAY),
        ("2009-01-01", "2008-08-15", NEAR, How.STAND_IN),
        ("2009-01-01", "2006-08-15", DIFFER, How.NONE),
        ("2011-04-09", "2012-11-23", DIFFER, How.NONE),
    ],
)
def test_dates_of_birth(one: str, other: str, level: Level, how: How) -> None:
    first = replace(CHILD, dob=date.fromisoformat(one))
    second = replace(CHILD, dob=date.fromisoformat(other))
    levels = compare(first, second)
    assert (levels.dob, levels.dob_how) == (level, how)


def test_an_unknown_date_of_birth_is_missing() -> None:
    assert compare(replace(CHILD, dob=None), CHILD).dob is MISSING


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("F", "F", AGREE),
        ("Female", "2", AGREE),
        ("F", "male", DIFFER),
        ("U", "F", MISSING),
        ("", "F", MISSING),
    ],
)
def test_sex(one: str, other: str, level: Level) -> None:
    assert compare(replace(CHILD, sex=one), replace(CHILD, sex=other)).sex is level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("YO1 7HH", "Y017HH", AGREE),
        ("YO1 7HH", "YO1 7HJ", NEAR),
        ("YO1 7HH", "M1 2AB", DIFFER),
        ("YO1 7HH", "ZZ99 3VZ", MISSING),
        ("YO1 7HH", "", MISSING),
    ],
)
def test_postcodes(one: str, other: str, level: Level) -> None:
    assert compare(replace(CHILD, postcode=one), replace(CHILD, postcode=other)).postcode is level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("4 Mill Lane, Norbeck", "4 Mill Ln", AGREE),
        ("4 Mill Lane, Norbeck", "4 Mill Lane, Selby", NEAR),
        ("4 Mill Lane", "6 Mill Lane", DIFFER),
        ("4 Mill Lane", "NFA", MISSING),
        ("", "4 Mill Lane", MISSING),
    ],
)
def test_addresses(one: str, other: str, level: Level) -> None:
    assert compare(replace(CHILD, address=one), replace(CHILD, address=other)).address is level


def test_second_forenames() -> None:
    mary = replace(CHILD, forename2="Mary")
    assert compare(mary, mary).forename2 is AGREE
    assert compare(mary, replace(CHILD, forename2="M")).forename2 is NEAR
    assert compare(mary, replace(CHILD, forename2="Rose")).forename2 is DIFFER
    assert compare(mary, CHILD).forename2 is MISSING


def test_numbers_that_count_and_numbers_that_do_not() -> None:
    first = replace(CHILD, nhs_no="999 000 0018", upn="E815400012345", school_urn="121678")
    second = replace(CHILD, nhs_no="9990000026", upn="E815400012345", school_urn="SC041234")
    levels = compare(first, second)
    assert (levels.nhs_no, levels.upn, levels.school) == (DIFFER, AGREE, MISSING)
    assert compare(first, replace(second, nhs_no="9990000027")).nhs_no is MISSING


@pytest.mark.parametrize(
    ("mine", "theirs", "level"),
    [
        (("204417", "E06000065"), ("204417", "e06000065"), AGREE),
        (("204417", "E06000065"), ("204417", ""), AGREE),
        (("204417", "E06000065"), ("204417", "815"), AGREE),
        (("204417", "E06000065"), ("204417", "E08000035"), MISSING),
        (("204417", "E06000065"), ("204418", "E06000065"), DIFFER),
        (("204417", "E06000065"), ("204418", "E08000035"), MISSING),
        (("204417", "E06000065"), ("", "E06000065"), MISSING),
    ],
)
def test_an_la_child_id_speaks_within_one_authority(
    mine: tuple[str, str], theirs: tuple[str, str], level: Level
) -> None:
    first = replace(CHILD, la_child_id=mine[0], responsible_la=mine[1])
    second = replace(CHILD, la_child_id=theirs[0], responsible_la=theirs[1])
    assert compare(first, second).la_child_id is level
