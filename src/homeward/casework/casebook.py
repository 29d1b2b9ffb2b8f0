"""What one transaction knows of its children, and what must be written at its end.

Not a verb. `transaction.py` opens a book for one click, `take_download.py` for a
batch of rows; both count a child anew through `recount`, so that a click and a
file of 100,000 rows leave the same record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from homeward.access.actions import Involved, involve, set_until
from homeward.access.queries import involvements_of
from homeward.agencies.queries import Directory, get_directory
from homeward.casework.said import newest_said
from homeward.casework.standing import Standing, episode_facts
from homeward.children.actions import ChildWrites, Said, as_recorded, child_of, keep_children
from homeward.children.facts import ChildFacts, PlacementFacts, SchoolingFacts
from homeward.children.queries import find_children, standing_entries
from homeward.chronology.actions import PlacedSource, place_new_sources, place_sources
from homeward.chronology.facts import LineFacts
from homeward.chronology.queries import lines_of_children
from homeward.episodes.actions import EpisodeWrites, keep_episodes, task_rows
from homeward.episodes.facts import ReportFacts, SettledEpisode
from homeward.episodes.queries import (
    MISSING_NOW,
    EpisodeFacts,
    episodes_of_children,
    reports_of_children,
)
from homeward.episodes.settle import settle_child
from homeward.ground.calendar import calendar
from homeward.linkage.joining import standing_joins
from homeward.protocol.actions import DutyChanges, Owed, compare_duties, keep_duties
from homeward.protocol.judge import Governed, judge
from homeward.protocol.queries import (
    Adopted,
    DutyFacts,
    Governance,
    duties_of_episodes,
    get_governance,
)
from homeward.rules.acts import Act, Viewer
from homeward.rules.clocks import LONDON
from homeward.rules.protocol.catalogue import Edition
from homeward.rules.risk import Grade, response_tasks
from homeward.rules.sharing import INVOLVING, OWNER_TEAMS, Ground, involved_until


@dataclass(slots=True)
class Case:
    """One child with everything that a recount needs."""

    child: ChildFacts
    is_new: bool = False
    reports: dict[UUID, ReportFacts] = field(default_factory=dict)
    lines: list[LineFacts] = field(default_factory=list)
    episodes: dict[UUID, EpisodeFacts] = field(default_factory=dict)
    duties: list[DutyFacts] = field(default_factory=list)
    involved: dict[tuple[int, Ground], datetime | None] = field(default_factory=dict)
    provider_urn: str = ""
    placing_la: str = ""
    placement: PlacementFacts | None = None
    schooling: SchoolingFacts | None = None
    stored: dict[UUID, ReportFacts] = field(default_factory=dict)
    settled: list[SettledEpisode] = field(default_factory=list)
    returning: set[UUID] = field(default_factory=set)
    reporting: set[int] = field(default_factory=set)
    joined: tuple[UUID, ...] = ()
    joined_into: UUID | None = None
    mirrored: dict[tuple[UUID, int, Ground], datetime | None] = field(default_factory=dict)


@dataclass(slots=True)
class Writes:
    """What must be written of the cases worked out so far."""

    children: ChildWrites = field(default_factory=ChildWrites)
    episodes: EpisodeWrites = field(default_factory=EpisodeWrites)
    duties: DutyChanges = field(default_factory=DutyChanges)
    new_sources: list[PlacedSource] = field(default_factory=list)
    moved_sources: list[PlacedSource] = field(default_factory=list)
    involved: list[Involved] = field(default_factory=list)
    until: list[tuple[UUID, int, Ground, datetime | None]] = field(default_factory=list)

    def write(self, act: Act) -> None:
        """Write it, in an order in which every key finds its row."""
        keep_children(act, self.children)
        involve(act, self.involved)
        place_new_sources(act, self.new_sources)
        place_sources(act, self.moved_sources)
        keep_episodes(act, self.episodes)
        keep_duties(act, self.duties)
        set_until(act, self.until)


class Casebook:
    """The cases of one transaction."""

    def __init__(
        self, act: Act, directory: Directory | None = None, governance: Governance | None = None
    ) -> None:
        self.act = act
        self.directory = directory or get_directory()
        self.governance = governance or get_governance()
        self.cases: dict[UUID, Case] = {}
        self._writes = Writes()

    def load(self, children: Iterable[UUID]) -> None:
        """Read these children, already locked, into the book: eight queries however many."""
        wanted = [child for child in children if child not in self.cases]
        if not wanted:
            return
        viewer = self.act.viewer
        found = {child: Case(facts) for child, facts in find_children(viewer, wanted).items()}
        self.cases.update(found)
        self._read(viewer, found)
        for case in found.values():
            self._remember(case)

    def _read(self, viewer: Viewer, found: Mapping[UUID, Case]) -> None:
        """Fill these cases from the record."""
        for child_id, report in reports_of_children(viewer, found):
            found[child_id].reports[report.id] = report
            found[child_id].stored[report.id] = replace(report)
        for child_id, line in lines_of_children(viewer, found):
            found[child_id].lines.append(line)
        for episode in episodes_of_children(viewer, found):
            found[episode.child_id].episodes[episode.id] = episode
        episodes = [episode for case in found.values() for episode in case.episodes]
        for duty in duties_of_episodes(viewer, episodes):
            found[duty.child_id].duties.append(duty)
        for child_id, team, ground, until in involvements_of(viewer, found):
            found[child_id].involved[team, Ground(ground)] = until
        self._read_joins(viewer, found)
        for child_id, entry in standing_entries(viewer, found):
            if isinstance(entry, PlacementFacts):
                found[child_id].placement = entry
            else:
                found[child_id].schooling = entry

    def _read_joins(self, viewer: Viewer, found: Mapping[UUID, Case]) -> None:
        """Which numbers count under which; whoever knows the one that counts knows the others."""
        for other, kept in standing_joins(viewer, found):
            if other in found:
                found[other].joined_into = kept
            if kept in found:
                found[kept].joined = (*found[kept].joined, other)
        for case in found.values():
            if case.joined:
                self.mirror_anew(case)

    def mirror_anew(self, case: Case) -> None:
        """Read who knows the numbers that count under this one."""
        rows = involvements_of(self.act.viewer, case.joined) if case.joined else []
        case.mirrored = {
            (child, team, Ground(ground)): until for child, team, ground, until in rows
        }

    def let_in(self, case: Case, others: Mapping[tuple[int, Ground], datetime | None]) -> None:
        """Note that teams are involved whom a join brought; how long follows with the recount."""
        for (team, ground), until in others.items():
            if (team, ground) not in case.involved:
                self._writes.involved.append((case.child.id, team, ground, self.act.at, until))
                case.involved[team, ground] = until

    def place_anew(self, sources: Iterable[PlacedSource]) -> None:
        """Note that sources belong elsewhere from now on."""
        self._writes.moved_sources.extend(sources)

    def _remember(self, case: Case) -> None:
        """Where the child is placed, and by whom: a placement on record, or the newest report."""
        said = newest_said(case.reports.values())
        if said is not None:
            self._place(case, said)

    def _place(self, case: Case, said: Said) -> None:
        known = case.placement or said
        case.provider_urn, case.placing_la = known.provider_urn, known.placing_la

    def open_new(self, child: ChildFacts) -> Case:
        """A case for a child that the record did not know."""
        self.children.new.append(child)
        case = self.cases[child.id] = Case(child, is_new=True)
        return case

    def summarise(self, case: Case, only: Said | None = None) -> None:
        """Make the child's summary what the newest report says (`only`, where it is the only).

        A placement or schooling that was recorded by hand and has not ended outweighs it.
        """
        said = only or newest_said(case.reports.values())
        if said is None:
            return
        self._place(case, said)
        where = self._place_of(case.placement)
        fresh = as_recorded(child_of(case.child.id, said), case.placement, case.schooling, where)
        if fresh == case.child:
            return
        writes = self.children
        stale = writes.new if case.is_new else writes.changed
        stale[:] = [child for child in stale if child.id != fresh.id]
        stale.append(fresh)
        case.child = fresh

    def _place_of(self, placement: PlacementFacts | None) -> str:
        """The area that serves a placement: that of the host, else of who placed the child."""
        if placement is None:
            return ""
        place_of = self.directory.place_of
        return place_of(placement.host_la) or place_of(placement.placing_la)

    def recount(self, child_id: UUID) -> Case:
        """Work the child's episodes, teams and duties out anew and note what must be written."""
        case = self.cases[child_id]
        self.settle(case)
        standing = Standing.of(case.child, case.settled, case.episodes.values(), case.reports)
        self._note_episodes(case, standing)
        self._note_reports(case, standing)
        self._note_teams(case, standing)
        self._note_duties(case, standing)
        return case

    def settle(self, case: Case) -> None:
        """Settle the child's episodes from all reports and lines in hand."""
        edition = self._adopted(case).edition
        tolerance = timedelta(minutes=edition.tolerance.get("start_minutes", 0))
        case.settled = settle_child(
            list(case.reports.values()), case.lines, edition.risk_floor, tolerance
        )

    def edition_of(self, episode: SettledEpisode, case: Case) -> Edition:
        """The edition that governs an episode."""
        return self._edition_of(case, episode).edition

    def _adopted(self, case: Case) -> Adopted:
        starts = [report.started_at for report in case.reports.values()]
        newest = max(starts, default=self.act.at)
        return self.governance.governing(case.child.place, newest.astimezone(LONDON).date())

    def _note_episodes(self, case: Case, standing: Standing) -> None:
        for settled in case.settled:
            facts = episode_facts(case.child, settled, standing)
            stored = case.episodes.get(facts.id)
            if stored is None:
                self._writes.episodes.new_episodes.append(facts)
            elif stored != facts:
                self._writes.episodes.changed_episodes.append(facts)
            case.episodes[facts.id] = facts
            self._note_tasks(case, settled, facts)
        for gone in standing.gone:
            cancelled = replace(case.episodes[gone], state="CANCELLED", differs_minutes=0)
            if cancelled != case.episodes[gone]:
                self._writes.episodes.changed_episodes.append(cancelled)
                case.episodes[gone] = cancelled

    def _note_tasks(self, case: Case, settled: SettledEpisode, facts: EpisodeFacts) -> None:
        if facts.state not in MISSING_NOW:
            return
        edition = self._edition_of(case, settled).edition
        for step in settled.grades:
            tasks = response_tasks(edition.tasks, Grade(step.grade))
            self._writes.episodes.tasks += task_rows(
                case.child.id, facts.id, step.grade, tasks, step.at
            )

    def _note_reports(self, case: Case, standing: Standing) -> None:
        new, moved = self._writes.new_sources, self._writes.moved_sources
        for report in case.reports.values():
            report.episode_id = standing.episode_of.get(report.id)
            stored = case.stored.get(report.id)
            source = PlacedSource(report.id, "REPORT", case.child.id, report.episode_id)
            if report.id in case.returning:
                self._writes.episodes.changed_reports.append((case.child.id, report))
                moved.append(source)
            elif stored is None:
                self._writes.episodes.new_reports.append((case.child.id, report))
                new.append(source)
            elif stored != report:
                self._writes.episodes.changed_reports.append((case.child.id, report))
                if stored.episode_id != report.episode_id:
                    moved.append(source)

    def _note_teams(self, case: Case, standing: Standing) -> None:
        if case.joined_into is not None:
            return
        reported = [report.reported_at for report in case.reports.values()]
        since = min(reported, default=self.act.at)
        for team, ground in self._teams_of(case):
            until = involved_until(ground, standing.last_return) if reported else self.act.at
            key = team, ground
            if key not in case.involved:
                self._writes.involved.append((case.child.id, team, ground, since, until))
            elif case.involved[key] != until:
                self._writes.until.append((case.child.id, team, ground, until))
            case.involved[key] = until
            for other in case.joined:
                self._note_mirrored(case, other, key, until)

    def _note_mirrored(
        self, case: Case, other: UUID, key: tuple[int, Ground], until: datetime | None
    ) -> None:
        if (other, *key) not in case.mirrored:
            self._writes.involved.append((other, *key, self.act.at, until))
        elif case.mirrored[other, *key] != until:
            self._writes.until.append((other, *key, until))
        case.mirrored[other, *key] = until

    def _teams_of(self, case: Case) -> list[tuple[int, Ground]]:
        child, directory = case.child, self.directory
        reported = next(row for row in INVOLVING if row.ground is Ground.REPORT)
        found = [
            (directory.for_place(kind, child.place), Ground.REPORT) for kind in reported.team_kinds
        ]
        found.append((directory.for_reference("HOME", case.provider_urn), Ground.PLACEMENT))
        if case.placing_la:
            found.append(
                (directory.for_authority("SOCIAL_WORK", case.placing_la), Ground.PLACEMENT)
            )
        found.append((directory.for_reference("SCHOOL", child.school_urn), Ground.SCHOOL))
        teams = [(team.id, ground) for team, ground in found if team is not None]
        teams += [(team, Ground.REPORT) for team in sorted(case.reporting)]
        owners = {each.owner_team_id for each in case.settled if each.owner_team_id is not None}
        teams += [(team, Ground.OWNER) for team in sorted(owners)]
        known = [key for key in case.involved if key not in teams]
        return teams + known

    def _note_duties(self, case: Case, standing: Standing) -> None:
        governed = [self._governed(case, settled) for settled in case.settled]
        heard = max((line.known_at for line in case.lines), default=self.act.at)
        as_at = max(self.act.at, self.act.known, heard)
        teams = self._team_of_owner(case)
        owners = {
            id(each.edition): {duty.id: duty.owner for duty in each.edition.duties}
            for each in governed
        }
        owed = [
            Owed(
                case.child.id,
                standing.episode_of[each.episode.anchor],
                each.adoption_id,
                teams.get(owners[id(each.edition)][verdict.duty]),
                verdict,
            )
            for each, verdict in judge(case.child, governed, as_at, calendar())
        ]
        compare_duties(case.duties, owed, self.act.at, self._writes.duties)

    def _governed(self, case: Case, settled: SettledEpisode) -> Governed:
        adopted = self._edition_of(case, settled)
        anchor = case.reports[settled.anchor]
        setting = str(anchor.detail.get("care_or_home", "")) or case.child.care_or_home
        return Governed(settled, setting, adopted.id, adopted.evidenced)

    def _edition_of(self, case: Case, settled: SettledEpisode) -> Adopted:
        day = settled.started_at.astimezone(LONDON).date()
        return self.governance.governing(case.child.place, day)

    def _team_of_owner(self, case: Case) -> dict[str, int]:
        """Which team answers for which owner of a duty, among the teams involved."""
        by_kind: dict[str, int] = {}
        for team, _ in sorted(case.involved):
            if team in self.directory.by_id:
                by_kind.setdefault(self.directory.by_id[team].kind, team)
        found = {}
        for owner, kinds in OWNER_TEAMS.items():
            team_id = next((by_kind[kind] for kind in kinds if kind in by_kind), None)
            if team_id is not None:
                found[owner] = team_id
        return found

    @property
    def children(self) -> ChildWrites:
        """The new and changed children noted so far."""
        return self._writes.children

    def noted(self) -> Writes:
        """What was noted so far, handed over to be written; the book begins anew."""
        handed, self._writes = self._writes, Writes()
        return handed

    def write(self) -> None:
        """Write everything noted."""
        self.noted().write(self.act)
