"""Documents in words: facts become lines of a page. Nothing here queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from homeward.documents.facts import DocumentFacts, Papers
from homeward.documents.media import MEDIA
from homeward.rules.documents import (
    KIND_WORDS,
    Check,
    DocumentKind,
    Reader,
    Withdrawn,
    may_withdraw,
)
from homeward.web.words import day

KB = 1024


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document as a list shows it. `shut` says why it does not open, blank when it does."""

    id: UUID
    title: str
    kind: str
    about: tuple[str, ...]
    file: str
    is_photograph: bool
    shut: str
    is_gone: bool
    state: str
    why: str
    may_withdraw: bool


def kind_words(code: str) -> str:
    """A kind in words."""
    return KIND_WORDS[DocumentKind(code)]


def line_of(
    facts: DocumentFacts, agencies: Mapping[str, str], reader: Reader, now: datetime
) -> DocumentLine:
    """One document as a list shows it."""
    gone = bool(facts.withdrawn_at or facts.erased_at or facts.check == Check.INFECTED)
    may = may_withdraw(reader, facts.agency, withdrawn=bool(facts.withdrawn_at), reason="yes")
    return DocumentLine(
        facts.id,
        _title(facts),
        kind_words(facts.kind),
        _about(facts, agencies, now),
        f"{MEDIA[facts.media][1]}, {size_words(facts.size)}",
        facts.is_photograph,
        facts.shut,
        gone,
        _state(facts),
        _why(facts, now),
        bool(may) and not facts.erased_at,
    )


def lines_of(
    documents: Iterable[DocumentFacts],
    agencies: Mapping[str, str],
    reader: Reader,
    now: datetime,
) -> list[DocumentLine]:
    """Documents as a list shows them."""
    return [line_of(each, agencies, reader, now) for each in documents]


def _title(facts: DocumentFacts) -> str:
    """The title; that of another child's document is told to nobody any more."""
    if facts.withdrawn_why == Withdrawn.WRONG_CHILD:
        return "A document about another child"
    return facts.title or kind_words(facts.kind)


def _why(facts: DocumentFacts, now: datetime) -> str:
    """When it was withdrawn and why; blank while it stands."""
    if facts.withdrawn_at is None or not facts.withdrawn_reason:
        return ""
    return f"{facts.withdrawn_reason} ({day(facts.withdrawn_at, now)})"


def _about(facts: DocumentFacts, agencies: Mapping[str, str], now: datetime) -> tuple[str, ...]:
    made = "Taken" if facts.is_photograph else "Made"
    said = [f"{made} {day(facts.made_on, now)}" if facts.made_on else f"{made}: day not known"]
    if facts.given_by and facts.withdrawn_why != Withdrawn.WRONG_CHILD:
        said.append(f"given by {facts.given_by}")
    added = f"added by {agencies.get(facts.agency, facts.agency)}, {day(facts.added_at, now)}"
    return (*said, added)


def _state(facts: DocumentFacts) -> str:
    if facts.erased_at:
        return "erased"
    if facts.withdrawn_at:
        return "withdrawn"
    states = {
        Check.INFECTED: "kept out",
        Check.WAITING: "waits for its check",
        Check.NOT_SCANNED: "not scanned",
    }
    return states.get(Check(facts.check), "")


def size_words(size: int) -> str:
    """A size as people say it: "4 KB", "2.5 MB"."""
    if size < KB * KB:
        return f"{max(round(size / KB), 1)} KB"
    return f"{size / KB / KB:.1f} MB"


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph as a page shows it: its words for those who cannot see it, and its day."""

    id: UUID
    alt: str
    taken: str
    shows: str
    why_allowed: str
    given_by: str


def picture_of(facts: DocumentFacts, child: str, now: datetime) -> Picture:
    """A photograph as a page shows it."""
    taken = f"taken {day(facts.made_on, now)}" if facts.made_on else "day it was taken not known"
    shows = f": {facts.shows}" if facts.shows else ""
    alt = f"Photograph of {child}, {taken}{shows}"
    return Picture(facts.id, alt, taken, facts.shows, facts.why_allowed, facts.given_by)


@dataclass(frozen=True, slots=True)
class Section:
    """What the page of a child shows of its documents."""

    picture: Picture | None
    lines: list[DocumentLine]
    more: bool
    unscanned: bool
    has_scanner: bool
    may_add: bool


def section_of(
    papers: Papers,
    child: str,
    agencies: Mapping[str, str],
    reader: Reader,
    now: datetime,
    *,
    has_scanner: bool,
    may_add: bool,
) -> Section:
    """What the page of a child shows of its documents."""
    lines = lines_of(papers.newest, agencies, reader, now)
    shown = papers.photograph
    return Section(
        picture_of(shown, child, now) if shown else None,
        lines,
        papers.more,
        any(each.check == Check.NOT_SCANNED and not each.shut for each in papers.newest),
        has_scanner,
        may_add,
    )


def file_name(facts: DocumentFacts) -> str:
    """The name that a file is handed out under: nothing about the child in it."""
    kind = facts.kind.lower().replace("_", "-")
    on = facts.made_on or facts.added_at.date()
    return f"{kind}-{on:%Y-%m-%d}{MEDIA[facts.media][0]}"
