"""What arrived from outside, kept as it came."""

from __future__ import annotations

from django.db import models

from homeward.ground.ids import new_id


class Outcome(models.TextChoices):
    """The class of a data row (contracts, section 3)."""

    NEW = "NEW", "New"
    CHANGED = "CHANGED", "Changed"
    UNCHANGED = "UNCHANGED", "Older version, kept in history"
    DUPLICATE = "DUPLICATE", "Duplicate"
    REVIEW = "REVIEW", "Waiting for a person"
    REFUSED = "REFUSED", "Refused"


class DownloadState(models.TextChoices):
    WAITING = "WAITING", "Waiting"
    TAKING = "TAKING", "Being taken in"
    TAKEN = "TAKEN", "Taken in"
    REFUSED = "REFUSED", "Refused whole"


class Download(models.Model):
    """One police download. `counts` holds the number of rows of each outcome."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=255)
    agency = models.SlugField(max_length=60)
    person_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=DownloadState.choices)
    sentence = models.TextField(blank=True)
    extract_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    rows_done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    content = models.BinaryField(null=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "-started_at"], name="download_newest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=DownloadState.values), name="download_state_known"
            )
        ]


class Row(models.Model):
    """A data row that was taken, refused or waits. `held`: it is the version that counts.

    `report_id` is the plain id of the report it belongs to; `cells` is what stood there.
    """

    id = models.BigAutoField(primary_key=True)
    download = models.ForeignKey(
        Download, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    agency = models.SlugField(max_length=60)
    row = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    ref = models.CharField(max_length=80, blank=True)
    version = models.PositiveIntegerField(null=True)
    digest = models.BinaryField(max_length=32)
    extract_at = models.DateTimeField(null=True)
    held = models.BooleanField(default=False)
    report_id = models.UUIDField(null=True)
    column = models.CharField(max_length=40, blank=True)
    value = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True)
    cells = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ref", "version"], condition=models.Q(held=True), name="row_held_once"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=Outcome.values), name="row_outcome_known"
            ),
        ]
        indexes = [
            models.Index(fields=["download", "row"], name="row_of_download"),
            models.Index(fields=["ref"], name="row_ref"),
            models.Index(
                fields=["report_id"],
                condition=models.Q(report_id__isnull=False),
                name="row_of_report",
            ),
        ]


class SubmissionState(models.TextChoices):
    DRAFT = "DRAFT", "Draft"
    SUBMITTED = "SUBMITTED", "Sent"
    PLACED = "PLACED", "On the child's record"
    REVIEW = "REVIEW", "Waiting for a person"
    ENDED = "ENDED", "Ended outside this protocol"
    DISCARDED = "DISCARDED", "Discarded"


class Submission(models.Model):
    """A report made by form. `answers` is what was written, step by step."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team_id = models.SmallIntegerField()
    person_id = models.UUIDField()
    state = models.CharField(max_length=10, choices=SubmissionState.choices)
    answers = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    report_id = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["team_id", "-created_at"], name="submission_newest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=SubmissionState.values), name="submission_state_known"
            )
        ]


class Alarm(models.Model):
    """Something about the daily download that a person must look at: raised once, then cleared."""

    kind = models.CharField(max_length=20)
    on = models.DateField()
    agency = models.SlugField(max_length=60)
    episode_id = models.UUIDField(null=True)
    child_id = models.UUIDField(null=True)
    raised_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "on", "agency", "episode_id"],
                nulls_distinct=False,
                name="alarm_once",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["NO_FILE", "ABSENT"]), name="alarm_kind_known"
            ),
        ]
