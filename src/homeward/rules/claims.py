"""The clocks of an episode, the sources that speak of them, and which comes first.

A `Claim` is one source's word on one clock. `PRECEDENCE` is data, each row with
its source: the audit's decision on the police download (K3 of the seed) and
section 1.12 of the domain notes for the start; rows with evidence P are local
defaults, not policy. `homeward.rules.clocks` settles claims by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

MINUTE = "minute"
DAY = "day"


class Clock(StrEnum):
    """The nine clocks of an episode."""

    LAST_SEEN = "LAST_SEEN"
    NOTICED = "NOTICED"
    REPORTED = "REPORTED"
    START = "START"
    LA_INFORMED = "LA_INFORMED"
    LOCATED = "LOCATED"
    SEEN = "SEEN"
    RETURNED = "RETURNED"
    CLOSED = "CLOSED"


class Source(StrEnum):
    """Where a claim comes from. MSPR is the police's daily download."""

    MSPR = "MSPR"
    POLICE_CALL = "POLICE_CALL"
    CARER = "CARER"
    PARENT = "PARENT"
    SCHOOL = "SCHOOL"
    SOCIAL_CARE = "SOCIAL_CARE"
    HEALTH = "HEALTH"
    INTERVIEW = "INTERVIEW"
    OTHER = "OTHER"


LINE_KINDS: Mapping[Clock, str] = MappingProxyType(
    {
        Clock.LAST_SEEN: "child.last_seen",
        Clock.NOTICED: "absence.noticed",
        Clock.REPORTED: "report.received",
        Clock.START: "episode.started",
        Clock.LA_INFORMED: "social_care.informed",
        Clock.LOCATED: "child.located",
        Clock.SEEN: "child.seen",
        Clock.RETURNED: "child.returned",
        Clock.CLOSED: "report.closed",
    }
)

CLOCK_WORDS: Mapping[Clock, str] = MappingProxyType(
    {
        Clock.LAST_SEEN: "last confirmed sighting",
        Clock.NOTICED: "time the absence was noticed",
        Clock.REPORTED: "time of the report",
        Clock.START: "start of the episode",
        Clock.LA_INFORMED: "time social care was informed",
        Clock.LOCATED: "time the child was located",
        Clock.SEEN: "time the child was seen",
        Clock.RETURNED: "return",
        Clock.CLOSED: "closing of the report",
    }
)

SOURCE_WORDS: Mapping[Source, str] = MappingProxyType(
    {
        Source.MSPR: "police download",
        Source.POLICE_CALL: "police call record",
        Source.CARER: "carer or home",
        Source.PARENT: "parent",
        Source.SCHOOL: "school",
        Source.SOCIAL_CARE: "social care",
        Source.HEALTH: "health",
        Source.INTERVIEW: "return interview",
        Source.OTHER: "other source",
    }
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One source's word on one clock.

    `at` and `known_at` are aware UTC; with precision `day` only the local day of
    `at` counts. `report` is the report's reference, or the id of whatever else
    the claim came from. `line_id` is the chronology line, once there is one.
    """

    clock: Clock
    at: datetime
    precision: str
    known_at: datetime
    agency: str
    source: Source
    line_id: int | None
    report: str
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Precedence:
    """How one clock is settled: the order of the sources, the safe side of a tie.

    `later` says that among reports of one source the later time is used; the
    earlier one otherwise. `evidence` is S, B, SEED or P (local default).
    """

    sources: tuple[Source, ...]
    later: bool
    citation: str
    evidence: str


_POLICE_FIRST = (
    Source.MSPR,
    Source.POLICE_CALL,
    Source.CARER,
    Source.PARENT,
    Source.SCHOOL,
    Source.SOCIAL_CARE,
    Source.HEALTH,
    Source.INTERVIEW,
    Source.OTHER,
)
_SEED = "Audit of March 2021: the police download gives the start (K3); then the nearest witness"
_LOCAL = "Local default, not policy: police record first, then the nearest witness"
_SSDA = "Latest sighting by a responsible adult (SSDA903 guidance on the start of an episode)"

PRECEDENCE: Mapping[Clock, Precedence] = MappingProxyType(
    {
        Clock.LAST_SEEN: Precedence(_POLICE_FIRST, True, _SSDA, "S"),
        Clock.NOTICED: Precedence(_POLICE_FIRST, False, _LOCAL, "P"),
        Clock.REPORTED: Precedence(_POLICE_FIRST, False, _LOCAL, "P"),
        Clock.START: Precedence(_POLICE_FIRST, False, _SEED, "SEED"),
        Clock.LA_INFORMED: Precedence(_POLICE_FIRST, False, _LOCAL, "P"),
        Clock.LOCATED: Precedence(_POLICE_FIRST, True, _LOCAL, "P"),
        Clock.SEEN: Precedence(_POLICE_FIRST, True, _LOCAL, "P"),
        Clock.RETURNED: Precedence(_POLICE_FIRST, True, _LOCAL, "P"),
        Clock.CLOSED: Precedence(_POLICE_FIRST, True, _LOCAL, "P"),
    }
)
