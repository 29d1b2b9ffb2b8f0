"""A line's source is checked a statement at a time."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from homeward.ground.policies import vouched


class Migration(migrations.Migration):
    dependencies = [("chronology", "0003_words_apart")]

    operations = [
        migrations.AlterField(
            model_name="line",
            name="source",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="chronology.source",
            ),
        ),
        vouched("chronology_line", source_id="chronology_source"),
    ]
