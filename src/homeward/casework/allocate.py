"""Allocate a child to a team: it sees the record until somebody ends that."""

from __future__ import annotations

from uuid import UUID

from homeward.access.actions import involve
from homeward.casework.transaction import acting_on_child, demand
from homeward.rules.acts import Act, NewLine, NotFound, Refusal
from homeward.rules.administration import may_allocate
from homeward.rules.sharing import Ground


def allocate(act: Act, child: UUID, *, team: int) -> None:
    """Give the child's case to a team; `act.reason` says why it needs to know.

    Other grounds end some time after a return; this one does not. The line
    `worker.allocated` names the team. Refused without a reason, for a role that may not,
    and for a team that has the case already.
    """
    demand(may_allocate(act.viewer, act.reason), "team")
    with acting_on_child(act, child) as work:
        known = work.book.directory.by_id.get(team)
        if known is None:
            raise NotFound
        if (team, Ground.ALLOCATED) in work.case.involved:
            raise Refusal(f"{known.name} has this case already.", code="already", field="team")
        if not work.case.reports:
            raise NotFound
        newest = max(work.case.reports.values(), key=lambda report: report.started_at)
        involve(act, [(child, team, Ground.ALLOCATED, act.at, None)])
        work.case.involved[team, Ground.ALLOCATED] = None
        work.say(
            NewLine("worker.allocated", act.at, text=act.reason, data={"team": team}), newest.id
        )
