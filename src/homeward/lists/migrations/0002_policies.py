"""Kept filters: read by their owner and the team they are shared with, changed by the owner."""

from __future__ import annotations

from django.db import migrations

from homeward.ground.policies import PERSON, TEAMS, scoped


class Migration(migrations.Migration):
    dependencies = [("lists", "0001_initial"), ("access", "0003_signed_scope")]

    operations = [
        scoped(
            "lists_savedfilter",
            f"person_id = {PERSON} OR team_id = ANY ({TEAMS})",
            f"person_id = {PERSON} AND (team_id IS NULL OR team_id = ANY ({TEAMS}))",
        )
    ]
