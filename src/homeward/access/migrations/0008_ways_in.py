"""How agencies sign in, the code of conduct agreed to, lost second steps: only ever added to."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import homeward.ground.ids
from homeward.ground.policies import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0007_emergency_policies"),
        ("agencies", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="FactorReset",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=homeward.ground.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("asked_at", models.DateTimeField()),
                ("act_id", models.UUIDField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WayIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provider", models.CharField(blank=True, max_length=30)),
                (
                    "domains",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=253), size=None
                    ),
                ),
                ("password", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("act_id", models.UUIDField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "ways in",
            },
        ),
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.CharField(max_length=20)),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("act_id", models.UUIDField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "version"), name="acceptance_once_a_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FactorResetEnd",
            fields=[
                (
                    "reset",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="end",
                        serialize=False,
                        to="access.factorreset",
                    ),
                ),
                ("done", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("act_id", models.UUIDField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="factorreset",
            constraint=models.CheckConstraint(
                condition=models.Q(("person", models.F("asked_by")), _negated=True),
                name="factor_reset_not_own",
            ),
        ),
        migrations.AddConstraint(
            model_name="wayin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("password", True), models.Q(("provider", ""), _negated=True), _connector="OR"
                ),
                name="way_in_leaves_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="wayin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("domains", []), ("provider", "")),
                    models.Q(
                        models.Q(("provider", ""), _negated=True),
                        models.Q(("domains", []), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="way_in_service_with_domains",
            ),
        ),
        append_only("access_wayin"),
        append_only("access_acceptance"),
        append_only("access_factorreset"),
        append_only("access_factorresetend"),
    ]
