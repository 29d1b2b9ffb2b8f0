"""Answers of a search in words. Nothing here queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from homeward.children.facts import ChildFacts
from homeward.linkage.search import Found
from homeward.rules.identifiers import Kind, clean
from homeward.rules.searching import Way, closeness_of, why_words
from homeward.rules.sharing import Section
from homeward.web.children.present import age_on
from homeward.web.children.wording import SETTING_WORDS
from homeward.web.keys import read_key, write_key
from homeward.web.words import MONTHS, local, plural

PAGE = 20
_SEXES = {"F": "girl", "M": "boy"}
_NUMBERS = ((Kind.NHS_NO, "NHS number"), (Kind.UPN, "unique pupil number"))
_WAYS = (
    (Way.NAME, "a name, or how it begins or sounds: siobhan, smi kat, o neill"),
    (Way.YEAR, "a name and a year of birth: kiran 2011"),
    (Way.BIRTH, "a date of birth, however written: 14/5/11 or 14 May 2011"),
    (Way.NUMBER, "an NHS number, a unique pupil number, a number at children's social care"),
    (Way.REFERENCE, "a police reference"),
    (Way.PLACE, "a school by name or number; a name and a town: wilson scarborough"),
)


def ways_words(ways: frozenset[Way]) -> list[str]:
    """What may be typed, for these ways of finding a child."""
    return [text for way, text in _WAYS if way in ways]


def found_words(count: int, most: int) -> str:
    """How many children agree, as a sentence."""
    if count >= most:
        return f"The closest {most} are listed. Type another word to see fewer."
    return f"{plural(count, 'child', 'children')} found." if count else ""


def page_of(found: Sequence[Found], after: str) -> tuple[list[Found], str | None]:
    """A page of the answers, and the key of the next page where there is one."""
    key = read_key(after)
    places = {each.child: place for place, each in enumerate(found, start=1)}
    begin = places.get(key[1], min(key[0], len(found))) if key else 0
    shown = list(found[begin : begin + PAGE])
    more = len(found) > begin + PAGE
    return shown, write_key(begin + PAGE, shown[-1].child) if more else None


@dataclass(frozen=True, slots=True)
class Answer:
    """One child on the list: who it is as far as the reader may know, and why it is listed."""

    id: UUID
    name: str
    href: str
    about: str
    why: str
    missing_since: datetime | None
    report_href: str


@dataclass(frozen=True, slots=True)
class Group:
    """Answers that are equally close."""

    heading: str
    answers: list[Answer]


def groups(
    found: Iterable[Found],
    children: Mapping[UUID, ChildFacts],
    sections: frozenset[Section],
    now: datetime,
) -> list[Group]:
    """The answers under their closeness, in the order of the search."""
    listed: dict[str, list[Answer]] = {}
    for each in found:
        child = children.get(each.child)
        if child is not None:
            heading = closeness_of(each.distance, len(each.parts)).value
            listed.setdefault(heading, []).append(_answer(each, child, sections, now))
    return [Group(heading, answers) for heading, answers in listed.items()]


def _answer(found: Found, child: ChildFacts, sections: frozenset[Section], now: datetime) -> Answer:
    return Answer(
        child.id,
        child.name,
        reverse("children:child", args=[child.id]),
        about(child, sections, now),
        why(found),
        found.missing_since,
        f"{reverse('reports:start')}?child={child.id}",
    )


def about(child: ChildFacts, sections: frozenset[Section], now: datetime) -> str:
    """Age and, where the reader may know them, day of birth, setting and area."""
    parts = [str(age_on(child.dob, local(now).date())), _SEXES.get(child.sex, "")]
    if sections & {Section.IDENTIFIERS, Section.PLACES}:
        parts.append(f"born {child.dob.day} {MONTHS[child.dob.month - 1]} {child.dob.year}")
    if Section.EPISODE in sections:
        parts += [SETTING_WORDS.get(child.setting, ""), child.place.replace("-", " ").title()]
    return " · ".join(part for part in parts if part)


def why(found: Found) -> str:
    """For each part that was typed, in what it agrees."""
    pairs = zip(found.parts, found.why, strict=True)
    return "; ".join(
        f"{part.typed}: {_number_words(part.bare) if code == 'NUMBER' else why_words(code)}"
        if part.typed
        else why_words(code)
        for part, code in pairs
    )


def _number_words(bare: str) -> str:
    kinds = (words for kind, words in _NUMBERS if clean(kind, bare))
    return next(kinds, "number at children's social care")
