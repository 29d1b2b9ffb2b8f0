"""What the desk needs, read once: at most ten queries, whatever the size of the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from homeward.access.emergencies.queries import count_to_review
from homeward.access.looks.queries import count_odd
from homeward.agencies.queries import Directory, get_directory
from homeward.children.facts import ChildFacts
from homeward.children.queries import find_children
from homeward.documents.facts import DocumentFacts
from homeward.documents.queries import kept_out_since
from homeward.episodes.queries import EpisodeFacts, count_lanes, lane_episodes
from homeward.ground.calendar import calendar
from homeward.linkage.queries import count_waiting
from homeward.protocol.queries import (
    DutyFacts,
    Governance,
    Worklist,
    count_owed,
    duties_owed,
    first_owed,
    get_governance,
)
from homeward.rules.acts import Viewer
from homeward.rules.sharing import Role, Section, sections_for
from homeward.web.lists.columns import every
from homeward.web.words import local

#: Counts stop here: beyond it a screen says "99+".
CAP = 100
#: Rows of each list on the desk, and of a page of one list.
FIRST = 6
PAGE = 25
DUE = ("over", "today", "week", "later")
#: A desk looks no further back: what is older stands on the page of its episode. Involvement
#: ends 90 days after a return (`rules.sharing`), so nearly all of it is nobody's any more.
OVER_DAYS = 100
#: How long the desk says that a document was kept out, unless it is withdrawn before.
KEPT_OUT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """The desk as far as the viewer's sections reach; what lies beyond is empty."""

    sections: frozenset[Section]
    counts: Mapping[str, int] = field(default_factory=dict)
    owed: Mapping[str, list[DutyFacts]] = field(default_factory=dict)
    lanes: Mapping[str, int] = field(default_factory=dict)
    waiting: int | None = None
    emergencies: int = 0
    odd: int = 0
    children: Mapping[UUID, ChildFacts] = field(default_factory=dict)
    governance: Governance = field(default_factory=lambda: Governance(()))
    directory: Directory = field(default_factory=lambda: Directory(()))
    many_teams: bool = False
    kept_out: list[DocumentFacts] = field(default_factory=list)


def worklists(viewer: Viewer, now: datetime, mine: bool) -> dict[str, Worklist]:
    """What is over (not older than `OVER_DAYS`), due today, in the six days after, and later."""
    today = local(now).date()
    tonight = calendar().end_of_day(today) + timedelta(seconds=1)
    week = calendar().end_of_day(today + timedelta(days=6)) + timedelta(seconds=1)
    lead = viewer.person if mine else None
    ends = [now - timedelta(days=OVER_DAYS), now, tonight, week, None]
    return {
        due: Worklist(viewer.teams, low, high, lead)
        for due, low, high in zip(DUE, ends, ends[1:], strict=False)
    }


def read_desk(viewer: Viewer, now: datetime, mine: bool) -> DeskFacts:
    """The first lines of each list, and the counts."""
    sections = sections_for(viewer.roles)
    waiting = count_waiting(viewer, CAP) if viewer.has_role(Role.DATA_STEWARD) else None
    emergencies = count_to_review(viewer, CAP)
    odd = count_odd(viewer, CAP) if viewer.has_role(Role.DATA_PROTECTION) else 0
    if Section.EPISODE not in sections:
        return DeskFacts(sections, waiting=waiting, emergencies=emergencies, odd=odd)
    lists = worklists(viewer, now, mine) if Section.DUTIES in sections else {}
    counted = count_owed(viewer, list(lists.values()), CAP) if lists else []
    shown = [due for due in lists if due != "later"]
    first = first_owed(viewer, [lists[due] for due in shown], FIRST)
    owed = dict(zip(shown, first, strict=True))
    kept_out = kept_out_since(viewer, now - KEPT_OUT, FIRST)
    return DeskFacts(
        sections,
        dict(zip(lists, counted, strict=True)),
        owed,
        count_lanes(viewer, now, CAP),
        waiting,
        emergencies,
        odd,
        children_of(viewer, [*(duty for rows in owed.values() for duty in rows), *kept_out]),
        get_governance(),
        get_directory(),
        len(viewer.teams) > 1,
        kept_out,
    )


def read_owed(
    viewer: Viewer, due: str, now: datetime, mine: bool, after: tuple[datetime, int] | None
) -> DeskFacts:
    """A page of one list, with one line more than a page where there are more."""
    rows = duties_owed(viewer, worklists(viewer, now, mine)[due], after, PAGE + 1)
    return DeskFacts(
        sections_for(viewer.roles),
        owed={due: rows},
        children=children_of(viewer, rows[:PAGE]),
        governance=get_governance(),
        directory=get_directory(),
        many_teams=len(viewer.teams) > 1,
    )


def all_owed(viewer: Viewer, due: str, now: datetime, mine: bool) -> Iterator[DeskFacts]:
    """All of one list, a part at a time, for a file."""
    worklist = worklists(viewer, now, mine)[due]
    governance, directory = get_governance(), get_directory()
    parts = every(
        lambda after, limit: duties_owed(viewer, worklist, after, limit),
        lambda duty: (duty.due_at, duty.id),
    )
    for rows in parts:
        yield DeskFacts(
            sections_for(viewer.roles),
            owed={due: list(rows)},
            children=children_of(viewer, rows),
            governance=governance,
            directory=directory,
        )


def children_of(
    viewer: Viewer, rows: Iterable[DutyFacts | EpisodeFacts | DocumentFacts]
) -> dict[UUID, ChildFacts]:
    """The children of duties, episodes or documents, by id."""
    return find_children(viewer, {row.child_id for row in rows})


@dataclass(frozen=True, slots=True)
class LanePage:
    """A page of one lane, with one episode more than a page where there are more."""

    sections: frozenset[Section]
    episodes: list[EpisodeFacts]
    children: Mapping[UUID, ChildFacts]
    directory: Directory


def read_lane(
    viewer: Viewer, lane: str, now: datetime, after: tuple[datetime, UUID] | None
) -> LanePage:
    """A page of one lane."""
    episodes = lane_episodes(viewer, lane, now, after, PAGE + 1)
    children = children_of(viewer, episodes[:PAGE])
    return LanePage(sections_for(viewer.roles), episodes, children, get_directory())


def all_of_lane(viewer: Viewer, lane: str, now: datetime) -> Iterator[LanePage]:
    """A whole lane, a part at a time, for a file."""
    directory = get_directory()
    parts = every(
        lambda after, limit: lane_episodes(viewer, lane, now, after, limit),
        lambda episode: (episode.started_at, episode.id),
    )
    for rows in parts:
        yield LanePage(sections_for(viewer.roles), list(rows), children_of(viewer, rows), directory)
