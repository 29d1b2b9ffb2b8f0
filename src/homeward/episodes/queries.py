"""Reading episodes and reports. Row policies decide which of them this viewer has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef, QuerySet

from homeward.episodes.facts import ReportFacts
from homeward.episodes.models import Episode, Report, Task
from homeward.ledger.digests import keyed_digest
from homeward.rules.acts import Viewer

MISSING_NOW = ("OPEN", "LOCATED")


@dataclass(frozen=True, slots=True)
class EpisodeFacts:
    """One episode as it stands. Times are UTC; `differs_minutes` is the widest gap of its dates."""

    id: UUID
    child_id: UUID
    anchor_id: UUID
    place: str
    setting: str
    state: str
    started_at: datetime
    last_seen_at: datetime | None
    reported_at: datetime | None
    returned_at: datetime | None
    closed_at: datetime | None
    grade: str
    police_grade: str
    differs_minutes: int
    differing: str
    owner_team_id: int | None
    owner_id: UUID | None
    last_place: str


_EPISODE = tuple(EpisodeFacts.__slots__)
_REPORT = (
    "id",
    "via",
    "ref",
    "version",
    "status",
    "report_class",
    "merged_into",
    "reported_at",
    "started_at",
    "returned_at",
    "reporter",
    "row_id",
    "episode_id",
    "detail",
)


def _episodes(rows: QuerySet[Episode]) -> list[EpisodeFacts]:
    return [EpisodeFacts(*row) for row in rows.values_list(*_EPISODE)]


def _report(row: tuple[Any, ...]) -> ReportFacts:
    return ReportFacts(row[0], row[1], row[2] or "", *row[3:])


def get_episode(viewer: Viewer, episode: UUID) -> EpisodeFacts | None:
    """One episode, None where there is none for this viewer."""
    return next(iter(_episodes(Episode.objects.filter(pk=episode))), None)


def find_episodes(viewer: Viewer, episodes: Iterable[UUID]) -> dict[UUID, EpisodeFacts]:
    """Episodes by id."""
    return {each.id: each for each in _episodes(Episode.objects.filter(pk__in=list(episodes)))}


def episodes_of_children(viewer: Viewer, children: Iterable[UUID]) -> list[EpisodeFacts]:
    """All episodes of these children, newest start first."""
    rows = Episode.objects.filter(child_id__in=list(children))
    return _episodes(rows.order_by("-started_at", "id"))


def missing_now(viewer: Viewer, limit: int) -> list[EpisodeFacts]:
    """Who is missing now among the viewer's children, longest missing first."""
    rows = Episode.objects.filter(state__in=MISSING_NOW).order_by("started_at", "id")
    return _episodes(rows[:limit])


def missing_with_refs(viewer: Viewer, limit: int) -> list[tuple[EpisodeFacts, tuple[str, ...]]]:
    """As `missing_now`, each with the police references of its reports: one query."""
    reports = Report.objects.filter(episode_id=OuterRef("pk"), ref__isnull=False)
    refs = ArraySubquery(reports.order_by("started_at", "id").values("ref"))
    rows = Episode.objects.filter(state__in=MISSING_NOW).order_by("started_at", "id")
    found = rows.annotate(refs=refs).values_list(*_EPISODE, "refs")[:limit]
    return [(EpisodeFacts(*row[:-1]), tuple(row[-1])) for row in found]


#: How long after its start an episode stands in the lanes; how soon after one is *again*.
LANE_DAYS = 28

_EARLIER = (
    "EXISTS (SELECT 1 FROM episodes_episode o WHERE o.child_id = e.child_id AND o.id <> e.id"
    " AND o.started_at < e.started_at AND o.state <> 'CANCELLED'{within})"
)
#: The children in the sight of these teams now. Differences that nobody settled pile up for ever:
#: from here their number is a matter of the teams' present work, never of the record's length.
#: The moment is selected first: only a plain value may go to the index before the row's policy.
_IN_SIGHT = (
    "e.child_id = ANY (ARRAY(SELECT i.child_id FROM access_involvement i"
    " WHERE i.team_id = ANY (%(teams)s::int[])"
    " AND (i.until_at IS NULL OR i.until_at > (SELECT homeward_now()))))"
)
#: What puts an episode into a lane: in SQL, over `e`.
_LANES: Mapping[str, str] = {
    "open": "e.state IN ('OPEN', 'LOCATED')",
    "new": f"{{recent}} AND NOT {_EARLIER.format(within='')}",
    "again": "{recent} AND "
    + _EARLIER.format(within=f" AND o.started_at >= e.started_at - interval '{LANE_DAYS} days'"),
    "out-of-area": "{recent} AND EXISTS (SELECT 1 FROM children_child c"
    " WHERE c.id = e.child_id AND c.placed_by_other_la)",
    "differing": f"e.differs_minutes > 0 AND {_IN_SIGHT}",
}
_RECENT = f"e.state <> 'CANCELLED' AND e.started_at >= %(now)s - interval '{LANE_DAYS} days'"
LANES = tuple(_LANES)


def count_lanes(viewer: Viewer, now: datetime, cap: int) -> dict[str, int]:
    """How many episodes each lane holds, counted no further than `cap`: one query."""
    counts = ", ".join(
        f"(SELECT count(*) FROM (SELECT 1 FROM episodes_episode e WHERE {_lane(lane)}"
        " LIMIT %(cap)s) AS held)"
        for lane in LANES
    )
    with connection.cursor() as cursor:
        teams = list(viewer.teams)
        cursor.execute(f"SELECT {counts}", {"now": now, "cap": cap, "teams": teams})
        return dict(zip(LANES, cursor.fetchone(), strict=True))


def lane_episodes(
    viewer: Viewer, lane: str, now: datetime, after: tuple[datetime, UUID] | None, limit: int
) -> list[EpisodeFacts]:
    """One lane, newest start first, paged by (started at, id). KeyError: there is no such lane."""
    later = " AND (e.started_at, e.id) < (%(at)s, %(last)s)" if after is not None else ""
    columns = ", ".join(f"e.{name}" for name in _EPISODE)
    at, last = after or (None, None)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM episodes_episode e WHERE {_lane(lane)}{later}"
            " ORDER BY e.started_at DESC, e.id DESC LIMIT %(limit)s",
            {"now": now, "at": at, "last": last, "limit": limit, "teams": list(viewer.teams)},
        )
        return [EpisodeFacts(*row) for row in cursor.fetchall()]


def _lane(lane: str) -> str:
    return _LANES[lane].format(recent=_RECENT)


def differing_episodes(
    viewer: Viewer, after: tuple[int, UUID] | None, limit: int
) -> list[EpisodeFacts]:
    """Episodes whose dates differ between agencies, widest gap first, paged by (gap, id)."""
    narrower = " AND (-e.differs_minutes, e.id) > (%(gap)s, %(last)s)" if after else ""
    columns = ", ".join(f"e.{name}" for name in _EPISODE)
    gap, last = after or (0, None)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM episodes_episode e WHERE {_lane('differing')}{narrower}"
            " ORDER BY e.differs_minutes DESC, e.id LIMIT %(limit)s",
            {"gap": -gap, "last": last, "limit": limit, "teams": list(viewer.teams)},
        )
        return [EpisodeFacts(*row) for row in cursor.fetchall()]


def reports_of_children(viewer: Viewer, children: Iterable[UUID]) -> list[tuple[UUID, ReportFacts]]:
    """Every report of these children, with the child's id."""
    rows = Report.objects.filter(child_id__in=list(children)).order_by("started_at", "id")
    return [(row[0], _report(row[1:])) for row in rows.values_list("child_id", *_REPORT)]


def get_report(viewer: Viewer, report: UUID) -> tuple[UUID | None, ReportFacts] | None:
    """One report with its child's id (None while it waits), None where there is none."""
    rows = Report.objects.filter(pk=report).values_list("child_id", *_REPORT)
    return next(((row[0], _report(row[1:])) for row in rows), None)


def reports_by_ref(viewer: Viewer, refs: Iterable[str]) -> dict[str, tuple[UUID, ReportFacts]]:
    """Known police reports by reference, with the child's id."""
    rows = Report.objects.filter(ref__in=list(refs), child__isnull=False).values_list(
        "child_id", *_REPORT
    )
    return {row[3]: (row[0], _report(row[1:])) for row in rows}


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """One response task of an episode."""

    id: int
    task: str
    words: str
    grade: str
    opened_at: datetime
    done_at: datetime | None
    done_by: UUID | None


def tasks_of(viewer: Viewer, episode: UUID) -> list[TaskFacts]:
    """The response tasks that the episode's grades opened, in the order they were opened."""
    rows = Task.objects.filter(episode_id=episode).order_by("opened_at", "id")
    return [TaskFacts(*row) for row in rows.values_list(*TaskFacts.__slots__)]


@dataclass(frozen=True, slots=True)
class Expected:
    """An episode missing now that a police agency's next download must speak of."""

    episode_id: UUID
    child_id: UUID
    anchor_id: UUID
    refs: frozenset[str]
    last_extract_at: datetime | None


_EXPECTED = """
SELECT e.id, e.child_id, e.anchor_id, array_agg(r.ref), max(i.extract_at)
FROM episodes_episode e
JOIN episodes_report r ON r.episode_id = e.id AND r.via = 'MSPR' AND r.status <> 'MERGED'
JOIN intake_row i ON i.id = r.row_id AND i.agency = %s
WHERE e.state = ANY (%s) GROUP BY e.id, e.child_id, e.anchor_id
"""


def expected_in_download(viewer: Viewer, agency: str) -> list[Expected]:
    """The episodes missing now that came by this agency's downloads: one query, SYSTEM scope.

    `refs` are the reports' references; `last_extract_at` is the newest extract that changed them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_EXPECTED, [agency, list(MISSING_NOW)])
        found = cursor.fetchall()
    return [
        Expected(episode, child, anchor, frozenset(refs), extract_at)
        for episode, child, anchor, refs, extract_at in found
    ]


def keyed_ref(ref: str) -> str:
    """What stands instead of a report's reference once its record is erased."""
    return f"ERASED-{keyed_digest(['report', ref]).hex()[:40]}"


def erased_refs(viewer: Viewer, refs: Iterable[str]) -> set[str]:
    """Which of these references belong to reports whose record was erased."""
    if not Report.objects.filter(ref__startswith="ERASED-").exists():
        return set()
    keyed = {keyed_ref(ref): ref for ref in refs}
    found = Report.objects.filter(ref__in=list(keyed)).values_list("ref", flat=True)
    return {keyed[each] for each in found if each}


SETTLED = ("COMPLETE", "CANCELLED", "DECEASED", "TRANSFERRED")


def next_led_by(viewer: Viewer, person: UUID) -> UUID | None:
    """The first of the episodes that this person leads and that are not settled yet."""
    rows = Episode.objects.filter(owner_id=person).exclude(state__in=SETTLED)
    return rows.order_by("child_id", "id").values_list("id", flat=True).first()


def ended_of_children(viewer: Viewer, children: Iterable[UUID]) -> dict[UUID, datetime | None]:
    """When the last episode of each child ended, None while one is open: one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT child_id, CASE WHEN bool_or(state = ANY (%s)) THEN NULL"
            " ELSE max(coalesce(closed_at, returned_at)) END FROM episodes_episode"
            " WHERE child_id = ANY (%s) AND state <> 'CANCELLED' GROUP BY child_id",
            [list(MISSING_NOW), list(children)],
        )
        return dict(cursor.fetchall())
