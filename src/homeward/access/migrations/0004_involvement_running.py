"""The children in a team's sight now, without reading those whose involvement has ended."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0003_signed_scope")]

    operations = [
        migrations.AddIndex(
            model_name="involvement",
            index=models.Index(fields=["team", "until_at"], name="involvement_running"),
        )
    ]
