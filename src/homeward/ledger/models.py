"""Who did what under which act, and who looked: append-only, sealed later in batches."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Entry(models.Model):
    """One act or one reading. Holds ids and keyed digests only; `xid` is set by PostgreSQL."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    act_id = models.UUIDField()
    verb = models.CharField(max_length=40)
    person_id = models.UUIDField(null=True)
    agency = models.CharField(max_length=60, blank=True)
    purpose = models.CharField(max_length=12)
    children = ArrayField(models.UUIDField())
    subject_id = models.UUIDField(null=True)
    page = models.CharField(max_length=60, blank=True)
    first_line = models.BigIntegerField(null=True)
    last_line = models.BigIntegerField(null=True)
    digest = models.BinaryField(max_length=32)

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_line=None, last_line=None)
                | models.Q(last_line__gte=models.F("first_line")),
                name="entry_lines_in_order",
            )
        ]
        indexes = [models.Index(fields=["person_id", "-at"], name="entry_of_person")]


class Repeat(models.Model):
    """The same page with the same records read again within 15 minutes, counted."""

    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    person_id = models.UUIDField(null=True)
    page = models.CharField(max_length=60)
    digest = models.BinaryField(max_length=32)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["person_id", "-last_at"], name="repeat_of_person")]


class Batch(models.Model):
    """What one sealing took in: transactions from `low` up to but not including `high`."""

    number = models.PositiveIntegerField(primary_key=True)
    low = models.BigIntegerField()
    high = models.BigIntegerField()
    count = models.PositiveIntegerField()
    root = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "batches"


class Epoch(models.Model):
    """Since when the server's transaction numbers are shifted: a restored record counts on.

    The newest one holds. Without any, the numbers are the server's own.
    """

    number = models.PositiveIntegerField(primary_key=True)
    shift = models.BigIntegerField()
    began_at = models.DateTimeField()
    act_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(shift__gte=0), name="epoch_never_shifts_back")
        ]


class Trace(models.Model):
    """One child of one entry, so that *who looked* is found by child: append-only.

    Written by a trigger on `Entry`, by nobody else. Repeats what the entry says, because an
    entry with several children on it is shown to nobody but its person.
    """

    child_id = models.UUIDField()
    entry_id = models.BigIntegerField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=40)
    person_id = models.UUIDField(null=True)
    agency = models.CharField(max_length=60, blank=True)
    purpose = models.CharField(max_length=12)
    page = models.CharField(max_length=60, blank=True)
    shown = models.PositiveIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["child_id", "-at", "-id"], name="trace_of_child"),
            models.Index(fields=["entry_id"], name="trace_of_entry"),
        ]
