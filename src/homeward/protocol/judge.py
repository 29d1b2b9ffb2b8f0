"""What is owed for one child: settled episodes against the edition that governs each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from homeward.children.facts import ChildFacts
from homeward.episodes.facts import SettledEpisode
from homeward.rules.clocks import LINE_KINDS, Clock
from homeward.rules.protocol.catalogue import Edition
from homeward.rules.protocol.evaluate import EpisodeLog, Facts, Line, Verdict, evaluate
from homeward.rules.workdays import Calendar

#: Raw material of settling, never a line that a duty sees.
_RAW = frozenset({"clock.claimed", "clock.settled", "risk.claimed", "risk.graded"})


@dataclass(frozen=True, slots=True)
class Governed:
    """An episode and the adoption whose edition judges it."""

    episode: SettledEpisode
    setting: str
    adoption_id: int
    edition: Edition


def judge(
    child: ChildFacts, episodes: Sequence[Governed], as_at: datetime, calendar: Calendar
) -> list[tuple[Governed, Verdict]]:
    """Every duty of the child as at a moment (UTC), with the episode it belongs to.

    All episodes of the child go in together: thresholds of repeats span episodes. Each
    edition judges every episode and answers for those that it governs.
    """
    logs = [log_of(child, each) for each in episodes]
    by_anchor = {each.episode.anchor.hex: each for each in episodes}
    answers = []
    for edition in _distinct(each.edition for each in episodes):
        for verdict in evaluate(edition, logs, as_at, calendar):
            governed = by_anchor[verdict.episode]
            if governed.edition is edition:
                answers.append((governed, verdict))
    return answers


def _distinct(editions: Iterable[Edition]) -> list[Edition]:
    return list({id(edition): edition for edition in editions}.values())


def log_of(child: ChildFacts, governed: Governed) -> EpisodeLog:
    """The settled lines of one episode as the engine reads them."""
    episode = governed.episode
    grades = episode.grades
    base = Facts(
        setting=governed.setting or None,
        risk=grades[0].grade if grades else None,
        dob=child.dob,
        placed_by_other_la=child.placed_by_other_la,
        school_urn=child.school_urn or None,
        place=child.place or None,
    )
    steps = [(step.at, replace(base, risk=step.grade)) for step in grades]
    lines = [
        Line(LINE_KINDS[clock], settled.at, settled.claim.known_at, _at(steps, settled.at))
        for clock, settled in episode.clocks.items()
    ]
    lines += [
        Line("risk.graded", step.at, step.known_at, facts)
        for step, (_, facts) in zip(grades, steps, strict=True)
    ]
    lines += [
        Line(line.kind, line.happened_at, line.known_at, _at(steps, line.happened_at))
        for line in episode.lines
        if line.kind not in _RAW
    ]
    lines += _located(episode, steps)
    lines += _differing(episode)
    return EpisodeLog(episode.anchor.hex, lines, base)


def _at(steps: Sequence[tuple[datetime, Facts]], at: datetime) -> Facts | None:
    """The facts in force at a moment; None while the first grade still holds."""
    if len(steps) < 2 or at < steps[1][0]:
        return None
    return next(facts for since, facts in reversed(steps) if since <= at)


def _located(episode: SettledEpisode, steps: Sequence[tuple[datetime, Facts]]) -> list[Line]:
    """A child who was seen or is back has been located, though nobody wrote that line."""
    if Clock.LOCATED in episode.clocks:
        return []
    found = [episode.clocks[c] for c in (Clock.SEEN, Clock.RETURNED) if c in episode.clocks]
    if not found:
        return []
    first = min(found, key=lambda settled: settled.at)
    return [Line("child.located", first.at, first.claim.known_at, _at(steps, first.at))]


def _differing(episode: SettledEpisode) -> list[Line]:
    """The moment a difference between agencies came to light, and the one it was settled."""
    found = []
    for settled in episode.clocks.values():
        if settled.differs:
            known = max(claim.known_at for claim in (settled.claim, *settled.others))
            found.append(Line("dates.differed", known, known))
    settlements = (line for line in episode.lines if line.kind == "clock.settled")
    found += [Line(line.kind, line.happened_at, line.known_at) for line in settlements]
    return found
