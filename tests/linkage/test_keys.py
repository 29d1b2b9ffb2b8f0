"""Nobody who might be the same child escapes the lookup."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from homeward.linkage.compare import compare
from homeward.linkage.keys import match_keys
from homeward.rules.linkage import Answer, Person, judge

CHILD = Person(
    surname="O'NEILL",
    forename="Caitlín",
    aliases=("Kat", "K Oneil"),
    dob=date(2011, 4, 9),
    sex="F",
    postcode="YO1 7HH",
    school_urn="121678",
    la_child_id="204417",
)
SURNAMES = ["O'NEILL", "ONeil", "O NIELL", "Caitlin", "Kat", "Mensah-Brown", "Brown", "SINGH",
            "Sing", "Unknown", "", "S", "K", "Oneil Kat"]  # fmt: skip
FORENAMES = ["Caitlín", "Caitlin", "Kat", "Catherine", "K", "ONEILL", "Arjun", "Amar", "Ajrun",
             "Caitlin Mary", "Mary", "", "Unknown", "Kat (Bunny)", "Bunny", "Brown"]  # fmt: skip
ALIASES = ["Kat", "K Oneil", "Kat ONeill", "Amar Singh", "Bunny", "Singh, Arjun"]
BIRTHS = [date(2011, 4, 9), date(2011, 9, 4), date(2012, 4, 9), date(2011, 4, 10), date(2011, 1, 1),
          date(2006, 12, 23), None]  # fmt: skip
PEOPLE = st.builds(
    Person,
    surname=st.sampled_from(SURNAMES),
    forename=st.sampled_from(FORENAMES),
    forename2=st.sampled_from(["", "Mary", "Kat"]),
    aliases=st.lists(st.sampled_from(ALIASES), max_size=2).map(tuple),
    dob=st.sampled_from(BIRTHS),
    sex=st.sampled_from(["", "F", "M"]),
    postcode=st.sampled_from(["", "YO1 7HH", "Y01 7HH", "YO1 7HJ", "M1 2AB"]),
    address=st.sampled_from(["", "4 Mill Lane, Norbeck", "4 Mill Ln", "6 Mill Lane"]),
    school_urn=st.sampled_from(["", "121678", "105562"]),
    nhs_no=st.sampled_from(["", "", "9990000018", "999 000 0018", "9990000026", "9999999999"]),
    upn=st.sampled_from(["", "", "E815400012345", "V816200009001", "UN1"]),
    la_child_id=st.sampled_from(["", "", "204417", "204418"]),
    responsible_la=st.sampled_from(["", "E06000065", "E08000035"]),
)


@settings(max_examples=400, deadline=None)
@given(PEOPLE, PEOPLE)
def test_whoever_is_the_same_or_in_doubt_shares_a_key(one: Person, other: Person) -> None:
    if judge(compare(one, other)).answer is not Answer.DIFFERENT:
        assert set(match_keys(one)) & set(match_keys(other))


@settings(max_examples=150, deadline=None)
@given(PEOPLE, PEOPLE)
def test_it_does_not_matter_which_record_comes_first(one: Person, other: Person) -> None:
    assert compare(one, other) == compare(other, one)


@given(PEOPLE)
def test_keys_are_few_short_and_say_no_name(person: Person) -> None:
    keys = match_keys(person)
    assert len(keys) == len(set(keys)) <= 14
    assert all(len(key) == 9 and int(key[1:], 16) >= 0 for key in keys)


def test_a_full_record_has_nine_keys_and_one_for_each_number_and_whole_alias() -> None:
    assert len(match_keys(replace(CHILD, aliases=(), la_child_id=""))) == 9
    assert len(match_keys(CHILD)) == 11


def test_keys_are_the_same_in_every_process() -> None:
    assert match_keys(Person(surname="SINGH", forename="Amar")) == ("w8510c5dc",)


def test_an_empty_record_has_no_keys() -> None:
    assert match_keys(Person(surname="", forename="Unknown", nhs_no="0000000000")) == ()


def test_children_who_share_only_a_home_share_no_key() -> None:
    other = Person(surname="SINGH", forename="Amar", dob=date(2009, 11, 17), postcode="YO1 7HH")
    assert not set(match_keys(CHILD)) & set(match_keys(other))
