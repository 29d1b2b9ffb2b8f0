"""How long a record is kept: what it also is, when it is due, holds, who decided what."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from homeward.children.models import Child
from homeward.ground.ids import new_id
from homeward.rules.retention import CLASSES, HOLDS


class Classing(models.Model):
    """What a keeper says a child's record also is; append-only, the newest counts."""

    id = models.BigAutoField(primary_key=True)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    classes = ArrayField(models.CharField(max_length=20))
    died_on = models.DateField(null=True)
    person_id = models.UUIDField()
    classed_at = models.DateTimeField()
    act_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(classes__contained_by=sorted(CLASSES)), name="classing_known"
            )
        ]


class Due(models.Model):
    """From which day somebody must decide about a child's record: worked out by the worker.

    Name and date of birth stand here because a keeper of the record is involved with nobody.
    """

    child = models.OneToOneField(
        Child, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    name = models.CharField(max_length=255)
    dob = models.DateField()
    classes = ArrayField(models.CharField(max_length=20))
    period = models.CharField(max_length=40)
    why = models.CharField(max_length=200)
    due_on = models.DateField()
    counted_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "due"
        indexes = [models.Index(fields=["due_on", "child"], name="due_next")]


class Hold(models.Model):
    """Why a child's record must not be erased whatever its period says, until it is lifted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    reason = models.CharField(max_length=300, blank=True)
    agency = models.CharField(max_length=60)
    placed_by = models.UUIDField()
    placed_at = models.DateTimeField()
    lifted_by = models.UUIDField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lift_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=sorted(HOLDS)), name="hold_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_by=None, lifted_at=None)
                | models.Q(lifted_by__isnull=False, lifted_at__isnull=False),
                name="hold_lifted_who_and_when",
            ),
        ]


class Decision(models.Model):
    """That a record shall be erased: one proposes, another confirms, the worker carries it out."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=40)
    why = models.CharField(max_length=200)
    reason = models.CharField(max_length=300, blank=True)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    carried_at = models.DateTimeField(null=True)
    stopped = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child"],
                condition=models.Q(withdrawn_at=None),
                name="decision_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None)
                | ~models.Q(confirmed_by=models.F("proposed_by")),
                name="decision_by_two",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None, confirmed_at=None)
                | models.Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="decision_confirmed_who_and_when",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_by=None, withdrawn_at=None)
                | models.Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False, carried_at=None),
                name="decision_withdrawn_who_and_when",
            ),
            models.CheckConstraint(
                condition=models.Q(carried_at=None) | models.Q(confirmed_at__isnull=False),
                name="decision_confirmed_before_carried",
            ),
        ]
        indexes = [
            models.Index(
                fields=["confirmed_at"],
                condition=models.Q(
                    confirmed_at__isnull=False, carried_at=None, withdrawn_at=None, stopped=""
                ),
                name="decision_to_carry_out",
            ),
            models.Index(
                fields=["-carried_at", "-id"],
                condition=models.Q(carried_at__isnull=False),
                name="decision_carried_out",
            ),
        ]
