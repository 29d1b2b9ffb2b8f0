"""Editions adopted by each place, and the duties that follow: owed, met, late, excused."""

from __future__ import annotations

from django.db import models

from homeward.children.models import Child
from homeward.episodes.models import Episode


class Adoption(models.Model):
    """An edition that a place adopted, frozen with its text and hash. Only ever added to.

    `answers`: who answers for it, by name and role; `review_on`: when it is looked at again.
    `person_id` is None where the system adopted it. Going back to an edition is one more row.
    """

    place = models.SlugField(max_length=60)
    edition = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    text = models.TextField()
    adopted_on = models.DateField()
    adopted_at = models.DateTimeField()
    act_id = models.UUIDField()
    person_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=1000, blank=True)
    answers = models.CharField(max_length=200, blank=True)
    review_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "edition", "sha256", "adopted_on"], name="adoption_once_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(person_id=None)
                | models.Q(review_on__isnull=False) & ~models.Q(reason="") & ~models.Q(answers=""),
                name="adoption_answered_for",
            ),
        ]


class Spread(models.Model):
    """The children whom an adoption concerns were queued: the worker's mark that it is done."""

    adoption = models.OneToOneField(
        Adoption, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    spread_at = models.DateTimeField()


class Outcome(models.TextChoices):
    MET = "MET", "Met"
    LATE = "LATE", "Late"
    EXCUSED = "EXCUSED", "Not needed"


class Duty(models.Model):
    """One duty of one episode. Running and overdue are read from `due_at`; nothing ticks.

    A duty judged anew with another start or due time is a new row; the old one is
    kept, marked with when it stopped counting. Its keys are checked a statement at a
    time (`vouched`, decision 0009): row by row, thirty duties an episode, they were a
    third of the time of taking a download.
    """

    id = models.BigAutoField(primary_key=True)
    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    adoption = models.ForeignKey(
        Adoption, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    duty = models.CharField(max_length=40)
    team_id = models.SmallIntegerField(null=True)
    start_at = models.DateTimeField()
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, null=True)
    decided_at = models.DateTimeField(null=True)
    judged_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "duties"
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "duty", "start_at"],
                condition=models.Q(superseded_at=None),
                name="duty_once",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome=None, decided_at=None)
                | models.Q(outcome__in=Outcome.values, decided_at__isnull=False),
                name="duty_outcome_and_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["team_id", "due_at", "id"],
                condition=models.Q(outcome=None, superseded_at=None),
                name="duty_owed",
            ),
            models.Index(
                fields=["episode"],
                condition=models.Q(superseded_at__isnull=False),
                name="duty_superseded",
            ),
        ]


class Refresh(models.Model):
    """A child whose duties must be worked out again; claimed by the worker."""

    child_id = models.UUIDField(primary_key=True)
    asked_at = models.DateTimeField()
    why = models.CharField(max_length=100)
