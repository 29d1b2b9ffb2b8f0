"""What was kept out lately is found by its own small index: the desk asks for it."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_policies")]

    operations = [
        migrations.AddIndex(
            model_name="scan",
            index=models.Index(
                condition=models.Q(("outcome", "INFECTED")),
                fields=["-scanned_at"],
                name="scan_harmful_newest",
            ),
        ),
    ]
