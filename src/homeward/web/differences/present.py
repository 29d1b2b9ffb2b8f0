"""Times on which agencies differ, as page lines: who says what, how far apart, since when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse

from homeward.agencies.queries import Directory
from homeward.children.facts import ChildFacts
from homeward.chronology.facts import LineFacts
from homeward.episodes.facts import SettledEpisode
from homeward.episodes.queries import EpisodeFacts
from homeward.rules.clocks import CLOCK_WORDS, MINUTE, SOURCE_WORDS, Claim, Clock, Settled, Source
from homeward.web import words
from homeward.web.lists.columns import Column, Listing

TOLERANCES = (15, 30, 60, 120)


@dataclass(frozen=True, slots=True)
class Said:
    """One agency's time, as it stands in a cell."""

    words: str
    used: bool


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One clock of one episode on which agencies differ."""

    key: str
    child: str
    episode_href: str
    started_at: datetime
    href: str
    clock: str
    said: Mapping[Source, list[Said]]
    gap: timedelta
    days_open: int
    child_id: UUID


def _says(source: Source) -> Column[DifferenceLine]:
    def told(line: DifferenceLine) -> str:
        return "; ".join(
            f"{each.words} (used)" if each.used else each.words
            for each in line.said.get(source, ())
        )

    return Column(first_upper(SOURCE_WORDS[source]), told, width=26)


def listing() -> Listing[DifferenceLine]:
    """The differences for a file: a column for each source, whether it speaks or not."""
    columns = (
        Column[DifferenceLine]("Child", lambda line: line.child, width=28),
        Column("Missing from", lambda line: line.started_at),
        Column("Which time", lambda line: line.clock, width=26),
        *map(_says, Source),
        Column("Apart", lambda line: line.gap),
        Column("Minutes apart", lambda line: int(line.gap.total_seconds()) // 60),
        Column("Days open", lambda line: line.days_open),
    )
    return Listing("differences", "Differences", columns, lambda line: line.child_id, ("within",))


def lines_of(
    episodes: Iterable[EpisodeFacts],
    children: Mapping[UUID, ChildFacts],
    settled: Mapping[UUID, Sequence[SettledEpisode]],
    now: datetime,
) -> list[DifferenceLine]:
    """A line for each clock that differs, widest gap first."""
    lines = [
        _line(episode, children[episode.child_id], Clock(clock), one, now)
        for episode in episodes
        if episode.child_id in children
        for clock in episode.differing.split(",")
        for one in _of_episode(episode, settled)
        if clock in one.clocks
    ]
    return sorted(lines, key=lambda line: (-line.gap, line.key))


def _of_episode(
    episode: EpisodeFacts, settled: Mapping[UUID, Sequence[SettledEpisode]]
) -> list[SettledEpisode]:
    found = settled.get(episode.child_id, ())
    return [each for each in found if episode.anchor_id in each.reports]


def episode_in(
    episode: EpisodeFacts, settled: Mapping[UUID, Sequence[SettledEpisode]]
) -> SettledEpisode | None:
    """The settled episode of a row, None where its reports are gone."""
    return next(iter(_of_episode(episode, settled)), None)


def _line(
    episode: EpisodeFacts, child: ChildFacts, clock: Clock, settled: SettledEpisode, now: datetime
) -> DifferenceLine:
    one = settled.clocks[clock]
    said: dict[Source, list[Said]] = {}
    for claim in _claims(one):
        here = said.setdefault(claim.source, [])
        fresh = Said(said_at(claim.at, claim.precision, now), claim is one.claim)
        if fresh not in here:
            here.append(fresh)
    return DifferenceLine(
        key=f"{episode.id.hex}:{clock.value}",
        child=child.name,
        episode_href=f"/episodes/{episode.id}/",
        started_at=episode.started_at,
        href=reverse("differences:difference", args=[episode.id, clock.value.lower()]),
        clock=first_upper(CLOCK_WORDS[clock]),
        said=said,
        gap=one.gap,
        days_open=_days_open(one, now),
        child_id=child.id,
    )


def _claims(settled: Settled) -> list[Claim]:
    return sorted((settled.claim, *settled.others), key=lambda claim: (claim.at, claim.known_at))


def _days_open(settled: Settled, now: datetime) -> int:
    """Whole days since a second word came: before it nothing differed."""
    known = sorted(claim.known_at for claim in _claims(settled))
    since = known[1] if len(known) > 1 else known[0]
    return max((now - since).days, 0)


def said_at(at: datetime, precision: str, now: datetime) -> str:
    """A stated time in words; a bare day says so."""
    if precision == MINUTE:
        return words.when(at, now)
    return f"{words.day(at, now)}, time not known"


def first_upper(text: str) -> str:
    """A phrase as it begins a cell or a heading."""
    return text[:1].upper() + text[1:]


def columns_of(lines: Iterable[DifferenceLine]) -> list[tuple[Source, str]]:
    """The sources that speak on this page, police first, with their headings."""
    speaking = {source for line in lines for source in line.said}
    return [(each, first_upper(SOURCE_WORDS[each])) for each in Source if each in speaking]


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One agency's word on the clock, with where it stands."""

    line: int | None
    when: str
    agency: str
    source: str
    known_at: datetime
    came_as: str
    used: bool


def claim_lines(
    settled: Settled, lines: Iterable[LineFacts], directory: Directory, now: datetime
) -> list[ClaimLine]:
    """Every live claim of a clock, earliest time first."""
    by_id = {line.id: line for line in lines}
    names = {team.agency: team.agency_name for team in directory.by_id.values()}
    return [
        ClaimLine(
            line=claim.line_id,
            when=said_at(claim.at, claim.precision, now),
            agency=names.get(claim.agency, claim.agency),
            source=SOURCE_WORDS[claim.source],
            known_at=claim.known_at,
            came_as=_came_as(by_id.get(claim.line_id or 0)),
            used=claim is settled.claim,
        )
        for claim in _claims(settled)
    ]


def _came_as(line: LineFacts | None) -> str:
    """Where a police time stood: the text as it came, the column, the file and row."""
    if line is None or not line.data.get("file"):
        return ""
    data = line.data
    place = f"{data['file']}, row {data.get('row')}, version {data.get('version')}"
    return f"{data.get('column', '')} {data.get('text', '')}: {place}".strip()


def choices_of(claims: Iterable[ClaimLine], ruled: Claim) -> list[tuple[str, str]]:
    """The claims that may be used instead of the rule's."""
    return [
        (str(each.line), f"{each.when}: {each.agency}, {each.source}")
        for each in claims
        if each.line is not None and each.line != ruled.line_id
    ]


def accepted_words(count: int, left: int) -> str:
    """What a bulk acceptance did."""
    done = f"The rule was accepted for {words.plural(count, 'difference')}."
    if not left:
        return done
    return f"{done} {words.plural(left, 'other')} could not be settled and stay in the list."
