"""The standing cast: who owns the case, colleagues of other agencies, somebody outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from tests.casework.reports import (
    child_of,
    counted_anew,
    download,
    duties_of,
    episodes_of,
    lines_of,
    report_of,
)
from tests.casework.worlds import NOW, act_of, as_worker, partnership, person

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.agencies.models import Team
from homeward.chronology.facts import LineFacts, live
from homeward.episodes.queries import EpisodeFacts, TaskFacts, tasks_of
from homeward.ledger.models import Entry
from homeward.protocol.queries import DutyFacts, superseded_duties
from homeward.rules.acts import Act, Viewer

STARTED = datetime(2026, 11, 22, 22, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass
class World:
    """Bryony, missing since `STARTED`, and those who may or may not know of her."""

    teams: dict[str, Team]
    child: UUID
    report: UUID
    episode: UUID
    coordinator: Viewer
    supervisor: Viewer
    social_worker: Viewer
    manager: Viewer
    home: Viewer
    school: Viewer
    outsider: Viewer

    def act(self, viewer: Viewer, reason: str = "", at: datetime = NOW) -> Act:
        """An act of one of them."""
        return act_of(viewer, "verb_of_the_test", reason, at)

    def stands(self) -> EpisodeFacts:
        """Her episode as it stands."""
        return next(each for each in episodes_of(self.child) if each.id == self.episode)

    def episodes(self) -> list[EpisodeFacts]:
        """All her episodes."""
        return episodes_of(self.child)

    def lines(self, kind: str = "") -> list[LineFacts]:
        """Her lines of a kind, or all, oldest happening first."""
        return [each for each in lines_of(self.child) if kind in ("", each.kind)]

    def live_lines(self, kind: str) -> list[LineFacts]:
        """Her lines of a kind that stand."""
        return [each for each in live(lines_of(self.child)) if each.kind == kind]

    def newest_line(self, kind: str) -> int:
        """The id of her newest line of a kind."""
        return max(each.id for each in self.lines(kind))

    def duties(self) -> list[DutyFacts]:
        """All duties of the episode that count."""
        return [each for rows in duties_of(self.episode).values() for each in rows]

    def superseded(self) -> list[DutyFacts]:
        """The episode's duties that were judged anew."""
        with as_worker(), scoped(SYSTEM_VIEWER):
            return superseded_duties(SYSTEM_VIEWER, self.episode)

    def duty(self, duty: str) -> DutyFacts | None:
        """The one duty of this id that counts, None without one."""
        found = duties_of(self.episode).get(duty, [])
        assert len(found) <= 1
        return found[0] if found else None

    def tasks(self) -> list[TaskFacts]:
        """The response tasks of the episode."""
        with as_worker(), scoped(SYSTEM_VIEWER):
            return tasks_of(SYSTEM_VIEWER, self.episode)

    def entries(self) -> int:
        """How many ledger entries name her."""
        with as_worker(), scoped(SYSTEM_VIEWER):
            return Entry.objects.filter(children__contains=[self.child]).count()

    def written(self) -> tuple[int, int]:
        """How much is on record of her: lines and ledger entries."""
        return len(self.lines()), self.entries()

    def is_as_counted_anew(self, at: datetime = NOW) -> bool:
        """Whether a recount from scratch would change nothing."""
        changes = counted_anew(self.child, at).changes
        assert changes == []
        return True


def missing_child(folder: Path, **cells: str) -> World:
    """Take one police row; make the people around the child."""
    teams = partnership()
    download(folder, cells)
    child = child_of()
    return World(
        teams=teams,
        child=child,
        report=report_of(),
        episode=episodes_of(child)[0].id,
        coordinator=person(teams["police"], "POLICE_COORDINATOR"),
        supervisor=person(teams["police"], "POLICE_SUPERVISOR"),
        social_worker=person(teams["north-yorkshire"], "SOCIAL_WORKER"),
        manager=person(teams["north-yorkshire"], "SOCIAL_CARE_MANAGER"),
        home=person(teams["larkfield"], "HOME_MANAGER"),
        school=person(teams["norbeck-school"], "SCHOOL_LEAD"),
        outsider=person(teams["york"], "SOCIAL_WORKER"),
    )
