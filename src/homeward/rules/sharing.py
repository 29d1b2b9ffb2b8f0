"""Who may see what: roles, sections of a record, and what makes a team involved.

The matrix is `domain.md` 4.4: a proposal built on national advice on information
sharing (DfE 2024) and the seed audit. It is a local default, not policy (P).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What a person does in a team."""

    POLICE_COORDINATOR = "POLICE_COORDINATOR"
    POLICE_SUPERVISOR = "POLICE_SUPERVISOR"
    SOCIAL_WORKER = "SOCIAL_WORKER"
    SOCIAL_CARE_MANAGER = "SOCIAL_CARE_MANAGER"
    EMERGENCY_DUTY = "EMERGENCY_DUTY"
    INTERVIEWER = "INTERVIEWER"
    HOME_MANAGER = "HOME_MANAGER"
    CARER = "CARER"
    SCHOOL_LEAD = "SCHOOL_LEAD"
    NURSE = "NURSE"
    CRISIS_PRACTITIONER = "CRISIS_PRACTITIONER"
    PANEL_COORDINATOR = "PANEL_COORDINATOR"
    AUDIT_LEAD = "AUDIT_LEAD"
    SCRUTINEER = "SCRUTINEER"
    DATA_STEWARD = "DATA_STEWARD"
    ADMINISTRATOR = "ADMINISTRATOR"
    DATA_PROTECTION = "DATA_PROTECTION"

    @property
    def words(self) -> str:
        """The role in words."""
        return self.value.replace("_", " ").capitalize()


class Section(StrEnum):
    """A part of a child's record."""

    STATUS = "STATUS"
    EPISODE = "EPISODE"
    RISK = "RISK"
    CHRONOLOGY = "CHRONOLOGY"
    DUTIES = "DUTIES"
    PLACES = "PLACES"
    IDENTIFIERS = "IDENTIFIERS"
    FAMILY = "FAMILY"
    THIRD_PARTY = "THIRD_PARTY"
    SCHOOLING = "SCHOOLING"
    NEEDS = "NEEDS"
    HEALTH = "HEALTH"
    PHOTOGRAPH = "PHOTOGRAPH"
    DOCUMENTS = "DOCUMENTS"
    #: Documents and photographs that the reader's own agency added.
    OWN_DOCUMENTS = "OWN_DOCUMENTS"


_EVERYTHING = frozenset(Section)
_EPISODE = frozenset({Section.STATUS, Section.EPISODE, Section.DUTIES})
#: What whoever looks after or talks with the child must know of them (P).
_CARE = frozenset({Section.SCHOOLING, Section.NEEDS, Section.HEALTH})

#: Role to the sections it may read of a child with whom its team is involved (domain 4.4, P).
MATRIX: Mapping[Role, frozenset[Section]] = MappingProxyType(
    {
        Role.POLICE_COORDINATOR: _EVERYTHING,
        Role.POLICE_SUPERVISOR: _EVERYTHING,
        Role.SOCIAL_WORKER: _EVERYTHING,
        Role.SOCIAL_CARE_MANAGER: _EVERYTHING,
        Role.EMERGENCY_DUTY: _EVERYTHING,
        # "Redacted": who is in the family, not how to reach them nor what is noted of others.
        Role.INTERVIEWER: _EPISODE
        | _CARE
        | {Section.RISK, Section.CHRONOLOGY, Section.FAMILY, Section.OWN_DOCUMENTS},
        Role.HOME_MANAGER: _EPISODE
        | _CARE
        | {Section.PLACES, Section.PHOTOGRAPH, Section.OWN_DOCUMENTS},
        Role.CARER: _EPISODE | _CARE | {Section.OWN_DOCUMENTS},
        Role.SCHOOL_LEAD: frozenset({Section.STATUS}),
        Role.NURSE: _EPISODE | _CARE,
        Role.CRISIS_PRACTITIONER: _EPISODE | {Section.RISK, Section.NEEDS, Section.HEALTH},
        Role.PANEL_COORDINATOR: _EPISODE | {Section.RISK},
        Role.AUDIT_LEAD: frozenset(),
        Role.SCRUTINEER: frozenset(),
        Role.DATA_STEWARD: frozenset({Section.STATUS, Section.EPISODE}),
        Role.ADMINISTRATOR: frozenset(),
        Role.DATA_PROTECTION: frozenset(),
    }
)


def sections_for(roles: frozenset[str]) -> frozenset[Section]:
    """The sections that a holder of these roles may read, of children they are involved with."""
    return frozenset().union(*(MATRIX[Role(role)] for role in roles if role in MATRIX))


class Ground(StrEnum):
    """Which event makes a team involved with a child."""

    REPORT = "REPORT"
    PLACEMENT = "PLACEMENT"
    SCHOOL = "SCHOOL"
    OWNER = "OWNER"
    ALLOCATED = "ALLOCATED"


@dataclass(frozen=True, slots=True)
class Involving:
    """One row of the table: the event, the kinds of team, how long after the return it ends."""

    ground: Ground
    team_kinds: tuple[str, ...]
    days_after_return: int | None
    why: str
    evidence: str


#: Which event makes whom involved, and until when. None: until somebody ends it.
INVOLVING: tuple[Involving, ...] = (
    Involving(
        Ground.REPORT,
        ("POLICE_MISSING", "SCREENING", "EMERGENCY_DUTY", "INTERVIEWERS"),
        90,
        "A report that the child is missing was received for their place.",
        "P",
    ),
    Involving(
        Ground.PLACEMENT,
        ("HOME", "SOCIAL_WORK"),
        90,
        "The child is placed with them or by them.",
        "P",
    ),
    Involving(Ground.SCHOOL, ("SCHOOL",), 28, "The child is on their roll.", "P"),
    Involving(Ground.OWNER, (), 90, "The team took the work on.", "P"),
    Involving(Ground.ALLOCATED, (), None, "The team was given the child's case.", "P"),
)

_DAYS = {row.ground: row.days_after_return for row in INVOLVING}


def involved_until(ground: Ground, returned_at: datetime | None) -> datetime | None:
    """When an involvement on this ground ends. None while the child is missing, or for good."""
    days = _DAYS[ground]
    if returned_at is None or days is None:
        return None
    return returned_at + timedelta(days=days)


#: Who may open a record in an emergency without any involvement, and for how many hours at
#: most: to the next working morning for those who search, a visit's length for a nurse.
#: Local defaults (P).
EMERGENCY_HOURS: Mapping[Role, int] = MappingProxyType(
    {
        Role.POLICE_COORDINATOR: 24,
        Role.POLICE_SUPERVISOR: 24,
        Role.SOCIAL_WORKER: 24,
        Role.SOCIAL_CARE_MANAGER: 24,
        Role.EMERGENCY_DUTY: 24,
        Role.NURSE: 4,
    }
)


#: Which kinds of team answer for which owner of a duty, first present wins.
OWNER_TEAMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "police": ("POLICE_MISSING",),
        "children-social-care": ("SOCIAL_WORK", "SCREENING", "EMERGENCY_DUTY"),
        "responsible-authority": ("SOCIAL_WORK", "SCREENING"),
        "screening-team": ("SCREENING",),
        "host-authority": ("SCREENING",),
        "carer-or-home": ("HOME", "SCREENING"),
        "school": ("SCHOOL",),
        "health": ("SCHOOL_NURSE", "CRISIS"),
        "interviewer": ("INTERVIEWERS", "SCREENING"),
        "panel-coordinator": ("PANEL",),
        "partnership": ("AUDIT",),
    }
)
