"""The trace of each child: filled by the database itself, closed, append-only."""

from __future__ import annotations

from django.db import migrations

from homeward.ground.policies import append_only, scoped

FILL = """
    INSERT INTO public.ledger_trace
        (child_id, entry_id, at, verb, person_id, agency, purpose, page, shown)
    SELECT child, e.id, e.at, e.verb, e.person_id, e.agency, e.purpose, e.page,
           cardinality(e.children)
    FROM {entries} e, unnest(e.children) AS child
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_trace"), ("protocol", "0004_signed_scope")]

    operations = [
        # What was entered before: only the keeper sees it all.
        migrations.RunSQL(
            f"""
            SET LOCAL ROLE homeward_keeper;
            {FILL.format(entries="public.ledger_entry")};
            RESET ROLE;
            """,
            migrations.RunSQL.noop,
        ),
        scoped("ledger_trace", "homeward_sees(child_id)"),
        append_only("ledger_trace"),
        migrations.RunSQL(
            f"""
            REVOKE INSERT ON ledger_trace FROM homeward_app, homeward_worker;
            CREATE FUNCTION homeward_trace() RETURNS trigger
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
            BEGIN
                {FILL.format(entries="fresh")};
                RETURN NULL;
            END $$;
            REVOKE EXECUTE ON FUNCTION homeward_trace() FROM PUBLIC;
            CREATE TRIGGER ledger_entry_traced AFTER INSERT ON ledger_entry
                REFERENCING NEW TABLE AS fresh
                FOR EACH STATEMENT EXECUTE FUNCTION homeward_trace();
            ALTER FUNCTION homeward_trace() OWNER TO homeward_keeper;
            """,
            """
            DROP TRIGGER ledger_entry_traced ON ledger_entry;
            DROP FUNCTION homeward_trace();
            """,
        ),
        # How often a page was read again is shown with the reading itself.
        migrations.RunSQL(
            """
            CREATE POLICY traced ON ledger_repeat FOR SELECT TO homeward_app USING (
                EXISTS (SELECT 1 FROM ledger_trace t WHERE t.entry_id = ledger_repeat.entry_id));
            """,
            "DROP POLICY traced ON ledger_repeat;",
        ),
    ]
