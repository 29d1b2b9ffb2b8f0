"""What somebody typed into the search box can mean, and what a role may find a child by.

Every part that was typed must agree; the order of parts never matters, so that forename and
surname may change places. A part may have several meanings: 14052011 is a day or a number.
Nobody finds a child by what the child's page would not show them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from homeward.rules.identifiers import Kind, clean, standing
from homeward.rules.names import fold
from homeward.rules.sharing import Section
from homeward.rules.written_dates import FIRST_YEAR, YEAR_ALONE, read_written

LONGEST: Final = 200
MOST_PARTS: Final = 6
#: Who was born in these years can be a child on a record.
YEARS: Final = range(1985, 2060)
YEAR_TOO_WIDE: Final = "A year alone fits too many: type a name with it, or the whole day."
#: Words that begin a name and are often written with a gap after them.
BEGINNINGS: Final = frozenset({"O", "D", "MC", "MAC", "ST", "AL", "EL", "FITZ"})

_HAS_DIGIT = re.compile(r"\d")
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_BARE = re.compile(r"[^A-Z0-9]+")
_NHS_SHAPE = re.compile(r"\d{10}")
_UPN_SHAPE = re.compile(r"[A-Z]\d{11}[0-9A-Z]")
_NUMBERS = (Kind.NHS_NO, Kind.UPN, Kind.LA_CHILD_ID)


class Way(StrEnum):
    """A way in which a child may be found."""

    NAME = "NAME"
    OTHER_NAME = "OTHER_NAME"
    YEAR = "YEAR"
    BIRTH = "BIRTH"
    NUMBER = "NUMBER"
    REFERENCE = "REFERENCE"
    PLACE = "PLACE"
    AREA = "AREA"


def ways_for(sections: frozenset[Section]) -> frozenset[Way]:
    """How a reader of these sections may find a child: by what they could read there anyway.

    Age and name are shown with every part, so a year of birth may be asked for; the day is
    shown beside numbers and places alone.
    """
    if not sections:
        return frozenset()
    ways = {Way.NAME, Way.YEAR}
    if Section.IDENTIFIERS in sections:
        ways |= {Way.OTHER_NAME, Way.NUMBER, Way.BIRTH}
    if Section.PLACES in sections:
        ways |= {Way.PLACE, Way.BIRTH}
    if Section.EPISODE in sections:
        ways |= {Way.REFERENCE, Way.AREA}
    return frozenset(ways)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was typed, with everything that it can mean.

    `forms` are folded words, any of which may stand in a name; `swapped` are days that were
    meant if day and month changed places; `bare` is the text as a number or a reference.
    """

    typed: str
    forms: tuple[str, ...] = ()
    births: tuple[date, ...] = ()
    swapped: tuple[date, ...] = ()
    year: int | None = None
    bare: str = ""

    @property
    def numbers(self) -> tuple[str, ...]:
        """What the text is worth as a number that names a child; a wrong check digit is none."""
        found = (clean(kind, self.bare) for kind in _NUMBERS) if self.bare else ()
        return tuple(dict.fromkeys(value for value in found if value))

    @property
    def school(self) -> str:
        """The text as the number of a school, blank where it cannot be one."""
        return clean(Kind.SCHOOL_URN, self.bare) or "" if self.bare else ""

    @property
    def home(self) -> str:
        """The text as the number of a children's home, blank where it cannot be one."""
        return clean(Kind.OFSTED_URN, self.bare) or "" if self.bare else ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: ways of reading it, each a list of parts that must all agree.

    `hint` says what is wrong with a number, whoever is on record.
    """

    text: str
    ways: tuple[tuple[Part, ...], ...]
    hint: str = ""


def read_typed(text: str) -> Typed:
    """Read what stands in the search box. Never fails; nothing to look for has no ways."""
    plain = " ".join(text[:LONGEST].replace(",", " ").replace(";", " ").split())
    parts = tuple(_parts(plain.split(" ")) if plain else [])[:MOST_PARTS]
    ways = [parts] if parts else []
    whole = _bare(plain)
    if len(parts) > 1 and _HAS_DIGIT.search(whole) and len(whole) <= 40:
        ways.append((Part(plain, bare=whole),))
    year_alone = len(parts) == 1 and parts[0].year is not None
    return Typed(plain, tuple(ways), YEAR_TOO_WIDE if year_alone else _hint(plain))


def read_known(surname: str, forename: str, born: date | None) -> Typed:
    """The ways in which a child who is about to be reported may be on record already.

    By both names; or by the day of birth with one of the names.
    """
    last, first = _words(surname), _words(forename)
    ways = [(*last, *first)] if last else []
    if born is not None and (last or first):
        forms = tuple(form for part in (*last, *first) for form in part.forms)
        ways.append((Part("", births=(born,)), Part("", forms=forms)))
    return Typed("", tuple(ways))


def _parts(tokens: Sequence[str]) -> list[Part]:
    found: list[Part] = []
    place = 0
    while place < len(tokens):
        part, length = _number(tokens[place:]) or _day(tokens[place:]) or (None, 0)
        if part is None:
            words, length = _run_of_words(tokens[place:])
            found += words
        else:
            found.append(part)
        place += length
    return found


def _number(tokens: Sequence[str]) -> tuple[Part, int] | None:
    """A number written in groups, if its check digit says that it is one."""
    length = 0
    while length < len(tokens) and _HAS_DIGIT.search(tokens[length]):
        length += 1
    for taken in range(length, 1, -1):
        bare = _bare("".join(tokens[:taken]))
        if clean(Kind.NHS_NO, bare) or clean(Kind.UPN, bare):
            return Part(" ".join(tokens[:taken]), bare=bare), taken
    return None


def _day(tokens: Sequence[str]) -> tuple[Part, int] | None:
    """A day in any written form, or a year, or a number, at the beginning of these words."""
    for length in (3, 2, 1):
        taken = tokens[:length]
        if len(taken) == length and (part := _day_of(taken)) is not None:
            return part, length
    if not _HAS_DIGIT.search(tokens[0]):
        return None
    length = 1
    while length < len(tokens) and tokens[0].isdigit() and tokens[length].isdigit():
        length += 1
    return Part(" ".join(tokens[:length]), bare=_bare("".join(tokens[:length]))), length


def _day_of(taken: Sequence[str]) -> Part | None:
    text = " ".join(taken)
    if not _HAS_DIGIT.search(text) or _SERIAL.fullmatch(text):
        return None
    written = read_written("/".join(taken) if all(each.isdigit() for each in taken) else text)
    bare = _bare(text)
    if written == YEAR_ALONE and int(text) in YEARS:
        return Part(text, year=int(text), bare=bare)
    if isinstance(written, str) or written.rest.strip():
        return None
    births = _likely(written.day_first) or _likely(written.month_first)
    swapped = tuple(day for day in _likely(written.month_first) if day not in births)
    return Part(text, births=births, swapped=swapped, bare=bare) if births else None


def _likely(days: Sequence[date] | None) -> tuple[date, ...]:
    return tuple(day for day in days or () if day.year in YEARS or day.year == FIRST_YEAR)


def _run_of_words(tokens: Sequence[str]) -> tuple[list[Part], int]:
    """The words up to the next number."""
    length = 1
    while length < len(tokens) and not _HAS_DIGIT.search(tokens[length]):
        length += 1
    return _words(" ".join(tokens[:length])), length


def _words(text: str) -> list[Part]:
    """One part a word; O, Mc and their like go with the word after them."""
    words = fold(text).split()
    found = []
    place = 0
    while place < len(words):
        word, after = words[place], words[place + 1 : place + 2]
        if word in BEGINNINGS and after:
            found.append(Part(f"{word} {after[0]}".title(), forms=(word + after[0], after[0])))
            place += 1
        else:
            found.append(Part(word.title(), forms=(word,)))
        place += 1
    return found


def _bare(text: str) -> str:
    return _BARE.sub("", text.upper())


def _hint(text: str) -> str:
    """What is wrong with a number that has the shape of one, as a sentence."""
    bare = _bare(text)
    if _NHS_SHAPE.fullmatch(bare):
        return standing(Kind.NHS_NO, bare).reason
    return standing(Kind.UPN, bare).reason if _UPN_SHAPE.fullmatch(bare) else ""


_WHY: Final = {
    "NAME": "name is the same",
    "START": "name begins with it",
    "VARIANT": "a form of the same name",
    "SOUND": "name sounds the same",
    "NEAR": "name is spelt nearly so",
    "OTHER_NAME": "another name of the child",
    "INITIAL": "initial of a name",
    "BIRTH": "born on this day",
    "SWAPPED": "born on this day if day and month change places",
    "YEAR": "born in this year",
    "NHS_NO": "NHS number",
    "UPN": "unique pupil number",
    "LA_CHILD_ID": "number at children's social care",
    "REFERENCE": "police reference",
    "SCHOOL": "school",
    "AREA": "area",
    "ADDRESS": "address on record",
    "HOME": "lives there",
}


def why_words(code: str) -> str:
    """In words, why a part of what was typed agrees with a child."""
    return _WHY.get(code, "a number on record")


class Closeness(StrEnum):
    """How close a child comes to what was typed, as a heading."""

    SAME = "Just as typed"
    CLOSE = "Close"
    FURTHER = "Less close"


def closeness_of(distance: int, parts: int) -> Closeness:
    """The heading for a distance summed over parts (0 the same, 4 a slip, each)."""
    if distance <= parts:
        return Closeness.SAME
    return Closeness.CLOSE if distance <= 3 * parts else Closeness.FURTHER
