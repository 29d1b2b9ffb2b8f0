"""Emergency access: a person's own hours with one child, opened by one reviewed function."""

from __future__ import annotations

from django.db import migrations

from homeward.ground.policies import AGENCY, PERSON, TEAMS, append_only, has_role, scoped

REVIEWER = has_role("DATA_PROTECTION")
#: The person, the team that it was announced to, the reviewers of both agencies.
SHOWN = (
    f"person_id = {PERSON} OR owner_team_id = ANY ({TEAMS})"
    f" OR ({REVIEWER} AND (agency = {AGENCY} OR owner_agency = {AGENCY}))"
)
OF_SHOWN = "EXISTS (SELECT 1 FROM access_emergency e WHERE e.id = emergency_id)"

#: As in ground/policies.py, and then: the person's own emergency access to this child. That
#: is asked of the few rows that there are for this child, so that the check of who looks is
#: not made once a row of every list.
SEES = """
SET ROLE homeward_keeper;
CREATE OR REPLACE FUNCTION homeward_sees(child uuid, teams int[]) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, public SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM public.access_involvement i
        WHERE i.child_id = child
          AND i.team_id = ANY (teams)
          AND (i.until_at IS NULL OR i.until_at > public.homeward_now())
    ){emergency};
END $$;
RESET ROLE;
"""
EMERGENCY = """ OR EXISTS (
        SELECT 1 FROM (
            SELECT e.person_id FROM public.access_emergency e
            WHERE e.child_id = child AND e.until_at > public.homeward_now() OFFSET 0
        ) opened WHERE opened.person_id = public.homeward_person()
    )"""

#: Letters of a name, without marks and signs: what *the same name* means here.
FOLDED = """
CREATE FUNCTION homeward_folded(name text) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, public AS $$
    SELECT regexp_replace(lower(public.unaccent(coalesce(name, ''))), '[^a-z]', '', 'g')
$$;
"""

#: Finds at most one child by what the asker wrote, and opens it. The same answer for no
#: child and for several. Figures as in rules/emergency.py and rules/sharing.py.
OPEN = """
CREATE FUNCTION homeward_emergency(
    ask uuid, fresh uuid, act uuid, by_team int, why text, hours int, name_key text,
    surname text, forename text, born date, number_kind text, number_value text
) RETURNS TABLE (outcome text, child uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public SET enable_seqscan = off AS $$
DECLARE
    asker uuid := public.homeward_person();
    teams int[] := public.homeward_teams();
    moment timestamptz := public.homeward_now();
    longest int;
    most int;
    found uuid[];
    last text := public.homeward_folded(surname);
    first text := public.homeward_folded(forename);
    owner int;
BEGIN
    SELECT max(r.hours) INTO longest FROM (VALUES
        ('POLICE_COORDINATOR', 24), ('POLICE_SUPERVISOR', 24), ('SOCIAL_WORKER', 24),
        ('SOCIAL_CARE_MANAGER', 24), ('EMERGENCY_DUTY', 24), ('NURSE', 4)
    ) AS r(role, hours) WHERE public.homeward_has_role(r.role);
    IF asker IS NULL OR longest IS NULL OR hours < 1 OR hours > longest
       OR length(trim(why)) < 20 OR NOT by_team = ANY (coalesce(teams, '{}')) THEN
        RAISE EXCEPTION 'emergency access refused' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(asker::text, 7));
    SELECT CASE WHEN p.is_rehearsal THEN 50 ELSE 5 END INTO most
        FROM public.access_person p WHERE p.id = asker AND p.is_active;
    IF most IS NULL OR most <= (SELECT count(*) FROM public.access_ask a
        WHERE a.person_id = asker AND a.at > moment - interval '24 hours') THEN
        RETURN QUERY SELECT 'LIMIT', NULL::uuid;
        RETURN;
    END IF;
    INSERT INTO public.access_ask (id, person_id, at, reason) VALUES (ask, asker, moment, why);
    IF coalesce(number_value, '') <> '' THEN
        SELECT array_agg(DISTINCT i.child_id) INTO found FROM public.children_identifier i
            WHERE i.kind = number_kind AND i.value = number_value AND i.is_valid;
    ELSIF last <> '' AND first <> '' AND born IS NOT NULL AND coalesce(name_key, '') <> '' THEN
        SELECT array_agg(p.child_id) INTO found FROM public.linkage_profile p
            WHERE p.keys @> ARRAY[name_key] AND p.person ->> 'dob' = born::text
              AND ((public.homeward_folded(p.person ->> 'surname') = last
                    AND public.homeward_folded(p.person ->> 'forename') = first)
                   OR EXISTS (
                    SELECT 1 FROM jsonb_array_elements_text(
                        coalesce(p.person -> 'aliases', '[]'::jsonb)) AS other(name)
                    WHERE public.homeward_folded(other.name) = first || last));
    END IF;
    IF cardinality(found) IS DISTINCT FROM 1 THEN
        RETURN QUERY SELECT 'NOTHING', NULL::uuid;
        RETURN;
    END IF;
    IF public.homeward_sees(found[1]) THEN
        RETURN QUERY SELECT 'KNOWN', found[1];
        RETURN;
    END IF;
    SELECT coalesce(
        (SELECT e.owner_team_id::int FROM public.episodes_episode e
            WHERE e.child_id = found[1] AND e.owner_team_id IS NOT NULL
            ORDER BY e.started_at DESC LIMIT 1),
        (SELECT i.team_id::int FROM public.access_involvement i
            JOIN public.agencies_team t ON t.id = i.team_id
            WHERE i.child_id = found[1]
            ORDER BY i.ground <> 'ALLOCATED', t.kind NOT IN ('SOCIAL_WORK', 'SCREENING'), i.id
            LIMIT 1)) INTO owner;
    INSERT INTO public.access_emergency (id, child_id, person_id, team_id, agency, reason,
            opened_at, until_at, owner_team_id, owner_agency, act_id)
        SELECT fresh, found[1], asker, by_team, t.agency_id, why, moment,
               moment + make_interval(hours => hours), owner,
               coalesce((SELECT o.agency_id FROM public.agencies_team o WHERE o.id = owner), ''),
               act
        FROM public.agencies_team t WHERE t.id = by_team;
    RETURN QUERY SELECT 'OPENED', found[1];
END $$;
REVOKE EXECUTE ON FUNCTION homeward_emergency(
    uuid, uuid, uuid, int, text, int, text, text, text, date, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION homeward_emergency(
    uuid, uuid, uuid, int, text, int, text, text, text, date, text, text) TO homeward_app;
ALTER FUNCTION homeward_emergency(
    uuid, uuid, uuid, int, text, int, text, text, text, date, text, text)
    OWNER TO homeward_keeper;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0006_emergency"),
        ("children", "0002_policies"),
        ("linkage", "0002_policies"),
        ("episodes", "0002_policies"),
        ("ledger", "0002_policies"),
        ("protocol", "0004_signed_scope"),
    ]

    operations = [
        scoped("access_ask", f"person_id = {PERSON}"),
        append_only("access_ask"),
        scoped("access_emergency", SHOWN),
        scoped("access_emergencyreview", OF_SHOWN, f"person_id = {PERSON} AND {OF_SHOWN}"),
        append_only("access_emergencyreview"),
        # Opened by the function alone; the web ends one early or notes that it was reviewed.
        migrations.RunSQL(
            f"""
            REVOKE INSERT, UPDATE ON access_emergency FROM homeward_app, homeward_worker;
            REVOKE INSERT ON access_ask FROM homeward_app, homeward_worker;
            GRANT UPDATE (until_at, reviewed_at) ON access_emergency TO homeward_app;
            GRANT UPDATE (told_at) ON access_emergency TO homeward_worker;
            GRANT SELECT, INSERT ON access_ask, access_emergency TO homeward_keeper;
            GRANT SELECT ON access_person, agencies_team, children_identifier, linkage_profile,
                episodes_episode TO homeward_keeper;
            CREATE POLICY involved ON access_emergency FOR SELECT TO homeward_app
                USING (homeward_sees(child_id, {TEAMS}));
            CREATE FUNCTION homeward_emergency_shortens() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NEW.until_at > OLD.until_at THEN
                    RAISE EXCEPTION 'emergency access is never made longer'
                        USING ERRCODE = 'insufficient_privilege';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER emergency_shortens BEFORE UPDATE ON access_emergency
                FOR EACH ROW EXECUTE FUNCTION homeward_emergency_shortens();
            """,
            "DROP FUNCTION homeward_emergency_shortens() CASCADE;",
        ),
        migrations.RunSQL(FOLDED, "DROP FUNCTION homeward_folded(text);"),
        # Replaced as its owner, the keeper.
        migrations.RunSQL(
            SEES.format(emergency=EMERGENCY),
            SEES.format(emergency=""),
        ),
        migrations.RunSQL(
            OPEN,
            "DROP FUNCTION homeward_emergency(uuid, uuid, uuid, int, text, int, text, text,"
            " text, date, text, text);",
        ),
    ]
