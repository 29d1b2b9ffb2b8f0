"""What the requests for a copy hand out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

ORIGINAL, REMOVED = "ORIGINAL", "REMOVED"


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """One request for a copy. Times are UTC."""

    id: UUID
    child_id: UUID | None
    wanted: Mapping[str, str]
    asked_by: str
    capacity: str
    authority: str
    received_on: date
    due_on: date
    extended_at: datetime | None
    extension_reason: str
    logged_by: UUID
    logged_at: datetime
    gathered_at: datetime | None
    stopped: str
    marked_by: UUID | None
    marked_at: datetime | None
    checked_by: UUID | None
    checked_at: datetime | None
    made_at: datetime | None
    until_at: datetime | None
    closed_at: datetime | None
    close_reason: str

    @property
    def stands(self) -> str:
        """How far it has come, in a word."""
        if self.closed_at:
            return "Closed"
        if self.stopped:
            return "Stopped"
        if self.made_at:
            return "Ready"
        if self.checked_at:
            return "Being made"
        if self.marked_at:
            return "Waits for a second look"
        return "Waits for marking" if self.gathered_at else "Being gathered"


@dataclass(frozen=True, slots=True)
class MarkFacts:
    """Words to remove. `removed` None: nobody has decided. `added_by` None: suggested."""

    id: int
    words: str
    exemption: str
    why: str
    times: int
    removed: bool | None
    added_by: UUID | None
    decided_by: UUID | None


@dataclass(frozen=True, slots=True)
class FetchFacts:
    """A file that somebody took away."""

    kind: str
    person_id: UUID
    at: datetime
