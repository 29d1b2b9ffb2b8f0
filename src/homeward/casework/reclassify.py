"""Class a report anew: missing, a concern, not where supposed to be, or abduction."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from homeward.casework.transaction import Work, acting_on_report, demand, must_see
from homeward.episodes.facts import ReportFacts
from homeward.rules.acts import Act, NewLine, NotFound
from homeward.rules.reports import Answers, ReportClass, may_call_off, may_reclassify
from homeward.rules.sharing import Section
from homeward.rules.statements import lies_ahead

_FIELDS = {
    "needs-name": "decided_by",
    "needs-reason": "reason",
    "needs-verifier": "verified_by",
    "needs-recheck": "recheck_at",
    "location-unknown": "location_known",
}


def reclassify(
    act: Act,
    episode: UUID | None,
    report: UUID,
    *,
    report_class: ReportClass,
    location_known: bool = False,
    verified_by: str = "",
    decided_by: str = "",
    recheck_at: datetime | None = None,
) -> None:
    """Class `report` anew, for the act's reason, by a named person (domain 7.1).

    A concern that becomes missing opens an episode; an episode whose only report no longer
    says missing is kept as cancelled. `episode` is None for a report without one; NotFound
    where the report is not the episode's.
    """
    must_see(act, Section.EPISODE)
    with acting_on_report(act, report) as (work, held):
        if episode is not None and not _is_of(work, held, episode):
            raise NotFound
        demand(may_call_off(report_class, act.viewer.roles), "report_class")
        old = ReportClass(held.report_class)
        answers = Answers(
            location_known=location_known,
            abduction_suspected=report_class is ReportClass.ABDUCTION,
            location_verified_by=verified_by,
        )
        decision = may_reclassify(
            old,
            report_class,
            answers,
            decided_by=decided_by,
            reason=act.reason,
            recheck_at=recheck_at,
        )
        demand(decision, _FIELDS.get(decision.code, "report_class"))
        demand(lies_ahead(recheck_at, act.at), "recheck_at")
        held.report_class = report_class.value
        data: dict[str, object] = {
            "from": old.value,
            "to": report_class.value,
            "location_known": location_known,
            "verified_by": verified_by.strip()[:200],
            "decided_by": decided_by.strip()[:200],
            "recheck_at": recheck_at.isoformat() if recheck_at else "",
        }
        work.say(NewLine("report.reclassified", act.at, text=act.reason.strip(), data=data), report)


def _is_of(work: Work, report: ReportFacts, episode: UUID) -> bool:
    """Whether the report belongs to the episode, or opened it before it was classed anew."""
    found = work.case.episodes.get(episode)
    return found is not None and episode in (report.episode_id, _opened(work, report.id))


def _opened(work: Work, report: UUID) -> UUID | None:
    return next((each.id for each in work.case.episodes.values() if each.anchor_id == report), None)
