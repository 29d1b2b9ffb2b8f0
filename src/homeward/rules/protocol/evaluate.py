"""What is owed, met, late, overdue or excused: the lines of one child against an edition.

The plain reference engine. Its meaning is that of the published contract (section *Event
log, facts, edition*). Where the contract leaves a choice, the choice is:

* Times are read to the second: every time is cut to its second, so a fraction within the
  due second is in time, and equal lines (episode, kind, second) count once. Only the
  question whether a line is known at all looks at the fraction.
* Lines meet and excuse duties of their own episode only.
* `from` and `until` are both inclusive, and the local day of the starting line decides.
* `repeats`: the first duty has the limit of `within`, each further one the limit of
  `repeats`. The next starts at the meeting when the duty was met in time, else at the due
  time; an excuse ends one duty, not the series. A line meets a further duty only when it
  is later than that duty's start. No duty starts at or after the first `until` line at or
  after the starting line, and none after as-at. The `until` line ends the series and
  decides nothing: name it in `excused_by` too when it lets the running duty go.
* `count_in`: a sliding window over all starting lines of the child, in order of time.
  A line starts a duty, for its own episode, when it and the n - 1 starting lines before
  it lie within the stated time (exactly that time counts as within). So the fourth line
  starts one too when the second to the fourth lie within it. All the child's starting
  lines are counted; `applies`, `from` and `until` are asked of the n-th alone.
* A duty of status *not-yet* is judged like any other.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from homeward.rules.protocol.almanac import DayBook, day_book
from homeward.rules.protocol.duties import Applies, Duty, Edition
from homeward.rules.protocol.limits import CountIn, Limit, Repeats
from homeward.rules.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the child for `applies`; None is blank.

    `setting` and `risk` are spelt as in an edition (`care`, `HIGH`); `school_urn` also
    chooses the school's days.
    """

    setting: str | None = None
    risk: str | None = None
    dob: date | None = None
    placed_by_other_la: bool | None = None
    school_urn: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One settled line. Times are aware. `facts`: those in force here; None, the episode's."""

    kind: str
    at: datetime
    known_at: datetime | None = None
    facts: Facts | None = None


@dataclass(frozen=True, slots=True)
class EpisodeLog:
    """The lines of one episode, in any order, and its facts."""

    episode: str
    lines: Sequence[Line]
    facts: Facts


class Verdict(NamedTuple):
    """One duty of one start. `at` is the line that decided; None while nothing has.

    `verdict` is running, met, late, overdue or excused. Times are UTC, to the second.
    """

    duty: str
    episode: str
    start: datetime
    due: datetime
    verdict: str
    at: datetime | None


def evaluate(
    edition: Edition, child: Sequence[EpisodeLog], as_at: datetime, calendar: Calendar
) -> list[Verdict]:
    """The verdicts on all episodes of ONE child, given together (`count_in` spans them).

    In the order of the episodes given, then of the edition's duties, then of the start.
    Days are those of the edition's time zone. `as_at` and all times are aware.
    """
    bench = _Bench(day_book(calendar, edition.timezone), _second(as_at))
    logs = [_known(log, as_at) for log in child]
    counted = _counted(edition.duties, logs)
    same = _Same(edition)
    return [
        verdict
        for log in logs
        for _, start, duty, facts in sorted(_started(same, log, bench.days), key=_IN_ORDER)
        if duty.count_in is None or (log.episode, start) in counted[duty.id]
        for verdict in _verdicts(duty, log, start, facts, bench)
    ]


@dataclass(frozen=True, slots=True)
class _Bench:
    """What every duty is judged by: the days, and the moment of judging."""

    days: DayBook
    now: datetime


@dataclass(frozen=True, slots=True)
class _Known:
    """The known lines of an episode: distinct seconds of each kind, in order."""

    episode: str
    facts: Facts
    times: Mapping[str, Sequence[datetime]]
    stated: Mapping[tuple[str, datetime], Sequence[Line]]

    def facts_at(self, kind: str, at: datetime) -> Facts:
        """The facts in force at a line; of equal lines, those of the one known first."""
        lines = self.stated.get((kind, at)) if self.stated else None
        if not lines:
            return self.facts
        first = min(lines, key=lambda line: (line.known_at or line.at, repr(line.facts)))
        return first.facts or self.facts


def _second(at: datetime) -> datetime:
    utc = at if at.tzinfo is UTC else at.astimezone(UTC)
    return utc.replace(microsecond=0) if utc.microsecond else utc


def _known(log: EpisodeLog, as_at: datetime) -> _Known:
    times: dict[str, set[datetime]] = {}
    stated: dict[tuple[str, datetime], list[Line]] = {}
    for line in log.lines:
        if line.at > as_at or (line.known_at is not None and line.known_at > as_at):
            continue
        at = _second(line.at)
        times.setdefault(line.kind, set()).add(at)
        if line.facts is not None:
            stated.setdefault((line.kind, at), []).append(line)
    ordered = {kind: sorted(each) for kind, each in times.items()}
    return _Known(log.episode, log.facts, ordered, stated)


Starts = frozenset[tuple[str, datetime]]


def _counted(duties: Iterable[Duty], logs: Sequence[_Known]) -> Mapping[str, Starts]:
    """For each duty with `count_in`, the (episode, time) of the lines that start one."""
    return {
        duty.id: _nth_starts(duty.starts, duty.count_in, logs)
        for duty in duties
        if duty.count_in is not None
    }


def _nth_starts(kind: str, count: CountIn, logs: Sequence[_Known]) -> Starts:
    starts = sorted((at, log.episode) for log in logs for at in log.times.get(kind, ()))
    last = count.n - 1
    return frozenset(
        (episode, at)
        for (first, _), (at, episode) in zip(starts, starts[last:], strict=False)
        if at - first <= count.within
    )


class _Who(NamedTuple):
    """What `applies` asks of a child at the start of a duty; age in whole years, None unknown."""

    setting: str | None
    risk: str | None
    place: str | None
    placed_by_other_la: bool | None
    has_school: bool
    age: int | None


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """Holds one edition and compares by identity: an edition is long, and has no hash."""

    edition: Edition

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.edition is other.edition

    def __hash__(self) -> int:
        return id(self.edition)


_IN_ORDER = itemgetter(0, 1)


def _started(
    same: _Same, log: _Known, days: DayBook
) -> Iterator[tuple[int, datetime, Duty, Facts]]:
    """What the lines start: the duty's place in the edition, the start, duty, facts in force."""
    for kind, times in log.times.items():
        for start in times:
            facts = log.facts_at(kind, start)
            day = days.local_day(start)
            who = _Who(
                facts.setting,
                facts.risk,
                facts.place,
                facts.placed_by_other_la,
                facts.school_urn is not None,
                _age(facts.dob, day),
            )
            for place, duty in _open_to(same, kind, who):
                if _in_force(duty, day):
                    yield place, start, duty, facts


@lru_cache(maxsize=16_384)
def _open_to(same: _Same, kind: str, who: _Who) -> tuple[tuple[int, Duty], ...]:
    """The duties that a line of this kind starts for such a child, each with its place.

    Remembered: thousands of children are alike in all that is asked of them here.
    """
    return tuple(
        (place, duty)
        for place, duty in enumerate(same.edition.duties)
        if duty.starts == kind and (duty.applies is None or _applies(duty.applies, who))
    )


def _verdicts(
    duty: Duty, log: _Known, start: datetime, facts: Facts, bench: _Bench
) -> Iterable[Verdict]:
    if duty.repeats is None:
        return (_judged(duty, log, start, duty.within, facts, bench),)
    return _series(duty, duty.repeats, log, start, facts, bench)


def _series(
    duty: Duty, repeats: Repeats, log: _Known, start: datetime, facts: Facts, bench: _Bench
) -> Iterator[Verdict]:
    until = _first(log, (repeats.until,), start)
    verdict = _judged(duty, log, start, duty.within, facts, bench)
    yield verdict
    while True:
        start = verdict.at if verdict.verdict == "met" and verdict.at else verdict.due
        if start > bench.now or (until is not None and start >= until):
            return
        verdict = _judged(duty, log, start, repeats.every, facts, bench, again=True)
        yield verdict


def _judged(
    duty: Duty,
    log: _Known,
    start: datetime,
    limit: Limit,
    facts: Facts,
    bench: _Bench,
    *,
    again: bool = False,
) -> Verdict:
    due = limit.due(start, bench.days, facts.school_urn)
    met = _first(log, duty.met_by, start, later=duty.met_by if again else (duty.starts,))
    excused = _first(log, duty.excused_by, start)
    if met is not None and (excused is None or met <= excused):
        verdict, at = "met" if met <= due else "late", met
    elif excused is not None:
        verdict, at = "excused", excused
    else:
        verdict, at = "running" if bench.now <= due else "overdue", None
    return Verdict(duty.id, log.episode, start, due, verdict, at)


def _first(
    log: _Known, kinds: Sequence[str], start: datetime, later: Sequence[str] = ()
) -> datetime | None:
    """The first line of these kinds at or after the start; of the kinds in `later`, after it."""
    first = None
    for kind in kinds:
        times = log.times.get(kind)
        if times is None:
            continue
        place = bisect_right(times, start) if kind in later else bisect_left(times, start)
        if place < len(times) and (first is None or times[place] < first):
            first = times[place]
    return first


def _in_force(duty: Duty, day: date) -> bool:
    return (duty.from_on or day) <= day <= (duty.until_on or day)


def _applies(applies: Applies, who: _Who) -> bool:
    return (
        (applies.setting is None or who.setting in applies.setting)
        and (applies.risk is None or who.risk in applies.risk)
        and (applies.place is None or who.place in applies.place)
        and applies.placed_by_other_la in (None, who.placed_by_other_la)
        and applies.has_school in (None, who.has_school)
        and (applies.age_under is None or who.age is None or who.age < applies.age_under)
    )


def _age(dob: date | None, day: date) -> int | None:
    """Whole years on a local day; None for an unknown date of birth, which counts as under."""
    if dob is None:
        return None
    return day.year - dob.year - ((day.month, day.day) < (dob.month, dob.day))
