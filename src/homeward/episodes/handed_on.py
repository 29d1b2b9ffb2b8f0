"""What people said on a report that was then withdrawn, while another goes on.

Two reports of one night make one episode, and people record on it. When the first is
cancelled, or classed anew, the episode goes on with the second: a return that a home
confirmed, a sighting, a grade must not fall away with a duplicate. Local rule (P).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from homeward.chronology.facts import LineFacts
from homeward.episodes.facts import ReportFacts
from homeward.rules.clocks import ONE_PER_REPORT, Source
from homeward.rules.episodes import ReportSpan, group_reports

#: The place of a line among a child's: known at, happened at, reference, version, id.
Order = Callable[[LineFacts], tuple[datetime, datetime, str, int, int]]

_WITHDRAWN = frozenset({"report.cancelled", "report.reclassified"})
_OWN_TIMES = frozenset(clock.value for clock in ONE_PER_REPORT)


def hand_on(
    known: Mapping[UUID, ReportFacts],
    by_report: dict[UUID, list[LineFacts]],
    spans: Sequence[ReportSpan],
    order: Order,
) -> bool:
    """Add what people said on withdrawn reports to the report that goes on; whether any was.

    A report goes on where it would have shared an episode with the withdrawn one, had that
    stood until it was withdrawn. What a report says of itself stays with it.
    """
    changed = False
    for span in spans:
        report = known[UUID(span.report)]
        if span.opens or report.status == "MERGED":
            continue
        said = by_report.get(report.id, [])
        until = max((line.happened_at for line in said if line.kind in _WITHDRAWN), default=None)
        moved = [line for line in said if _is_of_the_child(line)]
        heir = _heir(span, until, spans) if until is not None and moved else None
        if heir is not None:
            by_report[heir] = sorted([*by_report.get(heir, []), *moved], key=order)
            changed = True
    return changed


def _is_of_the_child(line: LineFacts) -> bool:
    """Said by a person, of the child: neither by the download, nor of the report itself."""
    if line.data.get("source") == Source.MSPR or line.kind.startswith("report."):
        return False
    return line.data.get("clock") not in _OWN_TIMES


def _heir(withdrawn: ReportSpan, until: datetime, spans: Sequence[ReportSpan]) -> UUID | None:
    """The first report that would have shared an episode with the withdrawn one."""
    stood = replace(withdrawn, opens=True, returned=max(until, withdrawn.start))
    trial = [stood, *(span for span in spans if span.opens)]
    for episode in group_reports(trial):
        if withdrawn.report in episode.reports:
            return next((UUID(each) for each in episode.reports if each != withdrawn.report), None)
    return None
