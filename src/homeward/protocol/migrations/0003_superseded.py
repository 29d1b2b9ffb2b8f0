"""An index for the duties that were judged anew: without it, each look reads every duty."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("protocol", "0002_policies")]

    operations = [
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(superseded_at__isnull=False),
                fields=["episode"],
                name="duty_superseded",
            ),
        )
    ]
