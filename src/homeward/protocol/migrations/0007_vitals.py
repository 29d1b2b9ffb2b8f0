"""Counts and ages for whoever watches the service: one function, numbers only, for `/metrics`."""

from __future__ import annotations

from django.db import migrations

# The web sees no child without a scope; this sees every row and says no more than how many
# wait and for how long. Nothing in it can be narrowed to a child, a person or a team.
VITALS_FUNCTION = migrations.RunSQL(
    """
    CREATE FUNCTION homeward_vitals() RETURNS TABLE (name text, lane text, value float8)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    BEGIN
        RETURN QUERY SELECT 'intake_age_seconds', '', extract(epoch FROM
            now() - max(d.finished_at))::float8 FROM intake_download d WHERE d.state = 'TAKEN';
        RETURN QUERY SELECT 'waiting', 'downloads', count(*)::float8 FROM intake_download d
            WHERE d.state IN ('WAITING', 'TAKING');
        RETURN QUERY SELECT 'waiting', 'reports', count(*)::float8 FROM intake_submission s
            WHERE s.state = 'SUBMITTED';
        RETURN QUERY SELECT 'waiting', 'duties', count(*)::float8 FROM protocol_refresh;
        RETURN QUERY SELECT 'waiting', 'ledger', count(*)::float8 FROM ledger_entry e
            WHERE e.xid >= coalesce((SELECT max(b.high) FROM ledger_batch b), 0)::text::xid8;
        RETURN QUERY SELECT 'refresh_age_seconds', '', coalesce(extract(epoch FROM
            now() - min(r.asked_at)), 0)::float8 FROM protocol_refresh r;
        RETURN QUERY SELECT 'unsealed_age_seconds', '', coalesce(extract(epoch FROM
            now() - min(e.at)), 0)::float8 FROM ledger_entry e
            WHERE e.xid >= coalesce((SELECT max(b.high) FROM ledger_batch b), 0)::text::xid8;
        RETURN QUERY SELECT 'reviews_waiting', '', count(*)::float8 FROM linkage_review v
            WHERE v.state IN ('WAITING', 'ASKED');
        RETURN QUERY SELECT 'review_age_seconds', '', coalesce(extract(epoch FROM
            now() - min(v.raised_at)), 0)::float8 FROM linkage_review v
            WHERE v.state IN ('WAITING', 'ASKED');
        RETURN QUERY SELECT 'worker_age_seconds', '', extract(epoch FROM
            now() - max(w.last_heartbeat))::float8 FROM procrastinate_workers w;
        RETURN QUERY SELECT 'locked_out', '', count(*)::float8 FROM axes_accessattempt a
            WHERE a.failures_since_start >= 5 AND a.attempt_time > now() - interval '30 minutes';
    END $$;
    REVOKE EXECUTE ON FUNCTION homeward_vitals() FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION homeward_vitals() TO homeward_app;
    ALTER FUNCTION homeward_vitals() OWNER TO homeward_keeper;
    """,
    "DROP FUNCTION homeward_vitals();",
)


class Migration(migrations.Migration):
    dependencies = [
        ("protocol", "0006_answered_for"),
        ("ledger", "0003_epochs"),
        ("linkage", "0002_policies"),
        ("intake", "0002_policies"),
        ("axes", "0001_initial"),
        ("procrastinate", "0001_initial"),
    ]

    operations = [VITALS_FUNCTION]
