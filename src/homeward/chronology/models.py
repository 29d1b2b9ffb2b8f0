"""The lines. A line never moves and is never changed; what moves is its source."""

from __future__ import annotations

from django.db import models

from homeward.children.models import Child


class Source(models.Model):
    """What lines come from: a report, an episode, a child. Its id is that thing's id.

    `child` and `episode_id` repeat the newest placement, so that a policy can probe them.
    """

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=10)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, related_name="+")
    episode_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["REPORT", "EPISODE", "CHILD"]),
                name="source_kind_known",
            )
        ]
        indexes = [models.Index(fields=["episode_id"], name="source_of_episode")]


class SourcePlacing(models.Model):
    """To which child and episode a source belonged, and from when: append-only."""

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    child_id = models.UUIDField(null=True)
    episode_id = models.UUIDField(null=True)
    placed_at = models.DateTimeField()
    act_id = models.UUIDField()
    reason = models.CharField(max_length=300, blank=True)


class Line(models.Model):
    """What happened, when, when it became known, who says so, from which source: append-only."""

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    happened_at = models.DateTimeField()
    precision = models.CharField(max_length=6, default="minute")
    known_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    agency = models.CharField(max_length=60, blank=True)
    person_id = models.UUIDField(null=True)
    act_id = models.UUIDField()
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    supersedes = models.BigIntegerField(null=True)
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(precision__in=["minute", "day"]), name="line_precision_known"
            ),
            models.UniqueConstraint(
                fields=["supersedes"],
                condition=models.Q(supersedes__isnull=False),
                name="line_superseded_once",
            ),
        ]
