"""A line's words get a digest of their own, so that they can be erased and the rest proved.

Nothing that stands is rewritten: lines of version 0.1 keep the digest that was sealed.
"""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from homeward.ground.guards import ERASE_WORDS_FUNCTION, LINE_GUARD
from homeward.ground.policies import append_only, scoped


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_signed_scope"),
        ("children", "0002_policies"),
        ("chronology", "0002_policies"),
    ]

    operations = [
        migrations.AddField(
            model_name="line",
            name="rest_digest",
            field=models.BinaryField(max_length=32, null=True),
        ),
        migrations.AddField(
            model_name="line",
            name="salt",
            field=models.BinaryField(max_length=16, null=True),
        ),
        migrations.AddField(
            model_name="line",
            name="shape",
            field=models.SmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="line",
            name="text_digest",
            field=models.BinaryField(max_length=16, null=True),
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("rule", models.CharField(max_length=80)),
                ("erased_at", models.DateTimeField()),
                ("act_id", models.UUIDField()),
                (
                    "lines",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                ("digest", models.BinaryField(max_length=32)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="children.child",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="line",
            name="erasure",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="chronology.erasure",
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(("shape__in", [1, 2])), name="line_shape_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("erasure", None), models.Q(("salt", None), ("text", "")), _connector="OR"
                ),
                name="line_erased_has_no_words",
            ),
        ),
        scoped("chronology_erasure", "homeward_sees(child_id)", "false"),
        append_only("chronology_erasure"),
        LINE_GUARD,
        ERASE_WORDS_FUNCTION,
    ]
