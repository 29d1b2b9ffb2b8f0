"""Words in append-only tables go when a child's record is erased; nothing else of them changes."""

from __future__ import annotations

from django.db import migrations

from homeward.ground.guards import ERASE_COLUMNS_FUNCTION, erasable


class Migration(migrations.Migration):
    dependencies = [("chronology", "0004_vouched"), ("access", "0007_emergency_policies")]

    operations = [
        ERASE_COLUMNS_FUNCTION,
        erasable("chronology_sourceplacing", "reason"),
        erasable("access_ask", "reason"),
        erasable("access_emergencyreview", "reason"),
        migrations.RunSQL(
            "GRANT UPDATE (reason) ON access_emergency TO homeward_worker;",
            "REVOKE UPDATE (reason) ON access_emergency FROM homeward_worker;",
        ),
    ]
