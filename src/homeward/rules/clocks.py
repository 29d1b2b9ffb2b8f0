"""Settling the named times of an episode: which claim is used, and why.

`settle` picks one claim for each clock by the stated precedence, says why in a
sentence, and keeps all the others beside it. All times are aware UTC datetimes.
The answer never depends on the order of the claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from homeward.rules.claims import (
    CLOCK_WORDS,
    DAY,
    LINE_KINDS,
    MINUTE,
    PRECEDENCE,
    SOURCE_WORDS,
    Claim,
    Clock,
    Precedence,
    Source,
)

__all__ = [
    "CLOCK_WORDS",
    "DAY",
    "LINE_KINDS",
    "MINUTE",
    "PRECEDENCE",
    "SOURCE_WORDS",
    "Choice",
    "Claim",
    "Clock",
    "Precedence",
    "Settled",
    "Source",
    "apart",
    "conflicts",
    "settle",
    "settle_all",
    "ssda903_start",
]

LONDON = ZoneInfo("Europe/London")
NO_GAP = timedelta(0)


@dataclass(frozen=True, slots=True)
class Choice:
    """A person's settlement: the line whose time is used, and why."""

    line_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Settled:
    """The time used for a clock, the claim it rests on, and why that one.

    `gap` is how far the farthest other claim lies; `differs` says that it is
    more than the tolerance. `others` are all other live claims, by time.
    `by_person` is true when a person chose.
    """

    at: datetime
    precision: str
    claim: Claim
    reason: str
    differs: bool
    gap: timedelta
    others: tuple[Claim, ...]
    by_person: bool = False


RESPONSIBLE_ADULTS = frozenset(Source) - {Source.INTERVIEW, Source.OTHER}
LEFT_WITNESSES = frozenset(Source) - {Source.MSPR, Source.POLICE_CALL}
# Every report has its own time on these clocks: two reports of one source do not disagree.
ONE_PER_REPORT = frozenset({Clock.START, Clock.REPORTED, Clock.CLOSED})

_RANKS = {
    clock: {source: 2 * place for place, source in enumerate(rule.sources)}
    for clock, rule in PRECEDENCE.items()
}
_RULE_WORDS = {
    (clock, source): f"The {SOURCE_WORDS[source]} is used for the {CLOCK_WORDS[clock]}: "
    f"no source that comes before it gives a time."
    for clock in Clock
    for source in Source
} | {
    (clock, Source.MSPR): f"The police download comes first for the {CLOCK_WORDS[clock]}."
    for clock in Clock
}
_SEEN_BY_ADULT = "The latest sighting before the start that a responsible adult confirmed."
_SEEN_OTHERWISE = "No responsible adult confirmed a sighting before the start; this is the nearest."
_WITHDRAWN_CHOICE = "The time that a person chose has been withdrawn. "


def settle(
    clock: Clock,
    claims: Sequence[Claim],
    choice: Choice | None = None,
    *,
    tolerance: timedelta,
    start: datetime | None = None,
    zone: ZoneInfo = LONDON,
) -> Settled | None:
    """The time to use for `clock` among `claims` (of any clocks), or None without a live one.

    A person's `choice` wins over the rule while its line stands. The sources
    follow `PRECEDENCE`; inside one source minutes win over a bare day, inside
    one report the newest word, between reports the safe side. LAST_SEEN instead
    takes the latest sighting by a responsible adult not after `start` (settled
    from the same claims when not given). `tolerance` is configuration (P).
    """
    live = [claim for claim in claims if claim.clock is clock and not claim.withdrawn]
    if not live:
        return None
    if choice is not None:
        for claim in live:
            if claim.line_id == choice.line_id:
                return _settled(claim, choice.reason, live, tolerance, zone, by_person=True)
    if clock is Clock.LAST_SEEN:
        if start is None:
            start = _start_of(claims)
        used, reason = _last_seen(live, start)
    else:
        used = live[0] if len(live) == 1 else _first_by_rule(clock, live)
        reason = _RULE_WORDS[clock, used.source]
    if choice is not None:
        reason = _WITHDRAWN_CHOICE + reason
    return _settled(used, reason, live, tolerance, zone)


def settle_all(
    claims: Sequence[Claim],
    choices: Mapping[Clock, Choice] | None = None,
    *,
    tolerance: timedelta,
    zone: ZoneInfo = LONDON,
) -> dict[Clock, Settled]:
    """Every clock that has a live claim, settled; START before LAST_SEEN, which needs it."""
    chosen = choices or {}
    heard: dict[Clock, list[Claim]] = {}
    for claim in claims:
        heard.setdefault(claim.clock, []).append(claim)
    answer: dict[Clock, Settled] = {}
    start: datetime | None = None
    for clock in (Clock.START, *(each for each in Clock if each is not Clock.START)):
        settled = clock in heard and settle(
            clock, heard[clock], chosen.get(clock), tolerance=tolerance, start=start, zone=zone
        )
        if settled:
            answer[clock] = settled
            start = answer[Clock.START].at if Clock.START in answer else None
    return answer


def conflicts(
    claims: Sequence[Claim],
    choices: Mapping[Clock, Choice] | None = None,
    *,
    tolerance: timedelta,
    zone: ZoneInfo = LONDON,
) -> dict[Clock, Settled]:
    """The clocks whose claims lie farther apart than `tolerance`, widest gap first.

    Those that a person has settled are still listed, with `by_person` true.
    """
    settled = settle_all(claims, choices, tolerance=tolerance, zone=zone)
    differing = [(clock, each) for clock, each in settled.items() if each.differs]
    return dict(sorted(differing, key=lambda pair: (-pair[1].gap, pair[0])))


def ssda903_start(claims: Sequence[Claim]) -> Claim | None:
    """The claim that dates the start for the SSDA903 return, or None.

    The later of *left the placement* and *last seen by a responsible adult*.
    The police times of START say when the report was classed, not when the
    child left, so they count only when nobody says anything else.
    """
    live = [claim for claim in claims if not claim.withdrawn]
    starts = [claim for claim in live if claim.clock is Clock.START]
    left = [claim for claim in starts if claim.source in LEFT_WITNESSES]
    seen = [
        claim
        for claim in live
        if claim.clock is Clock.LAST_SEEN and claim.source in RESPONSIBLE_ADULTS
    ]
    found = [_first_by_rule(Clock.START, left)] if left else []
    if seen:
        found.append(_last_seen(seen, _start_of(live))[0])
    if not found:
        return _first_by_rule(Clock.START, starts) if starts else None
    return max(found, key=lambda claim: (claim.at, claim.clock))


def _start_of(claims: Iterable[Claim]) -> datetime | None:
    starts = [claim for claim in claims if claim.clock is Clock.START and not claim.withdrawn]
    return _first_by_rule(Clock.START, starts).at if starts else None


def _first_by_rule(clock: Clock, live: Sequence[Claim]) -> Claim:
    """The best source's most precise claims in one pass, then the safe side among them."""
    ranks = _RANKS[clock]
    best: list[Claim] = []
    best_rank = 2 * len(ranks)
    for claim in live:
        rank = ranks[claim.source] + (claim.precision != MINUTE)
        if rank < best_rank:
            best, best_rank = [claim], rank
        elif rank == best_rank:
            best.append(claim)
    if len(best) == 1:
        return best[0]
    return _safe_side(_newest_words(best), later=PRECEDENCE[clock].later)


def _newest_words(claims: Iterable[Claim]) -> Sequence[Claim]:
    """Each source's newest claim in each report: its older words are history."""
    newest: dict[tuple[Source, str, str], Claim] = {}
    for claim in claims:
        key = (claim.source, claim.agency, claim.report)
        known = newest.get(key)
        if known is None or _is_newer_word(claim, known):
            newest[key] = claim
    return tuple(newest.values())


def _is_newer_word(claim: Claim, known: Claim) -> bool:
    if claim.precision != known.precision:
        return claim.precision == MINUTE
    if claim.known_at != known.known_at:
        return claim.known_at > known.known_at
    return _is_safer(claim, known, later=PRECEDENCE[claim.clock].later)


def _safe_side(claims: Sequence[Claim], *, later: bool) -> Claim:
    best = claims[0]
    for claim in claims:
        if _is_safer(claim, best, later=later):
            best = claim
    return best


def _is_safer(claim: Claim, other: Claim, *, later: bool) -> bool:
    if claim.at != other.at:
        return (claim.at > other.at) is later
    return _tie(claim) < _tie(other)


def _tie(claim: Claim) -> tuple[int, bool, timedelta, str, str, int]:
    """The order of claims that give the same time: by source, precision, newest word."""
    return (
        _RANKS[claim.clock][claim.source],
        claim.precision != MINUTE,
        datetime.max.replace(tzinfo=UTC) - claim.known_at,
        claim.report,
        claim.agency,
        claim.line_id or 0,
    )


def _last_seen(live: Sequence[Claim], start: datetime | None) -> tuple[Claim, str]:
    words = _newest_words(live)
    precise = {claim.source for claim in words if claim.precision == MINUTE}
    words = [each for each in words if each.precision == MINUTE or each.source not in precise]
    before = [claim for claim in words if start is None or claim.at <= start]
    confirmed = [claim for claim in before if claim.source in RESPONSIBLE_ADULTS]
    if confirmed:
        return _safe_side(confirmed, later=True), _SEEN_BY_ADULT
    if before:
        return _safe_side(before, later=True), _SEEN_OTHERWISE
    return _safe_side(words, later=False), _SEEN_OTHERWISE


def _settled(
    used: Claim,
    reason: str,
    live: Sequence[Claim],
    tolerance: timedelta,
    zone: ZoneInfo,
    *,
    by_person: bool = False,
) -> Settled:
    if len(live) == 1:
        return Settled(used.at, used.precision, used, reason, False, NO_GAP, (), by_person)
    others = tuple(sorted((each for each in live if each is not used), key=_by_time))
    gap = max(apart(used, claim, zone) for claim in _standing(used, live))
    return Settled(used.at, used.precision, used, reason, gap > tolerance, gap, others, by_person)


def _standing(used: Claim, live: Sequence[Claim]) -> Iterator[Claim]:
    """The claims that may disagree with the one used (which is among them)."""
    alone = used.clock in ONE_PER_REPORT
    yield used
    for claim in _newest_words(live):
        own = claim.source is used.source and claim.report != used.report
        if not (alone and own):
            yield claim


def _by_time(claim: Claim) -> tuple[datetime, tuple[int, bool, timedelta, str, str, int]]:
    return (claim.at, _tie(claim))


def apart(one: Claim, other: Claim, zone: ZoneInfo = LONDON) -> timedelta:
    """How far two claims lie apart; nothing while a bare day covers the other's time."""
    if one.precision == MINUTE and other.precision == MINUTE:
        return abs(one.at - other.at)
    first, second = sorted((_span(one, zone), _span(other, zone)))
    return max(second[0] - first[1], NO_GAP)


def _span(claim: Claim, zone: ZoneInfo) -> tuple[datetime, datetime]:
    if claim.precision == MINUTE:
        return claim.at, claim.at
    day = claim.at.astimezone(zone).date()
    ends = [datetime.combine(day, clock, zone).astimezone(UTC) for clock in (time.min, time.max)]
    return ends[0], ends[1]
