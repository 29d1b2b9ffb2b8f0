"""Policies: who handles copies sees the requests; a worker of the child may enter one."""

from __future__ import annotations

from django.db import migrations
from django.db.migrations import RunSQL

from homeward.ground.policies import append_only, has_role, scoped

HANDLER = f"({has_role('DATA_STEWARD')} OR {has_role('DATA_PROTECTION')})"


class Migration(migrations.Migration):
    dependencies = [("copies", "0001_initial"), ("access", "0007_emergency_policies")]

    operations = [
        scoped("copies_copyrequest", HANDLER, f"{HANDLER} OR homeward_sees(child_id)"),
        scoped("copies_mark", HANDLER),
        scoped("copies_bundle", HANDLER, "false"),
        scoped("copies_fetch", HANDLER),
        append_only("copies_fetch"),
        # What a copy holds comes from the worker alone.
        RunSQL(
            "REVOKE INSERT, UPDATE ON copies_bundle FROM homeward_app;",
            "GRANT INSERT, UPDATE ON copies_bundle TO homeward_app;",
        ),
    ]
