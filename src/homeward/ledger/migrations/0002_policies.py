"""The ledger: which transaction wrote an entry, policies, append-only."""

from __future__ import annotations

from django.db import migrations

from homeward.ground.policies import PERSON, append_only, scoped


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("access", "0002_policies")]

    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE ledger_entry ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
            CREATE INDEX entry_xid ON ledger_entry (xid);
            """,
            "ALTER TABLE ledger_entry DROP COLUMN xid;",
        ),
        scoped(
            "ledger_entry",
            f"person_id = {PERSON} OR (cardinality(children) = 1 AND homeward_sees(children[1]))",
            f"person_id = {PERSON}",
        ),
        scoped("ledger_repeat", f"person_id = {PERSON}"),
        append_only("ledger_entry"),
        append_only("ledger_batch"),
        # The worker alone seals.
        migrations.RunSQL(
            "REVOKE INSERT ON ledger_batch FROM homeward_app;", migrations.RunSQL.noop
        ),
        migrations.RunSQL(
            "GRANT SELECT ON ALL TABLES IN SCHEMA public TO homeward_keeper;",
            migrations.RunSQL.noop,
        ),
    ]
