"""Odd-looking access is for the agency's own reviewers; looking as a role is for a rehearsal."""

from __future__ import annotations

from django.db import migrations

from homeward.ground.policies import AGENCY, PERSON, append_only, has_role, scoped

REVIEWER = has_role("DATA_PROTECTION")
ADMINISTRATOR = has_role("ADMINISTRATOR")
SHOWN = f"{REVIEWER} AND agency = {AGENCY} AND person_id <> {PERSON}"
OF_SHOWN = "EXISTS (SELECT 1 FROM access_oddlook l WHERE l.id = look_id)"
OWN_PERSON = (
    "EXISTS (SELECT 1 FROM access_membership m JOIN agencies_team t ON t.id = m.team_id"
    f" WHERE m.person_id = access_homemark.person_id AND t.agency_id = {AGENCY})"
)

#: A preview is refused for anybody who is not of the rehearsal, whatever the settings of the
#: web say: in a live record nobody is.
REHEARSAL_ALONE = """
CREATE FUNCTION homeward_rehearsal_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.access_person p
                   WHERE p.id = NEW.person_id AND p.is_rehearsal)
       OR EXISTS (SELECT 1 FROM public.access_person p
                  WHERE NOT p.is_rehearsal AND p.is_active) THEN
        RAISE EXCEPTION 'looking as another role is for a rehearsal alone'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER preview_rehearsal_alone BEFORE INSERT OR UPDATE ON access_preview
    FOR EACH ROW WHEN (NEW.ended_at IS NULL) EXECUTE FUNCTION homeward_rehearsal_alone();
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0012_odd_looks")]

    operations = [
        scoped("access_oddlook", SHOWN),
        scoped("access_oddanswer", OF_SHOWN, f"person_id = {PERSON} AND {OF_SHOWN}"),
        append_only("access_oddanswer"),
        scoped("access_homemark", f"{ADMINISTRATOR} AND {OWN_PERSON}"),
        append_only("access_homemark"),
        scoped("access_preview", f"person_id = {PERSON}"),
        # The worker lists and keeps its place; the web only notes that one was answered.
        migrations.RunSQL(
            """
            REVOKE INSERT, UPDATE ON access_oddlook FROM homeward_app;
            GRANT UPDATE (answered_at) ON access_oddlook TO homeward_app;
            REVOKE ALL ON access_watermark FROM homeward_app;
            """,
            "GRANT INSERT, UPDATE ON access_oddlook TO homeward_app;",
        ),
        migrations.RunSQL(REHEARSAL_ALONE, "DROP FUNCTION homeward_rehearsal_alone() CASCADE;"),
    ]
