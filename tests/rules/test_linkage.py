"""The decision from levels alone, and the placement over all candidates."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.rules.agreement import agreement_sentence, agreement_words
from homeward.rules.linkage import (
    Answer,
    How,
    Judgement,
    Level,
    Levels,
    Outcome,
    judge,
    may_be_siblings,
    may_be_twins,
    place,
)

AGREE, NEAR, DIFFER, MISSING = Level.AGREE, Level.NEAR, Level.DIFFER, Level.MISSING
NAME_AND_BIRTH = Levels(surname=AGREE, forename=AGREE, dob=AGREE)
TWIN = Levels(
    surname=AGREE,
    forename=DIFFER,
    dob=AGREE,
    sex=AGREE,
    postcode=AGREE,
    address=AGREE,
    school=AGREE,
)
LEVEL = st.sampled_from(list(Level))
NAME_HOW = st.sampled_from([How.NONE, How.TYPING, How.SOUNDS, How.VARIANT, How.SWAPPED])
ANY = st.builds(
    Levels,
    surname=LEVEL,
    surname_how=NAME_HOW,
    forename=LEVEL,
    forename_how=NAME_HOW,
    forename2=LEVEL,
    dob=LEVEL,
    dob_how=st.sampled_from([How.NONE, How.NEW_YEAR]),
    sex=LEVEL,
    postcode=LEVEL,
    address=LEVEL,
    school=LEVEL,
    nhs_no=LEVEL,
    upn=LEVEL,
    la_child_id=LEVEL,
)


def answer(levels: Levels) -> Answer:
    return judge(levels).answer


def judged(kind: str) -> Judgement:
    """Levels that lead to each answer, by a short name."""
    return judge(
        {
            "same": replace(NAME_AND_BIRTH, school=AGREE),
            "identified": replace(NAME_AND_BIRTH, upn=AGREE),
            "wrong number": replace(TWIN, upn=AGREE),
            "unsure": NAME_AND_BIRTH,
            "different": TWIN,
        }[kind]
    )


def test_name_and_birth_are_enough_to_ask_and_not_to_join() -> None:
    assert answer(NAME_AND_BIRTH) is Answer.UNSURE
    assert answer(replace(NAME_AND_BIRTH, school=AGREE)) is Answer.SAME
    assert answer(replace(NAME_AND_BIRTH, postcode=AGREE)) is Answer.SAME
    assert answer(replace(NAME_AND_BIRTH, address=AGREE)) is Answer.SAME


def test_an_address_in_another_postcode_is_no_home() -> None:
    assert answer(replace(NAME_AND_BIRTH, address=AGREE, postcode=DIFFER)) is Answer.UNSURE
    assert answer(replace(NAME_AND_BIRTH, address=AGREE, postcode=NEAR)) is Answer.SAME


def test_a_twin_is_another_child() -> None:
    found = judge(TWIN)
    assert found.answer is Answer.DIFFERENT
    assert "twin" in found.reason


@pytest.mark.parametrize("forename", [NEAR, MISSING])
def test_a_forename_that_does_not_clearly_differ_is_asked(forename: Level) -> None:
    assert answer(replace(TWIN, forename=forename)) is Answer.UNSURE


def test_slips_in_both_names_need_home_or_school() -> None:
    slips = Levels(
        surname=NEAR,
        surname_how=How.TYPING,
        forename=NEAR,
        forename_how=How.TYPING,
        dob=AGREE,
    )
    assert answer(slips) is Answer.DIFFERENT
    assert answer(replace(slips, school=AGREE)) is Answer.UNSURE


def test_another_surname_needs_a_sure_birthday_and_home_or_school() -> None:
    other = Levels(surname=DIFFER, forename=AGREE, dob=AGREE, postcode=AGREE)
    assert answer(other) is Answer.UNSURE
    assert answer(replace(other, forename=NEAR)) is Answer.UNSURE
    assert answer(replace(other, forename=MISSING)) is Answer.DIFFERENT
    assert answer(replace(other, postcode=DIFFER)) is Answer.DIFFERENT
    assert answer(replace(other, dob_how=How.NEW_YEAR)) is Answer.DIFFERENT


def test_every_reason_is_one_sentence() -> None:
    for kind in ("same", "identified", "wrong number", "unsure", "different"):
        reason = judged(kind).reason
        assert reason.endswith(".")
        assert ". " not in reason


@given(ANY)
def test_a_contradicting_identifier_is_never_joined(levels: Levels) -> None:
    if levels.contradicted:
        assert answer(levels) is not Answer.SAME


@given(ANY)
def test_no_identifier_no_full_agreement_no_join(levels: Levels) -> None:
    joined = answer(levels) is Answer.SAME
    full = levels.full_name and levels.dob is AGREE and levels.sex is not DIFFER
    backed = levels.home or levels.school is AGREE
    assert not joined or levels.identified or (full and backed)


@given(ANY)
def test_an_agreed_identifier_is_never_passed_over(levels: Levels) -> None:
    assert not levels.identified or answer(levels) is not Answer.DIFFERENT


@given(ANY)
def test_surname_birth_home_and_school_never_join_without_the_forename(levels: Levels) -> None:
    if not levels.identified and levels.forename is not AGREE:
        assert answer(levels) is not Answer.SAME


@pytest.mark.parametrize(
    ("kinds", "outcome", "child"),
    [
        ([], Outcome.NEW, None),
        (["different", "different"], Outcome.NEW, None),
        (["same", "different"], Outcome.JOIN, 0),
        (["same", "unsure"], Outcome.REVIEW, None),
        (["same", "same"], Outcome.REVIEW, None),
        (["unsure", "different"], Outcome.REVIEW, None),
        (["identified", "unsure"], Outcome.JOIN, 0),
        (["identified", "same"], Outcome.REVIEW, None),
        (["identified", "wrong number"], Outcome.REVIEW, None),
    ],
)
def test_placement_over_all_candidates_whatever_their_order(
    kinds: list[str], outcome: Outcome, child: int | None
) -> None:
    pairs = [(number, judged(kind)) for number, kind in enumerate(kinds)]
    found = {place(order) for order in permutations(pairs)}
    assert len(found) == 1
    placement = found.pop()
    assert (placement.outcome, placement.child) == (outcome, child)


def test_candidates_are_shown_likeliest_first_and_the_different_not_at_all() -> None:
    placement = place([(3, judged("unsure")), (1, judged("different")), (2, judged("same"))])
    assert placement.candidates == (2, 3)
    assert "another comes near" in placement.reason


def test_a_child_with_two_addresses_on_record_counts_once() -> None:
    pairs = [(7, judged("unsure")), (7, judged("same"))]
    assert place(pairs) == place(pairs[::-1])
    placement = place(pairs)
    assert (placement.outcome, placement.child, placement.candidates) == (Outcome.JOIN, 7, (7,))


def test_agreement_in_words_for_the_review_page() -> None:
    levels = Levels(surname=AGREE, forename=NEAR, forename_how=How.INITIAL, dob=DIFFER)
    words = dict(agreement_words(levels))
    assert words["Surname"] == "agrees"
    assert words["Forename"] == "near (only an initial)"
    assert words["Date of birth"] == "differs"
    assert words["UPN"] == "missing"
    assert agreement_sentence(levels).startswith("Surname agrees; Forename near (only an initial);")


def test_twins_and_siblings_are_named_as_what_they_may_be() -> None:
    born_together = Levels(surname=Level.AGREE, dob=Level.AGREE, forename=Level.DIFFER)
    assert may_be_twins(born_together)
    assert not may_be_twins(replace(born_together, forename=Level.AGREE))
    short = replace(born_together, forename=Level.NEAR, forename_how=How.SHORT_FORM)
    assert not may_be_twins(short)
    assert not may_be_twins(replace(born_together, dob=Level.DIFFER))
    family = Levels(surname=Level.AGREE, dob=Level.DIFFER, postcode=Level.AGREE)
    assert may_be_siblings(family)
    assert not may_be_siblings(replace(family, postcode=Level.DIFFER))
