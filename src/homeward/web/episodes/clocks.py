"""The clocks of an episode as a table: each source's claims, the time used, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from homeward.chronology.facts import LineFacts
from homeward.rules.clocks import CLOCK_WORDS, SOURCE_WORDS, Clock, Settled, Source
from homeward.rules.sharing import Section
from homeward.web.children.wording import CLAIM, Names, place_in_file
from homeward.web.episodes.reading import EpisodeRecord
from homeward.web.words import plural

#: These stand in the table even when nobody has stated them.
ALWAYS = (Clock.LAST_SEEN, Clock.START, Clock.RETURNED)


@dataclass(frozen=True, slots=True)
class Stated:
    """One claim as it is shown. `origin` says where in which file, or who wrote it down."""

    line: int
    clock: Clock
    at: datetime
    day_only: bool
    source: str
    agency: str
    origin: str
    known_at: datetime
    as_written: str = ""
    place: str = ""
    text: str = ""
    other: datetime | None = None
    used: bool = False
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One clock: a cell of claims for each source, the time used, why, how far they differ."""

    clock: Clock
    words: str
    cells: list[list[Stated]]
    used: Settled | None
    why: str
    differs: str
    gap: timedelta | None
    by_person: bool
    claims: list[Stated]


@dataclass(frozen=True, slots=True)
class ClockTable:
    """The columns' sources in words, then the rows."""

    sources: list[str]
    rows: list[ClockRow]


def clock_table(record: EpisodeRecord) -> ClockTable:
    """All clocks that anybody stated, with those that every episode should have."""
    stated = claims_of(record)
    spoken = {source for source, _ in stated}
    sources = [source for source in Source if source in spoken]
    rows = []
    for clock in Clock:
        claims = [pair for pair in stated if pair[1].clock is clock]
        if claims or clock in ALWAYS:
            rows.append(_row(record, clock, claims, sources))
    return ClockTable([SOURCE_WORDS[source].capitalize() for source in sources], rows)


def _row(
    record: EpisodeRecord,
    clock: Clock,
    claims: Sequence[tuple[Source, Stated]],
    sources: Sequence[Source],
) -> ClockRow:
    used = record.settled.clocks.get(clock) if record.settled else None
    listed = [each for _, each in claims]
    cells = [_cell(each for said, each in claims if said is source) for source in sources]
    return ClockRow(
        clock,
        CLOCK_WORDS[clock].capitalize(),
        cells,
        used,
        used.reason if used else "",
        _differ(used),
        used.gap if used and used.differs else None,
        bool(used and used.by_person),
        sorted(listed, key=lambda each: (each.withdrawn, each.at, each.line)),
    )


def _cell(claims: Iterable[Stated]) -> list[Stated]:
    """What a source says now: each time once; what it has taken back stands in the details."""
    listed = [each for each in claims if not each.withdrawn]
    return list({each.at: each for each in sorted(listed, key=lambda each: each.used)}.values())


def _differ(used: Settled | None) -> str:
    if used is None or not used.differs:
        return ""
    times = {used.at, *(claim.at for claim in used.others)}
    return f"{plural(len(times), 'date')} differ"


def claims_of(record: EpisodeRecord) -> list[tuple[Source, Stated]]:
    """Every claim of a line that stands, with its source, in the order of becoming known."""
    settled = record.settled
    if settled is None:
        return []
    used = {each.claim.line_id for each in settled.clocks.values()}
    live = used | {claim.line_id for each in settled.clocks.values() for claim in each.others}
    # The chronology names the places of what it tells; who may read neither is shown the time.
    where = record.may(Section.PLACES) or record.may(Section.CHRONOLOGY)
    return [
        (Source(line.data["source"]), _stated(line, record.names, used, live, where))
        for line in settled.lines
        if line.kind == CLAIM
    ]


def _stated(
    line: LineFacts, names: Names, used: set[int | None], live: set[int | None], where: bool
) -> Stated:
    data = line.data
    person = names.person(line.person_id)
    other = data.get("other")
    return Stated(
        line.id,
        Clock(data["clock"]),
        line.happened_at,
        line.precision == "day",
        SOURCE_WORDS[Source(data["source"])],
        names.agency(line.agency),
        place_in_file(data) or (f"written by {person}" if person else ""),
        line.known_at,
        str(data.get("text", "")),
        str(data.get("place", "")) if where else "",
        line.text if data["source"] != Source.MSPR else "",
        datetime.fromisoformat(other) if other else None,
        line.id in used,
        line.id not in live,
    )
