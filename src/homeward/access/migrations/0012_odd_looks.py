"""Odd-looking access, marks of where people live, looking as another role."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import homeward.ground.ids


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0011_used_codes"),
        ("agencies", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Watermark",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("last_id", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="HomeMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mark", models.BinaryField(max_length=32)),
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
        ),
        migrations.CreateModel(
            name="OddLook",
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
                ("kind", models.CharField(max_length=16)),
                ("agency", models.CharField(max_length=60)),
                ("child_id", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                ("on", models.DateField()),
                ("facts", models.JSONField(default=dict)),
                ("noticed_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
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
            name="OddAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("explained", models.BooleanField()),
                ("reason", models.CharField(max_length=500)),
                ("act_id", models.UUIDField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "look",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.oddlook",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Preview",
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
                ("role", models.CharField(max_length=24)),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("act_id", models.UUIDField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.team",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="oddlook",
            index=models.Index(
                condition=models.Q(("answered_at", None)),
                fields=["agency", "at", "id"],
                name="odd_look_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="oddlook",
            index=models.Index(fields=["agency", "-at", "-id"], name="odd_look_newest"),
        ),
        migrations.AddConstraint(
            model_name="oddlook",
            constraint=models.UniqueConstraint(
                fields=("person", "child_id", "kind", "on"),
                name="odd_look_once_a_day",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="oddlook",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["SURNAME", "ADDRESS", "UNINVOLVED", "BULK", "NIGHT", "CLOSED"])
                ),
                name="odd_look_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="preview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("person",),
                name="preview_one_at_a_time",
            ),
        ),
    ]
