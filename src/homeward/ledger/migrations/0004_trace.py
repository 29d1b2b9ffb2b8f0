"""One row a child of each entry: who looked at this child."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0003_epochs"),
    ]

    operations = [
        migrations.CreateModel(
            name="Trace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("child_id", models.UUIDField()),
                ("entry_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("verb", models.CharField(max_length=40)),
                ("person_id", models.UUIDField(null=True)),
                ("agency", models.CharField(blank=True, max_length=60)),
                ("purpose", models.CharField(max_length=12)),
                ("page", models.CharField(blank=True, max_length=60)),
                ("shown", models.PositiveIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["child_id", "-at", "-id"], name="trace_of_child"),
                    models.Index(fields=["entry_id"], name="trace_of_entry"),
                ],
            },
        ),
    ]
