"""Policies on reports, episodes and their tasks."""

from __future__ import annotations

from django.db import migrations

from homeward.ground.policies import scoped_by_child


class Migration(migrations.Migration):
    dependencies = [("episodes", "0001_initial"), ("access", "0002_policies")]

    operations = [
        scoped_by_child("episodes_episode"),
        scoped_by_child("episodes_report"),
        scoped_by_child("episodes_task"),
    ]
