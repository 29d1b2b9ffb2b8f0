"""Policies: a keeper sees what is due and what was decided; holds go with the child."""

from __future__ import annotations

from django.db import migrations

from homeward.ground.policies import has_role, scoped

STEWARD = has_role("DATA_STEWARD")
#: What is not due yet is nobody's to browse.
DUE = f"{STEWARD} AND due_on <= (SELECT homeward_now())::date"


class Migration(migrations.Migration):
    dependencies = [("retention", "0001_initial"), ("access", "0003_signed_scope")]

    operations = [
        scoped("retention_due", DUE, "false"),
        scoped("retention_classing", STEWARD),
        scoped("retention_hold", f"{STEWARD} OR homeward_sees(child_id)"),
        scoped("retention_decision", f"{STEWARD} OR homeward_sees(child_id)", STEWARD),
    ]
