"""Policies on duties and on what waits to be worked out again."""

from __future__ import annotations

from django.db import migrations

from homeward.ground.policies import scoped_by_child


class Migration(migrations.Migration):
    dependencies = [("protocol", "0001_initial"), ("access", "0002_policies")]

    operations = [scoped_by_child("protocol_duty"), scoped_by_child("protocol_refresh")]
