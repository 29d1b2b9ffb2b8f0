"""Everything that the child page needs, read once: at most eight queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from homeward.access.queries import involved_teams, names_of
from homeward.agencies.queries import Directory, get_directory
from homeward.children.facts import ChildFacts
from homeward.children.queries import ChildDetails, get_child, get_details
from homeward.chronology.facts import LineFacts
from homeward.chronology.queries import lines_of_child
from homeward.episodes.facts import ReportFacts
from homeward.episodes.queries import EpisodeFacts, episodes_of_children, reports_of_children
from homeward.rules.acts import Viewer
from homeward.rules.sharing import Section, sections_for
from homeward.web.children.wording import Names

_DETAILS = frozenset({Section.PLACES, Section.IDENTIFIERS})


@dataclass(frozen=True, slots=True)
class ChildRecord:
    """A child as far as the viewer's sections reach; what lies beyond is empty.

    `episodes` come newest first, `lines` oldest happening first.
    """

    child: ChildFacts
    sections: frozenset[Section]
    episodes: list[EpisodeFacts]
    reports: Mapping[UUID, ReportFacts] = field(default_factory=dict)
    lines: list[LineFacts] = field(default_factory=list)
    details: ChildDetails | None = None
    teams: list[int] = field(default_factory=list)
    directory: Directory = field(default_factory=lambda: Directory(()))
    names: Names = field(default_factory=Names)

    def may(self, section: Section) -> bool:
        """Whether the viewer may read this part."""
        return section in self.sections


def read_child(viewer: Viewer, child_id: UUID) -> ChildRecord | None:
    """The child, None where there is none for this viewer or nothing that they may read."""
    sections = sections_for(viewer.roles)
    child = get_child(viewer, child_id) if sections else None
    if child is None:
        return None
    episodes = episodes_of_children(viewer, [child_id])
    if Section.EPISODE not in sections:
        return ChildRecord(child, sections, episodes)
    lines = lines_of_child(viewer, child_id)
    directory = get_directory()
    people = names_of(line.person_id for line in lines if line.person_id)
    return ChildRecord(
        child,
        sections,
        episodes,
        {report.id: report for _, report in reports_of_children(viewer, [child_id])},
        lines,
        get_details(viewer, child_id) if sections & _DETAILS else None,
        involved_teams(viewer, child_id),
        directory,
        Names.of(directory, people),
    )
