"""What waits for a human to look at a second time, and who looks as another role."""

from __future__ import annotations

from django.db import models

from homeward.agencies.models import Team
from homeward.ground.ids import new_id
from homeward.rules.odd_looks import OddKind


class HomeMark(models.Model):
    """A keyed digest of the postcode where somebody lives, never the postcode: newest counts."""

    person = models.ForeignKey("access.Person", on_delete=models.PROTECT, related_name="+")
    mark = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    act_id = models.UUIDField()


class OddLook(models.Model):
    """A reading that looks odd by a stated rule, listed for a human. Never a score.

    `child_id` is empty where the rule is about many children. Once a person, child, kind and day.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16)
    person = models.ForeignKey("access.Person", on_delete=models.PROTECT, related_name="+")
    agency = models.CharField(max_length=60)
    child_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    on = models.DateField()
    facts = models.JSONField(default=dict)
    noticed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "child_id", "kind", "on"],
                nulls_distinct=False,
                name="odd_look_once_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in OddKind]),
                name="odd_look_kind_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "at", "id"],
                condition=models.Q(answered_at=None),
                name="odd_look_waiting",
            ),
            models.Index(fields=["agency", "-at", "-id"], name="odd_look_newest"),
        ]


class OddAnswer(models.Model):
    """What a human said of it: explained, or to be taken further. Append-only."""

    look = models.ForeignKey(OddLook, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("access.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    explained = models.BooleanField()
    reason = models.CharField(max_length=500)
    act_id = models.UUIDField()


class Watermark(models.Model):
    """How far a piece of work that goes through the ledger has come."""

    name = models.CharField(primary_key=True, max_length=40)
    last_id = models.BigIntegerField()


class Preview(models.Model):
    """An administrator looks as another role, on rehearsal data alone, changing nothing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("access.Person", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    act_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ended_at=None), name="preview_one_at_a_time"
            )
        ]
