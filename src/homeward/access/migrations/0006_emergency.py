"""Emergency access, its asks and reviews; the role of a data protection reviewer."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import homeward.ground.ids


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_sealed_factors"),
        ("agencies", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("POLICE_COORDINATOR", "Police coordinator"),
                    ("POLICE_SUPERVISOR", "Police supervisor"),
                    ("SOCIAL_WORKER", "Social worker"),
                    ("SOCIAL_CARE_MANAGER", "Social care manager"),
                    ("EMERGENCY_DUTY", "Emergency duty"),
                    ("INTERVIEWER", "Interviewer"),
                    ("HOME_MANAGER", "Home manager"),
                    ("CARER", "Carer"),
                    ("SCHOOL_LEAD", "School lead"),
                    ("NURSE", "Nurse"),
                    ("CRISIS_PRACTITIONER", "Crisis practitioner"),
                    ("PANEL_COORDINATOR", "Panel coordinator"),
                    ("AUDIT_LEAD", "Audit lead"),
                    ("SCRUTINEER", "Scrutineer"),
                    ("DATA_STEWARD", "Data steward"),
                    ("ADMINISTRATOR", "Administrator"),
                    ("DATA_PROTECTION", "Data protection"),
                ],
                max_length=24,
            ),
        ),
        migrations.CreateModel(
            name="Emergency",
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
                ("child_id", models.UUIDField()),
                ("agency", models.CharField(max_length=60)),
                ("reason", models.CharField(max_length=500)),
                ("opened_at", models.DateTimeField()),
                ("until_at", models.DateTimeField()),
                ("owner_agency", models.CharField(blank=True, max_length=60)),
                ("told_at", models.DateTimeField(null=True)),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("act_id", models.UUIDField()),
                (
                    "owner_team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.team",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.team",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "emergencies",
            },
        ),
        migrations.CreateModel(
            name="EmergencyReview",
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
                ("at", models.DateTimeField()),
                ("right", models.BooleanField()),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("act_id", models.UUIDField()),
                (
                    "emergency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.emergency",
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
            name="Ask",
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
                ("at", models.DateTimeField()),
                ("reason", models.CharField(max_length=500)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "-at"], name="ask_of_person")],
            },
        ),
        migrations.AddIndex(
            model_name="emergency",
            index=models.Index(fields=["person", "until_at"], name="emergency_of_person"),
        ),
        migrations.AddIndex(
            model_name="emergency",
            index=models.Index(fields=["child_id", "until_at"], name="emergency_of_child"),
        ),
        migrations.AddIndex(
            model_name="emergency",
            index=models.Index(
                condition=models.Q(("reviewed_at", None)),
                fields=["opened_at", "id"],
                name="emergency_to_review",
            ),
        ),
        migrations.AddIndex(
            model_name="emergency",
            index=models.Index(
                condition=models.Q(("told_at", None)),
                fields=["opened_at"],
                name="emergency_to_tell",
            ),
        ),
        migrations.AddConstraint(
            model_name="emergency",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_at__gte", models.F("opened_at"))),
                name="emergency_times_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="emergencyreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("right", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="emergency_review_says_why",
            ),
        ),
    ]
