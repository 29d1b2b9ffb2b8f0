"""Row-level policies and append-only tables, as migration operations.

The second wall: whatever the code above does, PostgreSQL hands out only rows of
children with whom one of the viewer's teams is involved. The settings
`homeward.*` are transaction-local; where none is set, no row is visible.
"""

from __future__ import annotations

from django.db.migrations import RunSQL

SYSTEM = "(SELECT current_setting('homeward.purpose', true) = 'SYSTEM')"
MATCHING = "(SELECT current_setting('homeward.purpose', true) = 'MATCHING')"
PERSON = "(SELECT NULLIF(current_setting('homeward.person', true), '')::uuid)"
AGENCY = "(SELECT NULLIF(current_setting('homeward.agency', true), ''))"
TEAMS = "string_to_array(NULLIF(current_setting('homeward.teams', true), ''), ',')::int[]"


def has_role(role: str) -> str:
    """SQL: whether the viewer holds this role."""
    return f"(SELECT position(',{role},' IN current_setting('homeward.roles', true)) > 0)"


def scoped(table: str, visible: str, writable: str = "") -> RunSQL:
    """Force policies on a table: the app sees rows where `visible`, the worker acts as SYSTEM.

    `writable` narrows what the app may write; it defaults to `visible`. The app deletes nothing.
    """
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        REVOKE DELETE ON {table} FROM homeward_app;
        CREATE POLICY app ON {table} TO homeward_app
            USING ({visible}) WITH CHECK ({writable or visible});
        CREATE POLICY worker ON {table} TO homeward_worker
            USING ({SYSTEM}) WITH CHECK ({SYSTEM});
        """,
        f"""
        DROP POLICY app ON {table};
        DROP POLICY worker ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


def scoped_by_child(table: str, column: str = "child_id") -> RunSQL:
    """A table whose rows belong to one child each."""
    return scoped(table, f"homeward_sees({column})")


def append_only(table: str) -> RunSQL:
    """Refuse UPDATE, DELETE and TRUNCATE, by privilege and by a trigger no setting lifts."""
    return RunSQL(
        f"""
        REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM homeward_app, homeward_worker;
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION homeward_append_only();
        CREATE TRIGGER {table}_never_truncated BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION homeward_append_only();
        """,
        f"""
        DROP TRIGGER {table}_append_only ON {table};
        DROP TRIGGER {table}_never_truncated ON {table};
        """,
    )


APPEND_ONLY_FUNCTION = RunSQL(
    """
    CREATE FUNCTION homeward_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the table % is append-only', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END $$;
    """,
    "DROP FUNCTION homeward_append_only();",
)

#: The moment a viewer looks: the database's own clock, unless a test or an exercise stands
#: the clock still for its whole session. Whoever could set it could set the teams as well.
NOW_FUNCTION = RunSQL(
    """
    CREATE FUNCTION homeward_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$
        SELECT coalesce(NULLIF(current_setting('homeward.at', true), '')::timestamptz, now())
    $$;
    """,
    "DROP FUNCTION homeward_now();",
)

#: Owned by the keeper, who passes over policies: the probe itself must see every involvement.
SEES_FUNCTION = RunSQL(
    """
    CREATE FUNCTION homeward_sees(child uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path = pg_catalog, public AS $$
    BEGIN
        RETURN EXISTS (
            SELECT 1 FROM public.access_involvement i
            WHERE i.child_id = child
              AND i.team_id = ANY (
                string_to_array(NULLIF(current_setting('homeward.teams', true), ''), ',')::int[])
              AND (i.until_at IS NULL OR i.until_at > homeward_now())
        );
    END $$;
    REVOKE EXECUTE ON FUNCTION homeward_sees(uuid) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION homeward_sees(uuid) TO homeward_app, homeward_worker;
    GRANT SELECT ON access_involvement TO homeward_keeper;
    ALTER FUNCTION homeward_sees(uuid) OWNER TO homeward_keeper;
    """,
    "DROP FUNCTION homeward_sees(uuid);",
)

SEES_SOURCE_FUNCTION = RunSQL(
    """
    CREATE FUNCTION homeward_sees_source(source uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path = pg_catalog, public AS $$
    DECLARE child uuid;
    BEGIN
        SELECT s.child_id INTO child FROM public.chronology_source s WHERE s.id = source;
        RETURN child IS NOT NULL AND public.homeward_sees(child);
    END $$;
    REVOKE EXECUTE ON FUNCTION homeward_sees_source(uuid) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION homeward_sees_source(uuid) TO homeward_app, homeward_worker;
    GRANT SELECT ON chronology_source TO homeward_keeper;
    ALTER FUNCTION homeward_sees_source(uuid) OWNER TO homeward_keeper;
    """,
    "DROP FUNCTION homeward_sees_source(uuid);",
)
