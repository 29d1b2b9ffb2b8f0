"""The agencies of a partnership and their teams."""

from __future__ import annotations

from django.db import models


class AgencyKind(models.TextChoices):
    POLICE = "POLICE", "Police"
    SOCIAL_CARE = "SOCIAL_CARE", "Children's social care"
    HEALTH = "HEALTH", "Health"
    SCHOOL = "SCHOOL", "School"
    HOME = "HOME", "Children's home or foster carers"
    PARTNERSHIP = "PARTNERSHIP", "Safeguarding partnership"


class TeamKind(models.TextChoices):
    POLICE_MISSING = "POLICE_MISSING", "Police missing team"
    SCREENING = "SCREENING", "Screening team"
    EMERGENCY_DUTY = "EMERGENCY_DUTY", "Emergency duty team"
    SOCIAL_WORK = "SOCIAL_WORK", "Social work team"
    INTERVIEWERS = "INTERVIEWERS", "Return interview team"
    HOME = "HOME", "Home or carers"
    SCHOOL = "SCHOOL", "School safeguarding"
    SCHOOL_NURSE = "SCHOOL_NURSE", "School nurses"
    CRISIS = "CRISIS", "Crisis team"
    PANEL = "PANEL", "Exploitation panel"
    AUDIT = "AUDIT", "Partnership audit"
    RECORD = "RECORD", "Keepers of the record"


class Agency(models.Model):
    """One organisation. `reference` is its public code: force, authority or register number."""

    code = models.SlugField(primary_key=True, max_length=60)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=AgencyKind.choices)
    place = models.SlugField(max_length=60, blank=True)
    reference = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name_plural = "agencies"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=AgencyKind.values), name="agency_kind_known"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """People who share work. `reference` routes to it: a school's or a home's register number."""

    id = models.SmallAutoField(primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=TeamKind.choices)
    place = models.SlugField(max_length=60, blank=True)
    reference = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=TeamKind.values), name="team_kind_known"
            )
        ]
        indexes = [models.Index(fields=["kind", "place"]), models.Index(fields=["reference"])]

    def __str__(self) -> str:
        return self.name
