"""Is it the same child? What matching compares, and what waits for a person."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from homeward.children.models import Child
from homeward.ground.ids import new_id


class Profile(models.Model):
    """The identifying fields of one child, as matching sees them; worked out from the record."""

    child = models.OneToOneField(
        Child, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    keys = ArrayField(models.TextField())
    person = models.JSONField()

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="profile_keys", fastupdate=False)]


class ReviewState(models.TextChoices):
    WAITING = "WAITING", "Waiting"
    SAME = "SAME", "Same child"
    DIFFERENT = "DIFFERENT", "Different children"
    ASKED = "ASKED", "Asked"
    SETTLED = "SETTLED", "Settled by a later file"


class Review(models.Model):
    """A row or a form that waits for a person. `source_id` is the waiting row or submission."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12)
    row_id = models.BigIntegerField(null=True, unique=True)
    submission_id = models.UUIDField(null=True, unique=True)
    candidates = ArrayField(models.UUIDField(), default=list)
    person = models.JSONField(default=dict)
    parsed = models.JSONField(default=dict)
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=ReviewState.choices, default="WAITING")
    raised_at = models.DateTimeField()
    chosen_id = models.UUIDField(null=True)
    report_id = models.UUIDField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=300, blank=True)
    carried_at = models.DateTimeField(null=True)
    undo_asked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ReviewState.values), name="review_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["IDENTITY", "CONTENT", "CHILDREN"]),
                name="review_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None, decided_at=None)
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="review_decided_who_and_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["raised_at", "id"],
                condition=models.Q(state__in=["WAITING", "ASKED"]),
                name="review_waiting",
            ),
            models.Index(
                fields=["decided_at"],
                condition=models.Q(state__in=["SAME", "DIFFERENT"], carried_at=None)
                | models.Q(undo_asked_at__isnull=False),
                name="review_to_carry_out",
            ),
        ]


class Search(models.Model):
    """What somebody typed into the search box, for a working day: it never stands in an address."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField()
    typed = models.CharField(max_length=200)
    asked_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "searches"
        indexes = [models.Index(fields=["asked_at"], name="search_by_age")]


class Join(models.Model):
    """Two numbers of one child: what stood under `other` counts under `kept` until parted.

    Both numbers stay. `sources` came over; `knew_kept` and `knew_other` are the teams and
    grounds that either record had before, as `team:ground`, so that parting can give them back.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kept = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    review_id = models.UUIDField(null=True)
    sources = ArrayField(models.UUIDField())
    knew_kept = ArrayField(models.CharField(max_length=40))
    knew_other = ArrayField(models.CharField(max_length=40))
    reason = models.CharField(max_length=300, blank=True)
    joined_at = models.DateTimeField()
    act_id = models.UUIDField()
    parted_at = models.DateTimeField(null=True)
    parted_act_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["other"], condition=models.Q(parted_at=None), name="join_into_one"
            ),
            models.CheckConstraint(
                condition=~models.Q(kept=models.F("other")), name="join_of_two_children"
            ),
            models.CheckConstraint(
                condition=models.Q(parted_at=None, parted_act_id=None)
                | models.Q(parted_at__isnull=False, parted_act_id__isnull=False),
                name="join_parted_when_and_how",
            ),
        ]


class Question(models.Model):
    """What a keeper asked a team about a waiting review, and what it answered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+")
    team_id = models.SmallIntegerField()
    asks = models.CharField(max_length=500)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=1000, blank=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer="", answered_by=None, answered_at=None)
                | (
                    ~models.Q(answer="")
                    & models.Q(answered_by__isnull=False, answered_at__isnull=False)
                ),
                name="question_answered_who_and_when",
            )
        ]
        indexes = [
            models.Index(
                fields=["team_id", "asked_at"],
                condition=models.Q(answered_at=None),
                name="question_open",
            )
        ]
