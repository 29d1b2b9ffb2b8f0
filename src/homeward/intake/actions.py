"""Keeping what arrived: the download, its rows, forms, alarms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now

from homeward.ground.bulk import insert_rows
from homeward.ground.ids import new_id
from homeward.intake.models import (
    Alarm,
    Download,
    DownloadState,
    Row,
    Submission,
    SubmissionState,
)
from homeward.rules.acts import Act


@dataclass(slots=True)
class KeptRow:
    """One data row to be kept as it came, with what became of it."""

    id: int
    row: int
    outcome: str
    digest: bytes
    cells: Mapping[str, str]
    ref: str = ""
    version: int | None = None
    extract_at: datetime | None = None
    held: bool = False
    report_id: UUID | None = None
    column: str = ""
    value: str = ""
    reason: str = ""


def open_record(act: Act, name: str, content: bytes | None = None) -> UUID:
    """Enter a download that arrived: to be taken now, or kept until the worker takes it."""
    row = Download(
        id=new_id(),
        name=name[:255],
        agency=act.viewer.agency,
        person_id=act.viewer.person,
        state=DownloadState.WAITING if content is not None else DownloadState.TAKING,
        started_at=act.at,
        content=content,
    )
    row.save(force_insert=True)
    return row.id


def keep_rows(act: Act, download: UUID, agency: str, rows: Sequence[KeptRow]) -> None:
    """Keep rows of one batch."""
    insert_rows(
        "intake_row",
        (
            "id",
            "download_id",
            "agency",
            "row",
            "outcome",
            "ref",
            "version",
            "digest",
            "extract_at",
            "held",
            "report_id",
            "column",
            "value",
            "reason",
            "cells",
        ),
        [
            (
                row.id,
                download,
                agency,
                row.row,
                row.outcome,
                row.ref[:80],
                row.version,
                row.digest,
                row.extract_at,
                row.held,
                row.report_id,
                row.column,
                row.value,
                row.reason[:300],
                dict(row.cells),
            )
            for row in rows
        ],
    )


def release_rows(act: Act, rows: Sequence[int], outcome: str = "REVIEW") -> None:
    """Take these rows off: an earlier extract of the same version holds instead.

    With other content they wait; with the same content they are duplicates of it.
    """
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE intake_row SET held = false, outcome = %s WHERE id = ANY (%s)",
                [outcome, list(rows)],
            )


def note_progress(
    act: Act, download: UUID, rows_done: int, counts: Mapping[str, int], extract: datetime | None
) -> None:
    """Write how far the taking has come."""
    Download.objects.filter(pk=download).update(
        state=DownloadState.TAKING,
        rows_done=rows_done,
        counts=dict(counts),
        extract_at=extract,
        claimed_at=Now(),
    )


def close_record(act: Act, download: UUID, notes: Sequence[str], at: datetime) -> None:
    """The whole file is in; the copy that was kept for the worker goes."""
    Download.objects.filter(pk=download).update(
        state=DownloadState.TAKEN, notes=list(notes), finished_at=at, content=None
    )


def refuse_record(act: Act, download: UUID, sentence: str) -> None:
    """The file was refused whole; the sentence says why."""
    Download.objects.filter(pk=download).update(
        state=DownloadState.REFUSED, sentence=sentence, finished_at=act.at, content=None
    )


def settle_row(act: Act, row: int, outcome: str, report: UUID | None, held: bool) -> None:
    """Write what a person decided about a waiting row."""
    Row.objects.filter(pk=row).update(outcome=outcome, report_id=report, held=held)


def raise_alarm(
    act: Act,
    kind: str,
    on: date,
    agency: str,
    episode: UUID | None = None,
    child: UUID | None = None,
) -> bool:
    """Raise an alarm once a day and subject; whether it is new."""
    _, made = Alarm.objects.get_or_create(
        kind=kind,
        on=on,
        agency=agency,
        episode_id=episode,
        defaults={"raised_at": act.at, "child_id": child},
    )
    return made


def clear_alarms(act: Act, kind: str, agency: str, **subject: Any) -> int:
    """Clear what no longer holds; how many were."""
    return Alarm.objects.filter(kind=kind, agency=agency, cleared_at=None, **subject).update(
        cleared_at=act.at
    )


@dataclass(frozen=True, slots=True)
class Claimed:
    """A kept download that this worker took on."""

    id: UUID
    name: str
    agency: str
    content: bytes


ABANDONED = timedelta(minutes=10)


def claim_waiting(act: Act) -> Claimed | None:
    """Take on the oldest kept download, or one that another worker left behind."""
    left = Q(state=DownloadState.WAITING) | Q(
        state=DownloadState.TAKING, claimed_at__lt=act.at - ABANDONED
    )
    row = (
        Download.objects.select_for_update(skip_locked=True)
        .filter(left, content__isnull=False)
        .order_by("started_at")
        .first()
    )
    if row is None:
        return None
    Download.objects.filter(pk=row.pk).update(state=DownloadState.TAKING, claimed_at=act.at)
    return Claimed(row.id, row.name, row.agency, bytes(row.content or b""))


def give_back(act: Act, download: UUID) -> None:
    """Let a claimed download wait again: its worker was asked to stop."""
    Download.objects.filter(pk=download, state=DownloadState.TAKING).update(
        state=DownloadState.WAITING, claimed_at=None
    )


def save_answers(
    act: Act, submission: UUID | None, answers: Mapping[str, Any], state: SubmissionState
) -> UUID | None:
    """Keep the answers of a form; a new form when `submission` is None. None: not found."""
    sent_at = act.at if state is SubmissionState.SUBMITTED else None
    if submission is None:
        return _new_submission(act, answers, state, sent_at)
    changed = Submission.objects.filter(pk=submission, state=SubmissionState.DRAFT).update(
        answers=dict(answers), state=state, submitted_at=sent_at
    )
    return submission if changed else None


def _new_submission(
    act: Act, answers: Mapping[str, Any], state: SubmissionState, sent_at: datetime | None
) -> UUID | None:
    person = act.viewer.person
    if person is None:
        return None
    row = Submission(
        id=new_id(),
        team_id=act.viewer.teams[0],
        person_id=person,
        state=state,
        answers=dict(answers),
        created_at=act.at,
        submitted_at=sent_at,
    )
    row.save(force_insert=True)
    return row.id


def end_submission(
    act: Act, submission: UUID, state: SubmissionState, report: UUID | None = None
) -> int:
    """Write what became of a form; how many rows changed."""
    return Submission.objects.filter(pk=submission).update(
        state=state, reason=act.reason[:300], report_id=report
    )


def claim_submission(act: Act, submission: UUID | None) -> UUID | None:
    """Take on a sent form: the one given, else the oldest; None when none waits."""
    rows = Submission.objects.select_for_update(skip_locked=True).filter(
        state=SubmissionState.SUBMITTED
    )
    if submission is not None:
        rows = rows.filter(pk=submission)
    return rows.order_by("submitted_at").values_list("pk", flat=True).first()


def hand_on_drafts(act: Act, person: UUID, to_person: UUID, to_team: int) -> int:
    """Let somebody's drafts be another's; how many there were."""
    drafts = Submission.objects.filter(person_id=person, state=SubmissionState.DRAFT)
    return drafts.update(person_id=to_person, team_id=to_team)
