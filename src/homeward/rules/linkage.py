"""Is this the child we know? The decision, from how each field compares.

`homeward.linkage.compare` says for each field whether it agrees, comes near,
differs, or is missing on either side. Here those levels become an answer for
one known child (`judge`) and a placement over all of them (`place`).

The guiding thought: joining two children into one is worse than keeping one
child twice, and a child kept twice unseen is worse than asking a person. So:

- An agreed identifier (NHS number, UPN, LA child id; only those that count as
  evidence) joins, unless the forename, or the rest of the name together with
  the date of birth, speaks against it: it may be a brother's or sister's number.
- A contradicting identifier never joins, however well the names agree.
- Without an identifier, full name and date of birth must agree exactly, home or
  school must agree too, and nothing may contradict. Name and date of birth
  alone are not enough, even when nothing else is known on either side: common
  names share birthdays. They are enough to ask.
- 1 January is often a stand-in for an unknown birthday: then home and school
  must both agree.
- Surname, date of birth, home and school without the forename are a twin: new
  when the forenames clearly differ, else asked. A blank cannot agree.
- Whatever comes near is asked, never joined.

Source: contracts, section 3, rule 7. No numbers are added up: every answer is
one named case with its sentence, so that a reviewer can follow it.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import Generic, TypeVar


class Level(IntEnum):
    """How one field of two records compares."""

    MISSING = 0
    DIFFER = 1
    NEAR = 2
    AGREE = 3


class How(StrEnum):
    """Why a field comes near, or what to remember where it agrees."""

    NONE = ""
    TYPING = "TYPING"
    SOUNDS = "SOUNDS"
    VARIANT = "VARIANT"
    OTHER_NAME = "OTHER_NAME"
    KNOWN_AS = "KNOWN_AS"
    SWAPPED = "SWAPPED"
    INITIAL = "INITIAL"
    SHORT_FORM = "SHORT_FORM"
    PART = "PART"
    DAY_MONTH = "DAY_MONTH"
    ONE_DIGIT = "ONE_DIGIT"
    NEXT_DAY = "NEXT_DAY"
    STAND_IN = "STAND_IN"
    NEW_YEAR = "NEW_YEAR"


@dataclass(frozen=True, slots=True)
class Person:
    """What one record or one row says about a child; every field as it came.

    Blank text and None mean not known. `responsible_la` says whose the LA child
    id is.
    """

    surname: str
    forename: str
    forename2: str = ""
    aliases: tuple[str, ...] = ()
    dob: date | None = None
    sex: str = ""
    postcode: str = ""
    address: str = ""
    school_urn: str = ""
    nhs_no: str = ""
    upn: str = ""
    la_child_id: str = ""
    responsible_la: str = ""


@dataclass(frozen=True, slots=True)
class Levels:
    """How two records compare, field by field."""

    surname: Level = Level.MISSING
    surname_how: How = How.NONE
    forename: Level = Level.MISSING
    forename_how: How = How.NONE
    forename2: Level = Level.MISSING
    dob: Level = Level.MISSING
    dob_how: How = How.NONE
    sex: Level = Level.MISSING
    postcode: Level = Level.MISSING
    address: Level = Level.MISSING
    address_how: How = How.NONE
    school: Level = Level.MISSING
    nhs_no: Level = Level.MISSING
    upn: Level = Level.MISSING
    la_child_id: Level = Level.MISSING

    @property
    def identified(self) -> bool:
        """Whether an identifier agrees."""
        return Level.AGREE in (self.nhs_no, self.upn, self.la_child_id)

    @property
    def contradicted(self) -> bool:
        """Whether an identifier that counts on both sides differs."""
        return Level.DIFFER in (self.nhs_no, self.upn, self.la_child_id)

    @property
    def full_name(self) -> bool:
        """Whether forename and surname both agree."""
        return self.surname is Level.AGREE and self.forename is Level.AGREE

    @property
    def home(self) -> bool:
        """Whether the home agrees: same postcode, or same address and no other postcode."""
        if self.postcode is Level.AGREE:
            return True
        return self.address is Level.AGREE and self.postcode is not Level.DIFFER

    @property
    def supported(self) -> bool:
        """Whether postcode or school agrees (both are ways in which a match is looked up)."""
        return Level.AGREE in (self.postcode, self.school)

    @property
    def firm(self) -> bool:
        """Whether one of the two names agrees or at least sounds the same."""
        surname = self.surname is Level.AGREE or self.surname_how is How.SOUNDS
        return surname or self.forename is Level.AGREE or self.forename_how is How.SOUNDS


class Answer(StrEnum):
    """Is it the same child?"""

    SAME = "SAME"
    UNSURE = "UNSURE"
    DIFFERENT = "DIFFERENT"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The answer for one known child, one sentence that names nobody, and the levels."""

    answer: Answer
    reason: str
    levels: Levels


class Outcome(StrEnum):
    """What becomes of a row."""

    JOIN = "JOIN"
    NEW = "NEW"
    REVIEW = "REVIEW"


K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Placement(Generic[K]):
    """Where a row goes. `child` is set for JOIN alone; `candidates` are those to
    be shown, the likeliest answer first, then by key."""

    outcome: Outcome
    child: K | None
    candidates: tuple[K, ...]
    reason: str


_Said = tuple[Answer, str]


def judge(levels: Levels) -> Judgement:
    """The answer for one known child."""
    answer, reason = _identified(levels) if levels.identified else _unidentified(levels)
    return Judgement(answer, reason, levels)


def _identified(levels: Levels) -> _Said:
    """An identifier agrees: does anything speak against it?"""
    if levels.contradicted:
        return Answer.UNSURE, "One identifier agrees and another contradicts it."
    if levels.forename is Level.DIFFER:
        if levels.dob is Level.DIFFER:
            return Answer.UNSURE, "An identifier agrees, but name and date of birth both differ."
        return Answer.UNSURE, (
            "An identifier agrees, but the forename differs: "
            "it may be the number of a brother or sister."
        )
    if levels.dob is Level.DIFFER and min(levels.surname, levels.forename) < Level.NEAR:
        return Answer.UNSURE, "An identifier agrees, but the date of birth and a name do not."
    return _identified_so_far(levels)


def _identified_so_far(levels: Levels) -> _Said:
    if levels.forename is Level.MISSING and levels.surname is Level.DIFFER:
        return (
            Answer.UNSURE,
            "An identifier agrees, but the surname differs and no forename is known.",
        )
    if levels.sex is Level.DIFFER and levels.forename is not Level.AGREE:
        return (
            Answer.UNSURE,
            "An identifier agrees, but sex differs and the forename is not the same.",
        )
    return Answer.SAME, "An identifier agrees and does not contradict name and date of birth."


def _unidentified(levels: Levels) -> _Said:
    answer, reason = _by_name(levels)
    if levels.contradicted and answer is not Answer.DIFFERENT:
        return Answer.UNSURE, "The names come near or agree, but an identifier contradicts."
    return answer, reason


def _by_name(levels: Levels) -> _Said:
    """No identifier agrees: what do name, date of birth, home and school say?"""
    if levels.full_name:
        return _full_name(levels)
    if levels.dob is Level.DIFFER:
        return Answer.DIFFERENT, "The date of birth clearly differs."
    if levels.surname_how in (How.SWAPPED, How.KNOWN_AS):
        return Answer.UNSURE, "The whole name is on record in another order or as another name."
    if levels.forename is Level.DIFFER:
        return _other_forename(levels)
    if levels.surname is Level.DIFFER:
        return _other_surname(levels)
    return _near_name(levels)


def _full_name(levels: Levels) -> _Said:
    if levels.dob is Level.DIFFER:
        if levels.home:
            return Answer.UNSURE, "Full name and home agree, but the date of birth clearly differs."
        return Answer.DIFFERENT, "Only the name agrees; the date of birth clearly differs."
    if levels.dob is Level.NEAR:
        return Answer.UNSURE, "The full name agrees and the date of birth comes near."
    if levels.dob is Level.MISSING:
        return Answer.UNSURE, "The full name agrees, but a date of birth is not known."
    if levels.sex is Level.DIFFER:
        return Answer.UNSURE, "Full name and date of birth agree, but sex differs."
    if levels.forename2 is Level.DIFFER:
        return Answer.UNSURE, "Full name and date of birth agree, but the second forename differs."
    return _full_name_and_birth(levels)


def _full_name_and_birth(levels: Levels) -> _Said:
    at_school = levels.school is Level.AGREE
    if levels.dob_how is How.NEW_YEAR and not (levels.home and at_school):
        return Answer.UNSURE, (
            "Full name and date of birth agree, but 1 January is often a stand-in: "
            "home and school would both have to agree."
        )
    if levels.home or at_school:
        return Answer.SAME, (
            "Full name, date of birth and home or school agree, and nothing contradicts."
        )
    return Answer.UNSURE, "Full name and date of birth agree, but neither home nor school does."


def _other_forename(levels: Levels) -> _Said:
    if levels.surname is Level.AGREE and levels.dob is Level.AGREE:
        return Answer.DIFFERENT, (
            "Surname and date of birth agree, but the forename clearly differs: perhaps a twin."
        )
    return Answer.DIFFERENT, "The forename clearly differs."


def _other_surname(levels: Levels) -> _Said:
    """A surname may change, on entering care for instance; the rest must then be strong."""
    sure_birth = levels.dob is Level.AGREE and levels.dob_how is not How.NEW_YEAR
    if sure_birth and levels.forename is Level.AGREE and (levels.home or levels.supported):
        return Answer.UNSURE, (
            "Forename, date of birth and home or school agree; the surname may have changed."
        )
    if sure_birth and levels.forename is Level.NEAR and levels.supported:
        return Answer.UNSURE, (
            "Date of birth and home or school agree and the forename comes near; "
            "the surname may have changed."
        )
    return Answer.DIFFERENT, "The surname clearly differs and too little else agrees."


def _near_name(levels: Levels) -> _Said:
    """Both names agree, come near or are blank, but not both agree."""
    if levels.dob is Level.AGREE and levels.forename is Level.MISSING and levels.firm:
        return (
            Answer.UNSURE,
            "Surname and date of birth agree, but no forename is known: perhaps a twin.",
        )
    if levels.dob is Level.AGREE and (levels.firm or levels.supported):
        return Answer.UNSURE, "The date of birth agrees and the name comes near."
    if levels.firm and levels.supported:
        return Answer.UNSURE, "The name comes near and home or school agrees."
    return Answer.DIFFERENT, "Too little of name and date of birth comes near."


_RANK = {Answer.SAME: 0, Answer.UNSURE: 1, Answer.DIFFERENT: 2}


def place(judged: Sequence[tuple[K, Judgement]]) -> Placement[K]:
    """Where a row goes, over all known children that it was held against.

    The order of `judged` does not matter. A child given more than once (two
    addresses on record, say) counts once, with the likeliest answer. One child
    that is the same and no other in doubt is joined; a child that an identifier
    names is joined although others come near without one; two the same, or any
    in doubt, go to a person; otherwise the child is new.
    """
    best = _best_of_each(judged)
    ranked = sorted(best, key=lambda k: (_RANK[best[k].answer], str(k)))
    shown = tuple(k for k in ranked if best[k].answer is not Answer.DIFFERENT)
    if not shown:
        return Placement(Outcome.NEW, None, (), "Nobody on record comes near.")
    same = [k for k in shown if best[k].answer is Answer.SAME]
    named = [k for k in shown if best[k].levels.identified]
    if len(same) == 1 and (len(shown) == 1 or named == same):
        return Placement(Outcome.JOIN, same[0], shown, best[same[0]].reason)
    if len(same) > 1:
        return Placement(Outcome.REVIEW, None, shown, "More than one known child fits.")
    if same:
        return Placement(
            Outcome.REVIEW, None, shown, "One known child fits, but another comes near."
        )
    return Placement(Outcome.REVIEW, None, shown, best[shown[0]].reason)


def _best_of_each(judged: Sequence[tuple[K, Judgement]]) -> dict[K, Judgement]:
    best: dict[K, Judgement] = {}
    for key, judgement in judged:
        held = best.get(key)
        if held is None or _order(judgement) < _order(held):
            best[key] = judgement
    return best


def _order(judgement: Judgement) -> tuple[int, bool, str]:
    return _RANK[judgement.answer], not judgement.levels.identified, judgement.reason


def may_be_twins(levels: Levels) -> bool:
    """Whether surname and date of birth agree and the forename does not: two of one birth.

    A shared surname, address, birthday or school never makes two children one.
    """
    born_together = levels.surname is Level.AGREE and levels.dob is Level.AGREE
    one_name = levels.forename_how in (How.VARIANT, How.SHORT_FORM)
    return born_together and levels.forename is not Level.AGREE and not one_name


def may_be_siblings(levels: Levels) -> bool:
    """Whether surname and home agree and the date of birth clearly differs."""
    return levels.surname is Level.AGREE and levels.home and levels.dob is Level.DIFFER
