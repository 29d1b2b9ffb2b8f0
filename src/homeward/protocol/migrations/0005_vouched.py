"""The keys of a duty are checked a statement at a time; what it belongs to cannot be changed."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from homeward.ground.policies import vouched


class Migration(migrations.Migration):
    dependencies = [
        ("children", "0002_policies"),
        ("episodes", "0002_policies"),
        ("protocol", "0004_signed_scope"),
    ]

    operations = [
        migrations.AlterField(
            model_name="duty",
            name="episode",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="episodes.episode",
            ),
        ),
        vouched(
            "protocol_duty",
            child_id="children_child",
            episode_id="episodes_episode",
            adoption_id="protocol_adoption",
        ),
        migrations.RunSQL(
            """
            REVOKE UPDATE ON protocol_duty FROM homeward_app, homeward_worker;
            GRANT UPDATE (outcome, decided_at, team_id, judged_at, superseded_at)
                ON protocol_duty TO homeward_app, homeward_worker;
            """,
            "GRANT UPDATE ON protocol_duty TO homeward_app, homeward_worker;",
        ),
    ]
