"""Police risk grades of an episode, the floor for a child, and what a grade opens.

In North Yorkshire a child starts at medium or higher and the very low grade is
not used (newer One Minute Guide; domain notes 1.9). The floor is dated data of
an edition. A lower police grade is never refused: it is kept as a claim and
flagged. Going below the floor later asks for a supervisor and a reason (P).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from homeward.rules.acts import YES, Decision
from homeward.rules.protocol.catalogue import RiskFloor, Task
from homeward.rules.sharing import Role

__all__ = [
    "GRADERS",
    "Grade",
    "InitialGrade",
    "RiskFloor",
    "Task",
    "grade_of",
    "initial_grade",
    "is_below",
    "may_regrade",
    "response_tasks",
]


class Grade(StrEnum):
    """The police's grades of one episode, lowest first. Never a score of a child."""

    VERY_LOW = "VERY_LOW"
    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"

    @property
    def words(self) -> str:
        """The grade as it stands in a sentence."""
        return self.value.replace("_", " ").lower()


_ORDER = {grade: place for place, grade in enumerate(Grade)}
# NAR is the older police name of the lowest level, "no apparent risk".
POLICE_CODES = MappingProxyType({**{grade.value: grade for grade in Grade}, "NAR": Grade.VERY_LOW})
FIRST_GRADE = Grade.MEDIUM
#: Who sets a grade: it is the police's (College of Policing APP; POL-01, POL-03).
GRADERS = frozenset({Role.POLICE_COORDINATOR, Role.POLICE_SUPERVISOR})


def grade_of(police_code: str) -> Grade | None:
    """The grade that a police code means, however it is written; None when unknown or blank."""
    return POLICE_CODES.get(police_code.strip().upper().replace(" ", "_"))


def is_below(grade: Grade, other: Grade) -> bool:
    """Whether `grade` is lower than `other`."""
    return _ORDER[grade] < _ORDER[other]


class InitialGrade(NamedTuple):
    """The grade used from the start, and a sentence when the police grade lies below the floor."""

    grade: Grade
    flag: str | None


def initial_grade(police: Grade | None, floor: RiskFloor | None, on: date) -> InitialGrade:
    """The grade a child's episode that starts on `on` (local day) begins with.

    The police grade, raised to the floor where one is in force. Without a police
    grade the floor itself; without both, medium (a local default, P).
    """
    lowest = _floor_on(floor, on)
    if floor is None or lowest is None:
        return InitialGrade(police or FIRST_GRADE, None)
    if police is None:
        return InitialGrade(lowest, None)
    if not is_below(police, lowest):
        return InitialGrade(police, None)
    return InitialGrade(
        lowest,
        f"Police graded {police.words}. A child starts at {lowest.words} or higher "
        f"({floor.source}), so {lowest.words} is used and the police grade is kept beside it.",
    )


def _floor_on(floor: RiskFloor | None, on: date) -> Grade | None:
    return Grade(floor.grade) if floor is not None and floor.since <= on else None


def may_regrade(
    old: Grade,
    new: Grade,
    floor: RiskFloor | None,
    roles: frozenset[str],
    reason: str,
    *,
    on: date,
) -> Decision:
    """Whether a person in `roles` may change the grade on the local day `on`.

    Police grade. Every grade has a reason, a review that leaves it as it was too. A step down
    to below the floor also needs a police supervisor; a step up never does.
    """
    if not reason.strip():
        return Decision(False, "Give the reason for this grade.", "needs-reason")
    if roles.isdisjoint(GRADERS):
        return Decision(
            False,
            "Police set the risk grade. Record what you know as a line, and tell them.",
            "needs-police",
        )
    lowest = _floor_on(floor, on)
    if lowest is None or not is_below(new, lowest) or not is_below(new, old):
        return YES
    if Role.POLICE_SUPERVISOR in roles:
        return Decision(
            True, f"Below {lowest.words} for a child: flagged for audit.", "below-floor"
        )
    return Decision(
        False,
        f"For a child only a police supervisor can set a grade below {lowest.words}.",
        "needs-supervisor",
    )


def response_tasks(edition_tasks: Iterable[Task], grade: Grade) -> tuple[Task, ...]:
    """The response tasks of an edition that `grade` opens, in the edition's order."""
    return tuple(task for task in edition_tasks if grade in task.grades)
