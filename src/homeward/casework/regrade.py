"""Set or review the risk grade of an episode, with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from homeward.casework.transaction import acting_on_episode, demand, must_see
from homeward.episodes.facts import GradeStep
from homeward.rules.acts import Act, NewLine, Refusal
from homeward.rules.clocks import LONDON
from homeward.rules.risk import Grade, may_regrade
from homeward.rules.sharing import Section
from homeward.rules.statements import has_happened


def regrade(act: Act, episode: UUID, *, grade: Grade, at: datetime | None = None) -> None:
    """Set `grade` from `at` on (UTC; now where not given), or review it where it is the same.

    The reason is the act's. A step to below the floor needs a police supervisor and is
    flagged. A change opens the response tasks of the new grade (domain 1.9 and 7.3).
    """
    must_see(act, Section.RISK)
    since = at or act.at
    demand(has_happened(since, act.at), "at")
    with acting_on_episode(act, episode) as work:
        settled = work.settled
        if since < settled.started_at:
            raise Refusal("The episode had not started then.", code="before-start", field="at")
        old = _in_force(settled.grades, since)
        floor = work.book.edition_of(settled, work.case).risk_floor
        day = since.astimezone(LONDON).date()
        decision = may_regrade(old, grade, floor, act.viewer.roles, act.reason, on=day)
        demand(decision, "reason" if decision.code == "needs-reason" else "grade")
        for line in _lines(old, grade, since, act.reason.strip(), decision.code):
            work.say(line)


def _in_force(grades: Sequence[GradeStep], at: datetime) -> Grade:
    """The grade in force at a moment; the first one before any."""
    held = [step for step in grades if step.at <= at] or list(grades[:1])
    return Grade(held[-1].grade) if held else Grade.MEDIUM


def _lines(old: Grade, new: Grade, at: datetime, reason: str, code: str) -> Iterator[NewLine]:
    data: dict[str, object] = {"grade": new.value}
    if new is not old:
        yield NewLine("risk.graded", at, text=reason, data=data)
    if code == "below-floor":
        yield NewLine("risk.below_floor", at, data=dict(data))
    yield NewLine("risk.reviewed", at, text="" if new is not old else reason, data=dict(data))
