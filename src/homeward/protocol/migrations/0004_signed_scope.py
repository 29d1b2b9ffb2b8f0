"""Policies of version 0.1 read settings that anybody could set: now they ask what is signed.

A new record has these policies from the start; here an older one gets them.
"""

from __future__ import annotations

from django.db import migrations

from homeward.ground.policies import (
    AGENCY,
    PERSON,
    SEES_SOURCE_FUNCTION,
    TEAMS,
    has_role,
    rescoped,
)

STEWARD = has_role("DATA_STEWARD")
BY_CHILD = (
    "access_involvement",
    "children_identifier",
    "children_alias",
    "children_address",
    "children_placement",
    "chronology_source",
    "episodes_episode",
    "episodes_report",
    "episodes_task",
    "protocol_duty",
    "protocol_refresh",
)
WAITING = (
    "EXISTS (SELECT 1 FROM linkage_review r"
    " WHERE r.state IN ('WAITING', 'ASKED') AND linkage_profile.child_id = ANY (r.candidates))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("protocol", "0003_superseded"),
        ("access", "0003_signed_scope"),
        ("children", "0002_policies"),
        ("chronology", "0002_policies"),
        ("episodes", "0002_policies"),
        ("intake", "0002_policies"),
        ("ledger", "0002_policies"),
        ("linkage", "0002_policies"),
    ]

    operations = [
        migrations.RunSQL(SEES_SOURCE_FUNCTION.sql, migrations.RunSQL.noop),
        *(rescoped(table, "homeward_sees(child_id)") for table in BY_CHILD),
        rescoped("children_child", "homeward_sees(id)"),
        rescoped("chronology_sourceplacing", "homeward_sees_source(source_id)"),
        rescoped("chronology_line", "homeward_sees_source(source_id)"),
        rescoped("intake_download", f"agency = {AGENCY}"),
        rescoped("intake_row", f"agency = {AGENCY}"),
        rescoped("intake_submission", f"team_id = ANY ({TEAMS})"),
        rescoped("intake_alarm", f"agency = {AGENCY} OR homeward_sees(child_id)"),
        rescoped(
            "ledger_entry",
            f"person_id = {PERSON} OR (cardinality(children) = 1 AND homeward_sees(children[1]))",
            f"person_id = {PERSON}",
        ),
        rescoped("ledger_repeat", f"person_id = {PERSON}"),
        rescoped("linkage_profile", f"{STEWARD} AND {WAITING}", "homeward_sees(child_id)"),
        rescoped("linkage_review", STEWARD),
        migrations.RunSQL(
            f"""
            ALTER POLICY keeper ON intake_row
                USING ({STEWARD} AND EXISTS (
                    SELECT 1 FROM linkage_review r WHERE r.state IN ('WAITING', 'ASKED')
                    AND (r.row_id = intake_row.id
                         OR r.parsed ->> 'ref' = intake_row.ref AND intake_row.held)));
            """,
            migrations.RunSQL.noop,
        ),
    ]
