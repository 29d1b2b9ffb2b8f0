"""Telling a story: what police wrote of one report, and what people did about it, when.

A story only collects. `stage.py` plays all stories together, in the order of time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from homeward.casework.allocate import allocate
from homeward.casework.claim_time import claim_time
from homeward.casework.close_episode import close_episode
from homeward.casework.record_enquiry import record_enquiry
from homeward.casework.record_sighting import record_sighting
from homeward.casework.regrade import regrade
from homeward.casework.take_ownership import take_ownership
from homeward.casework.tick_task import tick_task
from homeward.rehearsal.police_report import PoliceReport, Subject
from homeward.rules.acts import NewLine
from homeward.rules.clocks import LONDON, Clock, Source
from homeward.rules.risk import Grade

__all__ = ["Form", "Step", "Story", "Subject"]

Verb = Callable[..., object]
SOON = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Step:
    """One verb that one person of the cast does on the child or the episode of a report.

    What it records is remembered under `label`, for a later step that names it.
    """

    who: str
    verb: Verb
    on_child: bool
    known_at: datetime
    details: Mapping[str, object]
    reason: str = ""
    label: str = ""


@dataclass(slots=True)
class Story(PoliceReport):
    """One report: its versions as police wrote them, and the steps of the cast.

    `lines` are those that somebody adds by hand: who, when their agency knew, and what they
    say.
    """

    steps: list[Step] = field(default_factory=list)
    lines: list[tuple[str, datetime, NewLine]] = field(default_factory=list)

    def at(self, day: int, clock: str) -> datetime:
        """A local clock time on the n-th day of the story (0 is the first), UTC."""
        hour, minute = clock.split(":")
        on = self.opened_on + timedelta(days=day)
        return datetime.combine(on, time(int(hour), int(minute)), LONDON).astimezone(UTC)

    def line(
        self, who: str, kind: str, at: datetime, text: str = "", heard: timedelta = SOON
    ) -> None:
        """A line that somebody adds by hand, known to their agency `heard` after it happened."""
        self.lines.append((who, at + heard, NewLine(kind, at, text=text)))

    def claim(
        self,
        who: str,
        clock: Clock,
        source: Source,
        at: datetime,
        text: str = "",
        precision: str = "minute",
    ) -> None:
        """An agency's own word on one of the times of the episode."""
        details = {
            "clock": clock,
            "at": at,
            "source": source,
            "precision": precision,
            "text": text,
        }
        self.steps.append(Step(who, claim_time, False, at + SOON, details))

    def grade(self, who: str, at: datetime, grade: str, reason: str) -> None:
        """The grade set, or reviewed and left as it was."""
        details = {"grade": Grade(grade), "at": at}
        self.steps.append(Step(who, regrade, False, at, details, reason))

    def sighting(self, who: str, at: datetime, place: str, seen_by: str, text: str = "") -> None:
        """Somebody saw the child."""
        details = {"seen_at": at, "place": place, "seen_by": seen_by, "text": text}
        self.steps.append(Step(who, record_sighting, False, at + SOON, details))

    def enquiry(
        self, who: str, at: datetime, of_whom: str, method: str, result: str, text: str = ""
    ) -> None:
        """Somebody was asked."""
        details = {
            "asked_at": at,
            "of_whom": of_whom,
            "method": method,
            "result": result,
            "text": text,
        }
        self.steps.append(Step(who, record_enquiry, False, at + SOON, details))

    def allocate(self, who: str, team: str, at: datetime, reason: str) -> None:
        """A team is given the child's case; it stays involved until somebody ends that."""
        self.steps.append(Step(who, allocate, True, at, {"team": team}, reason))

    def own(self, who: str, team: str, at: datetime) -> None:
        """A team takes the work on."""
        self.steps.append(Step(who, take_ownership, False, at, {"team": team}))

    def tick(self, who: str, at: datetime, *tasks: str) -> None:
        """Response tasks, by their codes in the edition, are ticked as done."""
        for task in tasks:
            self.steps.append(Step(who, tick_task, False, at, {"task": task}))

    def record(
        self, who: str, verb: Verb, at: datetime, label: str = "", reason: str = "", **said: object
    ) -> None:
        """Something recorded of the child: family, where they live, school, needs."""
        self.steps.append(Step(who, verb, True, at, said, reason, label))

    def close(self, who: str, at: datetime, reason: str) -> None:
        """The episode is closed."""
        self.steps.append(Step(who, close_episode, False, at, {"closed_at": at}, reason))


@dataclass(frozen=True, slots=True)
class Form:
    """A report made by form: who sends it when (UTC), and what they answer."""

    who: str
    sent_at: datetime
    answers: Mapping[str, object]
