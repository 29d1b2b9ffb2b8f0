"""Everything that the episode page needs, read once: at most ten queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from homeward.access.queries import names_of
from homeward.agencies.queries import Directory, get_directory
from homeward.children.facts import ChildFacts
from homeward.children.queries import get_child
from homeward.chronology.facts import LineFacts
from homeward.chronology.queries import lines_of_child
from homeward.episodes.facts import ReportFacts, SettledEpisode
from homeward.episodes.queries import (
    EpisodeFacts,
    TaskFacts,
    get_episode,
    reports_of_children,
    tasks_of,
)
from homeward.episodes.settle import settle_child
from homeward.protocol.queries import (
    DutyFacts,
    Governance,
    duties_of_episodes,
    get_governance,
    superseded_duties,
)
from homeward.rules.acts import Viewer
from homeward.rules.clocks import LONDON
from homeward.rules.protocol.catalogue import Edition
from homeward.rules.sharing import Section, sections_for
from homeward.web.children.wording import Names


@dataclass(frozen=True, slots=True)
class EpisodeRecord:
    """An episode as far as the viewer's sections reach; what lies beyond is empty.

    `settled` is None for an episode whose reports no longer make one. `reports` are those
    joined here, `lines` all their lines, those that no longer stand too.
    """

    episode: EpisodeFacts
    child: ChildFacts
    sections: frozenset[Section]
    settled: SettledEpisode | None = None
    reports: list[ReportFacts] = field(default_factory=list)
    lines: list[LineFacts] = field(default_factory=list)
    edition: Edition | None = None
    duties: list[DutyFacts] = field(default_factory=list)
    earlier: list[DutyFacts] = field(default_factory=list)
    tasks: list[TaskFacts] = field(default_factory=list)
    directory: Directory = field(default_factory=lambda: Directory(()))
    names: Names = field(default_factory=Names)

    def may(self, section: Section) -> bool:
        """Whether the viewer may read this part."""
        return section in self.sections


def read_episode(viewer: Viewer, episode_id: UUID) -> EpisodeRecord | None:
    """The episode, None where there is none for this viewer or nothing that they may read."""
    sections = sections_for(viewer.roles)
    episode = get_episode(viewer, episode_id) if sections else None
    child = get_child(viewer, episode.child_id) if episode else None
    if episode is None or child is None:
        return None
    if Section.EPISODE not in sections:
        return EpisodeRecord(episode, child, sections)
    return _whole(viewer, episode, child, sections)


def _whole(
    viewer: Viewer, episode: EpisodeFacts, child: ChildFacts, sections: frozenset[Section]
) -> EpisodeRecord:
    reports = {report.id: report for _, report in reports_of_children(viewer, [child.id])}
    lines = lines_of_child(viewer, child.id)
    governance = get_governance()
    settled = _settled(episode, child, reports, lines, governance)
    own = _own(episode, settled, reports)
    own_lines = [line for line in lines if line.source_id in own]
    duties, hidden = Section.DUTIES in sections, governance.telling_grades(viewer)
    tasks = tasks_of(viewer, episode.id) if Section.RISK in sections else []
    directory = get_directory()
    people = [line.person_id for line in own_lines] + [task.done_by for task in tasks]
    return EpisodeRecord(
        episode,
        child,
        sections,
        settled,
        [reports[each] for each in own],
        own_lines,
        governance.governing(child.place, episode.started_at.astimezone(LONDON).date()).edition,
        _shown(duties_of_episodes(viewer, [episode.id]), hidden) if duties else [],
        _shown(superseded_duties(viewer, episode.id), hidden) if duties else [],
        tasks,
        directory,
        Names.of(directory, names_of(person for person in people if person)),
    )


def _shown(duties: Iterable[DutyFacts], hidden: set[str]) -> list[DutyFacts]:
    return [duty for duty in duties if duty.duty not in hidden]


def _own(
    episode: EpisodeFacts, settled: SettledEpisode | None, reports: Iterable[UUID]
) -> list[UUID]:
    if settled is None:
        return [each for each in reports if each == episode.anchor_id]
    return list(settled.reports)


def _settled(
    episode: EpisodeFacts,
    child: ChildFacts,
    reports: Mapping[UUID, ReportFacts],
    lines: Sequence[LineFacts],
    governance: Governance,
) -> SettledEpisode | None:
    """As the record settles it: by the edition that governs the child's newest report."""
    if not reports:
        return None
    newest = max(report.started_at for report in reports.values())
    edition = governance.governing(child.place, newest.astimezone(LONDON).date()).edition
    tolerance = timedelta(minutes=edition.tolerance.get("start_minutes", 0))
    for each in settle_child(list(reports.values()), lines, edition.risk_floor, tolerance):
        if episode.anchor_id in each.reports:
            return each
    return None
