"""Differences are found by the children in sight: an index by width led past everybody's."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("episodes", "0002_policies"), ("access", "0004_involvement_running")]

    operations = [
        migrations.RemoveIndex(model_name="episode", name="episode_differing"),
        migrations.AddIndex(
            model_name="episode",
            index=models.Index(
                fields=["child"],
                condition=models.Q(differs_minutes__gt=0),
                name="episode_differing_of_child",
            ),
        ),
    ]
