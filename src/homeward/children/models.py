"""The child: names, identifiers, addresses, placements, school.

Details are kept with their source; the newest is current and nothing is overwritten
but the summary on `Child`, which is worked out anew from the sources.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeBoundary, RangeOperators
from django.db import models

from homeward.children.found_by import folded, found_by, name_keys
from homeward.ground.ids import new_id
from homeward.rules.family import TIES, Answer, SaidBy
from homeward.rules.living import ROUTES
from homeward.rules.needs import NEEDS, SINGLE


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
    erased_at = models.DateTimeField(null=True)
    folded = folded("surname", "forename", "forename2")
    name_keys = name_keys("surname", "forename", "forename2")

    class Meta:
        verbose_name_plural = "children"
        indexes = [
            models.Index(fields=["dob"], name="child_dob"),
            models.Index(
                fields=["school_urn"], condition=~models.Q(school_urn=""), name="child_at_school"
            ),
            *found_by("child"),
        ]
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
    folded = folded("name")
    name_keys = name_keys("name")

    class Meta:
        verbose_name_plural = "aliases"
        indexes = found_by("alias")
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


class Relative(models.Model):
    """A person around a child who has no account here: the same one however often tied.

    What is said of them stands in `RelativeWord`, each word with the child for whom it was
    recorded, so that nobody reads on one child's record what was written for another.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    act_id = models.UUIDField()
    recorded_at = models.DateTimeField()


class Entry(models.Model):
    """One dated thing that an agency recorded of a child. Never changed: a newer row replaces it.

    Rows of one `thread` are versions of one entry; the one without `replaced_by` is current.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    thread = models.UUIDField()
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    replaced_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    since_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    in_error = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    said_by = models.CharField(max_length=20, choices=[(each.value, each.value) for each in SaidBy])
    agency = models.CharField(max_length=60)
    person_id = models.UUIDField(null=True)
    act_id = models.UUIDField()
    known_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["thread"],
                condition=models.Q(replaced_by=None),
                name="%(class)s_one_current",
            ),
            models.CheckConstraint(
                condition=models.Q(since_on=None)
                | models.Q(until_on=None)
                | models.Q(until_on__gte=models.F("since_on")),
                name="%(class)s_days_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(until_on=None, in_error=False) | ~models.Q(reason=""),
                name="%(class)s_end_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(said_by__in=[each.value for each in SaidBy]),
                name="%(class)s_said_by_known",
            ),
        ]


def _never_two(name: str, also: models.Q | None = None) -> ExclusionConstraint:
    """No two current entries of a child on the same day; the last day of one may start another."""
    current = models.Q(replaced_by=None, in_error=False)
    return ExclusionConstraint(
        name=name,
        expressions=[
            ("child", RangeOperators.EQUAL),
            (
                models.Func(
                    "since_on",
                    "until_on",
                    RangeBoundary(),
                    function="daterange",
                ),
                RangeOperators.OVERLAPS,
            ),
        ],
        condition=current & also if also else current,
    )


class RelativeWord(Entry):
    """What one agency says of a relative, for one child: name, how to reach them, notes."""

    relative = models.ForeignKey(Relative, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    reach = models.CharField(max_length=300, blank=True)
    notes = models.CharField(max_length=1000, blank=True)

    class Meta(Entry.Meta):
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(name=""), name="relativeword_has_name"),
        ]
        indexes = [models.Index(fields=["relative"], name="relativeword_relative")]


class Tie(Entry):
    """What somebody is to a child: a relative, or another child by reference alone."""

    relative = models.ForeignKey(Relative, on_delete=models.PROTECT, null=True, related_name="+")
    other_child = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=24, choices=[(code, code) for code in TIES])
    words = models.CharField(max_length=200, blank=True)
    responsibility = models.CharField(max_length=8, default=Answer.UNKNOWN.value)
    lives_with = models.CharField(max_length=8, default=Answer.UNKNOWN.value)
    safe = models.CharField(max_length=8, default=Answer.UNKNOWN.value)
    why_unsafe = models.CharField(max_length=300, blank=True)

    class Meta(Entry.Meta):
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(relative=None, other_child__isnull=False)
                | models.Q(relative__isnull=False, other_child=None),
                name="tie_to_one",
            ),
            models.CheckConstraint(
                condition=~models.Q(other_child=models.F("child")), name="tie_not_to_self"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=list(TIES)), name="tie_kind_known"),
            models.CheckConstraint(
                condition=~models.Q(safe=Answer.NO.value) | ~models.Q(why_unsafe=""),
                name="tie_unsafe_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(responsibility__in=[each.value for each in Answer])
                & models.Q(lives_with__in=[each.value for each in Answer])
                & models.Q(safe__in=[each.value for each in Answer]),
                name="tie_answers_known",
            ),
        ]


class Household(Entry):
    """Who lives together at one address where the child lives, or lives part of the time."""

    name = models.CharField(max_length=200)
    address = models.CharField(max_length=500, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    members = ArrayField(models.UUIDField(), default=list)

    class Meta(Entry.Meta):
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(name=""), name="household_has_name"),
        ]


class PlacementEntry(Entry):
    """A placement as an agency recorded it: by whom, where, whose child, from when to when.

    An authority is its public code where the directory knows it, else as it was written.
    """

    setting = models.CharField(max_length=20, choices=Setting.choices)
    provider = models.CharField(max_length=200, blank=True)
    provider_urn = models.CharField(max_length=12, blank=True)
    host_la = models.CharField(max_length=200, blank=True)
    placing_la = models.CharField(max_length=200, blank=True)
    home_la = models.CharField(max_length=200, blank=True)
    school_urn = models.CharField(max_length=12, blank=True)

    class Meta(Entry.Meta):
        verbose_name_plural = "placement entries"
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(since_on__isnull=False), name="placemententry_has_since"
            ),
            models.CheckConstraint(
                condition=models.Q(setting__in=Setting.values),
                name="placemententry_setting_known",
            ),
            _never_two("placemententry_never_two"),
        ]


class Schooling(Entry):
    """How a child is taught: a school by its number or name, or the route without one."""

    route = models.CharField(max_length=20, choices=[(code, code) for code in ROUTES])
    school_urn = models.CharField(max_length=12, blank=True)
    school_name = models.CharField(max_length=200, blank=True)
    year_group = models.CharField(max_length=20, blank=True)
    is_second = models.BooleanField(default=False)

    class Meta(Entry.Meta):
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(since_on__isnull=False), name="schooling_has_since"
            ),
            models.CheckConstraint(
                condition=models.Q(route__in=list(ROUTES)), name="schooling_route_known"
            ),
            _never_two("schooling_never_two", models.Q(is_second=False)),
        ]


class Need(Entry):
    """One thing that a child needs others to know, in whose words it was said."""

    kind = models.CharField(max_length=20, choices=[(code, code) for code in NEEDS])
    words = models.CharField(max_length=1000)

    class Meta(Entry.Meta):
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(kind__in=list(NEEDS)), name="need_kind_known"
            ),
            models.CheckConstraint(condition=~models.Q(words=""), name="need_has_words"),
            models.UniqueConstraint(
                fields=["child", "kind"],
                condition=models.Q(
                    replaced_by=None,
                    in_error=False,
                    until_on=None,
                    kind__in=sorted(SINGLE),
                ),
                name="need_one_of_a_kind",
            ),
        ]
