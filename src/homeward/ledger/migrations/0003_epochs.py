"""A restored record counts its transactions on: a new epoch shifts the new server's numbers."""

from __future__ import annotations

from django.db import migrations, models

from homeward.ground.policies import append_only

NUMBER_FUNCTION = migrations.RunSQL(
    """
    CREATE FUNCTION homeward_ledger_xid() RETURNS xid8 LANGUAGE plpgsql VOLATILE AS $$
    BEGIN
        RETURN (pg_current_xact_id()::text::bigint + coalesce(
            (SELECT e.shift FROM public.ledger_epoch e ORDER BY e.number DESC LIMIT 1), 0
        ))::text::xid8;
    END $$;
    ALTER TABLE ledger_entry ALTER COLUMN xid SET DEFAULT homeward_ledger_xid();
    """,
    """
    ALTER TABLE ledger_entry ALTER COLUMN xid SET DEFAULT pg_current_xact_id();
    DROP FUNCTION homeward_ledger_xid();
    """,
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_policies")]

    operations = [
        migrations.CreateModel(
            name="Epoch",
            fields=[
                ("number", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("shift", models.BigIntegerField()),
                ("began_at", models.DateTimeField()),
                ("act_id", models.UUIDField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("shift__gte", 0)), name="epoch_never_shifts_back"
                    )
                ],
            },
        ),
        append_only("ledger_epoch"),
        # Only the keeper, in a restore, begins one.
        migrations.RunSQL(
            "REVOKE INSERT ON ledger_epoch FROM homeward_app, homeward_worker;",
            migrations.RunSQL.noop,
        ),
        NUMBER_FUNCTION,
    ]
