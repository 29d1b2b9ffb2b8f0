"""Filters of a list that a person keeps under a name, for themselves or for a team."""

from __future__ import annotations

from django.db import models

from homeward.access.models import Person
from homeward.agencies.models import Team


class SavedFilter(models.Model):
    """One kept filter. `query` holds codes by the names that the list declares, never a name.

    One that is removed stays with its moment. `team`: who else may use it.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", null=True)
    list = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    query = models.JSONField()
    is_default = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "list", "name"],
                condition=models.Q(removed_at=None),
                name="filter_name_once",
            ),
            models.UniqueConstraint(
                fields=["person", "list"],
                condition=models.Q(removed_at=None, is_default=True),
                name="filter_default_once",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="filter_has_a_name"),
        ]
