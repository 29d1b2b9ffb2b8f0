"""The cast of the rehearsal, as the sign-in page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from homeward.access.queries import CastMember
from homeward.rules.sharing import Role

#: What each role's Monday at eight begins with.
MONDAYS = {
    Role.POLICE_COORDINATOR: "Sees who is missing now and what is owed next; takes episodes on.",
    Role.POLICE_SUPERVISOR: "Reviews grades, and agrees or refuses a lower one.",
    Role.SOCIAL_WORKER: "Opens the weekend's notices: which are new, which are still out.",
    Role.SOCIAL_CARE_MANAGER: "Looks at what her teams owe, and what is over its time.",
    Role.EMERGENCY_DUTY: "Hands the night over: who is still out, and what day staff must do.",
    Role.INTERVIEWER: "Plans the week's return interviews by the hours that are left.",
    Role.HOME_MANAGER: "Reads the night log: which of our children are out, and what we owe.",
    Role.CARER: "The child came back at three and school is at nine: what happens now?",
    Role.SCHOOL_LEAD: "A pupil was missing on Sunday: is the pupil in class today?",
    Role.NURSE: "Sees children back from missing who may need a word at the drop-in.",
    Role.CRISIS_PRACTITIONER: "Looks at who came to the crisis team and was missing too.",
    Role.PANEL_COORDINATOR: "Prepares Thursday's panel from what is new since the last one.",
    Role.AUDIT_LEAD: "Prepares the audit day in two weeks.",
    Role.SCRUTINEER: "Asks whether things get better, and how we would know.",
    Role.DATA_STEWARD: "Settles what waits: the same child or not, and dates that differ.",
    Role.ADMINISTRATOR: "Adds people and teams.",
}


@dataclass(frozen=True, slots=True)
class CastLine:
    """One button of the sign-in page."""

    id: UUID
    name: str
    role: str
    team: str
    monday: str


def cast_lines(cast: Iterable[CastMember]) -> list[CastLine]:
    """The buttons, in the order of the cast."""
    return [
        CastLine(each.id, each.name, Role(each.role).words, each.team, MONDAYS[Role(each.role)])
        for each in cast
    ]
