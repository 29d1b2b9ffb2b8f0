"""Lines are seen through their source; lines and placings are append-only."""

from __future__ import annotations

from django.db import migrations

from homeward.ground.policies import SEES_SOURCE_FUNCTION, append_only, scoped, scoped_by_child


class Migration(migrations.Migration):
    dependencies = [("chronology", "0001_initial"), ("access", "0002_policies")]

    operations = [
        SEES_SOURCE_FUNCTION,
        scoped_by_child("chronology_source"),
        scoped("chronology_sourceplacing", "homeward_sees_source(source_id)"),
        scoped("chronology_line", "homeward_sees_source(source_id)"),
        append_only("chronology_line"),
        append_only("chronology_sourceplacing"),
    ]
