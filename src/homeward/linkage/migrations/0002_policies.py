"""Policies: matching sees identifying fields of every child; the queue belongs to one role."""

from __future__ import annotations

from django.db import migrations

from homeward.ground.policies import MATCHING, has_role, scoped

STEWARD = has_role("DATA_STEWARD")
WAITING = (
    "EXISTS (SELECT 1 FROM linkage_review r"
    " WHERE r.state IN ('WAITING', 'ASKED') AND linkage_profile.child_id = ANY (r.candidates))"
)


class Migration(migrations.Migration):
    dependencies = [("linkage", "0001_initial"), ("access", "0002_policies")]

    operations = [
        scoped("linkage_profile", f"{STEWARD} AND {WAITING}", "homeward_sees(child_id)"),
        scoped("linkage_review", STEWARD),
        migrations.RunSQL(
            f"""
            GRANT SELECT ON linkage_profile TO homeward_matching;
            CREATE POLICY matching ON linkage_profile FOR SELECT TO homeward_matching
                USING ({MATCHING});
            """,
            "DROP POLICY matching ON linkage_profile;",
        ),
    ]
