"""Documents and photographs: what is said of them, their closed bytes, checks, withdrawals."""

from __future__ import annotations

from django.db import models

from homeward.children.models import Child
from homeward.ground.ids import new_id
from homeward.rules.documents import Check, DocumentKind, Withdrawn


class Document(models.Model):
    """One document. Only its key changes (a new wrapping key), and its words when it is erased.

    `digest` is keyed and covers the bytes as they were kept; `agency` added it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=120, blank=True)
    given_by = models.CharField(max_length=120, blank=True)
    shows = models.CharField(max_length=300, blank=True)
    why_allowed = models.CharField(max_length=300, blank=True)
    made_on = models.DateField(null=True)
    media = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)
    agency = models.SlugField(max_length=60, db_index=False)
    person_id = models.UUIDField(null=True)
    act_id = models.UUIDField()
    added_at = models.DateTimeField()
    key_id = models.CharField(max_length=20, blank=True)
    wrapped_key = models.BinaryField(max_length=100, null=True)
    erased_at = models.DateTimeField(null=True)
    erased_act_id = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["child", "-added_at", "-id"], name="document_of_child"),
            models.Index(
                fields=["key_id", "id"],
                condition=models.Q(wrapped_key__isnull=False),
                name="document_of_key",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in DocumentKind]),
                name="document_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at=None, erased_act_id=None)
                | models.Q(
                    erased_at__isnull=False, erased_act_id__isnull=False, wrapped_key=None, title=""
                ),
                name="document_erased_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(wrapped_key=None, key_id="")
                | (models.Q(wrapped_key__isnull=False) & ~models.Q(key_id="")),
                name="document_key_named",
            ),
        ]


class Part(models.Model):
    """One closed part of a document's bytes, by number from nought."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="part_of_document_once")
        ]


class Scan(models.Model):
    """How a check for harmful content ended; the newest of a document counts."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    outcome = models.CharField(max_length=12)
    found = models.CharField(max_length=200, blank=True)
    scanned_at = models.DateTimeField()
    act_id = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["document", "-id"], name="scan_newest"),
            models.Index(
                fields=["-scanned_at"],
                condition=models.Q(outcome=Check.INFECTED.value),
                name="scan_harmful_newest",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=[check.value for check in Check]),
                name="scan_outcome_known",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome=Check.INFECTED.value) | models.Q(found=""),
                name="scan_found_something",
            ),
        ]


class Unscanned(models.Model):
    """The worker's queue: documents that a scanner has still to look at. Holds nothing else."""

    document = models.OneToOneField(
        Document, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    since_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "unscanned"
        indexes = [models.Index(fields=["since_at", "document"], name="unscanned_oldest")]


class Withdrawal(models.Model):
    """A document that is not handed out any more: why, who said so, when.

    Its words go when the document is erased; the rest stays.
    """

    id = models.BigAutoField(primary_key=True)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="withdrawal")
    why = models.CharField(max_length=12)
    reason = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField()
    agency = models.SlugField(max_length=60, db_index=False)
    person_id = models.UUIDField(null=True)
    act_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(why__in=[why.value for why in Withdrawn]),
                name="withdrawal_why_known",
            )
        ]
