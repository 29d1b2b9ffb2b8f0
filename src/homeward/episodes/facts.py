"""What the episodes' record hands out: reports and settled episodes as plain facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from homeward.chronology.facts import LineFacts
from homeward.rules.clocks import Clock, Settled
from homeward.rules.episodes import State


@dataclass(slots=True)
class ReportFacts:
    """One report. Times are UTC; `file` and `row` name the held version's place in a download."""

    id: UUID
    via: str
    ref: str
    version: int
    status: str
    report_class: str
    merged_into: str
    reported_at: datetime
    started_at: datetime
    returned_at: datetime | None
    reporter: str = ""
    row_id: int | None = None
    episode_id: UUID | None = None
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class GradeStep:
    """A grade in force from a moment, UTC."""

    at: datetime
    known_at: datetime
    grade: str


@dataclass(slots=True)
class SettledEpisode:
    """One episode as its lines say it is. `lines` are its live lines, oldest known first."""

    anchor: UUID
    reports: tuple[UUID, ...]
    state: State
    clocks: Mapping[Clock, Settled]
    grades: list[GradeStep]
    police_grade: str
    lines: list[LineFacts]
    owner_team_id: int | None = None
    owner_id: UUID | None = None
    last_place: str = ""

    def time(self, clock: Clock) -> datetime | None:
        """The settled time of a clock, None when nobody stated one."""
        settled = self.clocks.get(clock)
        return settled.at if settled else None

    @property
    def started_at(self) -> datetime:
        """The settled start."""
        return self.clocks[Clock.START].at

    @property
    def grade(self) -> str:
        """The grade in force now."""
        return self.grades[-1].grade if self.grades else ""
