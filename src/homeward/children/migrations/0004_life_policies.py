"""Policies on what hangs on a child from family to needs; no fact of an entry is ever changed."""

from __future__ import annotations

from django.db import migrations

from homeward.ground.policies import scoped_by_child

ENTRIES = (
    "children_relativeword",
    "children_tie",
    "children_household",
    "children_placemententry",
    "children_schooling",
    "children_need",
)


def only_replaced(table: str) -> migrations.RunSQL:
    """Of a row that stands, only the pointer to the row that replaces it may be set."""
    return migrations.RunSQL(
        f"""
        REVOKE UPDATE ON {table} FROM homeward_app, homeward_worker;
        GRANT UPDATE (replaced_by_id) ON {table} TO homeward_app, homeward_worker;
        """,
        f"GRANT UPDATE ON {table} TO homeward_app, homeward_worker;",
    )


class Migration(migrations.Migration):
    dependencies = [("children", "0003_life"), ("access", "0003_signed_scope")]

    operations = [
        scoped_by_child("children_relative"),
        *map(scoped_by_child, ENTRIES),
        *map(only_replaced, ENTRIES),
        migrations.RunSQL(
            "REVOKE UPDATE ON children_relative FROM homeward_app, homeward_worker;",
            "GRANT UPDATE ON children_relative TO homeward_app, homeward_worker;",
        ),
    ]
