"""The child: names, identifiers, addresses, placements, school.

Details are kept with their source; the newest is current and nothing is overwritten
but the summary on `Child`, which is worked out anew from the sources.
"""

from __future__ import annotations

from django.db import models

from homeward.ground.ids import new_id


class Setting(models.TextChoices):
    HOME = "HOME", "At home with family"
    FOSTER = "FOSTER", "Foster care"
    CHILDRENS_HOME = "CHILDRENS_HOME", "Children's home"
    SUPPORTED = "SUPPORTED", "Supported accommodation"
    HOSPITAL = "HOSPITAL", "Hospital"
    SCHOOL = "SCHOOL", "Residential school"
    OTHER = "OTHER", "Somewhere else"


class Child(models.Model):
    """A child. Names stand as they were given, diacritics kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    surname = models.CharField(max_length=255)
    forename = models.CharField(max_length=100, blank=True)
    forename2 = models.CharField(max_length=100, blank=True)
    dob = models.DateField()
    sex = models.CharField(max_length=10, blank=True)
    ethnicity = models.CharField(max_length=20, blank=True)
    setting = models.CharField(max_length=20, choices=Setting.choices, default=Setting.OTHER)
    place = models.SlugField(max_length=60, blank=True)
    school_urn = models.CharField(max_length=12, blank=True)
    placed_by_other_la = models.BooleanField(null=True)

    class Meta:
        verbose_name_plural = "children"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(setting__in=Setting.values), name="child_setting_known"
            )
        ]

    def __str__(self) -> str:
        return f"child {self.pk}"


class Identifier(models.Model):
    """A number that another system knows the child by. Only valid ones are unique."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    issuer = models.CharField(max_length=20, blank=True)
    value = models.CharField(max_length=40)
    is_valid = models.BooleanField()
    source_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "kind", "issuer", "value"], name="identifier_once_a_child"
            )
        ]
        indexes = [models.Index(fields=["kind", "value"], name="identifier_value")]


class Alias(models.Model):
    """Another name the child is known by, as it was written."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    source_id = models.UUIDField()

    class Meta:
        verbose_name_plural = "aliases"
        constraints = [models.UniqueConstraint(fields=["child", "name"], name="alias_once_a_child")]


class Address(models.Model):
    """Where the child was said to live, and since when that was known."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=500, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    uprn = models.CharField(max_length=12, blank=True)
    known_at = models.DateTimeField()
    source_id = models.UUIDField()

    class Meta:
        verbose_name_plural = "addresses"
        constraints = [
            models.UniqueConstraint(
                fields=["child", "text", "postcode"], name="address_once_a_child"
            )
        ]


class Placement(models.Model):
    """Who cares for the child where: own, another authority's child placed here, placed outside."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    setting = models.CharField(max_length=20, choices=Setting.choices)
    provider_urn = models.CharField(max_length=12, blank=True)
    responsible_la = models.CharField(max_length=12, blank=True)
    placing_la = models.CharField(max_length=12, blank=True)
    school_urn = models.CharField(max_length=12, blank=True)
    known_at = models.DateTimeField()
    source_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "child",
                    "setting",
                    "provider_urn",
                    "responsible_la",
                    "placing_la",
                    "school_urn",
                ],
                name="placement_once_a_child",
            ),
            models.CheckConstraint(
                condition=models.Q(setting__in=Setting.values), name="placement_setting_known"
            ),
        ]
