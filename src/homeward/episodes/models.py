"""Reports and the missing episodes that they make.

What an episode *is* follows from its lines; the columns here are worked out from
them by `episodes.settle` at every change and are never written by hand.
"""

from __future__ import annotations

from django.db import models

from homeward.children.models import Child
from homeward.ground.ids import new_id
from homeward.rules.reports import ReportClass

_CLASSES = [item.value for item in ReportClass]


class Episode(models.Model):
    """One time that a child was missing, from its start to the return."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+", db_index=False)
    anchor_id = models.UUIDField()
    place = models.SlugField(max_length=60, blank=True)
    setting = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=24)
    started_at = models.DateTimeField()
    last_seen_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    grade = models.CharField(max_length=10, blank=True)
    police_grade = models.CharField(max_length=10, blank=True)
    differs_minutes = models.PositiveIntegerField(default=0)
    differing = models.CharField(max_length=60, blank=True)
    owner_team_id = models.SmallIntegerField(null=True)
    owner_id = models.UUIDField(null=True)
    last_place = models.CharField(max_length=200, blank=True)
    judged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "anchor_id"], name="episode_once_a_report"),
            models.CheckConstraint(
                condition=models.Q(returned_at=None)
                | models.Q(returned_at__gte=models.F("started_at")),
                name="episode_times_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["child", "started_at"], name="episode_of_child"),
            models.Index(
                fields=["started_at"],
                condition=models.Q(state__in=["OPEN", "LOCATED"]),
                name="episode_missing_now",
            ),
            models.Index(
                fields=["child"],
                condition=models.Q(differs_minutes__gt=0),
                name="episode_differing_of_child",
            ),
            models.Index(fields=["-started_at", "-id"], name="episode_newest"),
            models.Index(
                fields=["owner_id"],
                condition=models.Q(owner_id__isnull=False),
                name="episode_led",
            ),
        ]


class Report(models.Model):
    """One report, by whatever road it came. `version` is the newest held version.

    A report without a child waits for a person: its join was undone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, null=True, related_name="+")
    via = models.CharField(max_length=8)
    ref = models.CharField(max_length=80, null=True, unique=True)
    version = models.PositiveIntegerField(default=1)
    row_id = models.BigIntegerField(null=True)
    status = models.CharField(max_length=10)
    report_class = models.CharField(max_length=24)
    merged_into = models.CharField(max_length=80, blank=True)
    reported_at = models.DateTimeField()
    started_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)
    reporter = models.CharField(max_length=20, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(report_class__in=_CLASSES), name="report_class_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["OPEN", "FOUND", "CANCELLED", "MERGED", "NO_TRACE"]),
                name="report_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(via__in=["MSPR", "FORM"]), name="report_via_known"
            ),
            models.CheckConstraint(
                condition=models.Q(episode=None) | models.Q(child__isnull=False),
                name="report_of_an_episode_has_a_child",
            ),
        ]
        indexes = [
            models.Index(
                fields=["merged_into"],
                condition=~models.Q(merged_into=""),
                name="report_merged_into",
            ),
            models.Index(models.Func("ref", function="homeward_bare"), name="report_ref_bare"),
        ]


class Task(models.Model):
    """One response task that a grade opened, ticked by a person or not."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+", db_index=False)
    task = models.CharField(max_length=40)
    words = models.CharField(max_length=300)
    grade = models.CharField(max_length=10)
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["episode", "task"], name="task_once_an_episode"),
            models.CheckConstraint(
                condition=models.Q(done_at=None, done_by=None)
                | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="task_done_who_and_when",
            ),
        ]
