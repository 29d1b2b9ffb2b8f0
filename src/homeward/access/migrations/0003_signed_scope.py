"""Who looks is signed: the functions that policies ask, and the key that they check with."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import migrations

from homeward.ground.policies import SEES_FUNCTION
from homeward.ground.scope_key import KEEP, pads


def keep_key(apps: Any, editor: Any) -> None:
    """The key of the process that migrates; the supervisor keeps it right afterwards."""
    with editor.connection.cursor() as cursor:
        cursor.execute(KEEP, pads(settings.SCOPE_KEY))


class Migration(migrations.Migration):
    dependencies = [("access", "0002_policies")]

    operations = [
        migrations.RunSQL(SEES_FUNCTION.sql, migrations.RunSQL.noop),
        migrations.RunPython(keep_key, migrations.RunPython.noop),
    ]
