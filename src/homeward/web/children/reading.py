"""Everything that the child page needs, read once: at most nine queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from homeward.access.queries import involved_teams, names_of
from homeward.agencies.queries import Directory, get_directory
from homeward.children.facts import ChildFacts, EntryFacts, Kept, Life
from homeward.children.queries import ChildDetails, find_children, get_details, get_life
from homeward.chronology.facts import LineFacts
from homeward.chronology.queries import lines_of_child
from homeward.episodes.facts import ReportFacts
from homeward.episodes.queries import EpisodeFacts, episodes_of_children, reports_of_children
from homeward.rules.acts import Viewer
from homeward.rules.living import may_record
from homeward.rules.needs import readable
from homeward.rules.sharing import Section, sections_for
from homeward.web.children.wording import Names

_DETAILS = frozenset({Section.PLACES, Section.IDENTIFIERS})
#: Which entries a section opens.
_ENTRIES: Mapping[Section, tuple[Kept, ...]] = {
    Section.FAMILY: (Kept.TIE, Kept.RELATIVE, Kept.HOUSEHOLD),
    Section.PLACES: (Kept.PLACEMENT,),
    Section.SCHOOLING: (Kept.SCHOOLING,),
    Section.NEEDS: (Kept.NEED,),
    Section.HEALTH: (Kept.NEED,),
}


@dataclass(frozen=True, slots=True)
class ChildRecord:
    """A child as far as the viewer's sections reach; what lies beyond is empty.

    `episodes` come newest first, `lines` oldest happening first. `others` are the children
    tied to this one whom the viewer has as well, with `their_episodes`; no other is named.
    `records_places`: whether the viewer may record placements and schooling.
    """

    child: ChildFacts
    sections: frozenset[Section]
    episodes: list[EpisodeFacts]
    reports: Mapping[UUID, ReportFacts] = field(default_factory=dict)
    lines: list[LineFacts] = field(default_factory=list)
    details: ChildDetails | None = None
    life: Life = field(default_factory=Life)
    others: Mapping[UUID, ChildFacts] = field(default_factory=dict)
    their_episodes: Mapping[UUID, list[EpisodeFacts]] = field(default_factory=dict)
    teams: list[int] = field(default_factory=list)
    directory: Directory = field(default_factory=lambda: Directory(()))
    names: Names = field(default_factory=Names)
    records_places: bool = False

    def may(self, section: Section) -> bool:
        """Whether the viewer may read this part."""
        return section in self.sections


def read_child(viewer: Viewer, child_id: UUID) -> ChildRecord | None:
    """The child, None where there is none for this viewer or nothing that they may read."""
    sections = sections_for(viewer.roles)
    if not sections:
        return None
    life = _life(viewer, child_id, sections)
    others = find_children(viewer, [child_id, *life.others])
    child = others.pop(child_id, None)
    if child is None:
        return None
    episodes = _by_child(episodes_of_children(viewer, [child_id, *others]))
    own = episodes.pop(child_id, [])
    if Section.EPISODE not in sections:
        return ChildRecord(child, sections, own)
    lines = lines_of_child(viewer, child_id)
    directory = get_directory()
    people = names_of(_writers(lines, life))
    return ChildRecord(
        child,
        sections,
        own,
        {report.id: report for _, report in reports_of_children(viewer, [child_id])},
        lines,
        get_details(viewer, child_id) if sections & _DETAILS else None,
        life,
        others,
        episodes,
        involved_teams(viewer, child_id),
        directory,
        Names.of(directory, people),
        bool(may_record(viewer.roles)),
    )


def _life(viewer: Viewer, child: UUID, sections: frozenset[Section]) -> Life:
    """Family, placements, schooling and needs, each kind by its own section."""
    kinds = {kept for section in sections & _ENTRIES.keys() for kept in _ENTRIES[section]}
    life = get_life(viewer, child, kinds)
    may = readable(sections)
    life.needs[:] = [need for need in life.needs if need.kind in may]
    return life


def _by_child(episodes: Iterable[EpisodeFacts]) -> dict[UUID, list[EpisodeFacts]]:
    found: dict[UUID, list[EpisodeFacts]] = {}
    for episode in episodes:
        found.setdefault(episode.child_id, []).append(episode)
    return found


def _writers(lines: Iterable[LineFacts], life: Life) -> set[UUID]:
    """Who wrote what is shown."""
    entries: Iterable[EntryFacts] = (
        *life.relatives.values(),
        *life.ties,
        *life.back,
        *life.households,
        *life.placements,
        *life.schooling,
        *life.needs,
    )
    people = {line.person_id for line in lines} | {each.stated.person_id for each in entries}
    return {person for person in people if person is not None}
