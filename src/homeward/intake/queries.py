"""Reading what arrived: downloads, their rows, forms, alarms.

Row policies decide which of them this viewer has: an agency what came in through
it, a team its own forms. Nothing here says which child a row went to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max, Q

from homeward.intake.models import Alarm, Download, DownloadState, Row, Submission
from homeward.rules.acts import Viewer


@dataclass(frozen=True, slots=True)
class DownloadFacts:
    """One download. Times are UTC; `counts` holds the number of rows of each outcome."""

    id: UUID
    name: str
    agency: str
    person_id: UUID | None
    state: str
    sentence: str
    extract_at: datetime | None
    started_at: datetime
    finished_at: datetime | None
    rows_done: int
    counts: Mapping[str, int]
    notes: list[str]


@dataclass(frozen=True, slots=True)
class RowFacts:
    """One row that was kept, with what became of it; `cells` is what stood there."""

    id: int
    row: int
    outcome: str
    ref: str
    version: int | None
    extract_at: datetime | None
    held: bool
    column: str
    value: str
    reason: str
    cells: Mapping[str, str]
    download_id: UUID


@dataclass(frozen=True, slots=True)
class AlarmFacts:
    """Something about the daily download that nobody has cleared yet."""

    id: int
    kind: str
    on: date
    agency: str
    episode_id: UUID | None
    child_id: UUID | None
    raised_at: datetime


@dataclass(frozen=True, slots=True)
class SubmissionFacts:
    """One report by form. `answers` is what was written, step by step."""

    id: UUID
    team_id: int
    person_id: UUID
    state: str
    answers: Mapping[str, Any]
    reason: str
    created_at: datetime
    submitted_at: datetime | None
    report_id: UUID | None


_DOWNLOAD = tuple(DownloadFacts.__slots__)
_ROW = tuple(RowFacts.__slots__)
_ALARM = tuple(AlarmFacts.__slots__)
_SUBMISSION = tuple(SubmissionFacts.__slots__)


def list_downloads(
    viewer: Viewer, after: tuple[datetime, UUID] | None, limit: int
) -> list[DownloadFacts]:
    """Downloads, newest first, paged by (started at, id): one query."""
    rows = Download.objects.all()
    if after is not None:
        at, last = after
        rows = rows.filter(Q(started_at__lt=at) | Q(started_at=at, id__lt=last))
    ordered = rows.order_by("-started_at", "-id").values_list(*_DOWNLOAD)
    return [DownloadFacts(*row) for row in ordered[:limit]]


def get_download(viewer: Viewer, download: UUID) -> DownloadFacts | None:
    """One download, None where there is none for this viewer."""
    rows = Download.objects.filter(pk=download).values_list(*_DOWNLOAD)
    return next((DownloadFacts(*row) for row in rows), None)


def rows_of_download(
    viewer: Viewer, download: UUID, outcome: str, after: int, limit: int
) -> list[RowFacts]:
    """Rows of one outcome, in the file's order, from the one after row `after`: one query."""
    rows = Row.objects.filter(download_id=download, outcome=outcome, row__gt=after)
    return _rows(rows.order_by("row").values_list(*_ROW)[:limit])


def rows_taken_before(
    viewer: Viewer, download: UUID, total: int, after: int, limit: int
) -> list[int]:
    """Numbers of the rows that were not kept again: taken before, word for word.

    Only what is new is kept, so these are the numbers up to `total` without a row.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number FROM generate_series(%s::int, %s::int) number"
            " WHERE NOT EXISTS (SELECT 1 FROM intake_row r"
            " WHERE r.download_id = %s AND r.row = number) ORDER BY number LIMIT %s",
            [after + 1, total, download, limit],
        )
        return [row[0] for row in cursor.fetchall()]


def download_of_row(viewer: Viewer, row: int) -> tuple[UUID, str, str]:
    """The download a kept row came with: its id, the file's name, the agency."""
    return Row.objects.values_list("download_id", "download__name", "agency").get(pk=row)


def find_rows(viewer: Viewer, rows: Iterable[int]) -> dict[int, RowFacts]:
    """Kept rows by id."""
    found = Row.objects.filter(pk__in=list(rows)).values_list(*_ROW)
    return {row.id: row for row in _rows(found)}


def rows_of_version(viewer: Viewer, ref: str, version: int | None) -> list[RowFacts]:
    """Every content that came for one version of a report, the one that holds first."""
    if not ref or version is None:
        return []
    rows = Row.objects.filter(ref=ref, version=version)
    return _rows(rows.order_by("-held", "extract_at", "id").values_list(*_ROW))


def _rows(found: Iterable[tuple[Any, ...]]) -> list[RowFacts]:
    return [RowFacts(*row) for row in found]


def open_alarms(viewer: Viewer, limit: int) -> list[AlarmFacts]:
    """Alarms that nobody has cleared, newest first."""
    rows = Alarm.objects.filter(cleared_at=None).order_by("-raised_at", "-id")
    return [AlarmFacts(*row) for row in rows.values_list(*_ALARM)[:limit]]


def get_submission(viewer: Viewer, submission: UUID) -> SubmissionFacts | None:
    """One report by form, None where there is none for this viewer."""
    rows = Submission.objects.filter(pk=submission).values_list(*_SUBMISSION)
    return next((SubmissionFacts(*row) for row in rows), None)


def list_submissions(viewer: Viewer, states: Iterable[str], limit: int) -> list[SubmissionFacts]:
    """The viewer's teams' forms in these states, newest first."""
    rows = Submission.objects.filter(state__in=list(states)).order_by("-created_at", "-id")
    return [SubmissionFacts(*row) for row in rows.values_list(*_SUBMISSION)[:limit]]


def came_since(viewer: Viewer, agency: str, since: datetime) -> bool:
    """Whether a download of this agency came since then and was not refused whole."""
    rows = Download.objects.filter(agency=agency, started_at__gte=since)
    return rows.exclude(state=DownloadState.REFUSED).exists()


def newest_extract(viewer: Viewer, agency: str, but: UUID) -> datetime | None:
    """The newest extract of this agency that was taken, leaving out the download `but`."""
    rows = Download.objects.filter(agency=agency, state=DownloadState.TAKEN).exclude(pk=but)
    found: datetime | None = rows.aggregate(newest=Max("extract_at"))["newest"]
    return found


def absent_now(viewer: Viewer, agency: str) -> set[UUID]:
    """The episodes with an alarm that this agency's download no longer speaks of them."""
    rows = Alarm.objects.filter(kind="ABSENT", agency=agency, cleared_at=None)
    return {each for each in rows.values_list("episode_id", flat=True) if each is not None}


def rows_reached(viewer: Viewer, reports: Sequence[UUID], refs: Sequence[str]) -> list[int]:
    """The kept rows of these reports, whichever version, whether taken or not."""
    refused = Q(outcome="REFUSED", cells__REPORT_REF__in=list(refs))
    rows = Row.objects.filter(Q(report_id__in=reports) | Q(ref__in=refs) | refused)
    return list(rows.values_list("pk", flat=True))


def forms_reached(viewer: Viewer, reports: Sequence[UUID], child: UUID) -> list[UUID]:
    """The forms that became these reports, and those on which this child was chosen."""
    chosen = Q(answers__child__in=[child.hex, str(child)])
    rows = Submission.objects.filter(Q(report_id__in=reports) | chosen)
    return list(rows.values_list("pk", flat=True))


def teams_of_forms(viewer: Viewer, reports: Iterable[UUID]) -> dict[UUID, int]:
    """Which team sent the form behind a report, of those of these reports that came by form."""
    rows = Submission.objects.filter(report_id__in=list(reports))
    return {report: team for report, team in rows.values_list("report_id", "team_id") if report}
