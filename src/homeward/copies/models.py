"""Requests for a copy of a child's record: the clock, what is removed and why, the closed files."""

from __future__ import annotations

from django.db import models

from homeward.children.models import Child
from homeward.ground.ids import new_id
from homeward.rules.copies import CAPACITIES, EXEMPTIONS


class CopyRequest(models.Model):
    """That somebody asked for a copy, and how far it has come.

    Without a child somebody wrote down whom it is about (`wanted`): the worker looks for
    the one record that fits. `marked_by` removed, `checked_by` looked at it again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, related_name="+")
    wanted = models.JSONField(default=dict)
    asked_by = models.CharField(max_length=200)
    capacity = models.CharField(max_length=10)
    authority = models.CharField(max_length=500)
    received_on = models.DateField()
    due_on = models.DateField()
    extended_at = models.DateTimeField(null=True)
    extension_reason = models.CharField(max_length=500, blank=True)
    logged_by = models.UUIDField()
    logged_at = models.DateTimeField()
    gathered_at = models.DateTimeField(null=True)
    stopped = models.CharField(max_length=300, blank=True)
    marked_by = models.UUIDField(null=True)
    marked_at = models.DateTimeField(null=True)
    checked_by = models.UUIDField(null=True)
    checked_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    until_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(capacity__in=sorted(CAPACITIES)), name="copy_capacity_known"
            ),
            models.CheckConstraint(
                condition=models.Q(marked_by=None, marked_at=None)
                | models.Q(marked_by__isnull=False, marked_at__isnull=False),
                name="copy_marked_who_and_when",
            ),
            models.CheckConstraint(
                condition=models.Q(checked_by=None, checked_at=None)
                | models.Q(checked_by__isnull=False, checked_at__isnull=False),
                name="copy_checked_who_and_when",
            ),
            models.CheckConstraint(
                condition=models.Q(checked_by=None) | ~models.Q(checked_by=models.F("marked_by")),
                name="copy_checked_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(made_at=None) | models.Q(checked_at__isnull=False),
                name="copy_checked_before_made",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"], condition=models.Q(closed_at=None), name="copy_open"
            ),
            models.Index(fields=["-closed_at", "-id"], name="copy_closed"),
        ]


class Mark(models.Model):
    """Words that are removed from a copy, or were suggested and stay: with reason and author."""

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(CopyRequest, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300)
    exemption = models.CharField(max_length=12)
    why = models.CharField(max_length=300, blank=True)
    times = models.PositiveIntegerField()
    removed = models.BooleanField(null=True)
    added_by = models.UUIDField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "words"], name="mark_once"),
            models.CheckConstraint(
                condition=models.Q(exemption__in=sorted(EXEMPTIONS)), name="mark_exemption_known"
            ),
            models.CheckConstraint(
                condition=models.Q(removed=None, decided_by=None)
                | models.Q(removed__isnull=False, decided_by__isnull=False),
                name="mark_decided_by_somebody",
            ),
        ]


class Bundle(models.Model):
    """The files of a copy in one closed archive: the original, and what is handed out."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(CopyRequest, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)
    key_id = models.CharField(max_length=20)
    wrapped_key = models.BinaryField(max_length=100)
    content = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "kind"], name="bundle_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["ORIGINAL", "REMOVED"]), name="bundle_kind_known"
            ),
        ]


class Fetch(models.Model):
    """That somebody took a file of a copy away: append-only."""

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(CopyRequest, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)
    person_id = models.UUIDField()
    at = models.DateTimeField()
    act_id = models.UUIDField()

    class Meta:
        verbose_name_plural = "fetches"
