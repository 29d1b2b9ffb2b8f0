"""Odd-looking access in words: the facts, never a judgement. Nothing here queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from homeward.access.looks.queries import AnswerFacts, OddFacts
from homeward.rules.odd_looks import (
    BULK_LEAST,
    BULK_TIMES,
    CLOSED_DAYS,
    HABIT_DAYS,
    KIND_WORDS,
    NIGHT_FROM,
    NIGHT_TO,
    OddKind,
)
from homeward.rules.sharing import Role
from homeward.web.looked.present import PAGES
from homeward.web.words import join

#: What each rule says, with its figures, for the page.
RULES = (
    "the reader’s surname is one of the child’s; the reader’s home has the child’s postcode;"
    " no involvement stands for the reader’s teams (emergency access, too); it was read between"
    f" {NIGHT_FROM}:00 and {NIGHT_TO:02}:00 in a role that works by day; the child’s last episode"
    f" ended {CLOSED_DAYS} days before or more; {BULK_LEAST} children or more were opened one by"
    f" one in an hour, and more than {BULK_TIMES} times the reader’s busiest hour of"
    f" {HABIT_DAYS} days"
)


@dataclass(frozen=True, slots=True)
class OddLine:
    """One reading that looks odd."""

    facts: OddFacts
    why: str
    role: str
    what: str
    at: datetime
    answer: AnswerFacts | None


def odd_line(facts: OddFacts, answer: AnswerFacts | None = None) -> OddLine:
    """Which rule listed it, and the facts that it saw."""
    said = facts.facts
    if facts.kind == OddKind.BULK:
        what = (
            f"opened the records of {said.get('children')} children within an hour; the busiest"
            f" hour of the {HABIT_DAYS} days before: {said.get('busiest')}"
        )
    else:
        page = str(said.get("page", ""))
        what = f"read {PAGES.get(page, page)} of one child"
    roles = join([Role(role).words for role in said.get("roles", ()) if role in list(Role)])
    return OddLine(facts, KIND_WORDS[OddKind(facts.kind)], roles, what, facts.at, answer)
