"""Keeping reports and episodes as their lines say they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from homeward.episodes.facts import ReportFacts
from homeward.episodes.models import Report, Task
from homeward.episodes.queries import EpisodeFacts
from homeward.ground.bulk import as_parameter, insert_rows
from homeward.rules.acts import Act
from homeward.rules.protocol.catalogue import Task as EditionTask

_REPORT = (
    "id",
    "child_id",
    "episode_id",
    "via",
    "ref",
    "version",
    "row_id",
    "status",
    "report_class",
    "merged_into",
    "reported_at",
    "started_at",
    "returned_at",
    "reporter",
    "detail",
)
_EPISODE = (*EpisodeFacts.__slots__, "judged_at")


@dataclass(slots=True)
class EpisodeWrites:
    """New and changed reports and episodes of one transaction, written together."""

    new_episodes: list[EpisodeFacts] = field(default_factory=list)
    changed_episodes: list[EpisodeFacts] = field(default_factory=list)
    new_reports: list[tuple[UUID, ReportFacts]] = field(default_factory=list)
    changed_reports: list[tuple[UUID, ReportFacts]] = field(default_factory=list)
    tasks: list[tuple[UUID, UUID, str, str, str, datetime]] = field(default_factory=list)


def _episode_row(act: Act, episode: EpisodeFacts) -> tuple[Any, ...]:
    return (*(getattr(episode, name) for name in EpisodeFacts.__slots__), act.at)


def _report_row(child: UUID, report: ReportFacts) -> tuple[Any, ...]:
    return (
        report.id,
        child,
        report.episode_id,
        report.via,
        report.ref or None,
        report.version,
        report.row_id,
        report.status,
        report.report_class,
        report.merged_into,
        report.reported_at,
        report.started_at,
        report.returned_at,
        report.reporter,
        report.detail,
    )


def keep_episodes(act: Act, writes: EpisodeWrites) -> None:
    """Write episodes, then the reports that belong to them, then the tasks they opened."""
    insert_rows(
        "episodes_episode", _EPISODE, [_episode_row(act, each) for each in writes.new_episodes]
    )
    for episode in writes.changed_episodes:
        _update("episodes_episode", _EPISODE, _episode_row(act, episode))
    insert_rows("episodes_report", _REPORT, [_report_row(*each) for each in writes.new_reports])
    for changed in writes.changed_reports:
        _update("episodes_report", _REPORT, _report_row(*changed))
    insert_rows(
        "episodes_task",
        ("child_id", "episode_id", "task", "words", "grade", "opened_at"),
        writes.tasks,
        once=True,
    )


def _update(table: str, columns: Sequence[str], row: Sequence[Any]) -> None:
    from_row = dict(zip(columns, row, strict=True))
    key = from_row.pop("id")
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {', '.join(f'{name} = %s' for name in from_row)} WHERE id = %s",
            [*(as_parameter(value) for value in from_row.values()), key],
        )


def task_rows(
    child: UUID, episode: UUID, grade: str, tasks: Iterable[EditionTask], at: datetime
) -> list[tuple[UUID, UUID, str, str, str, datetime]]:
    """The rows of the tasks that a grade opens from a moment on."""
    return [(child, episode, task.id, task.words, grade, at) for task in tasks]


def tick_task(act: Act, episode: UUID, task: int) -> int:
    """Say that a task was done; how many rows changed (0: it was done before, or is not there)."""
    return Task.objects.filter(pk=task, episode_id=episode, done_at=None).update(
        done_at=act.at, done_by=act.viewer.person
    )


def detach_report(act: Act, report: UUID) -> None:
    """A report without a child: it waits for a person."""
    Report.objects.filter(pk=report).update(child=None, episode=None)


def carry_ticks(act: Act, pairs: Iterable[tuple[UUID, UUID]]) -> None:
    """Of (ended, going on): what was ticked on an episode that ended stays ticked on the other."""
    with connection.cursor() as cursor:
        for old, fresh in sorted(pairs):
            cursor.execute(
                "UPDATE episodes_task t SET done_at = o.done_at, done_by = o.done_by"
                " FROM episodes_task o WHERE o.episode_id = %s AND t.episode_id = %s"
                " AND t.task = o.task AND t.done_at IS NULL AND o.done_at IS NOT NULL",
                [old, fresh],
            )
