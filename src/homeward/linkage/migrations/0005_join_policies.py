"""Who sees which join and which question; which teams a waiting review would let in."""

from __future__ import annotations

from django.db import migrations

from homeward.ground.policies import TEAMS, has_role, scoped

STEWARD = has_role("DATA_STEWARD")

# A keeper of the record is not involved with the children of a review and reads nothing of
# their records. This one reviewed function says which teams know a candidate now, and which
# team sent the form, of a review that waits, to a keeper alone.
TEAMS_OF_REVIEW = """
CREATE FUNCTION homeward_review_teams(wanted uuid)
RETURNS TABLE (child_id uuid, team_id integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    IF NOT coalesce(homeward_has_role('DATA_STEWARD'), false) THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT DISTINCT c.id, i.team_id::integer
    FROM linkage_review r CROSS JOIN LATERAL unnest(r.candidates) AS c(id)
    JOIN access_involvement i ON i.child_id = c.id
        AND (i.until_at IS NULL OR i.until_at > homeward_now())
    WHERE r.id = wanted AND r.state IN ('WAITING', 'ASKED')
    UNION ALL
    SELECT NULL::uuid, s.team_id::integer
    FROM linkage_review r JOIN intake_submission s ON s.id = r.submission_id
    WHERE r.id = wanted AND r.state IN ('WAITING', 'ASKED');
END $$;
REVOKE EXECUTE ON FUNCTION homeward_review_teams(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION homeward_review_teams(uuid) TO homeward_app;
ALTER FUNCTION homeward_review_teams(uuid) OWNER TO homeward_keeper;
"""


class Migration(migrations.Migration):
    dependencies = [("linkage", "0004_joins"), ("intake", "0002_policies")]

    operations = [
        scoped("linkage_join", "homeward_sees(kept_id) OR homeward_sees(other_id)", "false"),
        scoped("linkage_question", f"{STEWARD} OR team_id = ANY ({TEAMS})"),
        migrations.RunSQL(TEAMS_OF_REVIEW, "DROP FUNCTION homeward_review_teams(uuid);"),
    ]
