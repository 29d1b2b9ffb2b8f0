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
    dependencies = [
        ("linkage", "0001_initial"),
        ("access", "0002_policies"),
        ("intake", "0002_policies"),
    ]

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
        # A keeper of the record reads the rows of what waits, whichever agency sent them.
        migrations.RunSQL(
            f"""
            CREATE POLICY keeper ON intake_row FOR SELECT TO homeward_app
                USING ({STEWARD} AND EXISTS (
                    SELECT 1 FROM linkage_review r WHERE r.state IN ('WAITING', 'ASKED')
                    AND (r.row_id = intake_row.id
                         OR r.parsed ->> 'ref' = intake_row.ref AND intake_row.held)));
            """,
            "DROP POLICY keeper ON intake_row;",
        ),
        # Under a policy the index on keys would not be used: an overlap is not leakproof, so
        # every child would be compared. This one reviewed function looks keys up instead.
        migrations.RunSQL(
            """
            CREATE FUNCTION homeward_near(wanted text[])
            RETURNS TABLE (child_id uuid, keys text[], person jsonb)
            LANGUAGE plpgsql STABLE SECURITY DEFINER
            SET search_path = pg_catalog, public SET enable_seqscan = off AS $$
            BEGIN
                IF current_setting('homeward.purpose', true) IS DISTINCT FROM 'MATCHING' THEN
                    RETURN;
                END IF;
                RETURN QUERY SELECT p.child_id, p.keys, p.person
                    FROM public.linkage_profile p
                    WHERE p.child_id IN (
                        SELECT q.child_id FROM unnest(wanted) AS w(key)
                        CROSS JOIN LATERAL (
                            SELECT n.child_id FROM public.linkage_profile n
                            WHERE n.keys @> ARRAY[w.key] OFFSET 0) q);
            END $$;
            REVOKE EXECUTE ON FUNCTION homeward_near(text[]) FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION homeward_near(text[]) TO homeward_matching;
            GRANT SELECT ON linkage_profile TO homeward_keeper;
            ALTER FUNCTION homeward_near(text[]) OWNER TO homeward_keeper;
            """,
            "DROP FUNCTION homeward_near(text[]);",
        ),
    ]
