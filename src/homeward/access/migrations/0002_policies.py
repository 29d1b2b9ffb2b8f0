"""The probe that every policy uses, and the policies on involvement itself."""

from __future__ import annotations

from django.db import migrations

from homeward.ground.policies import (
    APPEND_ONLY_FUNCTION,
    NOW_FUNCTION,
    SEES_FUNCTION,
    scoped_by_child,
)


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]

    operations = [
        APPEND_ONLY_FUNCTION,
        NOW_FUNCTION,
        SEES_FUNCTION,
        scoped_by_child("access_involvement"),
    ]
