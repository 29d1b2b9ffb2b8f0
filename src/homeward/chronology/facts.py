"""What the chronology hands out: a line as plain facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

ERROR = "line.entered_in_error"


@dataclass(slots=True)
class LineFacts:
    """One line. Times are UTC; `supersedes` names the line that this one replaces."""

    id: int
    source_id: UUID
    kind: str
    happened_at: datetime
    precision: str
    known_at: datetime
    agency: str
    data: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    supersedes: int | None = None
    person_id: UUID | None = None
    recorded_at: datetime | None = None


def live(lines: Iterable[LineFacts]) -> list[LineFacts]:
    """The lines that stand: neither replaced nor entered in error."""
    listed = list(lines)
    gone = {line.supersedes for line in listed if line.supersedes is not None}
    return [line for line in listed if line.id not in gone and line.kind != ERROR]


def as_known(lines: Iterable[LineFacts], at: datetime) -> list[LineFacts]:
    """What had happened and was known at a moment; a later correction does not show yet."""
    return [line for line in lines if line.known_at <= at and line.happened_at <= at]
