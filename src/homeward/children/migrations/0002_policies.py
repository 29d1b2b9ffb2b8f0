"""Policies on the child and everything that hangs on the child."""

from __future__ import annotations

from django.db import migrations

from homeward.ground.policies import scoped_by_child


class Migration(migrations.Migration):
    dependencies = [("children", "0001_initial"), ("access", "0002_policies")]

    operations = [
        scoped_by_child("children_child", "id"),
        scoped_by_child("children_identifier"),
        scoped_by_child("children_alias"),
        scoped_by_child("children_address"),
        scoped_by_child("children_placement"),
    ]
