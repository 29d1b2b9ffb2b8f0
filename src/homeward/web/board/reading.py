"""What the board needs, read once: nine queries, whatever the size of the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import UUID

from homeward.access.queries import colleagues
from homeward.agencies.queries import Directory, get_directory
from homeward.children.facts import ChildFacts
from homeward.children.queries import find_children
from homeward.chronology.facts import LineFacts, live
from homeward.chronology.queries import lines_since
from homeward.episodes.queries import EpisodeFacts, missing_with_refs
from homeward.ground.calendar import calendar
from homeward.intake.queries import AlarmFacts, open_alarms
from homeward.ledger.queries import opened_since
from homeward.protocol.queries import Governance, NextDuty, get_governance, next_duties
from homeward.rules.acts import Viewer
from homeward.rules.sharing import Section, sections_for
from homeward.web.words import local

MOST = 200
MOST_ALARMS = 20
MOST_LINES = 1000
NIGHT_FROM = time(18, 0)
#: An episode is *new* until a colleague opens the child or the episode, and no longer than this.
NEW_FOR = timedelta(days=7)
TAKEN = "ownership.taken"


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """Who is missing now, as far as the viewer's sections reach; what lies beyond is empty.

    `over` and `coming` hold for each episode what has been over longest and what comes
    next; `opened` when a colleague last opened a child; `more`: not all are shown.
    """

    sections: frozenset[Section]
    episodes: list[EpisodeFacts]
    more: bool
    night: datetime
    children: Mapping[UUID, ChildFacts] = field(default_factory=dict)
    over: Mapping[UUID, NextDuty] = field(default_factory=dict)
    coming: Mapping[UUID, NextDuty] = field(default_factory=dict)
    lines: Mapping[UUID, list[LineFacts]] = field(default_factory=dict)
    refs: Mapping[UUID, tuple[str, ...]] = field(default_factory=dict)
    opened: Mapping[UUID, datetime] = field(default_factory=dict)
    people: Mapping[UUID, str] = field(default_factory=dict)
    alarms: list[AlarmFacts] = field(default_factory=list)
    directory: Directory = field(default_factory=lambda: Directory(()))
    governance: Governance = field(default_factory=lambda: Governance(()))


def read_board(viewer: Viewer, now: datetime) -> BoardFacts:
    """Everything on the board at `now` (UTC)."""
    sections = sections_for(viewer.roles)
    found = missing_with_refs(viewer, MOST + 1)
    episodes = [each for each, _ in found[:MOST]]
    more, night = len(found) > MOST, night_of(now)
    children = find_children(viewer, {each.child_id for each in episodes})
    if Section.EPISODE not in sections:
        return BoardFacts(sections, episodes, more, night, children)
    ids = [each.id for each in episodes]
    people = colleagues(viewer, local(now).date())
    governance = get_governance()
    hidden = governance.telling_grades(viewer)
    duties = next_duties(viewer, ids, now, hidden) if Section.DUTIES in sections else []
    return BoardFacts(
        sections,
        episodes,
        more,
        night,
        children,
        {each.duty.episode_id: each for each in duties if each.is_over},
        {each.duty.episode_id: each for each in duties if not each.is_over},
        _live(lines_since(viewer, ids, night, TAKEN, MOST_LINES)),
        {each.id: refs for each, refs in found},
        opened_since(viewer, list(people), ["child", "episode"], now - NEW_FOR),
        people,
        open_alarms(viewer, MOST_ALARMS),
        get_directory(),
        governance,
    )


def night_of(now: datetime) -> datetime:
    """When the last night began: the last 18:00 on the local clock, UTC."""
    today = local(now).date()
    begins = calendar().at_local(today, NIGHT_FROM)
    if begins <= now:
        return begins
    return calendar().at_local(today - timedelta(days=1), NIGHT_FROM)


def _live(lines: Iterable[tuple[UUID, LineFacts]]) -> dict[UUID, list[LineFacts]]:
    grouped: dict[UUID, list[LineFacts]] = {}
    for episode, line in lines:
        grouped.setdefault(episode, []).append(line)
    return {episode: live(rows) for episode, rows in grouped.items()}
