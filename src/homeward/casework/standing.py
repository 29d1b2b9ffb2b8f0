"""How settled episodes stand to the rows already kept: which row goes on, which is new or gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from homeward.children.facts import ChildFacts
from homeward.episodes.facts import ReportFacts, SettledEpisode
from homeward.episodes.queries import MISSING_NOW, EpisodeFacts
from homeward.ground.ids import new_id
from homeward.rules.clocks import Clock
from homeward.rules.episodes import State

_MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Standing:
    """The episode row of each report, the rows without an episode, the newest return.

    `last_return` is None while the child is missing in any episode.
    """

    episode_of: dict[UUID, UUID]
    gone: list[UUID]
    last_return: datetime | None

    @classmethod
    def of(
        cls,
        child: ChildFacts,
        settled: Sequence[SettledEpisode],
        stored: Iterable[EpisodeFacts],
        reports: Mapping[UUID, ReportFacts],
    ) -> Standing:
        """Give each settled episode a row: its anchor's, another member's, or a new one.

        A member without a row of its own brings the one that it belonged to so far, unless
        that is another's: an episode goes on when the report that opened it is withdrawn.
        """
        rows = {row.anchor_id: row.id for row in stored}
        free = set(rows.values())
        kept: dict[UUID, UUID] = {}
        for home in (rows.get, lambda each: reports[each].episode_id):
            for episode in settled:
                own = [home(each) for each in episode.reports if home(each) in free]
                if own and own[0] is not None and episode.anchor not in kept:
                    kept[episode.anchor] = own[0]
                    free.discard(own[0])
        episode_of: dict[UUID, UUID] = {}
        for episode in settled:
            row = kept.get(episode.anchor) or new_id()
            episode_of.update(dict.fromkeys(episode.reports, row))
        return cls(episode_of, sorted(free), _last_return(settled, reports))


def _last_return(
    settled: Sequence[SettledEpisode], reports: Mapping[UUID, ReportFacts]
) -> datetime | None:
    if any(episode.state in MISSING_NOW for episode in settled):
        return None
    times = [
        episode.time(Clock.RETURNED) or episode.time(Clock.CLOSED) or episode.started_at
        for episode in settled
    ]
    times += [report.reported_at for report in reports.values()] if not times else []
    return max(times, default=None)


def episode_facts(child: ChildFacts, settled: SettledEpisode, standing: Standing) -> EpisodeFacts:
    """The row of an episode as its lines say it is."""
    differing = [clock for clock, each in settled.clocks.items() if each.differs]
    gaps = [int(settled.clocks[clock].gap / _MINUTE) for clock in differing]
    chosen = {clock for clock in differing if settled.clocks[clock].by_person}
    still = [clock for clock in differing if clock not in chosen]
    return EpisodeFacts(
        id=standing.episode_of[settled.anchor],
        child_id=child.id,
        anchor_id=settled.anchor,
        place=child.place,
        setting=child.setting,
        state=State(settled.state).value,
        started_at=settled.started_at,
        last_seen_at=settled.time(Clock.LAST_SEEN),
        reported_at=settled.time(Clock.REPORTED),
        returned_at=settled.time(Clock.RETURNED),
        closed_at=settled.time(Clock.CLOSED),
        grade=settled.grade,
        police_grade=settled.police_grade,
        differs_minutes=max(gaps) if still else 0,
        differing=",".join(still),
        owner_team_id=settled.owner_team_id,
        owner_id=settled.owner_id,
        last_place=settled.last_place,
    )
