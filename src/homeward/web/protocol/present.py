"""The protocol in plain words: duties, editions, adoptions as page lines. Nothing here queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from homeward.protocol.queries import Adopted
from homeward.rules.protocol.catalogue import Duty, Edition
from homeward.rules.protocol.compare import compare
from homeward.rules.protocol.wording import (
    CODES,
    FIELDS,
    STAGES,
    clock_words,
    excused_words,
    for_whom,
    local_words,
    met_words,
    owner_words,
    stage_of,
    start_words,
    status_words,
)
from homeward.web.lists.columns import Column, Listing

EVERYWHERE = "the whole partnership"
FEW = 5


def place_words(place: str) -> str:
    """A place as people write it; blank is the whole partnership."""
    return place.replace("-", " ").title() if place else EVERYWHERE


def place_choices(places: Iterable[str]) -> list[tuple[str, str]]:
    """The places as a choice begins."""
    words = ((place, place_words(place)) for place in places)
    return [(place, text[:1].upper() + text[1:]) for place, text in words]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader narrows the duties by. Blank: all."""

    owner: str = ""
    stage: str = ""
    words: str = ""

    def lets(self, duty: Duty) -> bool:
        """Whether a duty is one of those asked for."""
        said = f"{duty.id} {duty.title} {duty.source}".casefold()
        return (
            self.owner in ("", duty.owner)
            and self.stage in ("", stage_of(duty.id))
            and all(word in said for word in self.words.casefold().split())
        )

    def told(self, place: str) -> list[tuple[str, str]]:
        """How the list is narrowed, for the head of a file."""
        given = [
            ("Place", place_words(place)),
            ("Owner", owner_words(self.owner)),
            ("Stage", STAGES.get(self.stage, "")),
            ("Words", self.words),
        ]
        return [(label, text) for label, text in given if text]


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty of an adopted edition."""

    duty: Duty
    href: str


def duty_lines(adopted: Adopted, asked: Asked) -> list[DutyLine]:
    """The duties asked for, in the edition's order."""
    return [
        DutyLine(duty, reverse("protocol:duty", args=[adopted.id, duty.id]))
        for duty in adopted.edition.duties
        if asked.lets(duty)
    ]


def _ends(line: DutyLine) -> str:
    ended = excused_words(line.duty)
    return f"Not needed after: {ended}" if ended else ""


def _known(line: DutyLine) -> str:
    duty = line.duty
    return f"duty: {duty.evidence} · time limit: {duty.figure_evidence}"


DUTIES: Listing[DutyLine] = Listing(
    "protocol-duties",
    "Duties of the protocol",
    (
        Column(
            "Duty",
            lambda line: line.duty.title,
            href=lambda line: line.href,
            note=lambda line: f"{line.duty.id} · {STAGES.get(stage_of(line.duty.id), 'Other')}",
            width=50,
        ),
        Column("Id", lambda line: line.duty.id, only="sheet", width=16),
        Column("Stage", lambda line: STAGES.get(stage_of(line.duty.id), ""), only="sheet"),
        Column("Owner", lambda line: owner_words(line.duty.owner).capitalize()),
        Column(
            "Time limit",
            lambda line: clock_words(line.duty),
            note=lambda line: local_words(line.duty),
            width=28,
        ),
        Column("Starts with", lambda line: start_words(line.duty), width=30),
        Column("Met by", lambda line: met_words(line.duty), note=_ends, width=40),
        Column("Not needed after", lambda line: excused_words(line.duty), only="sheet", width=40),
        Column("Applies to", lambda line: for_whom(line.duty.applies), width=24),
        Column("Source", lambda line: line.duty.source, note=_known, width=40),
        Column("How the duty is known", lambda line: line.duty.evidence, only="sheet"),
        Column("How the figure is known", lambda line: line.duty.figure_evidence, only="sheet"),
        Column("Local default", lambda line: local_words(line.duty), only="sheet", width=30),
        Column("Worklists", lambda line: status_words(line.duty), only="sheet", width=40),
    ),
    filters=("place", "owner", "stage"),
)


def choices(edition: Edition) -> dict[str, list[tuple[str, str]]]:
    """The values of each filter that the edition has duties for."""
    owners = sorted({duty.owner for duty in edition.duties})
    held = {stage_of(duty.id) for duty in edition.duties}
    return {
        "owner": [(each, owner_words(each).capitalize()) for each in owners],
        "stage": [(code, words) for code, words in STAGES.items() if code in held],
    }


def codes() -> list[tuple[str, str]]:
    """The evidence codes with what each means."""
    return list(CODES.items())


@dataclass(frozen=True, slots=True)
class EditionChoice:
    """An edition that can be compared or adopted; `adoption` is None for one only shipped."""

    key: str
    words: str
    edition: Edition


def edition_choices(
    adoptions: Iterable[Adopted], shipped: Iterable[Edition]
) -> list[EditionChoice]:
    """Every edition once, by its text: those adopted, and those shipped and not adopted."""
    known = {each.edition.sha256: each.edition for each in adoptions}
    made = {
        edition.sha256: EditionChoice(edition.sha256[:12], edition.title, edition)
        for edition in [*known.values(), *shipped]
    }
    return sorted(made.values(), key=lambda each: (each.edition.in_force, each.words))


@dataclass(frozen=True, slots=True)
class Difference:
    """One duty that is not the same in both editions; `fields`: label, before, after."""

    id: str
    title: str
    fields: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Differences:
    """What differs between two editions."""

    added: list[Duty]
    removed: list[Duty]
    changed: list[Difference]

    @property
    def none(self) -> bool:
        """Whether the duties are the same."""
        return not (self.added or self.removed or self.changed)


def differences(old: Edition, new: Edition) -> Differences:
    """The duties of two editions side by side."""
    found = compare(old, new)
    before = {duty.id: duty for duty in old.duties}
    after = {duty.id: duty for duty in new.duties}
    return Differences(
        [after[each] for each in found.added],
        [before[each] for each in found.removed],
        [
            Difference(each.id, after[each.id].title, _fields(each.fields, before, after, each.id))
            for each in found.changed
        ],
    )


def _fields(
    keys: Iterable[str], before: Mapping[str, Duty], after: Mapping[str, Duty], duty: str
) -> list[tuple[str, str, str]]:
    return [
        (label, words(before[duty]), words(after[duty]))
        for label, words in (FIELDS[key] for key in keys)
    ]


@dataclass(frozen=True, slots=True)
class AdoptionLine:
    """One adoption, and until when it holds."""

    adopted: Adopted
    place: str
    until: date | None
    by: str


def adoption_lines(adoptions: Sequence[Adopted], names: Mapping[UUID, str]) -> list[AdoptionLine]:
    """The history of adoptions, newest first within each place."""
    lines = []
    for place in sorted({each.place for each in adoptions}):
        until: date | None = None
        for each in reversed([one for one in adoptions if one.place == place]):
            by = names.get(each.person_id, "somebody") if each.person_id else "the system"
            lines.append(AdoptionLine(each, place_words(place), until, by))
            until = each.adopted_on
    return lines


ADOPTIONS: Listing[AdoptionLine] = Listing(
    "protocol-adoptions",
    "Adoptions",
    (
        Column(
            "Edition",
            lambda line: line.adopted.edition.title,
            note=lambda line: f"hash {line.adopted.edition.sha256[:12]}",
            width=40,
        ),
        Column("For", lambda line: line.place),
        Column("From", lambda line: line.adopted.adopted_on),
        Column("Until", lambda line: line.until or "still holds"),
        Column("Who answers for it", lambda line: line.adopted.answers or "not stated", width=30),
        Column("Looked at again", lambda line: line.adopted.review_on or "not stated"),
        Column(
            "Adopted by",
            lambda line: line.by,
            note=lambda line: line.adopted.reason,
            width=24,
        ),
        Column("When", lambda line: line.adopted.adopted_at, only="sheet"),
        Column("Because", lambda line: line.adopted.reason, only="sheet", width=50),
    ),
)


def few(count: int, one: str, many: str) -> str:
    """A count without telling small ones: fewer than five of a place may be known by name."""
    if 0 < count < FEW:
        return f"fewer than {FEW} {many}"
    return f"{count:,} {one if count == 1 else many}"
