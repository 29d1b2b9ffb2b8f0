"""What the documents hand out: a document as plain facts, without its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from homeward.rules.documents import DocumentKind, is_shut


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """One document. `check` is a code of `rules.documents.Check`; `found` names what was found.

    `withdrawn_why` is a code of `rules.documents.Withdrawn`, blank while it stands.
    """

    id: UUID
    child_id: UUID
    kind: str
    title: str
    given_by: str
    shows: str
    why_allowed: str
    made_on: date | None
    media: str
    size: int
    agency: str
    person_id: UUID | None
    added_at: datetime
    erased_at: datetime | None
    check: str
    found: str
    withdrawn_why: str
    withdrawn_reason: str
    withdrawn_at: datetime | None
    withdrawn_by: UUID | None

    @property
    def is_photograph(self) -> bool:
        """Whether it is a photograph of the child, drawn anew."""
        return self.kind == DocumentKind.PHOTOGRAPH

    @property
    def shut(self) -> str:
        """Why its bytes are not handed out; blank when they are."""
        withdrawn, erased = bool(self.withdrawn_at), bool(self.erased_at)
        return is_shut(self.check, withdrawn=withdrawn, erased=erased)


@dataclass(frozen=True, slots=True)
class Kept:
    """A document just kept: its id, and the digest of its bytes as text."""

    id: UUID
    digest: str


@dataclass(frozen=True, slots=True)
class Papers:
    """What the page of a child shows: the newest photograph, the newest documents, whether more."""

    photograph: DocumentFacts | None = None
    newest: tuple[DocumentFacts, ...] = ()
    more: bool = False
