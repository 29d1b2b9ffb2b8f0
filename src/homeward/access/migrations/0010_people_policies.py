"""People are administered by their own agency: the database asks as well."""

from __future__ import annotations

from django.db import migrations

from homeward.ground.policies import AGENCY, PERSON, append_only, has_role, scoped

ADMINISTRATOR = has_role("ADMINISTRATOR")
OF_AGENCY = (
    "EXISTS (SELECT 1 FROM agencies_team t"
    f" WHERE t.id = access_invitation.team_id AND t.agency_id = {AGENCY})"
)

#: The web's role writes who holds which role, and contacts, for teams of the administrator's
#: own agency alone. The worker's role is the authority for what the system does.
GUARD = """
CREATE FUNCTION homeward_own_agency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user = 'homeward_app' AND NOT (
        homeward_has_role('ADMINISTRATOR')
        AND EXISTS (SELECT 1 FROM public.agencies_team t
                    WHERE t.id = NEW.team_id AND t.agency_id = homeward_agency())
        AND (TG_OP = 'INSERT' OR OLD.team_id = NEW.team_id AND OLD.person_id = NEW.person_id)
    ) THEN
        RAISE EXCEPTION 'only an administrator of the agency may write the table %', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER membership_own_agency BEFORE INSERT OR UPDATE ON access_membership
    FOR EACH ROW EXECUTE FUNCTION homeward_own_agency();
CREATE TRIGGER contact_own_agency BEFORE INSERT ON access_contact
    FOR EACH ROW EXECUTE FUNCTION homeward_own_agency();
REVOKE DELETE ON access_membership, access_person FROM homeward_app;
"""

#: What would be nobody's if this person left, in counts alone: kinds and numbers, no child.
OPEN_WORK = """
CREATE FUNCTION homeward_open_work(leaver uuid) RETURNS TABLE (kind text, team int, number bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    IF NOT public.homeward_has_role('ADMINISTRATOR') OR NOT EXISTS (
        SELECT 1 FROM public.access_membership m JOIN public.agencies_team t ON t.id = m.team_id
        WHERE m.person_id = leaver AND t.agency_id = public.homeward_agency()) THEN
        RETURN;
    END IF;
    RETURN QUERY
        WITH led AS (
            SELECT e.id FROM public.episodes_episode e WHERE e.owner_id = leaver
            AND e.state NOT IN ('COMPLETE', 'CANCELLED', 'DECEASED', 'TRANSFERRED')
        ), alone AS (
            SELECT m.team_id FROM public.access_membership m
            WHERE m.person_id = leaver AND m.since_on <= public.homeward_now()::date
              AND (m.until_on IS NULL OR m.until_on >= public.homeward_now()::date)
              AND NOT EXISTS (
                SELECT 1 FROM public.access_membership o
                JOIN public.access_person p ON p.id = o.person_id AND p.is_active
                WHERE o.team_id = m.team_id AND o.person_id <> leaver
                  AND o.since_on <= public.homeward_now()::date
                  AND (o.until_on IS NULL OR o.until_on > public.homeward_now()::date))
        )
        SELECT 'EPISODES', NULL::int, count(*) FROM led HAVING count(*) > 0
        UNION ALL
        SELECT 'TASKS', NULL, count(*) FROM public.episodes_task k
            WHERE k.done_at IS NULL AND k.episode_id IN (SELECT id FROM led) HAVING count(*) > 0
        UNION ALL
        SELECT 'DRAFTS', NULL, count(*) FROM public.intake_submission s
            WHERE s.person_id = leaver AND s.state = 'DRAFT' HAVING count(*) > 0
        UNION ALL
        SELECT 'RUNNING', NULL, count(*) FROM public.access_emergency a
            WHERE a.person_id = leaver AND a.until_at > public.homeward_now() HAVING count(*) > 0
        UNION ALL
        SELECT 'UNREVIEWED', NULL, count(*) FROM public.access_emergency a
            WHERE a.person_id = leaver AND a.reviewed_at IS NULL HAVING count(*) > 0
        UNION ALL
        SELECT 'ALLOCATED', l.team_id::int, count(*) FROM (SELECT DISTINCT team_id FROM alone) l
            JOIN public.access_involvement i ON i.team_id = l.team_id AND i.ground = 'ALLOCATED'
              AND (i.until_at IS NULL OR i.until_at > public.homeward_now()) GROUP BY l.team_id
        UNION ALL
        SELECT 'OWNED', l.team_id::int, count(*) FROM (SELECT DISTINCT team_id FROM alone) l
            JOIN public.episodes_episode e ON e.owner_team_id = l.team_id
              AND e.state NOT IN ('COMPLETE', 'CANCELLED', 'DECEASED', 'TRANSFERRED')
            GROUP BY l.team_id
        UNION ALL
        SELECT 'TO_REVIEW', l.team_id::int, count(*) FROM (SELECT DISTINCT team_id FROM alone) l
            JOIN public.access_emergency a ON a.owner_team_id = l.team_id
              AND a.reviewed_at IS NULL GROUP BY l.team_id;
END $$;
REVOKE EXECUTE ON FUNCTION homeward_open_work(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION homeward_open_work(uuid) TO homeward_app;
GRANT SELECT ON access_membership, episodes_task, intake_submission TO homeward_keeper;
ALTER FUNCTION homeward_open_work(uuid) OWNER TO homeward_keeper;
CREATE INDEX IF NOT EXISTS episode_of_owner_team ON episodes_episode (owner_team_id)
    WHERE owner_team_id IS NOT NULL
      AND state NOT IN ('COMPLETE', 'CANCELLED', 'DECEASED', 'TRANSFERRED');
CREATE INDEX IF NOT EXISTS submission_draft_of_person ON intake_submission (person_id)
    WHERE state = 'DRAFT';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0009_people"),
        ("episodes", "0002_policies"),
        ("intake", "0002_policies"),
        ("protocol", "0004_signed_scope"),
    ]

    operations = [
        migrations.RunSQL(
            GUARD,
            """
            DROP FUNCTION homeward_own_agency() CASCADE;
            GRANT DELETE ON access_membership, access_person TO homeward_app;
            """,
        ),
        append_only("access_contact"),
        # The invited person reads and uses their own; administrators those of their agency.
        scoped(
            "access_invitation",
            f"person_id = {PERSON} OR ({ADMINISTRATOR} AND {OF_AGENCY})",
        ),
        scoped("access_handover", f"{ADMINISTRATOR} AND agency = {AGENCY}"),
        migrations.RunSQL(
            OPEN_WORK,
            """
            DROP FUNCTION homeward_open_work(uuid);
            DROP INDEX episode_of_owner_team;
            DROP INDEX submission_draft_of_person;
            """,
        ),
    ]
