"""Policies: an agency sees what came in through it, a team its own forms."""

from __future__ import annotations

from django.db import migrations

from homeward.ground.policies import AGENCY, TEAMS, scoped


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("access", "0002_policies")]

    operations = [
        scoped("intake_download", f"agency = {AGENCY}"),
        scoped("intake_row", f"agency = {AGENCY}"),
        scoped("intake_submission", f"team_id = ANY ({TEAMS})"),
        scoped("intake_alarm", f"agency = {AGENCY} OR homeward_sees(child_id)"),
    ]
