"""The settled episodes of a page's children, with every claim beside the one that is used."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from homeward.children.facts import ChildFacts
from homeward.chronology.facts import LineFacts
from homeward.chronology.queries import lines_of_children
from homeward.episodes.facts import ReportFacts, SettledEpisode
from homeward.episodes.queries import reports_of_children
from homeward.episodes.settle import settle_child
from homeward.protocol.queries import get_governance
from homeward.rules.acts import Viewer
from homeward.rules.clocks import LONDON


def settled_of(
    viewer: Viewer, children: Mapping[UUID, ChildFacts]
) -> dict[UUID, list[SettledEpisode]]:
    """The children's episodes with all claims: three queries however many children."""
    reports: dict[UUID, list[ReportFacts]] = {}
    lines: dict[UUID, list[LineFacts]] = {}
    for child, report in reports_of_children(viewer, children):
        reports.setdefault(child, []).append(report)
    for child, line in lines_of_children(viewer, children):
        lines.setdefault(child, []).append(line)
    governance = get_governance()
    settled = {}
    for child, known in reports.items():
        newest = max(report.started_at for report in known).astimezone(LONDON).date()
        edition = governance.governing(children[child].place, newest).edition
        tolerance = timedelta(minutes=edition.tolerance.get("start_minutes", 0))
        settled[child] = settle_child(known, lines.get(child, ()), edition.risk_floor, tolerance)
    return settled
