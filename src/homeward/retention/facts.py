"""What the keeping of records hands out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DueFacts:
    """A record about which somebody must decide, from which day and why."""

    child_id: UUID
    name: str
    dob: date
    classes: tuple[str, ...]
    period: str
    why: str
    due_on: date


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """A hold on a child's record. Blank `lifted_at`: it stands."""

    id: UUID
    child_id: UUID
    kind: str
    reason: str
    agency: str
    placed_by: UUID
    placed_at: datetime
    lifted_by: UUID | None
    lifted_at: datetime | None
    lift_reason: str


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """That a record shall be erased, and how far that has come. `stopped` says what stopped it."""

    id: UUID
    child_id: UUID
    period: str
    why: str
    reason: str
    proposed_by: UUID
    proposed_at: datetime
    confirmed_by: UUID | None
    confirmed_at: datetime | None
    withdrawn_at: datetime | None
    carried_at: datetime | None
    stopped: str
