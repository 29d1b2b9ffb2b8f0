"""Adoptions say why, by whom and until when, and are only ever added to.

The web's role may read them; of its changes one alone passes: an adoption by somebody who
holds the role that answers for the protocol, in that person's own name.
"""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations import RunSQL

from homeward.ground.policies import append_only

GUARD = RunSQL(
    """
    CREATE FUNCTION homeward_adoption_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_user = 'homeward_app' AND NOT coalesce(
            homeward_has_role('AUDIT_LEAD') AND NEW.person_id = homeward_person(), false)
        THEN
            RAISE EXCEPTION 'the edition is not this person''s to adopt'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER protocol_adoption_guard BEFORE INSERT ON protocol_adoption
        FOR EACH ROW EXECUTE FUNCTION homeward_adoption_guard();
    REVOKE INSERT, UPDATE, DELETE ON protocol_spread FROM homeward_app;
    INSERT INTO protocol_spread (adoption_id, spread_at) SELECT id, now() FROM protocol_adoption;
    """,
    """
    DROP TRIGGER protocol_adoption_guard ON protocol_adoption;
    DROP FUNCTION homeward_adoption_guard();
    """,
)

#: Counts for those who adopt and see no child; nobody else gets an answer.
JUDGED = RunSQL(
    """
    GRANT SELECT ON episodes_episode TO homeward_keeper;
    SET ROLE homeward_keeper;
    CREATE FUNCTION homeward_judged(
        of_place text, since timestamptz, before timestamptz, others text[])
    RETURNS TABLE (missing bigint, judged bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public AS $$
    BEGIN
        RETURN QUERY SELECT
            count(*) FILTER (WHERE e.state IN ('OPEN', 'LOCATED')), count(*)
        FROM public.episodes_episode e
        WHERE public.homeward_has_role('AUDIT_LEAD') AND e.state <> 'CANCELLED'
            AND e.started_at >= since AND (before IS NULL OR e.started_at < before)
            AND (e.place = of_place OR (of_place = '' AND NOT e.place = ANY (others)));
    END $$;
    REVOKE EXECUTE ON FUNCTION homeward_judged(text, timestamptz, timestamptz, text[]) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION homeward_judged(text, timestamptz, timestamptz, text[])
        TO homeward_app, homeward_worker;
    RESET ROLE;
    """,
    """
    SET ROLE homeward_keeper;
    DROP FUNCTION homeward_judged(text, timestamptz, timestamptz, text[]);
    RESET ROLE;
    """,
)


class Migration(migrations.Migration):
    dependencies = [("protocol", "0005_vouched"), ("episodes", "0003_differing_of_child")]

    operations = [
        migrations.AddField("adoption", "person_id", models.UUIDField(null=True)),
        migrations.AddField(
            "adoption",
            "reason",
            models.CharField(blank=True, max_length=1000, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "adoption",
            "answers",
            models.CharField(blank=True, max_length=200, default=""),
            preserve_default=False,
        ),
        migrations.AddField("adoption", "review_on", models.DateField(null=True)),
        migrations.RemoveConstraint("adoption", "adoption_once_a_place"),
        migrations.AddConstraint(
            "adoption",
            models.UniqueConstraint(
                fields=["place", "edition", "sha256", "adopted_on"], name="adoption_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            "adoption",
            models.CheckConstraint(
                condition=models.Q(person_id=None)
                | models.Q(review_on__isnull=False) & ~models.Q(reason="") & ~models.Q(answers=""),
                name="adoption_answered_for",
            ),
        ),
        migrations.CreateModel(
            "Spread",
            [
                (
                    "adoption",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="protocol.adoption",
                    ),
                ),
                ("spread_at", models.DateTimeField()),
            ],
        ),
        append_only("protocol_adoption"),
        GUARD,
        JUDGED,
    ]
