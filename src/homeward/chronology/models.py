"""The lines. A line never moves and is never changed; what moves is its source."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
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
    """What happened, when, when it became known, who says so, from which source: append-only.

    `digest` covers all but the words, and `text_digest`; `text_digest` covers the words with
    the line's own `salt`. An erasure takes words and salt away and sets `erasure`; nothing
    else of a line can change. Lines of shape 1 (version 0.1) have one digest over everything:
    an erasure gives them `rest_digest` over what stays and the old digest.
    """

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
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
    text_digest = models.BinaryField(max_length=16, null=True)
    salt = models.BinaryField(max_length=16, null=True)
    shape = models.SmallIntegerField(default=1)
    digest = models.BinaryField(max_length=32)
    rest_digest = models.BinaryField(max_length=32, null=True)
    erasure = models.ForeignKey(
        "Erasure", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

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
            models.CheckConstraint(condition=models.Q(shape__in=[1, 2]), name="line_shape_known"),
            models.CheckConstraint(
                condition=models.Q(erasure=None) | models.Q(text="", salt=None),
                name="line_erased_has_no_words",
            ),
        ]


class Erasure(models.Model):
    """Which lines of a child lost their words, when, under which rule and act: append-only.

    `digest` is keyed and covers all of it: an erasure that nobody ordered cannot be made up.
    """

    id = models.UUIDField(primary_key=True)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=80)
    erased_at = models.DateTimeField()
    act_id = models.UUIDField()
    lines = ArrayField(models.BigIntegerField())
    digest = models.BinaryField(max_length=32)
