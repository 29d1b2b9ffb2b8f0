"""A waiting report beside the known children that come near, field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from homeward.agencies.queries import Directory
from homeward.intake.queries import RowFacts
from homeward.linkage.compare import compare
from homeward.linkage.queries import QuestionFacts, ReviewFacts
from homeward.rules.agreement import agreement_words
from homeward.rules.linkage import (
    Level,
    Levels,
    Person,
    judge,
    may_be_siblings,
    may_be_twins,
)
from homeward.web import words
from homeward.web.keys import write_time_key
from homeward.web.lists.columns import Column, Listing

STATES = {
    "WAITING": ("Waiting", "plain"),
    "ASKED": ("Asked", "new"),
    "SAME": ("Same child", "quiet"),
    "DIFFERENT": ("Different children", "quiet"),
    "SETTLED": ("Settled by a later file", "quiet"),
}
TITLES = {"CHILDREN": "Two numbers, perhaps one child"}
SET_ASIDE = ("Set aside", "quiet")
FIELDS = (
    ("Surname", "surname", "surname"),
    ("Forename", "forename", "forename"),
    ("Second forename", "forename2", "forename2"),
    ("Date of birth", "dob", "dob"),
    ("Sex", "sex", "sex"),
    ("Postcode", "postcode", "postcode"),
    ("Address", "address", "address"),
    ("School", "school_urn", "school"),
    ("NHS number", "nhs_no", "nhs_no"),
    ("UPN", "upn", "upn"),
    ("LA child id", "la_child_id", "la_child_id"),
)
LOOKS = {
    Level.AGREE: "quiet",
    Level.NEAR: "near",
    Level.DIFFER: "bold",
    Level.MISSING: "grey",
}
SEXES = {"M": "male", "F": "female"}
BOOKKEEPING = ("EXTRACT_ID", "EXTRACT_DTTM")


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One review on a list."""

    facts: ReviewFacts
    href: str
    title: str
    state: str
    look: str
    came_by: str
    decided_by: str


def review_line(facts: ReviewFacts, names: Mapping[UUID, str]) -> ReviewLine:
    """A review for a list: whose name is on it, why it waits, how it stands."""
    aside = facts.kind == "CONTENT" and facts.state == "DIFFERENT"
    state, look = SET_ASIDE if aside else STATES[facts.state]
    return ReviewLine(
        facts=facts,
        href=reverse("reviews:review", args=[facts.id]),
        title=facts.name or TITLES.get(facts.kind, "A row of a police download"),
        state=state,
        look=look,
        came_by=_came_by(facts),
        decided_by=names.get(facts.decided_by, "") if facts.decided_by else "",
    )


def _came_by(facts: ReviewFacts) -> str:
    if facts.kind == "CHILDREN":
        return "two children on record"
    return "report by form" if facts.submission_id else "police download"


def page_of(rows: Sequence[ReviewFacts], size: int) -> tuple[list[ReviewLine], str | None]:
    """A page of what waits, and the key of the next page where there is one."""
    shown = rows[:size]
    more = len(rows) > size
    key = write_time_key(shown[-1].raised_at, shown[-1].id) if more else None
    return [review_line(each, {}) for each in shown], key


def decided_key(rows: Sequence[ReviewFacts], size: int) -> str | None:
    """The key of the next page of what was decided, None on the last."""
    last = rows[size - 1] if len(rows) > size else None
    return write_time_key(last.decided_at, last.id) if last and last.decided_at else None


_REPORT: tuple[Column[ReviewLine], ...] = (
    Column("Report", lambda line: line.title, width=28),
    Column("Came by", lambda line: line.came_by),
    Column("What makes it uncertain", lambda line: line.facts.reason, width=60),
    Column("Waits since", lambda line: line.facts.raised_at),
    Column("How it stands", lambda line: line.state),
)
WAITING: Listing[ReviewLine] = Listing("review-waiting", "Is it the same child? Waiting", _REPORT)
DECIDED: Listing[ReviewLine] = Listing(
    "review-decided",
    "Is it the same child? Decided",
    (
        *_REPORT,
        Column("Decided by", lambda line: line.decided_by or "a later file", width=24),
        Column("Decided", lambda line: line.facts.decided_at),
        Column("Because", lambda line: line.facts.decision_reason, width=50),
    ),
    lambda line: line.facts.chosen_id,
)


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field: what the report says, what is known, how the two compare."""

    label: str
    reported: str
    known: str
    verdict: str
    look: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The waiting report against one known child."""

    child: UUID
    title: str
    reason: str
    lines: list[FieldLine]
    also: str
    kin: str = ""


def comparisons(
    review: ReviewFacts, known: Mapping[UUID, Person], directory: Directory
) -> list[Comparison]:
    """The report against each candidate that may still be read, in the rule's order."""
    if review.kind == "CHILDREN":
        return _two_numbers(review, known, directory)
    if review.person is None:
        return []
    readable = [child for child in review.candidates if child in known]
    several = len(review.candidates) > 1
    return [
        _comparison(review.person, child, known[child], directory, place if several else 0)
        for place, child in enumerate(readable, start=1)
    ]


def _comparison(
    person: Person, child: UUID, known: Person, directory: Directory, place: int
) -> Comparison:
    levels = compare(person, known)
    verdicts = dict(agreement_words(levels))
    lines = [
        FieldLine(
            label,
            _value(person, name, directory),
            _value(known, name, directory),
            verdicts[label],
            _look(levels, level),
        )
        for label, name, level in FIELDS
    ]
    name = f"{known.forename} {known.surname}".strip()
    title = f"Known child {place}: {name}" if place else f"Known child: {name}"
    also = ", ".join(known.aliases)
    return Comparison(child, title, judge(levels).reason, lines, also, _kin(levels))


def _two_numbers(
    review: ReviewFacts, known: Mapping[UUID, Person], directory: Directory
) -> list[Comparison]:
    """Two children on record beside each other, while both may be read."""
    if not set(review.candidates) <= set(known):
        return []
    first, second = review.candidates
    compared = _comparison(known[first], second, known[second], directory, 0)
    return [replace(compared, title="Two numbers on record")]


def _kin(levels: Levels) -> str:
    """What two children of one family look like on paper, as a warning."""
    if may_be_twins(levels):
        return (
            "They may be twins: surname and date of birth are the same and the forename is not."
            " A shared home or school does not make them one child."
        )
    if may_be_siblings(levels):
        return "They may be brother or sister: surname and home are the same, the birthday is not."
    return ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question about the review, and its answer."""

    facts: QuestionFacts
    team: str
    answered_by: str


def asked(
    questions: Sequence[QuestionFacts], directory: Directory, names: Mapping[UUID, str]
) -> list[Asked]:
    """What was asked of whom, oldest first."""
    return [
        Asked(
            each,
            directory.named(each.team_id),
            names.get(each.answered_by, "") if each.answered_by else "",
        )
        for each in questions
    ]


def askable(
    knowing: Mapping[UUID, set[int]], sender: int | None, directory: Directory
) -> list[tuple[int, str]]:
    """The teams that may be asked: they know one of the children, or sent the form."""
    teams = set().union(*knowing.values()) | ({sender} if sender is not None else set())
    return sorted(((team, directory.named(team)) for team in teams), key=lambda pair: pair[1])


def newcomers(
    review: ReviewFacts, knowing: Mapping[UUID, set[int]], sender: int | None, directory: Directory
) -> list[str]:
    """Who would get sight of a child whom they do not know now, as sentences."""
    if review.kind == "CHILDREN":
        first, second = (knowing.get(each, set()) for each in review.candidates[:2])
        pairs = [(first - second, "second"), (second - first, "first")]
        return [
            f"{words.join([directory.named(team) for team in sorted(teams)])} would see what stands"
            f" under the {which} number. They do not see it now."
            for teams, which in pairs
            if teams
        ]
    if sender is None or all(sender in knowing.get(each, set()) for each in review.candidates):
        return []
    return [
        f"{directory.named(sender)} sent this form and does not know the child now. Same child"
        " would let them see the child's record."
    ]


def _look(levels: Levels, name: str) -> str:
    level: Level = getattr(levels, name)
    return LOOKS[level]


def _value(person: Person, name: str, directory: Directory) -> str:
    value = getattr(person, name)
    if isinstance(value, date):
        return f"{value.day} {words.MONTHS[value.month - 1]} {value.year}"
    if name == "school_urn" and value:
        school = directory.for_reference("SCHOOL", value)
        return f"{school.name} ({value})" if school else f"school number {value}"
    if name == "sex":
        return SEXES.get(value, str(value))
    return str(value or "")


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One column of the download: what waits and what holds."""

    column: str
    waits: str
    holds: str

    @property
    def differs(self) -> bool:
        """Whether the two contents say something else."""
        return self.waits != self.holds


@dataclass(frozen=True, slots=True)
class Content:
    """A row that waits for its content: where it stands, the doubt, what holds instead."""

    row: RowFacts
    doubt: str
    lines: list[ContentLine]
    held_at: datetime | None


def content_of(waiting: RowFacts | None, versions: Sequence[RowFacts]) -> Content | None:
    """The waiting row beside the content that holds; None where it is not the viewer's to read."""
    if waiting is None:
        return None
    held = next((row for row in versions if row.held and row.id != waiting.id), None)
    doubt = f"{waiting.column}: {waiting.value or 'blank'}" if waiting.column else ""
    lines = _changes(waiting, held) if held else _cells(waiting)
    return Content(waiting, doubt, lines, held.extract_at if held else None)


def _changes(waiting: RowFacts, held: RowFacts) -> list[ContentLine]:
    names = dict.fromkeys((*waiting.cells, *held.cells))
    lines = [
        ContentLine(name, waiting.cells.get(name, ""), held.cells.get(name, ""))
        for name in names
        if name not in BOOKKEEPING
    ]
    return [line for line in lines if line.differs]


def _cells(waiting: RowFacts) -> list[ContentLine]:
    return [ContentLine(name, value, "") for name, value in waiting.cells.items()]
