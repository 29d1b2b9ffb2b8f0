"""What agencies did about a drawn episode: lines that meet its duties in time, late, or never.

The edition itself says what is owed; nothing here knows a duty by name but the interviews,
whose rates are published.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from random import Random
from types import MappingProxyType

from homeward.rehearsal.county.figures import Figures
from homeward.rehearsal.county.reports import Told
from homeward.rules.acts import NewLine
from homeward.rules.lines import KINDS, Arises
from homeward.rules.protocol.catalogue import Duty, Edition
from homeward.rules.protocol.evaluate import EpisodeLog, Facts, Line, Verdict, evaluate
from homeward.rules.workdays import Calendar

#: How often the duties are looked through: an offer makes the interview due, and so on.
ROUNDS = 3
HEARD = timedelta(minutes=10)
#: Police have looked in by then.
SEEN = timedelta(minutes=110)

#: Who of the cast writes down what an owner of a duty did.
WHO: Mapping[str, str] = MappingProxyType(
    {
        "police": "coordinator",
        "health": "nurse",
        "interviewer": "interviewer",
        "panel-coordinator": "panel",
        "partnership": "audit",
    }
)

#: Who wrote it, when their agency knew (UTC), what it says.
Practised = tuple[str, datetime, NewLine]


def practise(
    told: Told, edition: Edition, calendar: Calendar, seed: int, figures: Figures | None = None
) -> list[Practised]:
    """The lines that people wrote about this episode, by time. The same seed, the same lines."""
    doing = _Doing(told, Random(f"{seed}:{told.report.ref}"), figures or Figures())
    duties = {duty.id: duty for duty in edition.duties}
    for _ in range(ROUNDS):
        as_at = told.returned_at + timedelta(days=60)
        verdicts = evaluate(edition, [doing.log()], as_at, calendar)
        for verdict in verdicts:
            if verdict.at is None:
                doing.answer(duties[verdict.duty], verdict)
    return sorted(doing.lines, key=lambda line: (line[1], line[2].kind))


class _Doing:
    """What was done about one episode so far."""

    def __init__(self, told: Told, random: Random, figures: Figures) -> None:
        self.lines: list[Practised] = []
        self._told = told
        self._random = random
        self._figures = figures
        self._looked: set[tuple[str, datetime]] = set()

    def log(self) -> EpisodeLog:
        """The episode as the engine reads it."""
        child = self._told.report.child
        facts = Facts(
            setting="home" if child.residence == "HOME" else "care",
            risk="HIGH" if self._told.grade == "HIGH" else "MEDIUM",
            dob=child.dob,
            placed_by_other_la=bool(child.placing),
            school_urn=child.school or None,
            place="north-yorkshire",
        )
        return EpisodeLog(self._told.report.ref, [*self._police(), *self._by_hand()], facts)

    def _police(self) -> Iterator[Line]:
        started, returned = self._told.started_at, self._told.returned_at
        yield Line("report.received", started - timedelta(minutes=20))
        yield Line("risk.graded", started)
        yield Line("episode.started", started)
        yield Line("child.located", returned)
        yield Line("child.returned", returned)
        yield Line("child.seen", returned + SEEN)
        yield Line("report.closed", returned + timedelta(hours=2))

    def _by_hand(self) -> Iterator[Line]:
        for _, _, line in self.lines:
            yield Line(line.kind, line.happened_at)

    def answer(self, duty: Duty, verdict: Verdict) -> None:
        """Meet the duty in time or late, or leave it; each duty is looked at once."""
        key = duty.id, verdict.start
        kind = next((kind for kind in duty.met_by if _by_hand(kind)), None)
        done = {line.kind for _, _, line in self.lines}
        if key in self._looked or kind is None or not done.isdisjoint(duty.met_by):
            return
        self._looked.add(key)
        at = self._when(kind, verdict)
        if at is None:
            kind = next((kind for kind in duty.excused_by if _by_hand(kind)), "")
            at = self._excused_at(verdict) if kind and kind not in done else None
        if at is not None:
            who = WHO.get(duty.owner, "duty")
            self.lines.append((who, at + HEARD, NewLine(kind, at)))

    def _when(self, kind: str, verdict: Verdict) -> datetime | None:
        """When it was done, to the minute; None for never."""
        in_time, late = self._shares(kind)
        drawn, part = self._random.random(), self._random.uniform(0.1, 0.9)
        span = verdict.due - verdict.start
        if drawn < in_time:
            at = verdict.start + part * span
        elif drawn < in_time + late:
            at = verdict.due + part * max(span, timedelta(hours=6))
        else:
            return None
        return at.replace(second=0, microsecond=0) + timedelta(minutes=1)

    def _excused_at(self, verdict: Verdict) -> datetime | None:
        """When it was written down why not, some days after it was due; None for never."""
        if self._random.random() > self._figures.reason_given:
            return None
        return verdict.due + timedelta(minutes=self._random.randrange(60, 3 * 1440))

    def _shares(self, kind: str) -> tuple[float, float]:
        figures = self._figures
        held, soon = figures.interview_held, figures.interview_in_time
        shares = {
            "interview.offered": (figures.interview_offered, 0.0),
            "interview.held": (held * soon, held * (1 - soon)),
            "interview.lateness_explained": (figures.lateness_explained, 0.0),
            "panel.listed": (figures.panel, 0.0),
            "tasking.reviewed": (figures.panel, 0.0),
        }
        return shares.get(kind, (figures.in_time, figures.late))


def _by_hand(kind: str) -> bool:
    known = KINDS.get(kind)
    return known is not None and known.arises is Arises.HAND
